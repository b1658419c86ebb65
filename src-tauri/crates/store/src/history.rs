//! The past of a record: a chain through the log, from its last change back to its first.

use std::collections::HashSet;

use kith_model::{Change, ChangeNote, ChangeSet, RecordKey};

use crate::{
    engine::{Failure, View, keys},
    error::StoreError,
    log::{Entry, LogDir, Position},
};

/// One change of one record, and the change set it was part of.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// The number of the change set.
    pub seq: u64,
    /// Who made it, when and from where.
    pub note: ChangeNote,
    /// What changed.
    pub change: Change,
    /// How many contacts the change set is about.
    pub records: usize,
}

/// The changes of one record, newest first, as far back as they are kept.
pub(crate) struct History {
    log: LogDir,
    next: Option<Position>,
    /// The entry read last: a change set often has several changes of a record.
    entry: Option<Entry>,
}

impl History {
    pub fn new(log: &LogDir, newest: Option<Position>) -> Self {
        Self { log: log.clone(), next: newest, entry: None }
    }

    /// The change at a position; `None` where it is no longer kept.
    fn step(&mut self, at: Position) -> Result<Option<RecordChange>, StoreError> {
        if self.log.beginning()?.is_none_or(|beginning| at.is_before(beginning)) {
            return Ok(None);
        }
        let entry = match self.entry.take() {
            Some(entry) if (Position { index: at.index, ..entry.at }) == at => entry,
            _ => self.log.entry(at)?,
        };
        let entry = self.entry.insert(entry);
        let index = usize::try_from(at.index).unwrap_or(usize::MAX);
        let change = entry.set.changes.get(index).cloned();
        let before = entry.before(index);
        let damaged =
            || StoreError::damaged_log("a record's history leads nowhere", self.log.segment_path(at.segment));
        // Only backwards: damage shall not make an endless history.
        if before.is_some_and(|before| order(before) >= order(at)) {
            return Err(damaged());
        }
        let found = RecordChange {
            seq: entry.set.seq,
            note: entry.set.note.clone(),
            change: change.ok_or_else(damaged)?,
            records: records(&entry.set),
        };
        self.next = before;
        Ok(Some(found))
    }
}

impl Iterator for History {
    type Item = Result<RecordChange, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.next.take()?;
        self.step(at).transpose()
    }
}

/// How many contacts a change set is about: a set may change one of them more than once.
fn records(set: &ChangeSet) -> usize {
    let contacts = set.changes.iter().filter(|change| !change.is_of_document());
    let ids: HashSet<_> = contacts.map(|change| change.id.as_str()).collect();
    ids.len()
}

/// Where the last change of a record is; for one that was deleted, its delete.
pub(crate) fn newest(view: &View<'_>, key: &RecordKey) -> Result<Option<Position>, Failure> {
    if let Some(storage) = view.storage_key(key)?
        && let Some(head) = view.head(&storage)?
    {
        return Ok(Some(head.position));
    }
    view.tombstone(&keys::tombstone_of(key))
}

fn order(position: Position) -> (u64, u32, u32) {
    (position.segment, position.offset, position.index)
}
