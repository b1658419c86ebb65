//! A segment's file: its header, its making, its zero-filled room.
//!
//! ```text
//! "KITHLOG\n" | format u32 | book 16 bytes | number of the first change set u64 | crc32 of all before u32
//! ```

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use super::LogDir;
use crate::{
    bytes::{Bytes, checked, crc32},
    disk,
    error::StoreError,
    manifest::FORMAT,
};

/// What tells one book from another.
pub(crate) type BookId = [u8; 16];

/// Bytes before the first frame.
pub(super) const HEADER: usize = 40;
/// What a new segment is filled with ahead.
const FIRST_ROOM: u64 = 256 << 10;
/// The most that is filled ahead at once.
const MOST_ROOM: u64 = 4 << 20;
const MAGIC: &[u8; 8] = b"KITHLOG\n";

impl LogDir {
    /// Makes the segment whose first change set will be `first`, durably and under its name only when complete.
    pub(super) fn create_segment(&self, first: u64) -> Result<(File, u64), StoreError> {
        let path = self.segment_path(first);
        let tmp = path.with_extension("tmp");
        let make = || {
            let file = disk::private().create(true).truncate(true).open(&tmp)?;
            disk::write_at(&file, &header(&self.book, first), 0)?;
            fill(&file, HEADER as u64, FIRST_ROOM)?;
            Ok(file)
        };
        let file = make().map_err(StoreError::io("create", &tmp))?;
        disk::rename(&tmp, &path)?;
        Ok((file, FIRST_ROOM))
    }

    /// Whether the bytes at the start of a segment are its right header.
    pub(super) fn check_header(&self, first: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.segment_path(first);
        let (book, number) = parse(bytes, &path)?;
        if book != self.book {
            return Err(StoreError::damaged_log(
                "the segment of the change log belongs to another book",
                path,
            ));
        }
        if number != first {
            return Err(StoreError::damaged_log(
                "the segment of the change log has another one's name",
                path,
            ));
        }
        Ok(())
    }
}

/// The book that a segment's header names.
pub(super) fn book_of(path: &PathBuf) -> Result<BookId, StoreError> {
    let mut bytes = [0; HEADER];
    let read = File::open(path).and_then(|file| disk::read_at(&file, &mut bytes, 0));
    read.map_err(StoreError::io("read", path))?;
    Ok(parse(&bytes, path)?.0)
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

fn header(book: &BookId, first: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(book);
    bytes.extend_from_slice(&first.to_le_bytes());
    bytes.extend_from_slice(&crc32(&[&bytes]).to_le_bytes());
    bytes
}

/// The book and the number of the first change set. A newer format is told before the checksum is looked at: its
/// header may be longer.
fn parse(bytes: &[u8], path: &Path) -> Result<(BookId, u64), StoreError> {
    let damaged = || StoreError::damaged_log("the header of a segment of the change log is damaged", path);
    let mut rest = Bytes(bytes);
    if rest.array() != Some(*MAGIC) {
        return Err(damaged());
    }
    match rest.u32() {
        Some(found) if found > FORMAT && found < 1000 => {
            return Err(StoreError::Newer { found, known: FORMAT });
        }
        _ => {}
    }
    bytes.get(..HEADER).and_then(|bytes| checked(bytes, &[])).ok_or_else(damaged)?;
    let book = rest.array().ok_or_else(damaged)?;
    Ok((book, rest.u64().ok_or_else(damaged)?))
}
