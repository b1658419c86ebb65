//! What a request to create a record may hold, as JSON Schema. What JSON Schema cannot say stands in ADR 0014; the
//! metadata itself is under `x-kith`, so that our own reader loses nothing.

use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use super::super::{OURS, object::export_object_metadata};
use crate::{
    schema::{DataType, Enforcement, FieldMetadata, Format, Schema, decimal::MOST_DIGITS, rules},
    system,
};

/// The draft that is written.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Where a property names a format that JSON Schema has not: `email`, `phone` and others.
const OUR_FORMAT: &str = "x-kith-format";
/// The HTML standard's own pattern of a valid e-mail address.
const EMAIL: &str = r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

/// The schema as JSON Schema: what a request to create a record may hold.
#[must_use]
pub fn export_json_schema(schema: &Schema) -> Value {
    let metadata = schema.metadata();
    let lists = Lists::of(schema);
    let fields = metadata.field_metadata.iter();
    let properties: Map<_, _> = fields
        .clone()
        .map(|field| (field.field_name.clone(), Value::Object(lists.property(field))))
        .collect();
    let is_asked = |field: &&FieldMetadata| {
        field.is_demanded() && field.is_writable() && field.default_for_new().is_none()
    };
    let required: Vec<_> = fields.filter(is_asked).map(|field| field.field_name.as_str()).collect();
    let mut root = Map::new();
    root.insert("$schema".to_owned(), DRAFT.into());
    root.insert("title".to_owned(), metadata.display_name.clone().into());
    if let Some(description) = &metadata.description {
        root.insert("description".to_owned(), description.clone().into());
    }
    root.insert("type".to_owned(), "object".into());
    root.insert("properties".to_owned(), Value::Object(properties));
    root.insert("required".to_owned(), json!(required));
    root.insert("additionalProperties".to_owned(), false.into());
    root.insert("$defs".to_owned(), Value::Object(lists.definitions));
    root.insert(OURS.to_owned(), export_object_metadata(schema));
    Value::Object(root)
}

/// The picklists as definitions, since many fields may share one.
struct Lists<'a> {
    definitions: Map<String, Value>,
    /// The definition's name and whether the list is open, by the list's name.
    by_name: HashMap<&'a str, (String, bool)>,
}

impl<'a> Lists<'a> {
    fn of(schema: &'a Schema) -> Self {
        let mut lists = Self { definitions: Map::new(), by_name: HashMap::new() };
        for (at, list) in schema.metadata().picklist_metadata.iter().enumerate() {
            let values: Vec<_> = list.picklist_entries.iter().map(|entry| entry.value.as_str()).collect();
            let name = format!("list{}", at + 1);
            // A list without entries has no value; JSON Schema wants an `enum` to have one.
            let values = if values.is_empty() { json!({"not": {}}) } else { json!({"enum": values}) };
            lists.definitions.insert(name.clone(), values);
            lists.by_name.insert(&list.name, (name, list.allow_non_configured_picklist_entries));
        }
        lists
    }

    fn property(&self, field: &FieldMetadata) -> Map<String, Value> {
        let mut property = Map::new();
        property.insert("title".to_owned(), field.display_name.clone().into());
        if let Some(description) = &field.description {
            property.insert("description".to_owned(), description.clone().into());
        }
        property.extend(shape(field));
        property.extend(self.format(field));
        if let Some(default) = field.default_for_new() {
            property.insert("default".to_owned(), default.clone());
        }
        if field.is_deprecated {
            property.insert("deprecated".to_owned(), true.into());
        }
        if !field.is_writable() && system::key_field(&field.field_name).is_none() {
            property.insert("readOnly".to_owned(), true.into());
        }
        property
    }

    /// The format or the picklist, where it refuses; where it only warns, the name of the format.
    fn format(&self, field: &FieldMetadata) -> Map<String, Value> {
        let list = field.picklist_name.as_deref().and_then(|name| self.by_name.get(name));
        let refuses =
            field.enforcement_with(list.is_some_and(|(_, is_open)| *is_open)) == Enforcement::Reject;
        let mut keys = Map::new();
        if let Some(format) = field.format {
            keys.insert(OUR_FORMAT.to_owned(), serde_json::to_value(format).unwrap_or_default());
        }
        if refuses {
            keys.extend(refusing(field, list.map(|(name, _)| name.as_str())));
        }
        keys
    }
}

/// The keywords of a format or picklist that refuses.
fn refusing(field: &FieldMetadata, list: Option<&str>) -> Map<String, Value> {
    let keywords = match (field.format, field.data_type, list) {
        (Some(format), ..) => of_format(format),
        (None, DataType::Date, _) => json!({"format": "date"}),
        (None, DataType::DateTime, _) => json!({"format": "date-time"}),
        (None, DataType::MultiPicklist, Some(list)) => {
            let item = rules::shape(field).get("items").cloned();
            json!({"items": {"allOf": [item, {"$ref": format!("#/$defs/{list}")}]}})
        }
        (None, DataType::Picklist, Some(list)) => {
            json!({"anyOf": [{"type": "null"}, {"$ref": format!("#/$defs/{list}")}]})
        }
        _ => json!({}),
    };
    match keywords {
        Value::Object(keywords) => keywords,
        _ => Map::new(),
    }
}

/// The standard keywords of a format. Those of a web address and of a country code say less than Kith holds to.
fn of_format(format: Format) -> Value {
    match format {
        Format::Email => json!({"pattern": EMAIL}),
        Format::Url => json!({"pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://[^/\\]"}),
        Format::Phone => {
            json!({"allOf": [{"pattern": "[0-9]"}, {"pattern": r"^(?:ext|[0-9 +.()/#*,;x-])*$"}]})
        }
        Format::CountryCode => json!({"pattern": "^[A-Z]{2}$"}),
        Format::TrueFalse => json!({"enum": ["true", "false", null]}),
        Format::DateOrDateTime => {
            json!({"anyOf": [{"type": "null"}, {"format": "date"}, {"format": "date-time"}]})
        }
    }
}

/// Type, null, length and digits.
fn shape(field: &FieldMetadata) -> Map<String, Value> {
    let mut field = field.clone();
    field.is_nullable =
        system::key_field(&field.field_name).is_some() || (field.is_nullable && !field.is_demanded());
    let Value::Object(mut shape) = rules::shape(&field) else { return Map::new() };
    match field.data_type {
        DataType::Int => {
            shape.insert("minimum".to_owned(), i64::MIN.into());
            shape.insert("maximum".to_owned(), i64::MAX.into());
        }
        DataType::Decimal | DataType::Currency => shape.extend(digits(&field)),
        _ => {}
    }
    shape
}

/// Bounds that every number of so many digits keeps.
fn digits(field: &FieldMetadata) -> Map<String, Value> {
    let zeros = |count: u32| "0".repeat(count as usize);
    let precision = field.precision.unwrap_or(MOST_DIGITS);
    let number = |text: String| text.parse::<Number>().map_or(Value::Null, Value::Number);
    let step = match field.scale.unwrap_or(precision) {
        0 => "1".to_owned(),
        scale => format!("0.{}1", zeros(scale - 1)),
    };
    let mut digits = Map::new();
    digits.insert("exclusiveMinimum".to_owned(), number(format!("-1{}", zeros(precision))));
    digits.insert("exclusiveMaximum".to_owned(), number(format!("1{}", zeros(precision))));
    digits.insert("multipleOf".to_owned(), number(step));
    digits
}
