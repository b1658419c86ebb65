//! What happened to a contact, and taking it back.

use kith_model::{FieldChange, Operation, RecordKey, Source, User, system};
use kith_store::{RecordChange, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    answer::{Answer, Reply},
    book::Book,
    contacts::not_found,
    error::Error,
    requests::RequestEntry,
};

/// One change of a contact, as the history shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct HistoryEntry {
    /// The change, to undo it by.
    pub change_id: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub by: User,
    /// From where.
    pub source: Source,
    /// What was done.
    pub operation: Operation,
    /// The number of the import that it is a part of: what takes all of that back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub import: Option<String>,
    /// The fields that changed; what Kith stamps on every change is left out.
    pub fields: Vec<FieldChange>,
}

impl From<RecordChange> for HistoryEntry {
    fn from(change: RecordChange) -> Self {
        let RecordChange { seq, note, change, records: _ } = change;
        let fields = change.fields.into_iter().filter(|field| !is_stamp(&field.field)).collect();
        let first = note.part_of.map_or(seq, |part| if part.first == 0 { seq } else { part.first });
        Self {
            import: (note.source == Source::Import).then(|| first.to_string()),
            change_id: seq.to_string(),
            at: note.at,
            by: note.by,
            source: note.source,
            operation: change.operation,
            fields,
        }
    }
}

/// A change of a contact, and how many contacts were changed together with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ContactChange {
    /// The change of this contact.
    #[serde(flatten)]
    pub entry: HistoryEntry,
    /// How many contacts the change is about.
    pub contacts: usize,
    /// Whether it is a part of a larger one, such as an import, all of which is taken back with it.
    pub part: bool,
}

impl From<RecordChange> for ContactChange {
    fn from(change: RecordChange) -> Self {
        Self { contacts: change.records, part: change.note.part_of.is_some(), entry: change.into() }
    }
}

impl Book {
    /// A contact's changes, newest first, at most `limit`; also of one that was deleted. Empty where the contact is
    /// there and none of its changes is kept any longer.
    ///
    /// # Errors
    /// [`Error::Refused`] with `NotFound` where there is no such contact and no change of one; [`Error::Store`].
    pub fn history(&self, key: &RecordKey, limit: usize) -> Result<Vec<HistoryEntry>, Error> {
        self.changes_of(key, limit)
    }

    /// [`Book::history`], each change with how many contacts it is about.
    ///
    /// # Errors
    /// As [`Book::history`].
    pub fn contact_changes(&self, key: &RecordKey, limit: usize) -> Result<Vec<ContactChange>, Error> {
        self.changes_of(key, limit)
    }

    fn changes_of<T: From<RecordChange>>(&self, key: &RecordKey, limit: usize) -> Result<Vec<T>, Error> {
        let schema = self.schema();
        let is_hidden = |field: &str| schema.field(field).is_some_and(|field| !field.is_readable());
        let entry = |change: Result<RecordChange, StoreError>| {
            let mut change = change?;
            change.change.fields.retain(|field| !is_hidden(&field.field));
            Ok(T::from(change))
        };
        let changes = self.store.history(key).take(limit.max(1));
        let mut entries = changes.map(entry).collect::<Result<Vec<_>, Error>>()?;
        // The changes of a contact that is there may all be no longer kept.
        if entries.is_empty() && self.store.get(key)?.is_none() {
            return Err(Error::refused(not_found(key)));
        }
        entries.truncate(limit);
        Ok(entries)
    }

    /// [`Book::history`] as an answer.
    #[must_use]
    pub fn history_answer(&self, key: &RecordKey, limit: usize) -> Reply {
        self.history(key, limit).map_or_else(Answer::from, |told| Answer::of(&told)).into()
    }

    /// The recent requests, newest first, of one contact or of all.
    #[must_use]
    pub fn recent_requests(&self, key: Option<&RecordKey>, limit: usize) -> Vec<RequestEntry> {
        self.request_log().recent(key.map(RecordKey::value), limit)
    }
}

/// Whether a field is stamped on every change, and so says nothing about it.
pub(crate) fn is_stamp(field: &str) -> bool {
    matches!(field, system::MODIFIED_DATE | system::MODIFIED_BY | system::ETAG)
}
