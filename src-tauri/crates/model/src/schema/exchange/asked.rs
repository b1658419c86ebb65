//! What a file asks for, whichever its format: maps of metadata keys, each with its place in the file.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::schema::{DifferenceKind, SchemaDifference, SchemaIssue, SchemaPart};

/// Everything a file asks for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The object's own keys.
    pub(super) object: Map<String, Value>,
    /// The fields.
    pub(super) fields: Vec<AskedPart>,
    /// The picklists.
    pub(super) lists: Vec<AskedPart>,
    /// What could not even be asked for.
    pub(super) refused: Vec<SchemaDifference>,
}

/// A field or a picklist that a file asks for.
#[derive(Debug)]
pub(super) struct AskedPart {
    /// Its place in the file.
    pub(super) place: String,
    /// Its name.
    pub(super) name: String,
    /// The keys of its metadata that the file says.
    pub(super) keys: Map<String, Value>,
}

/// That a part of a file is not taken.
pub(super) fn refused(part: SchemaPart, name: &str, issue: &SchemaIssue) -> SchemaDifference {
    told(DifferenceKind::Refused, part, name, issue.to_string())
}

/// That a part of the book stays as it is.
pub(super) fn kept(part: SchemaPart, name: &str, why: &str) -> SchemaDifference {
    told(DifferenceKind::Kept, part, name, why.to_owned())
}

fn told(kind: DifferenceKind, part: SchemaPart, name: &str, why: String) -> SchemaDifference {
    SchemaDifference { kind, part, name: name.to_owned(), keys: Vec::new(), why: Some(why) }
}

/// An issue for each part that has the name of one before it: which of the two is meant cannot be known.
pub(super) fn twice(parts: &[AskedPart], key: &str) -> Vec<SchemaIssue> {
    let mut seen = HashMap::with_capacity(parts.len());
    let mut issues = Vec::new();
    for part in parts {
        if let Some(first) = seen.insert(part.name.as_str(), part.place.as_str()) {
            let message =
                format!("The name {:?} stands twice; it is also that of {first}. Remove one.", part.name);
            issues.push(SchemaIssue::at(format!("{}.{key}", part.place), message));
        }
    }
    issues
}
