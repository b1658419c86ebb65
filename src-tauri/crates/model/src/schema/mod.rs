//! The schema of an object: its metadata, and the one validator that interprets it.

mod claim;
mod decimal;
mod document;
mod exchange;
mod format;
mod issue;
mod manage;
mod messages;
mod metadata;
mod moment;
mod rules;
mod sound;
mod values;

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use serde_json::Value;

pub use claim::Claim;
pub(crate) use decimal::order as order_of_numbers;
pub use exchange::{export_json_schema, export_object_metadata, import};
pub use issue::SchemaIssue;
pub use manage::{
    DifferenceKind, KeyChange, SchemaCheck, SchemaDifference, SchemaEdit, SchemaPart, SchemaPlan, plan,
};
use messages::issue;
pub(crate) use messages::quoted;
pub use metadata::{
    Access, DataType, Enforcement, FieldMetadata, Format, ObjectMetadata, PicklistEntry, PicklistMetadata,
};
pub(crate) use moment::{Moment, NANOSECONDS};
use rules::Rules;
use values::Values;

use crate::{
    issue::{Code, Issue},
    record::Record,
    system,
};

/// The Contact object as Kith ships it.
const CONTACT: &str = include_str!("../../schema/contact.json");

/// The most characters a field's name has.
pub(crate) const LONGEST_NAME: usize = 58;

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
        let issues = sound::issues(&metadata, &shipped()?);
        if !issues.is_empty() {
            return Err(SchemaError::Unsound(issues));
        }
        let values = Values::all(&metadata);
        let fields = metadata.field_metadata.iter();
        let rules = fields.clone().map(|field| {
            let list = field.picklist_name.as_deref().and_then(|name| values.get(name));
            Rules::new(field, list.cloned())
        });
        let rules = rules.collect();
        let lower_names = fields.clone().map(|field| field.field_name.to_lowercase()).collect();
        let positions = fields.enumerate().map(|(at, field)| (field.field_name.clone(), at)).collect();
        Ok(Self { rules, lower_names, positions, metadata })
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
        let code = self.rules_of(field).map_or(Ok(None), |rules| rules.error(field, value))?;
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

    /// What is wrong with a record's value of the field: it is missing, or is none the field takes.
    ///
    /// # Errors
    /// [`SchemaError::Uncompilable`] when the field's rules cannot be compiled.
    pub fn fault(&self, field: &FieldMetadata, value: &Value) -> Result<Option<Issue>, SchemaError> {
        if field.is_demanded() && value.is_null() {
            return Ok(Some(messages::required(field)));
        }
        self.error(field, value)
    }

    /// Everything in a record that its schema does not take, in schema order: the record needs attention. What Kith or
    /// the platform writes is not judged.
    ///
    /// # Errors
    /// [`SchemaError::Uncompilable`] when a field's rules cannot be compiled.
    pub fn faults(&self, record: &Record) -> Result<Vec<Issue>, SchemaError> {
        // What nobody may read is not told in a message either.
        let judged = self.fields().iter().filter(|field| field.is_writable() && field.is_readable());
        judged.filter_map(|field| self.fault(field, record.get(&field.field_name)).transpose()).collect()
    }

    /// What is out of use about a value that is newly set: a field that is deprecated, or a value no longer offered.
    #[must_use]
    pub fn notice(&self, field: &FieldMetadata, value: &Value) -> Option<Issue> {
        if value.is_null() {
            return None;
        }
        let withdrawn = || self.rules_of(field).and_then(|rules| rules.withdrawn(value));
        let message = if field.is_deprecated {
            format!("{} is deprecated: forms no longer show it.", field.display_name)
        } else {
            format!("{}: {} is no longer offered.", field.display_name, quoted(withdrawn()?))
        };
        Some(Issue::of(&field.field_name, Code::Deprecated, message))
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

/// The Contact object's metadata as Kith ships it, read once.
fn shipped() -> Result<ObjectMetadata, SchemaError> {
    static SHIPPED: OnceLock<Result<ObjectMetadata, SchemaError>> = OnceLock::new();
    let read = || serde_json::from_str(CONTACT).map_err(|error| SchemaError::Unreadable(error.to_string()));
    SHIPPED.get_or_init(read).clone()
}

/// The first issue in full, and how many more there are.
fn listed(issues: &[SchemaIssue]) -> String {
    let first = issues.first().map(ToString::to_string).unwrap_or_default();
    match issues.len() {
        0 | 1 => first,
        count => format!("{first} (And {} more.)", count - 1),
    }
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
