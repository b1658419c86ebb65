//! What a change to the book is: the unit that is logged, applied, shown in the history and undone.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    record::{Record, RecordKey},
    system,
};

/// One field's old and new value, `null` for none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// The value before.
    #[serde(default)]
    pub old: Value,
    /// The value after.
    #[serde(default)]
    pub new: Value,
}

/// What was done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// The record came into being.
    Create,
    /// Some of its fields changed.
    Update,
    /// The record was removed.
    Delete,
}

/// Where a change came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The desktop window.
    Desk,
    /// The command line.
    #[serde(rename = "command line")]
    CommandLine,
    /// A file that was read in.
    Import,
    /// A bulk request.
    Bulk,
    /// The sample book.
    Sample,
    /// An earlier change taken back.
    Undo,
    /// An undone change brought back.
    Redo,
    /// What a repair of a damaged book came to.
    Repair,
}

/// The person a change is put down to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// A stable identifier of the person on this machine.
    pub id: String,
    /// The name shown.
    pub name: String,
}

/// The change of one record. System fields change like any other, so that a record is wholly made of its changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// What was done.
    pub operation: Operation,
    /// The record's `Id`.
    pub id: String,
    /// The record's `ExternalId` after the change, or before it for a delete.
    pub external_id: Option<String>,
    /// The fields that changed: all of them, from null, on create; all of them, to null, on delete.
    pub fields: Vec<FieldChange>,
}

impl Change {
    /// The change that leads from `before` to `after`; `None` stands for no record. `None` when nothing differs.
    #[must_use]
    pub fn between(before: Option<&Record>, after: Option<&Record>) -> Option<Self> {
        let nothing = Record::default();
        let (operation, named) = match (before, after) {
            (None, Some(after)) => (Operation::Create, after),
            (Some(_), Some(after)) => (Operation::Update, after),
            (Some(before), None) => (Operation::Delete, before),
            (None, None) => return None,
        };
        let fields = before.unwrap_or(&nothing).changes_to(after.unwrap_or(&nothing));
        (!fields.is_empty()).then(|| Self {
            operation,
            id: named.id().to_owned(),
            external_id: named.external_id().map(str::to_owned),
            fields,
        })
    }

    /// Whether it is a document's, not a contact's.
    #[must_use]
    pub fn is_of_document(&self) -> bool {
        system::is_document(&self.id)
    }

    /// Whether it is the schema's or the layout's.
    #[must_use]
    pub fn is_of_schema(&self) -> bool {
        matches!(self.id.as_str(), system::SCHEMA_DOCUMENT | system::LAYOUT_DOCUMENT)
    }

    /// The key by which the record is (or was last) known.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        match &self.external_id {
            Some(external_id) => RecordKey::ExternalId(external_id.clone()),
            None => RecordKey::Id(self.id.clone()),
        }
    }
}

/// What is said of a change set besides its changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChangeNote {
    /// When, RFC 3339 UTC with milliseconds.
    pub at: String,
    /// Who.
    pub by: User,
    /// From where.
    pub source: Source,
    /// The number of the change set that this one takes back, for an undo or a redo.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub takes_back: Option<u64>,
    /// What it is a part of, where that was too much for one change set.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part_of: Option<PartOf>,
    /// Whether it brought what the CRM has: what it set is none of the changes that the CRM must be told of.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub from_crm: bool,
}

/// The place of a change set among several that are one to the person: those of a long import, or those that take such
/// an import back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PartOf {
    /// The number of the first of them; 0 in that one itself.
    pub first: u64,
    /// How far an import was with this change set.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reached: Option<Reached>,
}

/// How far an import was when a change set of it was made: in the change set itself, so that the two are never apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Reached {
    /// The number of the last row that was taken.
    pub row: u64,
    /// Rows read.
    pub read: u64,
    /// Contacts created.
    pub created: u64,
    /// Contacts updated.
    pub updated: u64,
    /// Contacts that were as the file has them.
    pub unchanged: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Rows that the person left out.
    pub left_out: u64,
    /// Fields that both sides changed, in an import of the CRM's newer state.
    pub contested: u64,
    /// Fields of which such an import kept the value that only the book had changed.
    pub kept_own: u64,
    /// The length of what is kept of the refused rows.
    pub rejects: u64,
}

/// Changes that were made together: they are on the disk all or none, and are undone as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChangeSet {
    /// The set's number in the book, from 1, without gaps.
    pub seq: u64,
    /// Who, when and from where.
    #[serde(flatten)]
    pub note: ChangeNote,
    /// The changes, in the order they were made.
    pub changes: Vec<Change>,
}

impl ChangeSet {
    /// The number of the first change set of those that it is one with; none where it is one by itself.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        self.note.part_of.map(|part| if part.first == 0 { self.seq } else { part.first })
    }
}
