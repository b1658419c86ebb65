//! The file an index is read from, section by section.
//!
//! ```text
//! magic 8 | sections … | directory (JSON) | directory's offset u64 | its length u32 | its crc32 u32 | magic 8
//! ```
//!
//! A section's place, lengths and checksum stand in the directory; it is compressed where that makes it shorter (zstd).
//! A section is read when it is first needed.

mod read;
mod write;

use std::{
    collections::BTreeMap,
    io::{self, Read},
    sync::Mutex,
};

use kith_model::query::{Searched, SortKey};
use serde::{Deserialize, Serialize};

pub use read::Snapshot;
pub(crate) use write::SnapshotWriter;

const MAGIC: &[u8; 8] = b"kithidx\x02";
const TRAILER: usize = 8 + 4 + 4 + 8;

/// Which contacts a snapshot was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The book.
    pub book: String,
    /// The last change set that is certainly in it.
    pub seq: u64,
    /// What tells that change set from another of its number.
    pub proof: String,
}

/// Where a section is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Span {
    offset: u64,
    /// Bytes in the file.
    length: u32,
    /// Bytes it has when it is not compressed, 0 where it is not.
    whole: u32,
    crc: u32,
}

/// The sections of one segment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SegmentEntry {
    pub contacts: u32,
    pub keys: Span,
    pub texts: Span,
    pub grams: Span,
    pub columns: BTreeMap<String, Span>,
}

/// The rows in one order.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OrderEntry {
    pub keys: Vec<SortKey>,
    pub rows: Span,
}

/// What the file holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Directory {
    pub stamp: Stamp,
    pub searched: Vec<Searched>,
    /// The language the orders are in.
    pub language: String,
    pub segments: Vec<SegmentEntry>,
    pub orders: Vec<OrderEntry>,
}

/// Bytes that are read from anywhere within.
pub trait ReadAt: Send + Sync {
    /// The `length` bytes from `offset` on.
    ///
    /// # Errors
    /// When they cannot be read, or are not there.
    fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>>;
}

impl ReadAt for Vec<u8> {
    fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let begin = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let end = begin.checked_add(length).ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(self.get(begin..end).ok_or(io::ErrorKind::UnexpectedEof)?.to_vec())
    }
}

impl<F: io::Read + io::Seek + Send> ReadAt for Mutex<F> {
    fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = self.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        file.seek(io::SeekFrom::Start(offset))?;
        let mut bytes = Vec::with_capacity(length);
        let read = (&mut *file).take(length as u64).read_to_end(&mut bytes)?;
        if read == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}
