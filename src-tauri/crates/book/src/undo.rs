//! Taking changes back. An undo is a change of its own; what was edited since is kept and named.

use std::collections::HashSet;

use kith_model::{
    Change, ChangeNote, ChangeSet, Code, FieldChange, Issue, Operation, Record, RecordKey, Source, Stamp,
    StatusCode, system,
};
use kith_store::{StoreError, Transaction};
use serde_json::json;

use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
    history::is_stamp,
    requests::Asked,
};

impl Book {
    /// Takes a change back, or the last one that is not taken back yet; taking an undo back is a redo. `Data` tells the
    /// change that was taken back.
    #[must_use]
    pub fn undo(&self, change_id: Option<&str>) -> Reply {
        self.request(&Asked::undo("undo"), || {
            self.admit_undo()?;
            let set = match change_id {
                Some(change_id) => self.change_set(change_id)?,
                None => self.last_undoable()?.ok_or_else(|| nothing("undo"))?,
            };
            let source = if set.note.source == Source::Undo { Source::Redo } else { Source::Undo };
            self.take_back(&set, source)
        })
    }

    /// Brings back what the last undo took, unless something else was changed since.
    #[must_use]
    pub fn redo(&self) -> Reply {
        self.request(&Asked::undo("redo"), || {
            self.admit_undo()?;
            let set = self.last_redoable()?.ok_or_else(|| nothing("redo"))?;
            self.take_back(&set, Source::Redo)
        })
    }

    fn admit_undo(&self) -> Result<(), Error> {
        if self.is_read_only() { Err(Error::refused(read_only())) } else { Ok(()) }
    }

    fn change_set(&self, change_id: &str) -> Result<ChangeSet, Error> {
        let missing = || {
            let message =
                format!("There is no change {change_id:?}. `kith history` and the History tab name them.");
            Error::refused(Issue::new(Code::NotFound, message))
        };
        let seq = change_id.parse().map_err(|_| missing())?;
        self.store.change_set(seq)?.ok_or_else(missing)
    }

    /// The newest change that is no undo and has not been taken back.
    fn last_undoable(&self) -> Result<Option<ChangeSet>, Error> {
        let mut taken_back = HashSet::new();
        for set in self.store.change_sets_back() {
            let set = set?;
            match (taken_back.contains(&set.seq), set.note.source) {
                (true, _) => {}
                (false, Source::Undo) => taken_back.extend(set.note.takes_back),
                (false, _) => return Ok(Some(set)),
            }
        }
        Ok(None)
    }

    /// The newest undo that was not redone, where only undone and redone changes came after it.
    fn last_redoable(&self) -> Result<Option<ChangeSet>, Error> {
        let mut redone = HashSet::new();
        for set in self.store.change_sets_back() {
            let set = set?;
            match set.note.source {
                Source::Undo if !redone.contains(&set.seq) => return Ok(Some(set)),
                Source::Undo => {}
                Source::Redo => redone.extend(set.note.takes_back),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    fn take_back(&self, set: &ChangeSet, source: Source) -> Result<Reply, Error> {
        let at = self.host.now();
        let note = ChangeNote { takes_back: Some(set.seq), ..self.note(&at, source) };
        let mut kept = Vec::new();
        let written = self.store.write(note, |transaction| {
            for change in set.changes.iter().rev() {
                kept.extend(take_back_one(transaction, change, &self.host.stamp(&at))?);
            }
            Ok::<_, Error>(())
        })?;
        self.publish(written.committed.as_ref());
        let Some(committed) = written.committed else {
            let what = if source == Source::Redo { "redo" } else { "undo" };
            return Err(if kept.is_empty() { nothing(what) } else { Error::refused(kept_instead(&kept)) });
        };
        let answer = Answer::success(StatusCode::OK)
            .with_data(json!({"ChangeId": set.seq.to_string(), "Contacts": committed.changes.len()}))
            .with_warnings(kept);
        Ok(Reply::new(answer, Some(committed.seq)))
    }
}

/// Takes back the change of one record; gives what had to be kept.
fn take_back_one(
    transaction: &mut Transaction<'_>,
    change: &Change,
    stamp: &Stamp,
) -> Result<Vec<Issue>, StoreError> {
    let current = transaction.get(&RecordKey::Id(change.id.clone()))?;
    match (change.operation, current) {
        (Operation::Create, Some(current)) if is_as_created(&current, change) => {
            transaction.delete(&current)?;
            Ok(Vec::new())
        }
        (Operation::Create, Some(current)) => Ok(vec![kept(&current, None, "was edited since and stays")]),
        (Operation::Delete, None) => bring_back(transaction, change, stamp),
        (Operation::Update, Some(current)) => put_back(transaction, change, &current, stamp),
        (Operation::Delete, Some(current)) => Ok(not_brought_back(&current, change)),
        (Operation::Update, None) => Ok(vec![gone(change)]),
        (Operation::Create, None) => Ok(Vec::new()),
    }
}

/// A deleted record as it was.
fn deleted_by(change: &Change) -> Record {
    let mut record = Record::default();
    for field in &change.fields {
        record.set(&field.field, field.old.clone());
    }
    record
}

/// A deleted record whose Id is in use: it is back already, or the Id was given to another one since.
fn not_brought_back(current: &Record, change: &Change) -> Vec<Issue> {
    let deleted = deleted_by(change);
    if current.get(system::CREATED_DATE) == deleted.get(system::CREATED_DATE) {
        return Vec::new();
    }
    vec![gone_for_good(&deleted, system::ID)]
}

/// A deleted record, whole, unless its key was given to another one since.
fn bring_back(
    transaction: &mut Transaction<'_>,
    change: &Change,
    stamp: &Stamp,
) -> Result<Vec<Issue>, StoreError> {
    let mut record = deleted_by(change);
    if transaction.get(&record.key())?.is_some() {
        return Ok(vec![gone_for_good(&record, system::EXTERNAL_ID)]);
    }
    stamp.mark(&mut record);
    transaction.put(None, record)?;
    Ok(Vec::new())
}

/// Each field that still has the value the change gave it gets its old one; the others were edited since.
fn put_back(
    transaction: &mut Transaction<'_>,
    change: &Change,
    current: &Record,
    stamp: &Stamp,
) -> Result<Vec<Issue>, StoreError> {
    let mut record = current.clone();
    let mut issues = Vec::new();
    for field in change.fields.iter().filter(|field| !is_stamp(&field.field)) {
        if is_given_away(transaction, field, current.id())? {
            issues.push(kept(
                current,
                Some(&field.field),
                "stays as it is: another contact has its old value now",
            ));
        } else if *current.get(&field.field) == field.new {
            record.set(&field.field, field.old.clone());
        } else if *current.get(&field.field) != field.old {
            issues.push(kept(current, Some(&field.field), "was edited since and stays as it is"));
        }
    }
    if record != *current {
        stamp.mark(&mut record);
        transaction.put(Some(current), record)?;
    }
    Ok(issues)
}

/// Whether a field is the ExternalId and another record has its old value by now.
fn is_given_away(
    transaction: &mut Transaction<'_>,
    field: &FieldChange,
    id: &str,
) -> Result<bool, StoreError> {
    match (field.field.as_str(), field.old.as_str()) {
        (system::EXTERNAL_ID, Some(old)) => {
            let holder = transaction.get(&RecordKey::ExternalId(old.to_owned()))?;
            Ok(holder.is_some_and(|holder| holder.id() != id))
        }
        _ => Ok(false),
    }
}

/// Whether a record holds what its creation gave it and nothing else; what later changes brought and took again is
/// no edit.
fn is_as_created(current: &Record, creation: &Change) -> bool {
    let mut created = Record::default();
    created.apply(&creation.fields);
    created.changes_to(current).iter().all(|field| is_stamp(&field.field))
}

/// That a change cannot be taken back since its record was deleted.
fn gone(change: &Change) -> Issue {
    Issue::new(
        Code::StaleRecord,
        format!("The contact with {} was deleted since and stays so.", change.key()),
    )
}

fn gone_for_good(record: &Record, key: &str) -> Issue {
    let message =
        format!("The contact with {} cannot come back: another contact has its {key} now.", record.key());
    Issue::of(key, Code::StaleRecord, message)
}

fn kept(record: &Record, field: Option<&str>, what: &str) -> Issue {
    let message = match field {
        Some(field) => format!("{field} of the contact with {} {what}.", record.key()),
        None => format!("The contact with {} {what}.", record.key()),
    };
    Issue { message, code: Code::StaleRecord, field: field.map(str::to_owned) }
}

fn kept_instead(kept: &[Issue]) -> Issue {
    let reasons: Vec<_> = kept.iter().map(|issue| issue.message.as_str()).collect();
    Issue::new(Code::StaleRecord, format!("Nothing was taken back. {}", reasons.join(" ")))
}

fn nothing(what: &str) -> Error {
    Error::refused(Issue::new(
        Code::NotFound,
        format!("There is nothing to {what}: no such change is in effect."),
    ))
}
