//! Reading an archive: line by line, believing nothing. Whatever is wrong is told with its line.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use kith_model::{ChangeSet, Operation};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zstd::stream::read::Decoder;

use super::{
    ArchiveReport, BaseRecord, End, Header,
    line::{AnyArchive, END, FORMAT, Line, MOST},
    write::hexadecimal,
};
use crate::{engine::keys::StorageKey, error::StoreError};

/// The largest window of zstd that is made room for, as a power of two: 128 MiB, what its own tools take unasked.
const WINDOW: u32 = 27;

/// What is between an archive's header and its end.
#[derive(Debug)]
pub(crate) enum Part {
    Schema,
    Record(BaseRecord),
    Change(ChangeSet),
}

/// What was read so far.
#[derive(Debug, Default)]
struct Seen {
    lines: u64,
    schemas: u64,
    records: u64,
    changes: u64,
    /// Records there are after the change sets so far.
    alive: u64,
    /// Where the record read last is stored.
    key: Option<StorageKey>,
    bytes: u64,
}

/// An archive that is being read.
pub(crate) struct ArchiveReader {
    path: PathBuf,
    input: BufReader<Decoder<'static, BufReader<File>>>,
    line: Vec<u8>,
    hash: Sha256,
    header: Header,
    seen: Seen,
    /// A part that was read and not taken.
    ahead: Option<Part>,
    end: Option<End>,
}

impl ArchiveReader {
    /// Opens an archive and reads its header.
    ///
    /// # Errors
    /// `Damaged` for a file that is none; `NewerArchive`, `Io`.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(StoreError::io("read", path))?;
        let decoder = Decoder::new(file).and_then(|mut decoder| {
            decoder.window_log_max(WINDOW)?;
            Ok(decoder)
        });
        let mut reader = Self {
            path: path.to_owned(),
            input: BufReader::with_capacity(256 << 10, decoder.map_err(StoreError::io("read", path))?),
            line: Vec::new(),
            hash: Sha256::new(),
            header: Header::none(),
            seen: Seen::default(),
            ahead: None,
            end: None,
        };
        reader.header = reader.read_header()?;
        Ok(reader)
    }

    /// The first line.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next part; `None` when the end was read and everything before it was as it must be.
    ///
    /// # Errors
    /// `Damaged`, with the line; `Io`.
    pub fn next_part(&mut self) -> Result<Option<Part>, StoreError> {
        if let Some(part) = self.ahead.take() {
            return Ok(Some(part));
        }
        if self.end.is_some() {
            return Ok(None);
        }
        self.read_line()?;
        let line: Line = serde_json::from_slice(&self.line).map_err(|error| self.no_line(&error))?;
        let part = match line {
            Line::End(end) => return self.finish(end).map(|()| None),
            Line::Archive(_) => return Err(self.damaged("is a second header")),
            Line::Schema(schema) => self.schema(&schema)?,
            Line::Record(record) => self.record(record)?,
            Line::Change(set) => self.change(set)?,
        };
        self.hash.update(&self.line);
        Ok(Some(part))
    }

    /// The next record; `None` when the next part is none.
    ///
    /// # Errors
    /// As [`ArchiveReader::next_part`].
    pub fn next_record(&mut self) -> Result<Option<BaseRecord>, StoreError> {
        loop {
            match self.next_part()? {
                Some(Part::Record(record)) => return Ok(Some(record)),
                Some(Part::Schema) => {}
                other => {
                    self.ahead = other;
                    return Ok(None);
                }
            }
        }
    }

    /// Reads to the end without taking the lines apart: the checksum tells whether they are what was written.
    ///
    /// # Errors
    /// As [`ArchiveReader::next_part`].
    pub fn skim(&mut self) -> Result<(), StoreError> {
        loop {
            self.read_line()?;
            if !self.line.starts_with(END) {
                self.hash.update(&self.line);
                continue;
            }
            let line: Line = serde_json::from_slice(&self.line).map_err(|error| self.no_line(&error))?;
            let Line::End(end) = line else { return Err(self.damaged("is no end")) };
            self.check_sum(&end)?;
            self.end = Some(end);
            return Ok(());
        }
    }

    /// What it holds, once the end was read.
    ///
    /// # Errors
    /// `Damaged` before that; `Io`.
    pub fn report(self) -> Result<ArchiveReport, StoreError> {
        let bytes = std::fs::metadata(&self.path).map_err(StoreError::io("look at", &self.path))?.len();
        let Some(end) = self.end else {
            return Err(StoreError::damaged_archive("the end was not read", self.path));
        };
        let Header { book, made_at, made_by, reason, base, last, last_change_at, .. } = self.header;
        Ok(ArchiveReport {
            path: self.path,
            book,
            made_at,
            made_by,
            reason,
            base,
            last,
            last_change_at,
            records: end.records_at_last,
            bytes,
            content_bytes: self.seen.bytes,
        })
    }

    /// The format is looked at first and by itself: a later one's header may be anything else.
    fn read_header(&mut self) -> Result<Header, StoreError> {
        self.read_line()?;
        let first: AnyArchive =
            serde_json::from_slice(&self.line).map_err(|_| self.damaged("is not that of a backup"))?;
        match first.archive.format {
            FORMAT => {}
            0 => return Err(self.damaged("names no format")),
            found => {
                let path = self.path.clone();
                return Err(StoreError::NewerArchive { path, found, known: FORMAT });
            }
        }
        let line: Line = serde_json::from_slice(&self.line).map_err(|error| self.no_line(&error))?;
        match line {
            Line::Archive(header) if header.base <= header.last => {
                self.hash.update(&self.line);
                Ok(header)
            }
            _ => Err(self.damaged("is not that of a backup")),
        }
    }

    fn schema(&mut self, schema: &Value) -> Result<Part, StoreError> {
        let first = self.seen.schemas == 0 && self.seen.records == 0 && self.seen.changes == 0;
        if !first || !schema.is_object() {
            return Err(self.damaged("has a schema where none belongs"));
        }
        self.seen.schemas += 1;
        Ok(Part::Schema)
    }

    fn record(&mut self, record: BaseRecord) -> Result<Part, StoreError> {
        if self.seen.changes > 0 || !(1..=self.header.base).contains(&record.seq) {
            return Err(self.damaged("has a record where none belongs"));
        }
        let key = StorageKey::of(&record.fields);
        if record.fields.id().is_empty()
            || self.seen.key.as_ref().is_some_and(|last| last.bytes() >= key.bytes())
        {
            return Err(self.damaged("has a record out of order"));
        }
        self.seen.records += 1;
        self.seen.alive += key.contacts();
        self.seen.key = Some(key);
        Ok(Part::Record(record))
    }

    fn change(&mut self, set: ChangeSet) -> Result<Part, StoreError> {
        let expected = self.header.base + self.seen.changes + 1;
        if set.seq != expected || expected > self.header.last {
            return Err(self.damaged(&format!("has change set {} where {expected} belongs", set.seq)));
        }
        for change in set.changes.iter().filter(|change| !change.is_of_document()) {
            match change.operation {
                Operation::Create => self.seen.alive += 1,
                Operation::Delete if self.seen.alive == 0 => {
                    return Err(self.damaged("deletes a record that is not there"));
                }
                Operation::Delete => self.seen.alive -= 1,
                Operation::Update => {}
            }
        }
        self.seen.changes += 1;
        Ok(Part::Change(set))
    }

    fn finish(&mut self, end: End) -> Result<(), StoreError> {
        let Seen { records, changes, alive, .. } = self.seen;
        self.check_sum(&end)?;
        let whole = self.header.last - self.header.base == changes;
        if !whole || (end.records, end.changes, end.records_at_last) != (records, changes, alive) {
            return Err(self.damaged("counts other records and changes than there are"));
        }
        self.end = Some(end);
        Ok(())
    }

    /// The checksum must be right, and nothing may follow the end.
    fn check_sum(&mut self, end: &End) -> Result<(), StoreError> {
        if hexadecimal(&self.hash.clone().finalize()) != end.sha256 {
            return Err(self.damaged("has another checksum than what stands before it"));
        }
        let mut more = [0];
        match self.input.read(&mut more) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged("is the end, but more follows")),
            Err(error) => Err(self.unreadable(error)),
        }
    }

    /// Reads a line with its line feed; no more of it than a line may have.
    fn read_line(&mut self) -> Result<(), StoreError> {
        self.line.clear();
        self.seen.lines += 1;
        let mut input = (&mut self.input).take(MOST as u64 + 1);
        let read = input.read_until(b'\n', &mut self.line);
        read.map_err(|error| self.unreadable(error))?;
        self.seen.bytes += self.line.len() as u64;
        if self.line.len() > MOST {
            return Err(self.damaged("is longer than any line of a backup"));
        }
        if self.line.last() != Some(&b'\n') {
            return Err(self.damaged("is not whole: the file ends before its end"));
        }
        Ok(())
    }

    fn no_line(&self, error: &serde_json::Error) -> StoreError {
        self.damaged(&format!("is none of a backup (at its byte {})", error.column()))
    }

    /// What the system said is told as it is; what zstd says is about the file.
    fn unreadable(&self, error: io::Error) -> StoreError {
        if error.raw_os_error().is_some() {
            return StoreError::io("read", &self.path)(error);
        }
        match self.seen.lines {
            1 => StoreError::damaged_archive("this is not a backup, or its beginning is damaged", &self.path),
            _ => self.damaged("cannot be decompressed: the file is cut short or damaged"),
        }
    }

    fn damaged(&self, what: &str) -> StoreError {
        let what = format!("line {} of the backup {what}", self.seen.lines);
        StoreError::damaged_archive(what, &self.path)
    }
}

impl Header {
    pub(super) fn none() -> Self {
        Self {
            format: FORMAT,
            book: uuid::Uuid::nil(),
            made_at: String::new(),
            made_by: String::new(),
            reason: String::new(),
            base: 0,
            last: 0,
            last_change_at: None,
        }
    }
}
