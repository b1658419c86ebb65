//! What of a change is taken back: all of it, one contact's part, or some fields of that.

use kith_model::{Change, ChangeSet, Code, Issue, Operation, RecordKey};
use serde::{Deserialize, Serialize};

use crate::{
    book::Book, duplicates::APART, error::Error, export::HANDED, history::is_stamp, import::RETRIED,
};

/// What of a change is taken back. The default is all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The one contact whose part it is; none for every contact of the change.
    pub contact: Option<RecordKey>,
    /// The fields; none for all that the change set.
    pub fields: Vec<String>,
}

/// A scope, found in a change set.
#[derive(Debug, Default)]
pub(super) struct Part {
    id: Option<String>,
    fields: Vec<String>,
}

impl Part {
    /// What is about a contact; everything where none is named.
    pub fn of(id: Option<String>) -> Self {
        Self { id, fields: Vec::new() }
    }

    /// Numbers that were given away stay so, and saved mappings; that changes were handed over can be taken back, and that
    /// contacts are not the same.
    pub fn has(&self, change: &Change) -> bool {
        let is_said = [HANDED, APART, RETRIED].contains(&change.id.as_str());
        let is_counted = change.is_of_schema() || !change.is_of_document() || is_said;
        is_counted && self.id.as_ref().is_none_or(|id| *id == change.id)
    }

    /// Stamps are never taken back: an undo has its own.
    pub fn has_field(&self, field: &str) -> bool {
        !is_stamp(field) && (self.fields.is_empty() || self.fields.iter().any(|wanted| wanted == field))
    }
}

impl Book {
    /// Finds a scope in a change set; refused where the set has nothing of it.
    pub(super) fn part_of(&self, set: &ChangeSet, scope: &Scope) -> Result<Part, Error> {
        let id = match &scope.contact {
            Some(key) => Some(self.id_in(set, key)?.ok_or_else(|| not_of(set, key))?),
            None => only_one(set, scope)?,
        };
        let part = Part { id, fields: scope.fields.clone() };
        match scope.fields.iter().find(|field| !is_changed(set, &part, field)) {
            Some(field) => Err(unchanged(set, field)),
            None if !scope.fields.is_empty() => updates_only(set, part),
            None => Ok(part),
        }
    }

    /// The Id of the contact that a key names now or, in the change set, named then.
    fn id_in(&self, set: &ChangeSet, key: &RecordKey) -> Result<Option<String>, Error> {
        let now = self.store.get(key)?.map(|record| record.id().to_owned());
        let among = |id: &String| set.changes.iter().any(|change| change.id == *id);
        if let Some(id) = now.filter(among) {
            return Ok(Some(id));
        }
        let named = set.changes.iter().find(|change| match key {
            RecordKey::Id(id) => change.id == *id,
            RecordKey::ExternalId(external_id) => change.external_id.as_ref() == Some(external_id),
        });
        Ok(named.map(|change| change.id.clone()))
    }
}

/// Fields are those of one contact: which, says the change where it has only one.
fn only_one(set: &ChangeSet, scope: &Scope) -> Result<Option<String>, Error> {
    let Some(first) = set.changes.first().filter(|_| !scope.fields.is_empty()) else { return Ok(None) };
    if set.changes.iter().all(|change| change.id == first.id) {
        return Ok(Some(first.id.clone()));
    }
    let message = format!(
        "Change {} is about several contacts. Name the contact whose fields are to be taken back.",
        set.seq
    );
    Err(Error::refused(Issue::new(Code::MalformedRequest, message)))
}

fn is_changed(set: &ChangeSet, part: &Part, name: &str) -> bool {
    let mut fields = set.changes.iter().filter(|change| part.has(change)).flat_map(|change| &change.fields);
    !is_stamp(name) && fields.any(|field| field.field == name)
}

/// A creation and a delete are taken back whole: a contact with some of its fields never was.
fn updates_only(set: &ChangeSet, part: Part) -> Result<Part, Error> {
    let mut changes = set.changes.iter().filter(|change| part.has(change));
    if changes.all(|change| change.operation == Operation::Update) {
        return Ok(part);
    }
    let message = format!(
        "Change {} created or deleted the contact, and is taken back whole: leave the fields out.",
        set.seq
    );
    Err(Error::refused(Issue::new(Code::MalformedRequest, message)))
}

fn not_of(set: &ChangeSet, key: &RecordKey) -> Error {
    let message = format!("Change {} is not about a contact with the {key}.", set.seq);
    Error::refused(Issue::of(key.field(), Code::NotFound, message))
}

fn unchanged(set: &ChangeSet, field: &str) -> Error {
    let message = format!("Change {} did not change {field:?}. `kith history` names its fields.", set.seq);
    Error::refused(Issue::of(field, Code::NotFound, message))
}
