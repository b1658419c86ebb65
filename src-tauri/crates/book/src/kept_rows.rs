//! The rows of something to look at (a preview, a report) in a file that has no name and goes with its handle; in memory
//! there is of each what kind it is and where it is.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

use crate::error::Error;

/// Rows that are being kept, each of a kind.
pub(crate) struct RowsToKeep<K> {
    file: BufWriter<File>,
    length: u64,
    rows: Vec<(K, u64)>,
}

/// Rows that were kept.
pub(crate) struct KeptRows<K> {
    file: File,
    rows: Vec<(K, u64)>,
}

impl<K: Copy> RowsToKeep<K> {
    /// None yet. The file is in `folder`.
    pub fn in_folder(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile()).map_err(unwritten)?;
        Ok(Self { file: BufWriter::with_capacity(1 << 18, file), length: 0, rows: Vec::new() })
    }

    /// Keeps a row at the end.
    pub fn add(&mut self, kind: K, row: &impl Serialize) -> Result<(), Error> {
        let json = serde_json::to_vec(row).map_err(|error| unwritten(error.into()))?;
        let length = json.len() as u64;
        let written = self.file.write_all(&length.to_le_bytes()).and_then(|()| self.file.write_all(&json));
        written.map_err(unwritten)?;
        self.rows.push((kind, self.length));
        self.length += 8 + length;
        Ok(())
    }

    /// All of them.
    pub fn finish(self) -> Result<KeptRows<K>, Error> {
        let file = self.file.into_inner().map_err(|error| unwritten(error.into_error()))?;
        Ok(KeptRows { file, rows: self.rows })
    }
}

impl<K: Copy> KeptRows<K> {
    /// Rows of the kinds that are wanted, and how many there are of them.
    pub fn page<R: DeserializeOwned>(
        &self,
        is_wanted: impl Fn(K) -> bool,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<R>, usize), Error> {
        let wanted = || self.rows.iter().filter(|(each, _)| is_wanted(*each));
        let rows = wanted().skip(offset).take(limit).map(|(_, at)| self.read(*at));
        let rows = rows.collect::<io::Result<_>>().map_err(unread)?;
        Ok((rows, wanted().count()))
    }

    /// Each row, in their order.
    pub fn each<R: DeserializeOwned>(&self) -> impl Iterator<Item = Result<R, Error>> {
        self.rows.iter().map(|(_, at)| self.read(*at).map_err(unread))
    }

    fn read<R: DeserializeOwned>(&self, at: u64) -> io::Result<R> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        let mut length = [0; 8];
        file.read_exact(&mut length)?;
        let mut json = Vec::new();
        file.take(u64::from_le_bytes(length)).read_to_end(&mut json)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

fn unwritten(source: io::Error) -> Error {
    Error::Io { action: "write", path: "the rows to look at".into(), source }
}

fn unread(source: io::Error) -> Error {
    Error::Io { action: "read", path: "the rows to look at".into(), source }
}
