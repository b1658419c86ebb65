//! Which change an undo or a redo is about when none is named.
//!
//! A change that was taken back whole is passed over. Of one that was taken back in part the rest is still there to be
//! undone, as long as a record holds a value of it.

use std::collections::{HashMap, HashSet};

use kith_model::{ChangeSet, RecordKey, Source};

use super::{records::is_in_effect, scope::Part};
use crate::{book::Book, contacts::not_found, error::Error, history::is_stamp};

/// What later changes have taken back of earlier ones.
#[derive(Debug, Default)]
struct TakenBack {
    /// By change set: how many fields the largest of the changes that took it back has.
    sets: HashMap<u64, usize>,
    /// The records that were put back to a moment: any change of them may have gone with that.
    records: HashSet<String>,
}

impl TakenBack {
    fn add(&mut self, by: &ChangeSet) {
        match by.note.takes_back {
            Some(seq) => {
                let largest = self.sets.entry(seq).or_default();
                *largest = (*largest).max(weight(by));
            }
            None => self.records.extend(by.changes.iter().map(|change| change.id.clone())),
        }
    }

    /// Whether a change set stands as it was made, is gone, or has to be looked at.
    fn state(&self, set: &ChangeSet) -> State {
        match self.sets.get(&set.seq) {
            Some(&largest) if largest >= weight(set) => State::Gone,
            Some(_) => State::Perhaps,
            None if set.changes.iter().any(|change| self.records.contains(&change.id)) => State::Perhaps,
            None => State::Stands,
        }
    }
}

enum State {
    Stands,
    Perhaps,
    Gone,
}

impl Book {
    /// The newest change that is no undo and of which something is in effect; of one contact, where one is named. What a
    /// repair brought is taken back only by its own name.
    pub(super) fn last_undoable(&self, contact: Option<&RecordKey>) -> Result<Option<ChangeSet>, Error> {
        let contact = contact.map(|key| self.id_of(key)).transpose()?;
        let part = Part::of(contact);
        let mut taken_back = TakenBack::default();
        for set in self.store.change_sets_back() {
            let set = set?;
            match set.note.source {
                Source::Undo => taken_back.add(&set),
                Source::Repair => {}
                _ if self.stands(&taken_back, &set, &part)? => return Ok(Some(set)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The newest undo that was not redone, where only undone and redone changes came after it.
    pub(super) fn last_redoable(&self) -> Result<Option<ChangeSet>, Error> {
        let (mut redone, whole) = (TakenBack::default(), Part::default());
        for set in self.store.change_sets_back() {
            let set = set?;
            match set.note.source {
                Source::Undo if self.stands(&redone, &set, &whole)? => return Ok(Some(set)),
                Source::Undo => {}
                Source::Redo => redone.add(&set),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    fn stands(&self, taken_back: &TakenBack, set: &ChangeSet, part: &Part) -> Result<bool, Error> {
        match taken_back.state(set) {
            State::Stands => Ok(set.changes.iter().any(|change| part.has(change))),
            State::Gone => Ok(false),
            State::Perhaps => self.has_effect(set, part),
        }
    }

    fn has_effect(&self, set: &ChangeSet, part: &Part) -> Result<bool, Error> {
        for change in set.changes.iter().filter(|change| part.has(change)) {
            let current = self.store.get(&RecordKey::Id(change.id.clone()))?;
            if is_in_effect(current.as_ref(), change) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The Id of the contact that has a key, or had it when it was deleted.
    fn id_of(&self, key: &RecordKey) -> Result<String, Error> {
        if let Some(record) = self.store.get(key)? {
            return Ok(record.id().to_owned());
        }
        let last = self.store.history(key).next().transpose()?;
        last.map(|last| last.change.id).ok_or_else(|| Error::refused(not_found(key)))
    }
}

/// How many fields a change set changes.
fn weight(set: &ChangeSet) -> usize {
    let whole = Part::default();
    let fields = set.changes.iter().filter(|change| whole.has(change)).flat_map(|change| &change.fields);
    fields.filter(|field| !is_stamp(&field.field)).count()
}
