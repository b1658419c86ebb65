//! Writing a snapshot, from its begin to its end.

use std::io::Write;

use super::{Directory, MAGIC, Span};
use crate::error::IndexError;

/// As quick to read as any; higher levels gain little on texts in postings.
const LEVEL: i32 = 1;

/// A snapshot that is being written.
pub(crate) struct SnapshotWriter<W> {
    out: W,
    offset: u64,
    buffer: Vec<u8>,
}

impl<W: Write> SnapshotWriter<W> {
    pub fn begin(mut out: W) -> Result<Self, IndexError> {
        out.write_all(MAGIC)?;
        Ok(Self { out, offset: MAGIC.len() as u64, buffer: Vec::new() })
    }

    /// Writes what `put` puts, as a section.
    pub fn section(&mut self, put: impl FnOnce(&mut Vec<u8>)) -> Result<Span, IndexError> {
        self.buffer.clear();
        put(&mut self.buffer);
        let whole = length_of(&self.buffer)?;
        let compressed = zstd::bulk::compress(&self.buffer, LEVEL)?;
        if compressed.len() < self.buffer.len() / 10 * 9 {
            return self.write(&compressed, whole);
        }
        let buffer = std::mem::take(&mut self.buffer);
        let span = self.write(&buffer, 0);
        self.buffer = buffer;
        span
    }

    fn write(&mut self, bytes: &[u8], whole: u32) -> Result<Span, IndexError> {
        let length = length_of(bytes)?;
        let span = Span { offset: self.offset, length, whole, crc: crc32fast::hash(bytes) };
        self.out.write_all(bytes)?;
        self.offset += u64::from(length);
        Ok(span)
    }

    /// Writes the directory; gives what was written to.
    pub fn finish(mut self, directory: &Directory) -> Result<W, IndexError> {
        let json = serde_json::to_vec(directory).map_err(std::io::Error::from)?;
        let span = self.write(&json, 0)?;
        self.out.write_all(&span.offset.to_le_bytes())?;
        self.out.write_all(&span.length.to_le_bytes())?;
        self.out.write_all(&span.crc.to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn length_of(bytes: &[u8]) -> Result<u32, IndexError> {
    u32::try_from(bytes.len()).map_err(|_| IndexError::Damaged("a section is too long"))
}
