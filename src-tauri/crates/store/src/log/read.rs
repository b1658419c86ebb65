//! Reading single frames, and the log backwards.

use std::fs::File;

use kith_model::ChangeSet;

use super::{Entry, LogDir, Position, frame, payload};
use crate::{bytes::crc32, disk, error::StoreError};

impl LogDir {
    /// The frame at a position.
    pub fn entry(&self, at: Position) -> Result<Entry, StoreError> {
        let path = self.segment_path(at.segment);
        self.with_frame(at, |frame| {
            payload::decode(frame.payload, frame.seq, Position { index: 0, ..at }, &path)
        })
    }

    /// The checksum of what stands in the log of a change set with a number up to `last`, if the log goes back to it.
    pub fn checksum(&self, seq: u64, last: u64) -> Result<Option<u32>, StoreError> {
        let place = self.place(seq, last)?;
        place.map(|at| self.with_frame(at, |frame| Ok(crc32(&[frame.payload])))).transpose()
    }

    fn with_frame<T>(
        &self,
        at: Position,
        work: impl FnOnce(frame::Frame<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let what = || format!("there is no change set at byte {}", at.offset);
        let damaged = || StoreError::damaged_log(what(), self.segment_path(at.segment));
        let bytes = self.frame_bytes(at)?.ok_or_else(damaged)?;
        work(frame::read(&bytes).ok_or_else(damaged)?)
    }

    /// Decodes a frame met on a walk.
    pub fn decode(&self, frame: super::frame::Frame<'_>, at: Position) -> Result<Entry, StoreError> {
        payload::decode(frame.payload, frame.seq, at, &self.segment_path(at.segment))
    }

    /// The change set with a number up to `last`, if the log goes back to it.
    pub fn find(&self, seq: u64, last: u64) -> Result<Option<Entry>, StoreError> {
        self.place(seq, last)?.map(|at| self.entry(at)).transpose()
    }

    /// Where that is.
    fn place(&self, seq: u64, last: u64) -> Result<Option<Position>, StoreError> {
        if seq == 0 || seq > last {
            return Ok(None);
        }
        let segments = self.segments()?;
        let Some(&first) = segments.iter().rev().find(|&&first| first <= seq) else { return Ok(None) };
        let (start, offsets) = self.offsets(first, seq)?;
        let Some(nth) = seq.checked_sub(start.next) else { return Ok(None) };
        match offsets.get(usize::try_from(nth).unwrap_or(usize::MAX)) {
            Some(&offset) => Ok(Some(position(first, offset))),
            None => Err(StoreError::damaged_log(
                format!("change set {seq} is not there"),
                self.segment_path(first),
            )),
        }
    }

    fn frame_bytes(&self, at: Position) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.segment_path(at.segment);
        let read = || {
            let file = File::open(&path)?;
            let mut header = [0; frame::HEADER];
            disk::read_at(&file, &mut header, u64::from(at.offset))?;
            let room = file.metadata()?.len().saturating_sub(u64::from(at.offset));
            let size = frame::payload_length(&header).map(|length| frame::HEADER + length);
            let Some(size) = size.filter(|&size| size as u64 <= room) else { return Ok(None) };
            let mut bytes = vec![0; size];
            let count = disk::read_at(&file, &mut bytes, u64::from(at.offset))?;
            Ok((count == size).then_some(bytes))
        };
        read().map_err(StoreError::io("read", &path))
    }
}

/// The change sets from a number down to the oldest kept.
pub(crate) struct SetsBack {
    log: LogDir,
    /// Those not yet read; `None` before the first step.
    segments: Option<Vec<u64>>,
    current: u64,
    offsets: Vec<u64>,
    next: u64,
}

impl SetsBack {
    /// Begins at change set `last`.
    pub fn new(log: &LogDir, last: u64) -> Self {
        Self { log: log.clone(), segments: None, current: 0, offsets: Vec::new(), next: last }
    }

    fn step(&mut self) -> Result<Option<ChangeSet>, StoreError> {
        if self.offsets.is_empty() && !self.load()? {
            return Ok(None);
        }
        let Some(offset) = self.offsets.pop() else { return Ok(None) };
        let entry = self.log.entry(position(self.current, offset))?;
        self.next = entry.set.seq.saturating_sub(1);
        Ok(Some(entry.set))
    }

    /// Takes up the next older segment. All of its frames up to the next number must be there.
    fn load(&mut self) -> Result<bool, StoreError> {
        let segments = match &mut self.segments {
            Some(segments) => segments,
            None => self.segments.insert(self.log.segments()?),
        };
        segments.retain(|&first| first <= self.next);
        let Some(first) = segments.pop() else { return Ok(false) };
        self.current = first;
        let (start, offsets) = self.log.offsets(first, self.next)?;
        self.offsets = offsets;
        if self.offsets.len() as u64 == (self.next + 1).saturating_sub(start.next) {
            return Ok(!self.offsets.is_empty());
        }
        let what = format!("the change log is damaged before change set {}", self.next);
        Err(StoreError::damaged_log(what, self.log.segment_path(first)))
    }
}

impl Iterator for SetsBack {
    type Item = Result<ChangeSet, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            self.segments = Some(Vec::new());
            self.offsets.clear();
        }
        step.transpose()
    }
}

fn position(segment: u64, offset: u64) -> Position {
    Position { segment, offset: u32::try_from(offset).unwrap_or(u32::MAX), index: 0 }
}
