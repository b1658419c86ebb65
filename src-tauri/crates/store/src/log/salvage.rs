//! What a damaged log still yields: every intact frame, wherever it stands.

use std::{collections::BTreeMap, fs, path::PathBuf};

use kith_model::ChangeSet;

use super::{
    LogDir, Position,
    frame::{self, Frame},
    payload,
};
use crate::error::StoreError;

/// How far above a segment's own number a frame's may be, so that chance does not make frames of other bytes.
const REACH: u64 = 1 << 32;

/// The change sets that can still be read, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Salvage {
    frames: BTreeMap<u64, Position>,
    /// After the last change set there are bytes that cannot be read: perhaps others.
    pub ends_unread: bool,
}

impl Salvage {
    /// The numbers of the change sets, in order.
    pub fn numbers(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.frames.keys().copied()
    }

    /// Whether a change set is among them.
    pub fn has(&self, seq: u64) -> bool {
        self.frames.contains_key(&seq)
    }
}

impl LogDir {
    /// Looks through every segment for intact frames. Headers need not be right: the files' names tell the numbers.
    ///
    /// # Errors
    /// `Io`. Damage is told in the result.
    pub fn salvage(&self) -> Result<Salvage, StoreError> {
        let mut found = Salvage::default();
        for first in self.segments()? {
            let path = self.segment_path(first);
            match fs::read(&path) {
                Ok(bytes) => self.scan(first, &bytes, &mut found),
                Err(_) => found.ends_unread = true,
            }
        }
        Ok(found)
    }

    /// A change set that was found.
    pub fn salvaged(&self, salvage: &Salvage, seq: u64) -> Result<Option<ChangeSet>, StoreError> {
        salvage.frames.get(&seq).map(|&at| Ok(self.entry(at)?.set)).transpose()
    }

    fn scan(&self, first: u64, bytes: &[u8], found: &mut Salvage) {
        // Bytes that a damaged header says are pruned hold no frames, so the whole file may be looked through.
        let (mut at, mut is_lost) = (super::segment::HEADER, bytes.len() < super::segment::HEADER);
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            match intact(rest, first) {
                Some(frame) if self.decodes(frame, first, at) => {
                    // What was lost before it is missed by its number.
                    (is_lost, found.ends_unread) = (false, false);
                    let position = position(first, at);
                    found.frames.insert(frame.seq, position);
                    at += frame.size();
                }
                _ => {
                    is_lost |= rest.first() != Some(&0);
                    at += 1;
                }
            }
        }
        // A segment without a frame, as one that was just begun, says nothing of what is lost before it.
        found.ends_unread |= is_lost;
    }

    fn decodes(&self, frame: Frame<'_>, first: u64, at: usize) -> bool {
        payload::decode(frame.payload, frame.seq, position(first, at), &PathBuf::new()).is_ok()
    }
}

fn intact(bytes: &[u8], first: u64) -> Option<Frame<'_>> {
    frame::peek(bytes).filter(|frame| (first..first.saturating_add(REACH)).contains(&frame.seq))?;
    frame::read(bytes)
}

fn position(segment: u64, at: usize) -> Position {
    Position { segment, offset: u32::try_from(at).unwrap_or(u32::MAX), index: 0 }
}
