//! The change log: the truth of the book. Ordered, checksummed, append-only; sled is kept from it.
//!
//! Its files are `log/<number of the first change set, 20 digits>.klog`; their layout is in `docs/store-format.md`.

mod append;
mod frame;
mod pass;
mod payload;
mod read;
mod salvage;
mod segment;
mod tail;
mod torn;
mod walk;

#[cfg(test)]
mod tests;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) use append::{Appender, RESERVE};
pub(crate) use payload::{Entry, Previous, encode};
pub(crate) use read::SetsBack;
pub(crate) use salvage::Salvage;
pub(crate) use segment::BookId;
pub(crate) use torn::cut_torn_tail;
pub(crate) use walk::{LogEnd, Start};

use crate::{bytes::Bytes, error::StoreError};

/// What the names of segments end in.
const EXTENSION: &str = "klog";

/// Where a change is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// The segment, by the number of its first change set.
    pub segment: u64,
    /// Where the frame starts in the segment's file, in bytes.
    pub offset: u32,
    /// Which of the frame's changes.
    pub index: u32,
}

impl Position {
    /// Before every change: where the last change of a record was that no log tells of.
    pub const NOWHERE: Self = Self { segment: 0, offset: 0, index: 0 };
    /// How many bytes a position is on the disk.
    pub const SIZE: usize = 16;

    /// segment u64 | offset u32 | index u32
    pub fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        let parts = self.segment.to_le_bytes().into_iter();
        let parts = parts.chain(self.offset.to_le_bytes()).chain(self.index.to_le_bytes());
        bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        bytes
    }

    /// Whether this is before the beginning of a log, and so leads to what has been pruned.
    pub fn is_before(self, beginning: Start) -> bool {
        (self.segment, u64::from(self.offset)) < (beginning.segment, beginning.offset)
    }

    /// Reads what [`Position::to_bytes`] wrote.
    pub fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        Some(Self { segment: bytes.u64()?, offset: bytes.u32()?, index: bytes.u32()? })
    }
}

/// The folder of the log, and the book it must belong to.
#[derive(Debug, Clone)]
pub(crate) struct LogDir {
    path: PathBuf,
    book: BookId,
}

impl LogDir {
    /// The log of the book in `dir`; nothing is read yet.
    pub fn new(dir: &Path, book: BookId) -> Self {
        Self { path: Self::folder(dir), book }
    }

    /// Where a book keeps its log.
    pub fn folder(dir: &Path) -> PathBuf {
        dir.join("log")
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The book the log belongs to.
    pub fn book(&self) -> BookId {
        self.book
    }

    /// The file of a segment.
    pub fn segment_path(&self, first: u64) -> PathBuf {
        self.path.join(format!("{first:020}.{EXTENSION}"))
    }

    /// Where the oldest change set that is kept stands; `None` in a log without a segment.
    pub fn beginning(&self) -> Result<Option<Start>, StoreError> {
        self.segments()?.first().map(|&first| self.start_of(first)).transpose()
    }

    /// Where a segment's first frame is.
    pub fn start_of(&self, segment: u64) -> Result<Start, StoreError> {
        Ok(self.header(segment)?.start())
    }

    /// The segments that are there, oldest first; none when the folder is missing.
    pub fn segments(&self) -> Result<Vec<u64>, StoreError> {
        segments_in(&self.path)
    }
}

/// Reads bytes as the payload of a frame, wherever they are from.
#[cfg(any(test, feature = "fuzz"))]
pub(crate) fn read_payload(bytes: &[u8], path: &Path) -> Result<Entry, StoreError> {
    payload::decode(bytes, 1, Position { segment: 1, offset: 0, index: 0 }, path)
}

/// The segments in a log folder by the number of their first change set, oldest first.
pub(crate) fn segments_in(path: &Path) -> Result<Vec<u64>, StoreError> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io("read the folder", path)(error)),
    };
    let mut segments = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read the folder", path))?;
        segments.extend(entry.file_name().to_str().and_then(first_of));
    }
    segments.sort_unstable();
    Ok(segments)
}

/// The book that the oldest readable segment of a log folder belongs to.
pub(crate) fn book_of(path: &Path) -> Result<Option<BookId>, StoreError> {
    let Some(first) = segments_in(path)?.first().copied() else { return Ok(None) };
    let file = path.join(format!("{first:020}.{EXTENSION}"));
    segment::book_of(&file).map(Some)
}

fn first_of(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(EXTENSION)?.strip_suffix('.')?;
    let named = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
    named.then(|| {
        digits.bytes().try_fold(0u64, |sum, digit| sum.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
    })?
}
