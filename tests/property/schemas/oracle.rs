//! What a schema takes, beside `boon` on the JSON Schema it is written as: another implementation than the one that
//! Kith validates with.
//!
//! JSON Schema cannot say these rules, so no body of this test comes near them (ADR 0014 lists them too):
//!
//! - how many digits a decimal number has in all, before and after its point; its size and its step are said;
//! - that a number is beyond a double or a whole number beyond 64 bits by a hair: `boon` counts in doubles, and so are
//!   the steps of fractions in its hands;
//! - all of a web address and of a country code: a pattern says a part of it;
//! - a leap second that never was;
//! - what depends on the record or on others: unique values, keys, read-only fields put back as they are;
//! - that `ID` and `id` are `Id`, that `ETag` may hold anything, that a key stands once;
//! - what is only warned of.

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use kith_model::{Body, CreateRequest, FieldMetadata, Schema, SchemaEdit, create, export_json_schema};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{
    after,
    fields::{body_for, field, lists},
    stamp,
};
use crate::settings;

struct Oracle {
    schemas: Schemas,
    root: SchemaIndex,
}

impl Oracle {
    fn of(schema: &Schema) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler.add_resource("kith.json", export_json_schema(schema)).expect("a resource");
        let root = compiler.compile("kith.json", &mut schemas).expect("a JSON Schema that compiles");
        Self { schemas, root }
    }

    fn takes(&self, body: &Map<String, Value>) -> Result<(), String> {
        let body = Value::Object(body.clone());
        self.schemas.validate(&body, self.root).map_err(|error| format!("{error:#}"))
    }
}

/// Edits that add fields, with a body for the fields.
fn schema_and_body() -> impl Strategy<Value = (Vec<SchemaEdit>, Map<String, Value>)> {
    let unique = |fields: &Vec<FieldMetadata>| {
        let names: std::collections::HashSet<_> = fields.iter().map(|field| &field.field_name).collect();
        names.len() == fields.len()
    };
    let fields = prop::collection::vec(field(), 1..5).prop_filter("names differ", unique);
    (lists(), fields).prop_flat_map(|(mut edits, fields)| {
        edits.extend(fields.iter().map(|field| SchemaEdit::AddField { field: Box::new(field.clone()) }));
        (Just(edits), body_for(fields))
    })
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn a_schema_takes_what_another_validator_takes_by_its_json_schema((edits, body) in schema_and_body()) {
        let Some(schema) = after(&edits) else { return Err(TestCaseError::reject("not sound")) };
        let text = Value::Object(body.clone()).to_string();
        let request = CreateRequest { new_id: "1".to_owned(), ..CreateRequest::default() };
        let own = create(&schema, &Body::parse(text.as_bytes()).expect("a body"), &request, &stamp());
        let other = Oracle::of(&schema).takes(&body);
        prop_assert_eq!(own.is_ok(), other.is_ok(), "{}\n{:?}\n{:?}", text, own.map(|_| ()), other);
    }
}

#[test]
fn the_shipped_schema_takes_what_another_validator_takes() {
    let schema = Schema::contact().expect("the shipped schema");
    let oracle = Oracle::of(&schema);
    for (body, is_taken) in [
        (r#"{"Email":"a@b.c","Birthdate":"2024-02-29","IsEmailBounced":true,"Account":{"Id":"1"}}"#, true),
        (r#"{"Id":"x","ExternalId":null,"LeadSource":"Fair","Phone":"ask"}"#, true),
        (r#"{"Email":"a@"}"#, false),
        (r#"{"Birthdate":"2023-02-29"}"#, false),
        (r#"{"DoNotCall":"maybe"}"#, false),
        (r#"{"IsEmailBounced":null}"#, false),
        (r#"{"Account":{"Other":1}}"#, false),
        (r#"{"MailingCountryCode":"de"}"#, false),
        (r#"{"PhotoUrl":"ftp://a"}"#, false),
        (r#"{"Unheard":1}"#, false),
    ] {
        let request = CreateRequest { new_id: "1".to_owned(), ..CreateRequest::default() };
        let own = create(&schema, &Body::parse(body.as_bytes()).expect("a body"), &request, &stamp());
        let other = oracle.takes(&serde_json::from_str(body).expect("a body"));
        assert_eq!((own.is_ok(), other.is_ok()), (is_taken, is_taken), "{body}: {own:?} {other:?}");
    }
}
