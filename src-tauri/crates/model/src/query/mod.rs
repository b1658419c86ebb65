//! What a list asks for, and when a record answers it.

#[cfg(test)]
mod cases;
mod fold;
mod language;
mod mark;
mod value;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub use fold::{digits_of, fold};
pub use language::{
    FieldTest, MAX_QUERY_BYTES, MAX_TERMS, Needle, Query, QueryError, Searched, Standing, Term, TermKind,
    is_of_number, quoted,
};
pub use mark::{Mark, joined, marks, marks_of_digits};
pub use value::{is_empty, is_value, text_of};

/// Values of which a field must have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// The field's name.
    pub field: String,
    /// The values; null among them asks for records without one.
    pub values: Vec<Value>,
}

/// A key of the order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SortKey {
    /// The field's name.
    pub field: String,
    /// Whether the last comes first.
    pub descending: bool,
}
