//! Any edits, one after the other.

use kith_model::{Record, RecordKey, Schema, SchemaCheck, SchemaEdit, UpdateRequest, plan, update};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

use super::{
    compiled,
    fields::{field, list, lists},
    stamp,
};
use crate::settings;

/// The name of a field that may be there.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-C][a-c]{1,2}_c",
        select(&["Title", "Email", "Id", "LeadSource"][..]).prop_map(str::to_owned)
    ]
}

/// An edit that names fields and lists which may be there.
pub fn edit() -> impl Strategy<Value = SchemaEdit> {
    prop_oneof![
        6 => field().prop_map(|field| SchemaEdit::AddField { field: Box::new(field) }),
        6 => (name(), changes()).prop_map(|(name, changes)| SchemaEdit::UpdateField { name, changes }),
        1 => name().prop_map(|name| SchemaEdit::DeprecateField { name }),
        1 => name().prop_map(|name| SchemaEdit::UndeprecateField { name }),
        2 => name().prop_map(|name| SchemaEdit::DeleteField { name }),
        1 => list("First").prop_map(|picklist| SchemaEdit::PutPicklist { picklist }),
        1 => list("Salutation").prop_map(|picklist| SchemaEdit::PutPicklist { picklist }),
        1 => select(&["First", "Second"][..]).prop_map(|name| SchemaEdit::DeletePicklist { name: name.to_owned() }),
    ]
}

fn changes() -> impl Strategy<Value = Map<String, Value>> {
    let change = select(vec![
        ("Length", json!(3)),
        ("Length", json!(null)),
        ("Length", json!(0)),
        ("Length", json!(-1)),
        ("IsRequired", json!(true)),
        ("IsRequired", json!(false)),
        ("IsNullable", json!(false)),
        ("IsUnique", json!(true)),
        ("Precision", json!(3)),
        ("Scale", json!(4)),
        ("Format", json!("email")),
        ("Format", json!(null)),
        ("Enforcement", json!("reject")),
        ("Enforcement", json!("warn")),
        ("DefaultValue", json!("a")),
        ("DefaultValue", json!(null)),
        ("DisplayName", json!("Shown")),
        ("ReadAccess", json!("None")),
        ("WriteAccess", json!("None")),
        ("DataType", json!("Int")),
    ]);
    prop::collection::vec(change, 1..3)
        .prop_map(|changes| changes.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// The schema after each set of edits that could be made.
pub fn schemas(sets: &[Vec<SchemaEdit>]) -> Vec<Schema> {
    let mut schemas = vec![Schema::contact().expect("the shipped schema")];
    for edits in sets {
        if let Some(Ok(plan)) = schemas.last().map(|schema| plan(schema, edits)) {
            schemas.push(compiled(plan));
        }
    }
    schemas
}

pub fn sets() -> impl Strategy<Value = Vec<Vec<SchemaEdit>>> {
    let sets = prop::collection::vec(prop::collection::vec(edit(), 1..3), 1..12);
    (lists(), sets).prop_map(|(lists, sets)| std::iter::once(lists).chain(sets).collect())
}

/// A record with a value in each field, whatever the field takes.
fn full(schema: &Schema) -> Record {
    let values = schema.fields().iter().enumerate();
    Record::from_fields(values.map(|(at, field)| (field.field_name.clone(), json!({"any": at}))).collect())
}

proptest! {
    #![proptest_config(settings(64))]

    #[test]
    fn any_edits_keep_a_schema_sound_and_never_lose_a_field_that_may_hold_values(sets in sets()) {
        let mut schema = Schema::contact().expect("the shipped schema");
        for edits in &sets {
            let Ok(plan) = plan(&schema, edits) else { continue };
            for field in schema.fields() {
                let after = plan.metadata.field_metadata.iter().find(|other| other.field_name == field.field_name);
                match after {
                    Some(after) => prop_assert_eq!(after.data_type, field.data_type),
                    None => {
                        prop_assert!(!field.is_protected);
                        let must_be_empty = SchemaCheck::MustBeEmpty { field: field.field_name.clone() };
                        prop_assert!(plan.checks.contains(&must_be_empty));
                    }
                }
            }
            schema = compiled(plan);
        }
    }

    #[test]
    fn under_any_later_schema_what_an_update_does_not_touch_stays_as_it_was(sets in sets()) {
        let schemas = schemas(&sets);
        let record = full(&schemas[0]);
        let key = RecordKey::Id("x".to_owned());
        for schema in &schemas {
            let body = kith_model::Body::parse(br#"{"Description":"new"}"#).expect("a body");
            let request = UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
            let after = update(schema, &record, &body, &request, &stamp()).expect("Description takes text").record;
            let is_stamped = |field: &str| ["Description", "ModifiedDate", "ModifiedBy", "ETag"].contains(&field);
            for (field, value) in record.fields().filter(|(field, _)| !is_stamped(field)) {
                prop_assert_eq!(after.get(field).to_string(), value.to_string());
            }
        }
    }

    /// What the book is told to look at is enough: a field that is not among the checks takes what it took before.
    #[test]
    fn a_field_that_need_not_be_checked_takes_what_it_took(sets in sets(), edits in prop::collection::vec(edit(), 1..3)) {
        let schemas = schemas(&sets);
        let before = schemas.last().expect("a schema");
        let Ok(plan) = plan(before, &edits) else { return Ok(()) };
        let checked: Vec<_> = plan.checks.iter().filter_map(|check| match check {
            SchemaCheck::MustBeValid { field } => Some(field.clone()),
            SchemaCheck::MustBeUnique { .. } | SchemaCheck::MustBeEmpty { .. } => None,
        }).collect();
        let after = compiled(plan);
        let values = [json!(null), json!("a"), json!("abcd"), json!("a@b"), json!("true"), json!(12), json!(12345),
            json!(true), json!("2024-01-01"), json!(["a", "b"]), json!({"Id": "abcd"})];
        for field in after.fields().iter().filter(|field| !checked.contains(&field.field_name)) {
            let Some(old) = before.field(&field.field_name) else { continue };
            for value in &values {
                let took = before.fault(old, value).expect("rules").is_none();
                let takes = after.fault(field, value).expect("rules").is_none();
                prop_assert!(!took || takes, "{} no longer takes {}", field.field_name, value);
            }
        }
    }
}
