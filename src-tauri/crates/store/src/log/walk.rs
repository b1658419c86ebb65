//! Walking the log from a place to its end, every frame checked on the way.

use std::{fs::File, ops::RangeInclusive, path::PathBuf};

use super::{
    LogDir, Position,
    frame::{self, Frame},
    segment::{self, Header},
    tail::{self, Tail},
};
use crate::{disk, error::StoreError};

/// Where a walk begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    /// The segment, by the number of its first change set.
    pub segment: u64,
    /// Where the next frame is expected in it.
    pub offset: u64,
    /// The number of the next change set.
    pub next: u64,
}

/// Where a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogEnd {
    /// Where the next frame belongs, and its number.
    pub start: Start,
    /// Where the last frame is, and its number; `None` when the walk met none.
    pub last_frame: Option<Start>,
    /// What was being written when the process or the power went.
    pub torn: Option<Torn>,
}

impl LogEnd {
    /// The number of the last change set.
    pub fn last(&self) -> u64 {
        self.start.next.saturating_sub(1)
    }
}

/// A last frame that was never answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Torn {
    /// The segment's file.
    pub path: PathBuf,
    /// Where it begins.
    pub offset: u64,
    /// What is there, up to the last byte that is not zero.
    pub bytes: Vec<u8>,
}

/// The bytes of a segment from some offset on.
pub(super) struct Part {
    first: u64,
    from: u64,
    pub(super) bytes: Vec<u8>,
}

impl LogDir {
    /// Visits every frame from `start` on, in order. The numbers must have no gap, in and across segments.
    ///
    /// # Errors
    /// `Damaged` when a frame is bad and something intact follows; what `visit` gives.
    pub fn walk(
        &self,
        start: Start,
        visit: &mut dyn FnMut(Frame<'_>, Position) -> Result<(), StoreError>,
    ) -> Result<LogEnd, StoreError> {
        self.walk_up_to(start, u64::MAX, visit)
    }

    /// The same up to change set `last`. What comes after it may be being written, and is not looked at.
    ///
    /// # Errors
    /// As [`LogDir::walk`].
    pub fn walk_up_to(
        &self,
        start: Start,
        last: u64,
        visit: &mut dyn FnMut(Frame<'_>, Position) -> Result<(), StoreError>,
    ) -> Result<LogEnd, StoreError> {
        let mut end = LogEnd { start, last_frame: None, torn: None };
        let segments: Vec<u64> =
            self.segments()?.into_iter().filter(|&first| first >= start.segment).collect();
        if segments.first() != Some(&start.segment) {
            return Err(self.missing(start.segment));
        }
        for (at, &first) in segments.iter().enumerate() {
            if end.start.next > last {
                break;
            }
            let (header, part) = self.read_part(first, (first == start.segment).then_some(start.offset))?;
            if first != start.segment && (first != end.start.next || header.start().next != first) {
                return Err(self.missing(end.start.next));
            }
            let earlier = end.last_frame;
            end = self.walk_part(&part, end.start.next..=last, at + 1 == segments.len(), visit)?;
            end.last_frame = end.last_frame.or(earlier);
        }
        Ok(end)
    }

    /// Where a segment begins, and the offsets of its frames up to change set `last`, their payloads not checked.
    pub(super) fn offsets(&self, first: u64, last: u64) -> Result<(Start, Vec<u64>), StoreError> {
        let (header, part) = self.read_part(first, None)?;
        let start = header.start();
        let (mut offsets, mut at, mut next) = (Vec::new(), 0, start.next);
        while next <= last {
            match part.bytes.get(at..).and_then(frame::peek).filter(|frame| frame.seq == next) {
                Some(frame) => {
                    offsets.push(part.from + at as u64);
                    at += frame.size();
                    next += 1;
                }
                None => break,
            }
        }
        Ok((start, offsets))
    }

    fn walk_part(
        &self,
        part: &Part,
        wanted: RangeInclusive<u64>,
        is_last: bool,
        visit: &mut dyn FnMut(Frame<'_>, Position) -> Result<(), StoreError>,
    ) -> Result<LogEnd, StoreError> {
        let (mut next, last) = wanted.into_inner();
        let (mut at, mut last_frame) = (0, None);
        while next <= last
            && let Some(frame) = part.bytes.get(at..).and_then(frame::read).filter(|frame| frame.seq == next)
        {
            let offset = u32::try_from(part.from + at as u64).map_err(|_| self.damaged(part, next))?;
            visit(frame, Position { segment: part.first, offset, index: 0 })?;
            last_frame = Some(Start { segment: part.first, offset: offset.into(), next });
            at += frame.size();
            next += 1;
        }
        let offset = part.from + at as u64;
        let start = Start { segment: part.first, offset, next };
        if next > last {
            return Ok(LogEnd { start, last_frame, torn: None });
        }
        let rest = part.bytes.get(at..).unwrap_or_default();
        let torn = match tail::judge(rest, next) {
            Tail::Clean => None,
            Tail::Torn(count) if is_last => {
                let bytes = rest.get(..count).unwrap_or(rest).to_vec();
                Some(Torn { path: self.segment_path(part.first), offset, bytes })
            }
            Tail::Torn(_) | Tail::Damaged(_) => return Err(self.damaged(part, next)),
        };
        Ok(LogEnd { start, last_frame, torn })
    }

    /// Reads a segment, from its first frame where no offset is given; its header is checked whatever the offset.
    pub(super) fn read_part(&self, first: u64, offset: Option<u64>) -> Result<(Header, Part), StoreError> {
        let header = self.header(first)?;
        let path = self.segment_path(first);
        let from = offset.unwrap_or(header.start().offset).max(segment::HEADER as u64);
        let read = || {
            let file = File::open(&path)?;
            let length = file.metadata()?.len().saturating_sub(from);
            let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
            let count = disk::read_at(&file, &mut bytes, from)?;
            bytes.truncate(count);
            Ok(bytes)
        };
        let bytes = read().map_err(StoreError::io("read", &path))?;
        Ok((header, Part { first, from, bytes }))
    }

    pub(super) fn missing(&self, seq: u64) -> StoreError {
        StoreError::damaged_log(
            format!("the change log misses its part from change set {seq} on"),
            self.path(),
        )
    }

    pub(super) fn damaged(&self, part: &Part, seq: u64) -> StoreError {
        let what = format!("the change log is damaged at change set {seq}, and later ones follow");
        StoreError::damaged_log(what, self.segment_path(part.first))
    }
}
