//! A JSON Schema of an object as what it asks for. What has no like in the metadata is refused, never loosened: a field
//! that takes more than the file allows would not be the file's.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{
    super::{
        asked::{Asked, AskedPart, refused},
        object::split,
    },
    resolve::{Property, resolved},
};
use crate::schema::{DataType, FieldMetadata, Schema, SchemaIssue, SchemaPart, decimal};

/// The keywords of the whole that are taken, or that say nothing of a record.
const OF_THE_WHOLE: [&str; 13] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "unevaluatedProperties",
    "examples",
];
/// The keywords of a property that are taken, or that say nothing of a value.
const OF_A_PROPERTY: [&str; 17] = [
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "type",
    "default",
    "maxLength",
    "enum",
    "format",
    "deprecated",
    "readOnly",
    "multipleOf",
    "items",
    "properties",
    "additionalProperties",
    "examples",
];
/// The longest text of a plain String; a longer one is a LongString.
const LONGEST_STRING: u64 = 2_000;

/// What a JSON Schema asks for.
pub(in crate::schema::exchange) fn asked(root: &Value, current: &Schema) -> Result<Asked, Vec<SchemaIssue>> {
    let whole = |place: &str, message: &str| vec![SchemaIssue::at(place, message)];
    let Value::Object(keywords) = root else { return Err(whole("", "This is no object.")) };
    only(keywords, &OF_THE_WHOLE)
        .map_err(|key| whole(&key, "Kith has nothing like this keyword for a whole record. Take it away."))?;
    if keywords.get("type").is_some_and(|kind| kind != "object") {
        return Err(whole("type", "A record is an object."));
    }
    let Some(Value::Object(properties)) = keywords.get("properties") else {
        return Err(whole("properties", "This is no object."));
    };
    let required = required(keywords)?;
    let mut asked = Asked::default();
    let fields = properties.iter().map(|(name, schema)| {
        let place = format!("properties.{name}");
        let part = part(root, schema, current.field(name), required.contains(name.as_str()));
        part.map(|part| (place.clone(), name, part))
            .map_err(|message| (name, SchemaIssue::at(place, message)))
    });
    let (fields, wrong) = split(fields);
    asked.refused = wrong.iter().map(|(name, issue)| refused(SchemaPart::Field, name, issue)).collect();
    for (place, name, (mut keys, values)) in fields {
        keys.insert("FieldName".to_owned(), name.clone().into());
        if let Some(values) = values {
            asked.lists.push(list(&place, name, current, values, &mut keys));
        }
        asked.fields.push(AskedPart { place, name: name.clone(), keys });
    }
    Ok(asked)
}

/// The first keyword that is not of those; what begins with `x-` says nothing.
fn only(keywords: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    let unknown = keywords.keys().find(|key| !known.contains(&key.as_str()) && !key.starts_with("x-"));
    unknown.map_or(Ok(()), |key| Err(key.clone()))
}

fn required(keywords: &Map<String, Value>) -> Result<HashSet<&str>, Vec<SchemaIssue>> {
    match keywords.get("required") {
        None => Ok(HashSet::new()),
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => {
            Ok(names.iter().filter_map(Value::as_str).collect())
        }
        Some(_) => Err(vec![SchemaIssue::at("required", "This is no array of names.")]),
    }
}

/// The keys of a field, and the values of its picklist.
type Part = (Map<String, Value>, Option<Vec<Value>>);

fn part(
    root: &Value,
    schema: &Value,
    own: Option<&FieldMetadata>,
    is_required: bool,
) -> Result<Part, String> {
    let property = resolved(root, schema)?;
    only(&property.keywords, &OF_A_PROPERTY).map_err(|key| {
        format!("Kith has nothing like the keyword {key}. Take it away, and the field can be taken.")
    })?;
    let kind = Kind::of(root, &property)?;
    let mut keys = said(&property);
    keys.insert("DataType".to_owned(), json!(kind.as_own(own)));
    keys.insert("IsNullable".to_owned(), property.is_nullable.into());
    keys.insert("IsRequired".to_owned(), (is_required && !property.is_nullable).into());
    keys.extend(kind.keys);
    Ok((keys, kind.values))
}

/// What is said in the same words on both sides.
fn said(property: &Property) -> Map<String, Value> {
    let mut keys = Map::new();
    for (keyword, key) in [
        ("title", "DisplayName"),
        ("description", "Description"),
        ("default", "DefaultValue"),
        ("deprecated", "IsDeprecated"),
    ] {
        if let Some(value) = property.keywords.get(keyword) {
            keys.insert(key.to_owned(), value.clone());
        }
    }
    if property.keywords.get("readOnly") == Some(&Value::Bool(true)) {
        keys.insert("WriteAccess".to_owned(), "None".into());
    }
    keys
}

/// The picklist of a property's values. A field of the book keeps the name of its list.
fn list(
    place: &str,
    field: &str,
    current: &Schema,
    values: Vec<Value>,
    keys: &mut Map<String, Value>,
) -> AskedPart {
    let own = current.field(field).and_then(|field| field.picklist_name.clone());
    let name = own.unwrap_or_else(|| field.to_owned());
    keys.insert("PicklistName".to_owned(), name.clone().into());
    let entries: Vec<_> = values.into_iter().map(|value| json!({"Value": value})).collect();
    let mut list = Map::new();
    list.insert("Name".to_owned(), name.clone().into());
    list.insert("PicklistEntries".to_owned(), entries.into());
    AskedPart { place: format!("{place}.enum"), name, keys: list }
}

/// What kind of field a property is.
struct Kind {
    data_type: DataType,
    keys: Map<String, Value>,
    values: Option<Vec<Value>>,
}

impl Kind {
    fn of(root: &Value, property: &Property) -> Result<Self, String> {
        let keywords = &property.keywords;
        let values = keywords.get("enum");
        let kind = match keywords.get("type") {
            Some(Value::String(kind)) => kind.as_str(),
            None if values.is_some() => "string",
            _ => return Err("It has no one type besides null, as every field needs.".to_owned()),
        };
        if values.is_some() && kind != "string" {
            return Err("enum can be taken of texts only.".to_owned());
        }
        match kind {
            "string" if values.is_some() => Self::picklist(DataType::Picklist, keywords),
            "string" => Self::text(keywords),
            "integer" => Self::plain(DataType::Int, keywords, &[]),
            "number" => Self::number(keywords),
            "boolean" => Self::plain(DataType::Boolean, keywords, &[]),
            "array" => Self::array(root, keywords),
            "object" => Self::lookup(root, keywords),
            other => Err(format!("{other:?} is no type a field can have.")),
        }
    }

    /// A kind whose type alone says it; other keywords about values are refused.
    fn plain(data_type: DataType, keywords: &Map<String, Value>, taken: &[&str]) -> Result<Self, String> {
        let about_values =
            ["maxLength", "format", "multipleOf", "items", "properties", "additionalProperties"];
        match about_values.iter().find(|key| keywords.contains_key(**key) && !taken.contains(key)) {
            Some(key) => Err(format!("Kith has nothing like {key} for a {data_type:?}.")),
            None => Ok(Self { data_type, keys: Map::new(), values: None }),
        }
    }

    fn text(keywords: &Map<String, Value>) -> Result<Self, String> {
        let length = keywords.get("maxLength");
        let is_long = length.and_then(Value::as_u64).is_some_and(|length| length > LONGEST_STRING);
        let plain = if is_long { DataType::LongString } else { DataType::String };
        let (data_type, format) = match keywords.get("format").map(Value::as_str) {
            None => (plain, None),
            Some(Some("date")) => (DataType::Date, None),
            Some(Some("date-time")) => (DataType::DateTime, None),
            Some(Some("email")) => (plain, Some("email")),
            Some(Some("uri")) => (plain, Some("url")),
            Some(other) => {
                return Err(format!("Kith does not know the format {}.", other.unwrap_or_default()));
            }
        };
        let taken: &[&str] = if data_type == plain { &["maxLength", "format"] } else { &["format"] };
        let mut kind = Self::plain(data_type, keywords, taken)?;
        kind.say("Length", length.cloned());
        kind.say("Format", format.map(Value::from));
        Ok(kind)
    }

    /// A number with a step of 1, 0.1, 0.01 … has so many digits after its point; one without is a double.
    fn number(keywords: &Map<String, Value>) -> Result<Self, String> {
        let Some(step) = keywords.get("multipleOf") else {
            return Self::plain(DataType::Double, keywords, &[]);
        };
        let scale = step.as_number().and_then(decimal::scale_of_step);
        let scale = scale.ok_or("multipleOf can be taken only as 1, 0.1, 0.01 and so on.")?;
        let mut kind = Self::plain(DataType::Decimal, keywords, &["multipleOf"])?;
        kind.say("Scale", Some(scale.into()));
        Ok(kind)
    }

    fn picklist(data_type: DataType, keywords: &Map<String, Value>) -> Result<Self, String> {
        let Some(Value::Array(values)) = keywords.get("enum") else {
            return Err("enum is no array of texts.".to_owned());
        };
        if !values.iter().all(Value::is_string) {
            return Err("enum can be taken of texts only.".to_owned());
        }
        let mut kind = Self::plain(data_type, keywords, &["maxLength"])?;
        kind.say("Length", keywords.get("maxLength").cloned());
        kind.values = Some(values.clone());
        Ok(kind)
    }

    fn array(root: &Value, keywords: &Map<String, Value>) -> Result<Self, String> {
        let items = resolved(root, keywords.get("items").unwrap_or(&Value::Null))
            .map_err(|message| format!("items: {message}"))?;
        Self::plain(DataType::MultiPicklist, keywords, &["items"])?;
        only(&items.keywords, &["type", "enum", "maxLength", "title", "description"])
            .map_err(|key| format!("items: Kith has nothing like the keyword {key}."))?;
        if items.is_nullable || items.keywords.get("type").is_some_and(|kind| kind != "string") {
            return Err("items can be taken of texts only.".to_owned());
        }
        Self::picklist(DataType::MultiPicklist, &items.keywords)
    }

    /// An object of `Id` and `Name` is a lookup.
    fn lookup(root: &Value, keywords: &Map<String, Value>) -> Result<Self, String> {
        let not_a_lookup = || "An object can be taken only as {\"Id\", \"Name\"}, both texts.".to_owned();
        let parts = keywords.get("properties").and_then(Value::as_object).ok_or_else(not_a_lookup)?;
        let mut kind = Self::plain(DataType::Lookup, keywords, &["properties", "additionalProperties"])?;
        let mut lengths = Vec::new();
        for (name, part) in parts {
            let part = resolved(root, part)?.keywords;
            let is_text = part.get("type").is_some_and(|kind| kind == "string");
            let is_plain = only(&part, &["type", "maxLength", "title", "description"]).is_ok();
            if !matches!(name.as_str(), "Id" | "Name") || !is_text || !is_plain {
                return Err(not_a_lookup());
            }
            lengths.push(part.get("maxLength").cloned());
        }
        if parts.len() != 2 || lengths.first() != lengths.last() {
            return Err(not_a_lookup());
        }
        kind.say("Length", lengths.pop().flatten());
        Ok(kind)
    }

    fn say(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.keys.insert(key.to_owned(), value);
        }
    }

    /// The field's own data type where a value of it is said with the same JSON Schema, else the one that the property
    /// by itself would have.
    fn as_own(&self, own: Option<&FieldMetadata>) -> DataType {
        use DataType as T;
        let Some(own) = own.map(|own| own.data_type) else { return self.data_type };
        let is_same = match self.data_type {
            T::String | T::LongString => {
                matches!(own, T::String | T::LongString | T::Identifier | T::AutoNumber | T::Image)
            }
            T::Double => own.is_number() && own != T::Int,
            T::Decimal => own.is_decimal(),
            T::Lookup => matches!(own, T::Lookup | T::Owner | T::Reference),
            other => own == other,
        };
        if is_same { own } else { self.data_type }
    }
}
