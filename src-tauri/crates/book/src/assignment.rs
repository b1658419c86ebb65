//! `Field=Value` as people write it on a command line.

use kith_model::{DataType, FieldMetadata, Schema};
use serde_json::Value;

/// The value of `text` for a field: text as it is for a field that holds text, JSON for the others. Text that is no
/// JSON is passed on as text, for the validator to say what the field takes.
#[must_use]
pub fn value_of(schema: &Schema, field: &str, text: &str) -> Value {
    match schema.field(field) {
        Some(field) if !holds_text(field) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        _ => Value::from(text),
    }
}

/// Whether a field's value is a text.
pub(crate) fn holds_text(field: &FieldMetadata) -> bool {
    match field.data_type {
        DataType::String
        | DataType::LongString
        | DataType::Date
        | DataType::DateTime
        | DataType::AutoNumber
        | DataType::Identifier
        | DataType::Picklist
        | DataType::Image => true,
        DataType::Int
        | DataType::Double
        | DataType::Decimal
        | DataType::Currency
        | DataType::Boolean
        | DataType::MultiPicklist
        | DataType::Lookup
        | DataType::Owner
        | DataType::Reference
        | DataType::Complex
        | DataType::ComplexArray
        | DataType::Rollup
        | DataType::Alias => false,
    }
}
