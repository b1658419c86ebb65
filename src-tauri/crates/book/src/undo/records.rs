//! One record of a change, taken back.

use kith_model::{Change, Code, FieldChange, Issue, Operation, Record, RecordKey, Stamp, system};
use kith_store::StoreError;

use super::scope::Part;
use crate::{contacts::Work, duplicates::APART, history::is_stamp, import::RETRIED};

/// Takes back the change of one record; gives what had to be kept.
pub(super) fn take_back(
    work: &mut Work<'_, '_>,
    change: &Change,
    part: &Part,
    stamp: &Stamp,
) -> Result<Vec<Issue>, StoreError> {
    let current = work.find(&RecordKey::Id(change.id.clone()))?;
    match (change.operation, current) {
        // What stands in it is said one by one, the first too.
        (Operation::Create, Some(current)) if [APART, RETRIED].contains(&change.id.as_str()) => {
            update_back(work, change, part, &current, stamp)
        }
        (Operation::Create, Some(current)) if is_as_created(&current, change) => {
            work.remove(&current)?;
            Ok(Vec::new())
        }
        (Operation::Create, Some(current)) => Ok(vec![kept(&current, None, "was edited since and stays")]),
        (Operation::Delete, None) => bring_back(work, change, stamp),
        (Operation::Update, Some(current)) => update_back(work, change, part, &current, stamp),
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
fn bring_back(work: &mut Work<'_, '_>, change: &Change, stamp: &Stamp) -> Result<Vec<Issue>, StoreError> {
    let mut record = deleted_by(change);
    if work.find(&record.key())?.is_some() {
        return Ok(vec![gone_for_good(&record, system::EXTERNAL_ID)]);
    }
    let issues = shared(work, &record)?;
    stamp.mark(&mut record);
    work.put(None, record)?;
    Ok(issues)
}

/// That a contact comes back with a value that another one has by now, though only one may.
pub(super) fn shared(work: &mut Work<'_, '_>, record: &Record) -> Result<Vec<Issue>, StoreError> {
    let mut issues = Vec::new();
    for field in work.schema.unique_fields().map(|field| field.field_name.as_str()) {
        if work.is_held(field, record.get(field), record.id())? {
            let what = "came back with a value that another contact has now, too; give one of them another";
            issues.push(kept(record, Some(field), what));
        }
    }
    Ok(issues)
}

/// Each field that still has the value the change gave it gets its old one; the others were edited since.
fn update_back(
    work: &mut Work<'_, '_>,
    change: &Change,
    part: &Part,
    current: &Record,
    stamp: &Stamp,
) -> Result<Vec<Issue>, StoreError> {
    let mut record = current.clone();
    let mut issues = Vec::new();
    let is_taken_back = |field: &&FieldChange| field.field != system::ID && part.has_field(&field.field);
    for field in change.fields.iter().filter(is_taken_back) {
        if work.is_held(&field.field, &field.old, current.id())? {
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
        work.put(Some(current), record)?;
    }
    Ok(issues)
}

/// Whether something of a change could be taken back now.
pub(super) fn is_in_effect(current: Option<&Record>, change: &Change) -> bool {
    match (change.operation, current) {
        (Operation::Create, Some(current)) => is_as_created(current, change),
        (Operation::Delete, current) => current.is_none(),
        (Operation::Update, Some(current)) => {
            let fields = change.fields.iter().filter(|field| !is_stamp(&field.field));
            fields.into_iter().any(|field| *current.get(&field.field) == field.new)
        }
        (Operation::Create | Operation::Update, None) => false,
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

pub(super) fn gone_for_good(record: &Record, key: &str) -> Issue {
    let message =
        format!("The contact with {} cannot come back: another contact has its {key} now.", record.key());
    Issue::of(key, Code::StaleRecord, message)
}

pub(super) fn kept(record: &Record, field: Option<&str>, what: &str) -> Issue {
    let message = match field {
        Some(field) => format!("{field} of the contact with {} {what}.", record.key()),
        None => format!("The contact with {} {what}.", record.key()),
    };
    Issue { message, code: Code::StaleRecord, field: field.map(str::to_owned) }
}
