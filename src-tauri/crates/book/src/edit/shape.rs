//! What a bulk edit is asked and what it tells.

use kith_model::{Code, FieldChange, Issue, RecordKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::export::Selection;

/// Fields that are to be set in many contacts at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BulkEdit {
    /// Which contacts, at most a million.
    pub selection: Selection,
    /// What becomes of their fields; each field stands here once.
    pub assignments: Vec<Assignment>,
    /// How many contacts go into one change set at most; none for a thousand.
    #[serde(skip)]
    #[ts(skip)]
    pub batch: Option<usize>,
}

/// What becomes of one field of each contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// The field.
    pub field: String,
    /// What becomes of it.
    pub act: Act,
}

/// What becomes of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// It gets this value.
    Set(Value),
    /// It has no value any more.
    Clear,
    /// In its text one text is replaced by another, wherever it stands; upper and lower case differ. A field that does
    /// not have it stays as it is, one of which nothing is left is cleared.
    Replace {
        /// What is looked for.
        find: String,
        /// What comes in its place.
        with: String,
    },
    /// Of several choices it gets these besides those that it has.
    Add(Vec<String>),
    /// Of several choices it loses these.
    Remove(Vec<String>),
}

/// What a contact comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum BulkEditVerdict {
    /// It is changed.
    Changed,
    /// It is already as it is to be.
    Unchanged,
    /// It is refused, and stays as it is.
    Refused,
}

/// What many contacts were refused for, or what is doubtful about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct BulkEditReason {
    /// Its code.
    pub code: Code,
    /// The field.
    pub field: Option<String>,
    /// What it says of the first of them.
    pub message: String,
    /// How many contacts.
    #[ts(type = "number")]
    pub contacts: usize,
}

/// What a bulk edit came to, or would come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct BulkEditReport {
    /// How many contacts were looked at.
    #[ts(type = "number")]
    pub contacts: usize,
    /// Contacts that are changed.
    #[ts(type = "number")]
    pub changed: usize,
    /// Contacts that were already as they are to be.
    #[ts(type = "number")]
    pub unchanged: usize,
    /// Contacts that were refused; nothing of them is changed.
    #[ts(type = "number")]
    pub refused: usize,
    /// Why contacts were refused, the most frequent reason first.
    pub reasons: Vec<BulkEditReason>,
    /// What is doubtful about the others: their values are taken all the same.
    pub doubts: Vec<BulkEditReason>,
    /// The edit's number: what takes all of it back. None where nothing was changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub change_id: Option<String>,
    /// Whether it was cancelled: nothing of it is left then, and the counts tell how far it was.
    #[serde(default)]
    pub cancelled: bool,
    /// What else a person should know: what was edited elsewhere while it was cancelled, and so stays.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(optional, as = "Option<Vec<Issue>>")]
    pub warnings: Vec<Issue>,
}

/// What one contact comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct BulkEditRow {
    /// Its key.
    pub key: RecordKey,
    /// What it is called; empty where it is called nothing or is not there any more.
    pub name: String,
    /// What becomes of it.
    pub verdict: BulkEditVerdict,
    /// Field by field, what it has and what it would have; what Kith stamps itself is left out.
    pub fields: Vec<FieldChange>,
    /// Why it is refused, or what is doubtful about it.
    pub issues: Vec<Issue>,
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct BulkEditPage {
    /// The rows from the offset on.
    pub rows: Vec<BulkEditRow>,
    /// How many rows there are with the verdict that was asked for.
    #[ts(type = "number")]
    pub matches: usize,
}

/// How far a bulk edit or its preview is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BulkEditProgress {
    /// Contacts done so far.
    #[ts(type = "number")]
    pub done: usize,
    /// How many contacts there are.
    #[ts(type = "number")]
    pub total: usize,
    /// Contacts refused so far.
    #[ts(type = "number")]
    pub refused: usize,
}

/// Who watches a bulk edit: is told how far it is after each batch, and says whether it is to go on.
pub struct BulkEditWatch<'a> {
    /// Is told how far it is.
    pub progress: &'a dyn Fn(&BulkEditProgress),
    /// Says whether it is to go on; where not, what was done is taken back.
    pub go_on: &'a dyn Fn() -> bool,
}

impl BulkEditWatch<'_> {
    /// Nobody watches.
    pub const NOBODY: BulkEditWatch<'static> = BulkEditWatch { progress: &|_| (), go_on: &|| true };
}
