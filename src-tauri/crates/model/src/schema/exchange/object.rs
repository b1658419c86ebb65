//! The platform's object metadata as a file.

use serde_json::{Map, Value};

use super::asked::{Asked, AskedPart, twice};
use crate::schema::{DataType, Schema, SchemaIssue};

/// The key that object metadata is known by.
pub(super) const FIELDS: &str = "FieldMetadata";
const PICKLISTS: &str = "PicklistMetadata";

/// The keys of a field that may have no value. An export says so, since a key left out keeps the reader's value.
const OPTIONAL: [&str; 11] = [
    "Description",
    "DefaultValue",
    "Length",
    "Precision",
    "Scale",
    "PicklistName",
    "LookupObjectName",
    "AutoNumberPrefix",
    "AutoNumberInitialSeed",
    "Format",
    "Enforcement",
];

/// The schema in the platform's form. Keys without a value are null, so that whoever reads it ends with the same schema.
#[must_use]
pub fn export_object_metadata(schema: &Schema) -> Value {
    let mut metadata = serde_json::to_value(schema.metadata()).unwrap_or_default();
    let fields = metadata.get_mut(FIELDS).and_then(Value::as_array_mut);
    for field in fields.into_iter().flatten().filter_map(Value::as_object_mut) {
        for key in OPTIONAL {
            field.entry(key).or_insert(Value::Null);
        }
    }
    metadata
}

/// What object metadata asks for; `at` is what its places begin with.
pub(super) fn asked(root: &Value, at: &str, current: &Schema) -> Result<Asked, Vec<SchemaIssue>> {
    let Value::Object(root) = root else { return Err(vec![SchemaIssue::at(at, "This is no object.")]) };
    is_of(root, at, &current.metadata().name)?;
    let fields = parts(root, FIELDS, at, "FieldName")?.into_iter().map(plain).collect();
    let lists = parts(root, PICKLISTS, at, "Name")?;
    let mut object = root.clone();
    for key in [FIELDS, PICKLISTS] {
        object.shift_remove(key);
    }
    Ok(Asked { object, fields, lists, refused: Vec::new() })
}

fn is_of(root: &Map<String, Value>, at: &str, name: &str) -> Result<(), Vec<SchemaIssue>> {
    match root.get("Name") {
        None => Ok(()),
        Some(Value::String(other)) if other == name => Ok(()),
        Some(other) => {
            let message = format!("The file describes the object {other}; this book holds {name}.");
            Err(vec![SchemaIssue::at(format!("{at}Name"), message)])
        }
    }
}

/// The parts in an array of the root; each an object with a name of its own.
fn parts(
    root: &Map<String, Value>,
    key: &str,
    at: &str,
    name_key: &str,
) -> Result<Vec<AskedPart>, Vec<SchemaIssue>> {
    let items = match root.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(vec![SchemaIssue::at(format!("{at}{key}"), "This is no array.")]),
    };
    let part = |(position, item): (usize, &Value)| {
        let place = format!("{at}{key}[{position}]");
        let Value::Object(keys) = item else { return Err(SchemaIssue::at(place, "This is no object.")) };
        let Some(Value::String(name)) = keys.get(name_key) else {
            return Err(SchemaIssue::at(format!("{place}.{name_key}"), "This is no name: text is needed."));
        };
        Ok(AskedPart { place, name: name.clone(), keys: keys.clone() })
    };
    let (parts, issues) = split(items.iter().enumerate().map(part));
    let issues = if issues.is_empty() { twice(&parts, name_key) } else { issues };
    if issues.is_empty() { Ok(parts) } else { Err(issues) }
}

/// The good and the bad of results.
pub(super) fn split<T, E>(results: impl Iterator<Item = Result<T, E>>) -> (Vec<T>, Vec<E>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => good.push(one),
            Err(one) => bad.push(one),
        }
    }
    (good, bad)
}

/// A field without the platform's fillers: a length of 0 where it is no rule, an empty text or a number as text where
/// the default is no text.
fn plain(mut field: AskedPart) -> AskedPart {
    let data_type = field.keys.get("DataType").cloned().unwrap_or_default();
    let Ok(data_type) = serde_json::from_value::<DataType>(data_type) else { return field };
    let is_text = matches!(data_type, DataType::String | DataType::LongString);
    let is_zero = field.keys.get("Length").and_then(Value::as_u64) == Some(0);
    if is_zero && !is_text && data_type.longest().is_some() {
        field.keys.insert("Length".to_owned(), Value::Null);
    }
    if let Some(Value::String(text)) = field.keys.get("DefaultValue") {
        let default = plain_default(data_type, text);
        field.keys.insert("DefaultValue".to_owned(), default);
    }
    field
}

fn plain_default(data_type: DataType, text: &str) -> Value {
    use DataType as T;
    let is_free =
        matches!(data_type, T::String | T::LongString | T::Identifier | T::Image) || !data_type.is_sent();
    let is_literal = data_type.is_number() || data_type == T::Boolean;
    match text {
        "" if !is_free => Value::Null,
        text if is_literal => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        text => text.into(),
    }
}
