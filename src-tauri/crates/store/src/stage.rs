//! What a transaction or a replayed change set is going to change, before anything is changed.

use std::collections::HashMap;

use kith_model::{Change, Record, RecordKey};

use crate::{
    engine::{
        Failure, View,
        keys::{self, StorageKey},
        value::Head,
    },
    error::StoreError,
    log::{Position, Previous},
};

/// A record as it is in sled.
#[derive(Debug)]
pub(crate) struct Kept {
    pub key: StorageKey,
    pub head: Head,
}

/// What becomes of a record.
#[derive(Debug)]
pub(crate) enum Now {
    /// It was looked at and stays as it is.
    Unchanged,
    /// It becomes this.
    Put(Record),
    /// It goes.
    Gone,
}

/// One record that was looked at or changed.
#[derive(Debug)]
pub(crate) struct Touched {
    /// As it was before, if it was.
    pub kept: Option<Kept>,
    /// Where its last change or its delete is, before this set.
    pub link: Option<Position>,
    /// As it is going to be.
    pub now: Now,
    /// Its last change in this set.
    pub last: Option<u32>,
}

/// The changes of one set, and the records they make.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    /// By `Id`, which never changes.
    pub records: HashMap<String, Touched>,
    /// Storage keys that are not as in sled: who has them, `None` when nobody.
    owners: HashMap<StorageKey, Option<String>>,
    /// In the order they were made.
    pub changes: Vec<Change>,
    /// One per change.
    pub links: Vec<Previous>,
}

impl Stage {
    /// A record as it is after what was staged.
    pub fn get(&mut self, view: &View<'_>, key: &RecordKey) -> Result<Option<Record>, Failure> {
        if let Some(id) = self.staged_id(key) {
            return match id.and_then(|id| self.records.get(&id)).map(|touched| (&touched.now, &touched.kept))
            {
                Some((Now::Put(record), _)) => Ok(Some(record.clone())),
                Some((Now::Unchanged, Some(kept))) => Ok(view.load(&kept.key)?.map(|(_, record)| record)),
                _ => Ok(None),
            };
        }
        let Some((key, head, record)) = view.find(key)? else { return Ok(None) };
        self.saw(record.id(), key, head);
        Ok(Some(record))
    }

    /// Stages a create (`before` is `None`) or an update.
    pub fn put(&mut self, view: &View<'_>, before: Option<&Record>, after: Record) -> Result<(), Failure> {
        let Some(change) = Change::between(before, Some(&after)) else { return Ok(()) };
        check_keys(&after)?;
        match before {
            None => self.expect_new(view, after.id())?,
            Some(before) if before.id() != after.id() => {
                return Err(refused("the Id of a record never changes"));
            }
            Some(before) => self.expect_current(view, before)?,
        }
        let (old, new) = (before.map(StorageKey::of), StorageKey::of(&after));
        if old.as_ref() != Some(&new) {
            self.take_key(view, &after, new)?;
            if let Some(old) = old {
                self.owners.insert(old, None);
            }
        }
        let id = after.id().to_owned();
        self.record_change(id, change, Now::Put(after))
    }

    /// Stages a delete.
    pub fn delete(&mut self, view: &View<'_>, before: &Record) -> Result<(), Failure> {
        let Some(change) = Change::between(Some(before), None) else { return Ok(()) };
        self.expect_current(view, before)?;
        self.owners.insert(StorageKey::of(before), None);
        self.record_change(before.id().to_owned(), change, Now::Gone)
    }

    fn record_change(&mut self, id: String, change: Change, now: Now) -> Result<(), Failure> {
        let index =
            u32::try_from(self.changes.len()).map_err(|_| refused("one change set has too many changes"))?;
        let Some(touched) = self.records.get_mut(&id) else {
            return Err(refused("a record was not looked at"));
        };
        self.links.push(match (touched.last, touched.link) {
            (Some(earlier), _) => Previous::Same(earlier),
            (None, Some(position)) => Previous::At(position),
            (None, None) => Previous::None,
        });
        touched.last = Some(index);
        touched.now = now;
        self.changes.push(change);
        Ok(())
    }

    /// The record must not be there, not even in this set. One that was deleted may come again.
    fn expect_new(&mut self, view: &View<'_>, id: &str) -> Result<(), Failure> {
        let taken = || StoreError::KeyTaken { key: RecordKey::Id(id.to_owned()) }.into();
        if let Some(touched) = self.records.get(id) {
            return if matches!(touched.now, Now::Gone) { Ok(()) } else { Err(taken()) };
        }
        if view.contains(&keys::index(id))? {
            return Err(taken());
        }
        let link = view.tombstone(&keys::id_tombstone(id))?;
        self.records.insert(id.to_owned(), Touched { kept: None, link, now: Now::Gone, last: None });
        Ok(())
    }

    /// The record must be there, and what the caller believes it to be. What was read in this transaction under the
    /// writer's lock is not compared again.
    fn expect_current(&mut self, view: &View<'_>, before: &Record) -> Result<(), Failure> {
        let stale = || refused("the record is no longer what it was when it was read");
        match self.records.get(before.id()).map(|touched| &touched.now) {
            Some(Now::Gone) => return Err(stale()),
            Some(_) => return Ok(()),
            None => {}
        }
        let key = RecordKey::Id(before.id().to_owned());
        match self.get(view, &key)? {
            Some(current) if current == *before => Ok(()),
            _ => Err(stale()),
        }
    }

    fn take_key(&mut self, view: &View<'_>, record: &Record, key: StorageKey) -> Result<(), Failure> {
        let taken = match self.owners.get(&key) {
            Some(owner) => owner.is_some(),
            None => view.contains(key.bytes())?,
        };
        if taken {
            return Err(StoreError::KeyTaken { key: record.key() }.into());
        }
        self.owners.insert(key, Some(record.id().to_owned()));
        Ok(())
    }

    /// Who a key leads to after what was staged; `None` when the stage does not know.
    fn staged_id(&self, key: &RecordKey) -> Option<Option<String>> {
        match key {
            RecordKey::ExternalId(value) => self.owners.get(&StorageKey::external(value)).cloned(),
            RecordKey::Id(id) => self.records.contains_key(id).then(|| Some(id.clone())),
        }
    }

    fn saw(&mut self, id: &str, key: StorageKey, head: Head) {
        self.owners.entry(key.clone()).or_insert_with(|| Some(id.to_owned()));
        let link = Some(head.position);
        let kept = Some(Kept { key, head });
        self.records.entry(id.to_owned()).or_insert(Touched { kept, link, now: Now::Unchanged, last: None });
    }
}

/// The last guard: the book has checked keys before.
fn check_keys(record: &Record) -> Result<(), Failure> {
    if record.id().is_empty() {
        return Err(refused("the record has no Id"));
    }
    match record.external_id() {
        Some("") => Err(refused("the ExternalId is empty")),
        Some(external_id) if external_id.chars().any(char::is_control) => {
            Err(refused("the ExternalId has a control character"))
        }
        _ => Ok(()),
    }
}

fn refused(what: &str) -> Failure {
    StoreError::Refused { what: what.to_owned() }.into()
}
