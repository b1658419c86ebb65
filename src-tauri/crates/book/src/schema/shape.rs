//! What the schema manager is asked and what it tells.

use kith_model::{
    Code, Issue, RecordKey, SchemaCheck, SchemaDifference, SchemaEdit, SchemaIssue, Source, User,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::answer::Answer;

/// What is to become of the schema.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaRequest {
    /// Edits, one after the other.
    Edits(Vec<SchemaEdit>),
    /// What a file says: object metadata, or a JSON Schema.
    File(Vec<u8>),
}

/// What a change of the schema comes to, or came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaReport {
    /// What differs, part by part; of a file also what is kept and refused.
    pub differences: Vec<SchemaDifference>,
    /// The new rules that stored contacts break.
    pub broken: Vec<BrokenRule>,
    /// Whether the schema was changed.
    pub applied: bool,
}

/// Why a change of the schema cannot be made at all: `Data` of the refusal, for who shows each issue at its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaRefusal {
    /// What is wrong, and where.
    pub issues: Vec<SchemaIssue>,
}

impl From<SchemaRefusal> for Answer {
    fn from(SchemaRefusal { issues }: SchemaRefusal) -> Self {
        let data = json!({"Issues": issues});
        let issue = |issue: SchemaIssue| Issue {
            message: issue.to_string(),
            field: issue.field,
            code: Code::MalformedRequest,
        };
        Self::refusal(issues.into_iter().map(issue).collect()).with_data(data)
    }
}

/// A new rule that stored contacts break.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct BrokenRule {
    /// The rule.
    pub check: SchemaCheck,
    /// How many contacts break it.
    #[ts(type = "number")]
    pub contacts: u64,
    /// The first of them.
    pub breaches: Vec<Breach>,
}

/// A contact that breaks a new rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Breach {
    /// The contact.
    pub key: RecordKey,
    /// What it is called; empty where it has no name.
    pub title: String,
    /// What it holds in the field, null for nothing.
    pub value: Value,
}

/// A change of the schema or the layout, as their history shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaChange {
    /// The change, to undo it by.
    pub change_id: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub by: User,
    /// From where.
    pub source: Source,
    /// What differs after it, part by part.
    pub differences: Vec<SchemaDifference>,
}
