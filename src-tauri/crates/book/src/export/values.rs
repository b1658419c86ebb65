//! A field's value as a cell of a table.

use kith_formats::table::Cell;
use kith_model::{DataType, FieldMetadata, Format};
use serde_json::Value;

/// A column of a table: a field, or a part of a lookup.
pub(super) struct Column<'a> {
    pub name: String,
    field: &'a FieldMetadata,
    part: Option<&'static str>,
}

impl<'a> Column<'a> {
    /// The columns of a field: two of a lookup.
    pub fn of(field: &'a FieldMetadata) -> Vec<Self> {
        let name = &field.field_name;
        match field.data_type {
            DataType::Lookup | DataType::Owner | DataType::Reference => ["Id", "Name"]
                .map(|part| Self { name: format!("{name}.{part}"), field, part: Some(part) })
                .into(),
            _ => vec![Self { name: name.clone(), field, part: None }],
        }
    }

    /// The name of the field.
    pub fn field(&self) -> &'a str {
        &self.field.field_name
    }

    /// The cell of a value.
    pub fn cell(&self, value: &Value) -> Cell {
        match self.part {
            Some(part) => of(self.field, value.get(part).unwrap_or(&Value::Null)),
            None => of(self.field, value),
        }
    }
}

fn of(field: &FieldMetadata, value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(value) => Cell::Boolean(*value),
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::String(text) => text_of(field, text),
        Value::Array(items) => choices(items),
        Value::Object(_) => Cell::Text(value.to_string()),
    }
}

fn text_of(field: &FieldMetadata, text: &str) -> Cell {
    let is_day = text.len() == 10;
    match (field.data_type, field.format) {
        (DataType::Date, _) | (_, Some(Format::DateOrDateTime)) if is_day => Cell::Date(text.to_owned()),
        _ => Cell::Text(text.to_owned()),
    }
}

/// Several choices, with semicolons between them; as JSON where one has a semicolon or could not be told from another.
fn choices(items: &[Value]) -> Cell {
    let is_plain =
        |text: &str| !text.is_empty() && text.trim() == text && !text.contains(';') && !text.starts_with('[');
    let texts: Option<Vec<_>> =
        items.iter().map(|item| item.as_str().filter(|text| is_plain(text))).collect();
    match texts {
        Some(texts) if !texts.is_empty() => Cell::Text(texts.join(";")),
        _ => Cell::Text(Value::Array(items.to_vec()).to_string()),
    }
}
