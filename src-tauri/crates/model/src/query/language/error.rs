//! What is wrong with a query.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::query::mark::Mark;

/// Why a text is no query, and which part of it is to be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct QueryError {
    /// Where the part begins, in UTF-16 code units.
    #[ts(type = "number")]
    pub at: usize,
    /// How long the part is, in UTF-16 code units; at least one.
    #[ts(type = "number")]
    pub length: usize,
    /// What is wrong and what to do, for a person.
    pub message: String,
    /// The same part in bytes, for callers in Rust; it does not cross to the page.
    #[serde(skip)]
    #[ts(skip)]
    pub bytes: Range<usize>,
}

impl QueryError {
    /// An error at a range of bytes of `text`.
    pub(super) fn at(text: &str, bytes: Range<usize>, message: impl Into<String>) -> Self {
        let Mark { at, length } = Mark::of(text, &bytes);
        Self { at, length, message: message.into(), bytes }
    }
}
