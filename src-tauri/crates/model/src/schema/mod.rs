//! The schema of an object: its metadata, and the one validator that interprets it.

mod claim;
mod document;
mod format;
mod issue;
mod manage;
mod metadata;
mod rules;

use std::{borrow::Cow, collections::HashMap};

use serde_json::Value;

pub use claim::Claim;
pub use issue::SchemaIssue;
pub use manage::{
    DifferenceKind, KeyChange, SchemaCheck, SchemaDifference, SchemaEdit, SchemaPart, SchemaPlan,
};
pub use metadata::{
    Access, DataType, Enforcement, FieldMetadata, Format, ObjectMetadata, PicklistEntry, PicklistMetadata,
};
use rules::Rules;

use crate::{
    body::kind_of,
    issue::{Code, Issue},
    record::Record,
    system,
};

/// The Contact object as Kith ships it.
const CONTACT: &str = include_str!("../../schema/contact.json");

/// The most characters a field's name has.
const LONGEST_NAME: usize = 58;

/// Why metadata is no schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// The text is not metadata.
    #[error("The schema is not object metadata: {0}. Restore the schema from a backup, or export it anew.")]
    Unreadable(String),
    /// The metadata contradicts itself or the rules of schemas.
    #[error("The schema cannot be used. {}", listed(.0))]
    Unsound(Vec<SchemaIssue>),
    /// A field's rules could not be compiled.
    #[error("The rules of a field could not be compiled: {0}. Restore the schema from a backup.")]
    Uncompilable(String),
}

/// An object's fields with their compiled rules.
#[derive(Debug)]
pub struct Schema {
    metadata: ObjectMetadata,
    rules: Vec<Rules>,
    /// The fields' names in lower case, for finding the nearest to one that is no field.
    lower_names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Schema {
    /// The Contact object as Kith ships it.
    ///
    /// # Errors
    /// None in a released build: the tests compile the shipped metadata.
    pub fn contact() -> Result<Self, SchemaError> {
        Self::compile(shipped()?)
    }

    /// Compiles an object's metadata.
    ///
    /// # Errors
    /// [`SchemaError::Unsound`] with everything that is wrong with the metadata.
    pub fn compile(metadata: ObjectMetadata) -> Result<Self, SchemaError> {
        let mut positions = HashMap::with_capacity(metadata.field_metadata.len());
        let mut rules = Vec::with_capacity(metadata.field_metadata.len());
        for (position, field) in metadata.field_metadata.iter().enumerate() {
            if positions.insert(field.field_name.clone(), position).is_some() {
                let message = "The schema holds this field twice. Remove one of them.";
                let place = format!("FieldMetadata[{position}].FieldName");
                return Err(unsound(SchemaIssue::at(place, message).of(&field.field_name)));
            }
            rules.push(Rules::new(field, picklist_of(&metadata, field)?));
        }
        let names = metadata.field_metadata.iter().map(|field| field.field_name.to_lowercase());
        Ok(Self { lower_names: names.collect(), metadata, rules, positions })
    }

    /// The metadata the schema was compiled from.
    #[must_use]
    pub fn metadata(&self) -> &ObjectMetadata {
        &self.metadata
    }

    /// The fields in schema order.
    #[must_use]
    pub fn fields(&self) -> &[FieldMetadata] {
        &self.metadata.field_metadata
    }

    /// The field of that name; names are case-sensitive.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldMetadata> {
        self.fields().get(self.position(name)?)
    }

    /// The place of a field in schema order.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// The AutoNumber fields: a new record gets the next number of each.
    pub fn auto_numbers(&self) -> impl Iterator<Item = &FieldMetadata> {
        self.fields().iter().filter(|field| field.data_type == DataType::AutoNumber)
    }

    /// The fields no two records may hold the same value of. The record keys are apart: they are looked up as keys.
    pub fn unique_fields(&self) -> impl Iterator<Item = &FieldMetadata> {
        self.fields().iter().filter(|field| field.is_unique && !system::is_system(&field.field_name))
    }

    /// The record as answers, lists, searches and exports show it: without the fields that nobody may read.
    #[must_use]
    pub fn readable<'a>(&self, record: &'a Record) -> Cow<'a, Record> {
        let mut shown = Cow::Borrowed(record);
        for field in self.fields().iter().filter(|field| !field.is_readable()) {
            if !record.get(&field.field_name).is_null() {
                shown.to_mut().set(&field.field_name, Value::Null);
            }
        }
        shown
    }

    /// What makes `value` no value of the field: its first error in the order type, null, length, format.
    ///
    /// # Errors
    /// [`SchemaError::Uncompilable`] when the field's rules cannot be compiled.
    pub fn error(&self, field: &FieldMetadata, value: &Value) -> Result<Option<Issue>, SchemaError> {
        let code = self.rules_of(field).map_or(Ok(None), |rules| rules.error(value))?;
        Ok(code.map(|code| issue(field, code, value)))
    }

    /// What is doubtful about a value that is taken all the same.
    ///
    /// # Errors
    /// [`SchemaError::Uncompilable`] when the field's rules cannot be compiled.
    pub fn warning(&self, field: &FieldMetadata, value: &Value) -> Result<Option<Issue>, SchemaError> {
        let code = self.rules_of(field).map_or(Ok(None), |rules| rules.warning(value))?;
        Ok(code.map(|code| issue(field, code, value)))
    }

    /// That the schema has no field `name`, with the nearest name it has.
    #[must_use]
    pub fn unknown(&self, name: &str) -> Issue {
        let hint = match self.nearest(name) {
            Some(field) => format!(" Did you mean {:?}?", field.field_name),
            None => " Names are case-sensitive; `kith schema show` lists them.".to_owned(),
        };
        Issue::of(
            name,
            Code::UnknownField,
            format!("{} has no field {}.{hint}", self.metadata.name, quoted(name)),
        )
    }

    /// The field whose name is most like `name`, if any is. A name longer than any field's is like none.
    fn nearest(&self, name: &str) -> Option<&FieldMetadata> {
        if name.chars().nth(LONGEST_NAME).is_some() {
            return None;
        }
        let name = name.to_lowercase();
        let likeness = |field: &str| strsim::jaro_winkler(field, &name);
        let alike = self.lower_names.iter().map(|field| likeness(field)).zip(self.fields());
        let nearest = alike.filter(|(likeness, _)| *likeness > 0.8).max_by(|(a, _), (b, _)| a.total_cmp(b));
        nearest.map(|(_, field)| field)
    }

    fn rules_of(&self, field: &FieldMetadata) -> Option<&Rules> {
        self.rules.get(self.position(&field.field_name)?)
    }
}

/// The Contact object's metadata as Kith ships it.
fn shipped() -> Result<ObjectMetadata, SchemaError> {
    serde_json::from_str(CONTACT).map_err(|error| SchemaError::Unreadable(error.to_string()))
}

fn unsound(issue: SchemaIssue) -> SchemaError {
    SchemaError::Unsound(vec![issue])
}

/// The first issue in full, and how many more there are.
fn listed(issues: &[SchemaIssue]) -> String {
    let first = issues.first().map(ToString::to_string).unwrap_or_default();
    match issues.len() {
        0 | 1 => first,
        count => format!("{first} (And {} more.)", count - 1),
    }
}

fn picklist_of<'a>(
    metadata: &'a ObjectMetadata,
    field: &FieldMetadata,
) -> Result<Option<&'a PicklistMetadata>, SchemaError> {
    let Some(name) = &field.picklist_name else { return Ok(None) };
    match metadata.picklist_metadata.iter().find(|list| list.name == *name) {
        Some(list) => Ok(Some(list)),
        None => {
            let message =
                format!("{} names the picklist {name:?}, which is not there. Add it.", field.field_name);
            Err(unsound(SchemaIssue::at("FieldMetadata", message).of(&field.field_name)))
        }
    }
}

/// The sentence for a code: the field, what came, what it takes.
fn issue(field: &FieldMetadata, code: Code, value: &Value) -> Issue {
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

fn form(field: &FieldMetadata) -> &'static str {
    match (field.format, field.data_type) {
        (Some(format), _) => format.description(),
        (None, DataType::Date) => "a date (yyyy-MM-dd) that exists",
        (None, DataType::DateTime) => "a date and time (2026-01-31T09:30:00Z)",
        (None, DataType::Picklist | DataType::MultiPicklist) => "one of the values of its list",
        (None, _) => "a value it takes",
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
fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let short: String = text.chars().take(SHOWN).collect();
    format!("{short:?}{}", if text.chars().nth(SHOWN).is_some() { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(field: &str, value: &Value) -> Option<Code> {
        let schema = Schema::contact().unwrap();
        schema.error(schema.field(field).unwrap(), value).unwrap().map(|issue| issue.code)
    }

    #[test]
    fn every_shipped_field_compiles_and_takes_null_but_for_the_one() {
        let schema = Schema::contact().unwrap();
        for field in schema.fields() {
            let takes_null = schema.error(field, &Value::Null).unwrap().is_none();
            assert_eq!(takes_null, field.is_nullable, "{}", field.field_name);
            schema.warning(field, &Value::Null).unwrap();
        }
        assert_eq!(verdict("IsEmailBounced", &Value::Null), Some(Code::NotNullable));
    }

    #[test]
    fn lengths_count_unicode_scalar_values() {
        assert_eq!(verdict("FirstName", &json!("😀".repeat(40))), None);
        assert_eq!(verdict("FirstName", &json!("😀".repeat(41))), Some(Code::TooLong));
        assert_eq!(verdict("Account", &json!({"Id": "x".repeat(256)})), Some(Code::TooLong));
    }

    #[test]
    fn each_field_has_its_first_error_in_the_order_type_null_length_format() {
        assert_eq!(verdict("DoNotCall", &json!(true)), Some(Code::InvalidType));
        assert_eq!(verdict("DoNotCall", &json!("perhaps")), Some(Code::TooLong));
        assert_eq!(verdict("DoNotCall", &json!("maybe")), Some(Code::InvalidFormat));
        assert_eq!(verdict("Account", &json!({"Id": "x".repeat(256), "Other": 1})), Some(Code::InvalidType));
        assert_eq!(verdict("IsEmailBounced", &json!("true")), Some(Code::InvalidType));
    }

    #[test]
    fn what_is_enforced_as_a_warning_is_no_error() {
        let schema = Schema::contact().unwrap();
        for (field, value) in
            [("Phone", json!("call me")), ("LeadSource", json!("Fair")), ("Salutation", json!(""))]
        {
            let field = schema.field(field).unwrap();
            assert_eq!(schema.error(field, &value).unwrap(), None);
            assert_eq!(schema.warning(field, &value).unwrap().unwrap().code, Code::InvalidFormat);
        }
    }

    #[test]
    fn an_unknown_field_is_answered_with_the_nearest_name() {
        let schema = Schema::contact().unwrap();
        assert!(schema.unknown("email").message.contains("\"Email\""));
        assert!(schema.unknown("FirstNam").message.contains("\"FirstName\""));
        assert!(!schema.unknown(&"Email".repeat(12)).message.contains("Did you mean"));
        assert!(!schema.unknown("Zzz").message.contains("Did you mean"));
    }

    #[test]
    fn metadata_comes_back_as_it_was() {
        let shipped: Value = serde_json::from_str(CONTACT).unwrap();
        let read: ObjectMetadata = serde_json::from_str(CONTACT).unwrap();
        let mut written = serde_json::to_value(&read).unwrap();
        written.as_object_mut().unwrap().remove("WriteAccess");
        assert_eq!(written, shipped);
    }
}
