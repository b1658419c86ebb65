//! What a file has and no field is for, kept with the contacts: a column in a custom field of its name, the properties of
//! a vCard as text in one of their own.

use std::sync::Arc;

use kith_formats::vcard::{Card, Property};
use kith_model::{Code, DataType, FieldMetadata, Issue, Schema, SchemaEdit};
use serde_json::json;

use super::{mapping::Mapping, shape::ImportRequest};
use crate::{book::Book, error::Error, schema::SchemaRequest};

/// The custom field that keeps what of a vCard no field is for. An export to vCard gives it back.
pub const VCARD_PROPERTIES: &str = "VCardProperties";
/// The longest text of a custom field.
const LONGEST: usize = 10_000;
/// The longest name of a field.
const LONGEST_NAME: usize = 58;

/// A request whose kept columns have fields, and the fields that are to be made first.
pub(super) struct Prepared {
    pub request: ImportRequest,
    pub edits: Vec<SchemaEdit>,
}

impl Prepared {
    /// Gives each column that is to be kept a field.
    pub fn new(request: &ImportRequest, is_vcard: bool, schema: &Schema) -> Result<Self, Error> {
        let mut prepared = Self { request: request.clone(), edits: Vec::new() };
        let mut names = Vec::new();
        if let Some(mapping) = &mut prepared.request.mapping {
            name_columns(mapping, schema, &mut names);
        }
        if is_vcard && request.keep_properties {
            names.push((VCARD_PROPERTIES.to_owned(), "vCard properties".to_owned()));
        }
        for (name, label) in names {
            if schema.field(&name).is_none() {
                prepared.edits.push(SchemaEdit::AddField { field: Box::new(field(&name, &label)?) });
            }
        }
        Ok(prepared)
    }

    /// The schema with the fields.
    pub fn schema(&self, schema: &Arc<Schema>) -> Result<Arc<Schema>, Error> {
        if self.edits.is_empty() {
            return Ok(Arc::clone(schema));
        }
        let plan = kith_model::plan(schema, &self.edits).map_err(Error::unsound)?;
        Ok(Arc::new(Schema::compile(plan.metadata)?))
    }
}

impl Book {
    /// Makes the fields that an import keeps columns in, as a change of the schema of its own.
    pub(super) fn make_fields(&self, edits: Vec<SchemaEdit>) -> Result<(), Error> {
        if edits.is_empty() {
            return Ok(());
        }
        let answer = self.change_schema(&SchemaRequest::Edits(edits), true).answer;
        if answer.success { Ok(()) } else { Err(Error::all_refused(answer.errors)) }
    }
}

/// What of a card no field is for, as the text of a field; and the properties that do not fit into it.
pub(super) fn properties(card: &Card) -> (Option<String>, Vec<String>) {
    let (mut kept, mut left) = (card.unmapped.clone(), Vec::new());
    while !kept.is_empty() {
        let text = json!(kept).to_string();
        if text.chars().count() <= LONGEST {
            return (Some(text), left);
        }
        let longest = kept.iter().enumerate().max_by_key(|(_, property)| property.value.len());
        let Some(at) = longest.map(|(at, _)| at) else { break };
        left.push(kept.remove(at).name);
    }
    (None, left)
}

/// The properties that the text of a field keeps.
pub(crate) fn properties_of(text: &str) -> Vec<Property> {
    serde_json::from_str(text).unwrap_or_default()
}

fn name_columns(mapping: &mut Mapping, schema: &Schema, names: &mut Vec<(String, String)>) {
    for column in mapping.columns.iter_mut().filter(|column| column.keep && column.field.is_none()) {
        let name = free_name(
            &column.column,
            |name| names.iter().any(|(taken, _)| taken.eq_ignore_ascii_case(name)),
            schema,
        );
        names.push((name.clone(), column.column.clone()));
        column.field = Some(name);
    }
}

/// A name for the field of a column. A custom text field of that name takes the column again.
fn free_name(column: &str, is_taken: impl Fn(&str) -> bool, schema: &Schema) -> String {
    let letters = column.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
    let mut base: String = letters.take(LONGEST_NAME - 4).collect();
    if !base.starts_with(|first: char| first.is_ascii_alphabetic()) {
        base = format!("C_{base}").chars().take(LONGEST_NAME - 4).collect();
    }
    let is_free = |name: &str| {
        let lower = name.to_lowercase();
        let there = schema.fields().iter().find(|field| field.field_name.to_lowercase() == lower);
        let fits = there.is_none_or(|field| {
            field.field_name == name && !field.is_protected && field.data_type == DataType::LongString
        });
        fits && !is_taken(name)
    };
    let numbered = (2..1_000).map(|number| format!("{base}_{number}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or(base)
}

fn field(name: &str, label: &str) -> Result<FieldMetadata, Error> {
    let label: String = label.chars().filter(|letter| !letter.is_control()).take(80).collect();
    let field = json!({"FieldName": name, "DisplayName": label, "DataType": "LongString", "Length": LONGEST});
    serde_json::from_value(field)
        .map_err(|error| Error::refused(Issue::new(Code::Internal, error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_for_a_column_has_a_name_of_its_own() {
        let schema = Schema::contact().unwrap();
        let name = |column: &str| free_name(column, |name| name == "Shoe_size", &schema);
        assert_eq!(name("Shoe size"), "Shoe_size_2");
        assert_eq!(name("Title"), "Title_2");
        assert_eq!(name("2nd key"), "C_2nd_key");
        assert_eq!(name(&"é".repeat(80)).len(), LONGEST_NAME - 4);
        assert!(Prepared::new(&ImportRequest::of("x"), true, &schema).unwrap().edits.is_empty());
    }

    #[test]
    fn properties_that_do_not_fit_are_named_and_the_others_are_kept() {
        let property = |name: &str, length: usize| Property {
            name: name.into(),
            value: "x".repeat(length),
            ..Property::default()
        };
        let unmapped = vec![property("X-A", 5), property("PHOTO", 50_000), property("KEY", 20_000)];
        let (text, left) = properties(&Card { unmapped, ..Card::default() });
        assert_eq!(properties_of(&text.unwrap()), [property("X-A", 5)]);
        assert_eq!(left, ["PHOTO", "KEY"]);
    }
}
