//! What an import is asked and what it tells.

use std::path::PathBuf;

use kith_model::{Issue, Reached};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    mapping::Mapping,
    reconcile::{ImportConflict, Reconcile},
    source::Reading,
};
use crate::contacts::{BulkOperation, KeyField};

/// Most issues that are listed; how many there are is told in any case.
pub(super) const MOST_ISSUES: usize = 1_000;

/// What an import does with each row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ImportMode {
    /// Creates a contact.
    Create,
    /// Updates the contact with its key, and creates none.
    Update,
    /// Updates the contact with its key where there is one, else creates it.
    #[default]
    Upsert,
}

impl ImportMode {
    pub(super) fn operation(self) -> BulkOperation {
        match self {
            Self::Create => BulkOperation::Create,
            Self::Update => BulkOperation::Update,
            Self::Upsert => BulkOperation::Upsert,
        }
    }
}

/// A file that is to be taken in, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImportRequest {
    /// The file.
    pub file: PathBuf,
    /// How it is read; what is not said is found out.
    #[serde(default)]
    pub reading: Reading,
    /// What is done with each row.
    #[serde(default)]
    pub mode: ImportMode,
    /// By which key contacts are found.
    pub by: KeyField,
    /// What becomes of a table's columns; none takes those whose names say what they are.
    #[serde(default)]
    pub mapping: Option<Mapping>,
    /// Whether the properties of a vCard that no field is for are kept with the contact, in a custom field.
    #[serde(default)]
    pub keep_properties: bool,
    /// The numbers of rows that are left out.
    #[serde(default)]
    pub leave_out: Vec<u64>,
    /// That the file is the CRM's newer state: what only the book changed since the last hand-over stays. None for a file
    /// that is taken as it is.
    #[serde(default)]
    pub reconcile: Option<Reconcile>,
    /// How many rows go into one change set at most; none for a thousand.
    #[serde(default)]
    pub batch: Option<usize>,
}

impl ImportRequest {
    /// A file taken as it is: each contact updated where the book has its ExternalId (or, where it has none, its Id),
    /// else created.
    #[must_use]
    pub fn of(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            reading: Reading::default(),
            mode: ImportMode::Upsert,
            by: KeyField::ExternalId,
            mapping: None,
            keep_properties: false,
            leave_out: Vec::new(),
            reconcile: None,
            batch: None,
        }
    }
}

/// A row that was refused, or one that is told of for another reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ImportIssue {
    /// The row's number in the file, from 1; of JSON Lines, the number of its line.
    #[ts(type = "number")]
    pub row: usize,
    /// What is wrong with it.
    #[serde(flatten)]
    pub issue: Issue,
}

/// What became of a file, or would become of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ImportReport {
    /// Rows read.
    #[ts(type = "number")]
    pub read: usize,
    /// Contacts created.
    #[ts(type = "number")]
    pub created: usize,
    /// Contacts updated.
    #[ts(type = "number")]
    pub updated: usize,
    /// Contacts that were already as the file has them.
    #[ts(type = "number")]
    pub unchanged: usize,
    /// Rows refused; the book holds nothing of them.
    #[ts(type = "number")]
    pub rejected: usize,
    /// Rows that the person left out.
    #[serde(default)]
    #[ts(type = "number")]
    pub left_out: usize,
    /// Rows with a key that an earlier row has: they are taken after it, in the order of the file.
    #[serde(default)]
    #[ts(type = "number")]
    pub repeated: usize,
    /// Fields that both sides changed, in an import of the CRM's newer state.
    #[serde(default)]
    #[ts(type = "number")]
    pub contested: usize,
    /// Fields of which such an import kept the value that only the book had changed.
    #[serde(default)]
    #[ts(type = "number")]
    pub kept_own: usize,
    /// The contested fields of rows that were taken: the first thousand.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(optional, as = "Option<Vec<ImportConflict>>")]
    pub conflicts: Vec<ImportConflict>,
    /// Why rows were refused: the first thousand issues.
    pub issues: Vec<ImportIssue>,
    /// How many issues there are.
    #[serde(default)]
    #[ts(type = "number")]
    pub issue_count: usize,
    /// Columns and properties of which nothing is taken.
    #[serde(default)]
    pub unmapped: Vec<String>,
    /// The import's number: what takes all of it back. None where nothing was changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub change_id: Option<String>,
    /// Whether it was ended before the end of the file. What was done is resumed, kept or rolled back.
    #[serde(default)]
    pub unfinished: bool,
    /// What else a person should know: that there is no backup from before, that rows have the same key.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(optional, as = "Option<Vec<Issue>>")]
    pub warnings: Vec<Issue>,
}

impl ImportReport {
    pub(super) fn count(&mut self, reached: &Reached) {
        let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        self.read = number(reached.read);
        self.created = number(reached.created);
        self.updated = number(reached.updated);
        self.unchanged = number(reached.unchanged);
        self.rejected = number(reached.rejected);
        self.left_out = number(reached.left_out);
        self.contested = number(reached.contested);
        self.kept_own = number(reached.kept_own);
    }
}

/// How far an import or its preview is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportProgress {
    /// Rows read so far.
    #[ts(type = "number")]
    pub rows: u64,
    /// Bytes of the file read so far.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many bytes the file has.
    #[ts(type = "number")]
    pub total_bytes: u64,
    /// Contacts created so far.
    #[ts(type = "number")]
    pub created: u64,
    /// Contacts updated so far.
    #[ts(type = "number")]
    pub updated: u64,
    /// Rows refused so far.
    #[ts(type = "number")]
    pub rejected: u64,
}

/// Who watches an import: is told how far it is after each batch, and says whether it is to go on.
pub struct Watch<'a> {
    /// Is told how far it is.
    pub progress: &'a dyn Fn(&ImportProgress),
    /// Says whether it is to go on; where not, it ends between two batches.
    pub go_on: &'a dyn Fn() -> bool,
}

impl Watch<'_> {
    /// Nobody watches.
    pub const NOBODY: Watch<'static> = Watch { progress: &|_| (), go_on: &|| true };
}

/// What a row comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RowVerdict {
    /// A contact is created.
    Create,
    /// A contact is updated.
    Update,
    /// The contact is as the row has it.
    Unchanged,
    /// The row is refused.
    Refused,
    /// The person left the row out.
    LeftOut,
}
