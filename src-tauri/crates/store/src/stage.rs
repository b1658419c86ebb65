//! What a transaction or a replayed change set is going to change, before anything is changed.

use std::{collections::HashMap, sync::Arc};

use kith_model::{Change, FieldChange, Operation, Record, RecordKey, system};
use serde_json::Value;

use crate::{
    codec,
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
    Unchanged(Arc<Record>),
    /// It comes into being as its last change says: its values are in that change only, moved and not copied.
    Created,
    /// It becomes this.
    Put(Arc<Record>),
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
    pub fn get(&mut self, view: &View<'_>, key: &RecordKey) -> Result<Option<Arc<Record>>, Failure> {
        if let Some(id) = self.staged_id(key) {
            return Ok(id.and_then(|id| self.staged(&id)));
        }
        let Some((key, head, record)) = view.find(key)? else { return Ok(None) };
        let record = Arc::new(record);
        self.saw(key, head, Arc::clone(&record));
        Ok(Some(record))
    }

    /// Stages a create (`before` is `None`) or an update.
    pub fn put(&mut self, view: &View<'_>, before: Option<&Record>, after: Record) -> Result<(), Failure> {
        match before {
            None => self.create(view, after),
            Some(before) => self.update(view, before, after),
        }
    }

    fn create(&mut self, view: &View<'_>, record: Record) -> Result<(), Failure> {
        check_keys(&record)?;
        record.fields().try_for_each(|(_, value)| codec::check_depth(value))?;
        self.expect_new(view, record.id())?;
        self.take_key(view, &record, StorageKey::of(&record))?;
        self.record_change(creation_of(record), Now::Created)
    }

    fn update(&mut self, view: &View<'_>, before: &Record, after: Record) -> Result<(), Failure> {
        let Some(change) = Change::between(Some(before), Some(&after)) else { return Ok(()) };
        check_keys(&after)?;
        change.fields.iter().try_for_each(|field| codec::check_depth(&field.new))?;
        if before.id() != after.id() {
            return Err(refused("the Id of a record never changes"));
        }
        self.expect_current(view, before)?;
        let (old, new) = (StorageKey::of(before), StorageKey::of(&after));
        if old != new {
            self.take_key(view, &after, new)?;
            self.owners.insert(old, None);
        }
        self.record_change(change, Now::Put(Arc::new(without_nulls(after))))
    }

    /// Stages a delete.
    pub fn delete(&mut self, view: &View<'_>, before: &Record) -> Result<(), Failure> {
        let Some(change) = Change::between(Some(before), None) else { return Ok(()) };
        self.expect_current(view, before)?;
        self.owners.insert(StorageKey::of(before), None);
        self.record_change(change, Now::Gone)
    }

    fn record_change(&mut self, change: Change, now: Now) -> Result<(), Failure> {
        let index =
            u32::try_from(self.changes.len()).map_err(|_| refused("one change set has too many changes"))?;
        let Some(touched) = self.records.get_mut(&change.id) else {
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

    /// The record must be there, and be what the caller believes it to be: what the log says of a change must be what
    /// happened.
    fn expect_current(&mut self, view: &View<'_>, before: &Record) -> Result<(), Failure> {
        if !self.records.contains_key(before.id()) {
            self.get(view, &RecordKey::Id(before.id().to_owned()))?;
        }
        match self.staged(before.id()) {
            Some(current) if std::ptr::eq(&*current, before) || *current == *before => Ok(()),
            _ => Err(refused("the record is no longer what it was when it was read")),
        }
    }

    /// A record that was looked at or changed, as it is going to be.
    fn staged(&self, id: &str) -> Option<Arc<Record>> {
        let touched = self.records.get(id)?;
        match &touched.now {
            Now::Unchanged(record) | Now::Put(record) => Some(Arc::clone(record)),
            Now::Created => touched.last_of(&self.changes).map(|change| Arc::new(created_by(change))),
            Now::Gone => None,
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

    fn saw(&mut self, key: StorageKey, head: Head, record: Arc<Record>) {
        let id = record.id().to_owned();
        self.owners.entry(key.clone()).or_insert_with(|| Some(id.clone()));
        let (link, kept) = (Some(head.position), Some(Kept { key, head }));
        self.records.entry(id).or_insert(Touched { kept, link, now: Now::Unchanged(record), last: None });
    }
}

impl Touched {
    /// Its last change, among those of its set.
    pub fn last_of<'a>(&self, changes: &'a [Change]) -> Option<&'a Change> {
        changes.get(self.last? as usize)
    }
}

/// The change that brings a record into being.
fn creation_of(record: Record) -> Change {
    let (id, external_id) = (record.id().to_owned(), record.external_id().map(str::to_owned));
    let values = record.into_fields().into_iter().filter(|(_, value)| !value.is_null());
    let fields = values.map(|(field, new)| FieldChange { field, old: Value::Null, new }).collect();
    Change { operation: Operation::Create, id, external_id, fields }
}

fn created_by(change: &Change) -> Record {
    let mut record = Record::default();
    record.apply(&change.fields);
    record
}

/// A field without a value is absent: a change says nothing of a null that comes, and the record must be what its
/// changes make of it.
fn without_nulls(record: Record) -> Record {
    if record.fields().any(|(_, value)| value.is_null()) {
        return Record::from_fields(record.into_fields());
    }
    record
}

/// The last guard: the book has checked keys before.
fn check_keys(record: &Record) -> Result<(), Failure> {
    if record.id().is_empty() {
        return Err(refused("the record has no Id"));
    }
    match record.external_id() {
        Some(_) if system::is_document(record.id()) => Err(refused("a document has no ExternalId")),
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
