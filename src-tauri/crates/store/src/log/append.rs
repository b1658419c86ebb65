//! Appending frames: one `pwrite`, one `fdatasync`, into room that was zero-filled and synced before, so that the
//! sync has no metadata to write.

use std::{fs::File, io};

use super::{LogDir, LogEnd, Position, Start, frame, segment};
use crate::{disk, durable, error::StoreError};

/// A segment ends before it grows over this.
const MOST_SEGMENT: u64 = 64 << 20;
/// What must stay free on the disk after a write, so that sled never meets a full one: it cannot be opened on it.
pub(crate) const RESERVE: u64 = 4 << 20;

/// The writing end of the log.
#[derive(Debug)]
pub(crate) struct Appender {
    log: LogDir,
    file: File,
    /// The segment, the place and the number of the next frame.
    at: Start,
    /// Where the last frame is, and its number: what a checkpoint points to.
    last: Option<Start>,
    /// Up to where the file is zero-filled and synced.
    limit: u64,
    /// Where a segment ends.
    most: u64,
    /// A frame that may be on the disk although it was not answered: its size.
    unanswered: Option<usize>,
    /// A new segment was begun and may have its name already: the next frame goes there and nowhere else.
    rotating: bool,
    buffer: Vec<u8>,
}

impl Appender {
    /// Goes on where the log ends. The file is synced first: what was read from it at open may so far be only in the
    /// cache of the operating system.
    pub fn resume(log: &LogDir, end: &LogEnd) -> Result<Self, StoreError> {
        let path = log.segment_path(end.start.segment);
        let open = || {
            let file = disk::private().open(&path)?;
            file.sync_all()?;
            let limit = file.metadata()?.len();
            Ok((file, limit))
        };
        let (file, limit) = open().map_err(StoreError::io("open", &path))?;
        Ok(Self { last: end.last_frame, ..Self::new(log, file, end.start, limit) })
    }

    /// Makes a new segment for the change sets from `next` on.
    pub fn create(log: &LogDir, next: u64) -> Result<Self, StoreError> {
        let (file, limit) = log.create_segment(next)?;
        let at = Start { segment: next, offset: segment::HEADER as u64, next };
        Ok(Self::new(log, file, at, limit))
    }

    /// The number of the next change set.
    pub fn next(&self) -> u64 {
        self.at.next
    }

    /// Where the last frame is, and its number; `None` in an empty log.
    pub fn last_frame(&self) -> Option<Start> {
        self.last
    }

    /// Begins a new segment, so that nothing more is written to those before; not where the last one is still empty.
    pub fn begin_segment(&mut self) -> Result<(), StoreError> {
        self.cut()?;
        if self.at.offset > segment::HEADER as u64 { self.rotate() } else { Ok(()) }
    }

    /// Takes an unanswered frame off the disk, if there is one.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        self.cut()
    }

    /// Makes room for a payload and says where its frame will be. Nothing is in the log yet: an error changes nothing.
    pub fn prepare(&mut self, payload: usize) -> Result<Position, StoreError> {
        self.cut()?;
        let size = (frame::HEADER + payload) as u64;
        if durable::room(&self.file) < RESERVE + 8 * size {
            let full = io::Error::from(io::ErrorKind::StorageFull);
            return Err(StoreError::io("append to", self.log.segment_path(self.at.segment))(full));
        }
        let is_over = self.at.offset + size > self.most && self.at.offset > segment::HEADER as u64;
        if is_over || self.rotating {
            self.rotate()?;
        }
        if self.at.offset + size > self.limit {
            let to = segment::next_limit(self.limit, self.at.offset + size);
            segment::fill(&self.file, self.limit, to).map_err(self.failed("extend"))?;
            self.limit = to;
        }
        let offset = u32::try_from(self.at.offset).unwrap_or(u32::MAX);
        Ok(Position { segment: self.at.segment, offset, index: 0 })
    }

    /// Writes the frame that was prepared and syncs it: when this returns, the change set is a fact.
    ///
    /// # Errors
    /// After an error the frame counts as not written: it is cut off at once, or before the next write can be.
    pub fn append(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        self.buffer.clear();
        frame::write(self.at.next, payload, &mut self.buffer);
        let written =
            disk::write_at(&self.file, &self.buffer, self.at.offset).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.unanswered = Some(self.buffer.len());
            let failed = self.failed("append to")(error);
            // Where this fails too, every later write tries again before it is let through.
            return Err(self.cut().err().unwrap_or(failed));
        }
        self.went_on();
        Ok(())
    }

    /// Writes the frame that was prepared and leaves the sync to the caller: for a log that is being built and counts
    /// for nothing before all of it is synced.
    pub fn append_unsynced(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        self.buffer.clear();
        frame::write(self.at.next, payload, &mut self.buffer);
        disk::write_at(&self.file, &self.buffer, self.at.offset).map_err(self.failed("append to"))?;
        self.went_on();
        Ok(())
    }

    fn went_on(&mut self) {
        self.last = Some(self.at);
        self.at.offset += self.buffer.len() as u64;
        self.at.next += 1;
    }

    /// Takes an unanswered frame off the disk. After a failed sync the cache may call pages clean that never arrived, so
    /// the bytes are written anew, as zeros, and only a sync that succeeds after that counts; then a fresh segment is
    /// begun, as the pages of this one are not trusted.
    fn cut(&mut self) -> Result<(), StoreError> {
        let Some(size) = self.unanswered else { return Ok(()) };
        segment::fill(&self.file, self.at.offset, self.at.offset + size as u64)
            .map_err(self.failed("repair"))?;
        if self.at.offset > segment::HEADER as u64 {
            self.rotate()?;
        }
        self.unanswered = None;
        Ok(())
    }

    fn rotate(&mut self) -> Result<(), StoreError> {
        self.rotating = true;
        let (file, limit) = self.log.create_segment(self.at.next)?;
        self.file = file;
        self.limit = limit;
        self.at = Start { segment: self.at.next, offset: segment::HEADER as u64, next: self.at.next };
        self.rotating = false;
        Ok(())
    }

    fn new(log: &LogDir, file: File, at: Start, limit: u64) -> Self {
        let at = Start { offset: at.offset.max(segment::HEADER as u64), ..at };
        Self {
            log: log.clone(),
            file,
            at,
            limit,
            last: None,
            most: MOST_SEGMENT,
            unanswered: None,
            rotating: false,
            buffer: Vec::new(),
        }
    }

    #[cfg(test)]
    pub fn end_segments_at(&mut self, most: u64) {
        self.most = most;
    }

    #[cfg(test)]
    pub fn swap_file(&mut self, file: File) -> File {
        std::mem::replace(&mut self.file, file)
    }

    fn failed(&self, action: &'static str) -> impl FnOnce(io::Error) -> StoreError + use<> {
        StoreError::io(action, self.log.segment_path(self.at.segment))
    }
}
