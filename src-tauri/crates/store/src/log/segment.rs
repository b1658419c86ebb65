//! A segment's file: its header, its making, its zero-filled room.
//!
//! ```text
//! "KITHLOG\n" | format u32 | book 16 bytes | number of the first change set u64
//!     | number of the first that is kept u64 | where its frame is u32 | crc32 of all before u32
//! ```

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::{LogDir, Start};
use crate::{
    bytes::{Bytes, checked, crc32},
    disk,
    error::StoreError,
    manifest::FORMAT,
};

/// What tells one book from another.
pub(crate) type BookId = [u8; 16];

/// Bytes before the first frame.
pub(super) const HEADER: usize = 52;
/// What a new segment is filled with ahead.
const FIRST_ROOM: u64 = 256 << 10;
/// The most that is filled ahead at once.
const MOST_ROOM: u64 = 4 << 20;
const MAGIC: &[u8; 8] = b"KITHLOG\n";

/// What a segment's header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    book: BookId,
    /// The number of its first change set, which names its file.
    first: u64,
    /// The number of the first change set that is still in it: the same, unless what was before has been pruned.
    next: u64,
    /// Where that one's frame is.
    offset: u32,
}

impl Header {
    /// Of a segment that begins with change set `first`.
    fn new(book: BookId, first: u64) -> Self {
        Self { book, first, next: first, offset: HEADER as u32 }
    }

    /// Where the segment's first frame is expected.
    pub fn start(&self) -> Start {
        Start { segment: self.first, offset: self.offset.into(), next: self.next }
    }
}

impl LogDir {
    /// Makes the segment whose first change set will be `first`, durably and under its name only when complete.
    pub(super) fn create_segment(&self, first: u64) -> Result<(File, u64), StoreError> {
        let path = self.segment_path(first);
        let tmp = path.with_extension("tmp");
        let make = || {
            let file = disk::private().create(true).truncate(true).open(&tmp)?;
            disk::write_at(&file, &write(&Header::new(self.book, first)), 0)?;
            fill(&file, HEADER as u64, FIRST_ROOM)?;
            Ok(file)
        };
        let file = make().map_err(StoreError::io("create", &tmp))?;
        disk::rename(&tmp, &path)?;
        Ok((file, FIRST_ROOM))
    }

    /// Makes the segment that holds change set `begin.next` forget every change set before: a sparse copy takes its
    /// place, in which each frame is where it was.
    pub fn forget_before(&self, begin: Start) -> Result<(), StoreError> {
        let path = self.segment_path(begin.segment);
        let tmp = path.with_extension("tmp");
        let offset = u32::try_from(begin.offset).unwrap_or(u32::MAX);
        let header = Header { next: begin.next, offset, ..Header::new(self.book, begin.segment) };
        let copy = || {
            let bytes = fs::read(&path)?;
            let to = disk::private().create(true).truncate(true).open(&tmp)?;
            disk::write_at(&to, &write(&header), 0)?;
            let begin = usize::try_from(begin.offset).unwrap_or(usize::MAX);
            disk::write_at(&to, bytes.get(begin..used(&bytes)).unwrap_or_default(), header.offset.into())?;
            to.sync_all()
        };
        copy().map_err(StoreError::io("shorten", &path))?;
        disk::rename(&tmp, &path)
    }

    /// The header of a segment, which must be this book's and this segment's.
    pub(super) fn header(&self, first: u64) -> Result<Header, StoreError> {
        let path = self.segment_path(first);
        let mut bytes = [0; HEADER];
        let read = File::open(&path).and_then(|file| disk::read_at(&file, &mut bytes, 0));
        read.map_err(StoreError::io("read", &path))?;
        self.check_header(first, &bytes)
    }

    /// What the bytes at the start of a segment say, which must be its right header.
    pub(super) fn check_header(&self, first: u64, bytes: &[u8]) -> Result<Header, StoreError> {
        let path = self.segment_path(first);
        let header = parse(bytes, &path)?;
        if header.book != self.book {
            return Err(StoreError::damaged_log(
                "the segment of the change log belongs to another book",
                path,
            ));
        }
        if header.first != first {
            return Err(StoreError::damaged_log(
                "the segment of the change log has another one's name",
                path,
            ));
        }
        Ok(header)
    }
}

/// The book that a segment's header names.
pub(super) fn book_of(path: &PathBuf) -> Result<BookId, StoreError> {
    let mut bytes = [0; HEADER];
    let read = File::open(path).and_then(|file| disk::read_at(&file, &mut bytes, 0));
    read.map_err(StoreError::io("read", path))?;
    Ok(parse(&bytes, path)?.book)
}

/// How much of a segment is used: what it was filled with ahead is not. A frame's last bytes may be zeros too.
fn used(bytes: &[u8]) -> usize {
    let last = bytes.iter().rposition(|&byte| byte != 0).unwrap_or(0);
    (last + 64).next_multiple_of(4096).min(bytes.len())
}

/// Fills the file with zeros from `from` to `to` and syncs it with its length.
pub(super) fn fill(file: &File, from: u64, to: u64) -> io::Result<()> {
    static ZEROS: [u8; 64 << 10] = [0; 64 << 10];
    let mut at = from;
    while at < to {
        let count = usize::try_from(to - at).unwrap_or(usize::MAX).min(ZEROS.len());
        disk::write_at(file, ZEROS.get(..count).unwrap_or(&ZEROS), at)?;
        at += count as u64;
    }
    file.sync_all()
}

/// Where the room of a segment that ends at `limit` should end, for a frame up to `needed` to fit: twice as far, by
/// 4 MiB at most unless the frame is larger.
pub(super) fn next_limit(limit: u64, needed: u64) -> u64 {
    let step = limit.clamp(FIRST_ROOM, MOST_ROOM);
    (limit + step).max(needed.next_multiple_of(4096))
}

fn write(header: &Header) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&header.book);
    bytes.extend_from_slice(&header.first.to_le_bytes());
    bytes.extend_from_slice(&header.next.to_le_bytes());
    bytes.extend_from_slice(&header.offset.to_le_bytes());
    bytes.extend_from_slice(&crc32(&[&bytes]).to_le_bytes());
    bytes
}

/// Reads a header. A newer format is told before the checksum is looked at: its header may be longer. One that is as this
/// version writes it but for the number of the format is damaged.
fn parse(bytes: &[u8], path: &Path) -> Result<Header, StoreError> {
    let damaged = || StoreError::damaged_log("the header of a segment of the change log is damaged", path);
    let mut rest = Bytes(bytes);
    if rest.array() != Some(*MAGIC) {
        return Err(damaged());
    }
    match rest.u32() {
        Some(found) if found > FORMAT && found < 1000 && !is_of_this_format(bytes) => {
            return Err(StoreError::Newer { found, known: FORMAT });
        }
        _ => {}
    }
    bytes.get(..HEADER).and_then(|bytes| checked(bytes, &[])).ok_or_else(damaged)?;
    let mut parts =
        || Some(Header { book: rest.array()?, first: rest.u64()?, next: rest.u64()?, offset: rest.u32()? });
    parts().ok_or_else(damaged)
}

fn is_of_this_format(bytes: &[u8]) -> bool {
    let header = bytes.get(..HEADER).and_then(|bytes| Some((bytes.get(..8)?, bytes.get(12..)?)));
    header.is_some_and(|(magic, rest)| checked(rest, &[magic, &FORMAT.to_le_bytes()].concat()).is_some())
}
