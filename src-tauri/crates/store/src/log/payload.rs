//! What a frame carries: a change set, and for each change where the record's change before it is.
//!
//! ```text
//! count of changes u32 | per change: segment u64, offset u32, index u32 | the change set, encoded by the codec
//! ```
//!
//! Segment 0 stands for no change before; segment 2^64-1 for the same frame, change `index`.

use std::path::Path;

use kith_model::ChangeSet;

use super::{Position, Start};
use crate::{bytes::Bytes, codec, error::StoreError};

const NONE: u64 = 0;
const SAME_FRAME: u64 = u64::MAX;

/// Where the change before a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Previous {
    /// There is none: the record came into being.
    None,
    /// In an earlier frame.
    At(Position),
    /// In the same frame, by index.
    Same(u32),
}

impl Previous {
    /// The link as it is for a log that begins at `beginning`.
    pub fn since(self, beginning: Start) -> Self {
        match self {
            Self::At(position) if position.is_before(beginning) => Self::None,
            link => link,
        }
    }
}

/// A frame that was read: the change set and its links.
#[derive(Debug)]
pub(crate) struct Entry {
    pub set: ChangeSet,
    /// Where the frame is; `index` is 0.
    pub at: Position,
    /// One per change.
    pub previous: Vec<Previous>,
}

impl Entry {
    /// Where the change before change `index` is, spelled out.
    pub fn before(&self, index: usize) -> Option<Position> {
        match self.previous.get(index)? {
            Previous::None => None,
            Previous::At(position) => Some(*position),
            Previous::Same(index) => Some(Position { index: *index, ..self.at }),
        }
    }
}

/// The payload of a change set.
pub(crate) fn encode(set: &ChangeSet, previous: &[Previous]) -> Result<Vec<u8>, StoreError> {
    let count = u32::try_from(previous.len()).unwrap_or(u32::MAX);
    let mut json = Vec::with_capacity(1024);
    serde_json::to_writer(&mut json, set).map_err(|error| StoreError::Refused {
        what: format!("the change cannot be written down: {error}"),
    })?;
    let mut payload = Vec::with_capacity(4 + previous.len() * Position::SIZE + json.len() / 4);
    payload.extend_from_slice(&count.to_le_bytes());
    for link in previous {
        let position = match link {
            Previous::None => Position { segment: NONE, offset: 0, index: 0 },
            Previous::At(position) => *position,
            Previous::Same(index) => Position { segment: SAME_FRAME, offset: 0, index: *index },
        };
        payload.extend_from_slice(&position.to_bytes());
    }
    codec::encode(codec::Content::ChangeSet, &json, &mut payload)?;
    Ok(payload)
}

/// Reads the payload of the frame at `at`; `path` is the segment's file, for the error.
pub(super) fn decode(payload: &[u8], seq: u64, at: Position, path: &Path) -> Result<Entry, StoreError> {
    let damaged =
        |why: &str| StoreError::damaged_log(format!("change set {seq} cannot be read: {why}"), path);
    let mut rest = Bytes(payload);
    let count = rest.u32().ok_or_else(|| damaged("its length is wrong"))?;
    let mut previous = Vec::new();
    for _ in 0..count {
        previous.push(link(&mut rest).ok_or_else(|| damaged("its length is wrong"))?);
    }
    let json = codec::decode(rest.0).map_err(|error| damaged(&error.to_string()))?;
    let set: ChangeSet = serde_json::from_slice(&json).map_err(|error| damaged(&error.to_string()))?;
    if set.seq != seq || set.changes.len() != previous.len() {
        return Err(damaged("its number or its links are not its own"));
    }
    Ok(Entry { set, at, previous })
}

fn link(rest: &mut Bytes<'_>) -> Option<Previous> {
    let position = Position::read(rest)?;
    Some(match position.segment {
        NONE => Previous::None,
        SAME_FRAME => Previous::Same(position.index),
        _ => Previous::At(position),
    })
}
