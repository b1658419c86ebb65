//! What a field says of a value it does not take.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    decimal::MOST_DIGITS,
    metadata::{DataType, FieldMetadata},
};
use crate::{
    body::kind_of,
    issue::{Code, Issue},
};

/// That a field must hold a value.
pub(super) fn required(field: &FieldMetadata) -> Issue {
    let message = format!("{} is required. Give it a value.", field.display_name);
    Issue::of(&field.field_name, Code::RequiredField, message)
}

/// The sentence for a code: the field, what came, what it takes.
pub(super) fn issue(field: &FieldMetadata, code: Code, value: &Value) -> Issue {
    let label = &field.display_name;
    let message = match code {
        Code::InvalidType => format!("{label} takes {}; {} came.", expected(field), came(field, value)),
        Code::NotNullable => format!("{label} cannot be empty (null). Give it a value."),
        Code::TooLong => match (value.as_str(), field.length) {
            (Some(text), Some(length)) => format!(
                "{label} has {} characters; it takes at most {length}. Shorten it by {}.",
                text.chars().count(),
                text.chars().count().saturating_sub(length as usize)
            ),
            _ => format!("A part of {label} is longer than {} characters.", field.length.unwrap_or_default()),
        },
        _ => format!("{label}: {} is not {}.", shown(value), form(field)),
    };
    Issue::of(&field.field_name, code, message)
}

fn expected(field: &FieldMetadata) -> &'static str {
    match field.data_type {
        DataType::Int => "a whole number",
        DataType::Double | DataType::Decimal | DataType::Currency => "a number",
        DataType::Boolean => "true or false (a JSON boolean)",
        DataType::MultiPicklist => "an array of strings",
        DataType::Lookup | DataType::Owner | DataType::Reference => {
            "an object {\"Id\", \"Name\"}, each a string or null"
        }
        _ => "a string",
    }
}

fn came(field: &FieldMetadata, value: &Value) -> String {
    match value {
        Value::Object(map) if expected(field).starts_with("an object") => {
            let others =
                map.keys().filter(|key| !matches!(key.as_str(), "Id" | "Name")).map(|key| quoted(key));
            match others.collect::<Vec<_>>().join(", ") {
                others if others.is_empty() => "one with another type inside".to_owned(),
                others => format!("one that also holds {others}"),
            }
        }
        other => kind_of(other).to_owned(),
    }
}

fn form(field: &FieldMetadata) -> Cow<'static, str> {
    match (field.format, field.data_type) {
        (Some(format), _) => format.description().into(),
        (None, DataType::Date) => "a date (yyyy-MM-dd) that exists".into(),
        (None, DataType::DateTime) => "a date and time (2026-01-31T09:30:00Z)".into(),
        (None, DataType::Picklist | DataType::MultiPicklist) => "one of the values of its list".into(),
        (None, DataType::Int) => format!("a whole number from {} to {}", i64::MIN, i64::MAX).into(),
        (None, DataType::Decimal | DataType::Currency) => digits(field).into(),
        (None, _) => "a value it takes".into(),
    }
}

fn digits(field: &FieldMetadata) -> String {
    let most = field.precision.unwrap_or(MOST_DIGITS);
    match field.scale {
        Some(0) => format!("a whole number of at most {most} digits"),
        Some(scale) => format!("a number of at most {most} digits, at most {scale} of them after the point"),
        None => format!("a number of at most {most} digits"),
    }
}

/// A value as it can stand in a message: JSON, shortened.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => quoted(&other.to_string()),
    }
}

/// Text in quotes with control and invisible characters escaped, at most 60 characters of it.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let short: String = text.chars().take(SHOWN).collect();
    format!("{short:?}{}", if text.chars().nth(SHOWN).is_some() { "…" } else { "" })
}
