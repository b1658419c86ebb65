//! What is wrong with metadata, and where.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing that makes metadata no schema, or an edit none that can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaIssue {
    /// Where it stands, as a path into what was given: `FieldMetadata[3].Length`. Empty for the whole.
    pub place: String,
    /// The field it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub field: Option<String>,
    /// What happened and what to do, for a person.
    pub message: String,
}

impl SchemaIssue {
    /// An issue of a place.
    pub(crate) fn at(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), field: None, message: message.into() }
    }

    /// The same issue, of a field.
    pub(crate) fn of(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }
}

impl fmt::Display for SchemaIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.place, self.message)
        }
    }
}
