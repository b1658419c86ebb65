use serde_json::{Value, json};

use super::*;
use crate::schema::metadata::FieldMetadata;

fn edits(edits: Value) -> Vec<SchemaEdit> {
    serde_json::from_str(&edits.to_string()).unwrap()
}

fn planned(schema: &Schema, asked: Value) -> SchemaPlan {
    plan(schema, &edits(asked)).unwrap()
}

fn places(schema: &Schema, asked: Value) -> Vec<String> {
    plan(schema, &edits(asked)).unwrap_err().into_iter().map(|issue| issue.place).collect()
}

fn after(schema: &Schema, asked: Value) -> Schema {
    Schema::compile(planned(schema, asked).metadata).unwrap()
}

fn contact() -> Schema {
    Schema::contact().unwrap()
}

fn adding(field: Value) -> Value {
    json!([{"AddField": {"Field": field}}])
}

/// The shipped schema with a custom field that holds a picklist's values.
fn with_stage() -> Schema {
    let list = json!({"Name": "Stage", "PicklistEntries": [
        {"Value": "New", "DisplayText": "New", "Sequence": 1}, {"Value": "Won", "DisplayText": "Won", "Sequence": 2}]});
    let field = json!({"FieldName": "Stage_c", "DisplayName": "Stage", "DataType": "Picklist", "PicklistName": "Stage"});
    after(&contact(), json!([{"PutPicklist": {"Picklist": list}}, {"AddField": {"Field": field}}]))
}

fn valid(field: &str) -> SchemaCheck {
    SchemaCheck::MustBeValid { field: field.into() }
}

#[test]
fn no_edit_is_no_difference() {
    let plan = planned(&contact(), json!([]));
    assert_eq!((plan.differences, plan.checks), (Vec::new(), Vec::new()));
    assert_eq!(plan.metadata, *contact().metadata());
}

#[test]
fn a_new_field_stands_last_and_is_never_a_standard_one() {
    let field = json!({"FieldName": "Tier_c", "DisplayName": "Tier", "DataType": "Int", "IsProtected": true});
    let plan = planned(&contact(), adding(field));
    let last = plan.metadata.field_metadata.last().unwrap();
    assert_eq!((last.field_name.as_str(), last.is_protected), ("Tier_c", false));
    assert_eq!(plan.differences.len(), 1);
    assert_eq!((plan.differences[0].kind, &*plan.differences[0].name), (DifferenceKind::Added, "Tier_c"));
    assert_eq!(plan.checks, []);
}

#[test]
fn a_new_field_that_every_record_must_hold_is_looked_for() {
    let field = json!({"FieldName": "Tier_c", "DisplayName": "Tier", "DataType": "Int", "IsRequired": true});
    assert_eq!(planned(&contact(), adding(field)).checks, [valid("Tier_c")]);
}

#[test]
fn keys_that_say_what_a_field_is_never_change() {
    for (key, value) in [
        ("DataType", json!("LongString")),
        ("FieldName", json!("Other")),
        ("IsProtected", json!(false)),
        ("PicklistName", json!("Salutation")),
        ("Lenght", json!(5)),
    ] {
        let asked = json!([{"UpdateField": {"Name": "Title", "Changes": {key: value}}}]);
        assert_eq!(places(&contact(), asked), [format!("Edits[0].Changes.{key}")]);
    }
}

#[test]
fn every_edit_that_cannot_be_made_is_told() {
    let asked = json!([
        {"UpdateField": {"Name": "title", "Changes": {}}},
        {"UpdateField": {"Name": "Id", "Changes": {"Length": 10}}},
        {"UpdateField": {"Name": "Title", "Changes": {"Length": -1}}},
        {"DeprecateField": {"Name": "ETag"}},
        {"DeleteField": {"Name": "Title"}},
        {"AddField": {"Field": {"FieldName": "Fax", "DisplayName": "Fax", "DataType": "String"}}},
        {"DeletePicklist": {"Name": "Salutation"}},
        {"DeletePicklist": {"Name": "Nothing"}}
    ]);
    let expected =
        ["Name", "Changes.Length", "Changes.Length", "Name", "Name", "Field.FieldName", "Name", "Name"];
    let expected: Vec<_> =
        expected.iter().enumerate().map(|(at, key)| format!("Edits[{at}].{key}")).collect();
    assert_eq!(places(&contact(), asked), expected);
}

#[test]
fn a_type_cannot_be_changed_by_deleting_the_field_and_adding_it() {
    let asked = json!([
        {"DeleteField": {"Name": "Stage_c"}},
        {"AddField": {"Field": {"FieldName": "Stage_c", "DisplayName": "Stage", "DataType": "Int"}}}
    ]);
    assert_eq!(places(&with_stage(), asked), ["Edits[1].Field.FieldName"]);
}

#[test]
fn what_would_not_be_sound_is_refused_with_its_place() {
    let field = json!({"FieldName": "email", "DisplayName": "", "DataType": "String", "Length": 0});
    let at = contact().fields().len();
    let expected = ["FieldName", "DisplayName", "Length"].map(|key| format!("FieldMetadata[{at}].{key}"));
    assert_eq!(places(&contact(), adding(field)), expected);
}

#[test]
fn a_rule_that_is_tightened_is_checked_and_one_that_is_loosened_is_not() {
    for (field, changes, is_tightened) in [
        ("Title", json!({"Length": 64}), true),
        ("Title", json!({"Length": 256}), false),
        ("Title", json!({"Length": null}), false),
        ("Title", json!({"IsRequired": true}), true),
        ("Title", json!({"IsNullable": false}), true),
        ("IsEmailBounced", json!({"IsNullable": true}), false),
        ("Title", json!({"Format": "url"}), true),
        ("Title", json!({"Format": "url", "Enforcement": "warn"}), false),
        ("Title", json!({"Enforcement": "warn"}), false),
        ("Email", json!({"Format": null}), false),
        ("Phone", json!({"Enforcement": "reject"}), true),
        ("LeadSource", json!({"Enforcement": "reject"}), true),
        ("Title", json!({"DisplayName": "Position", "IsSortable": false}), false),
    ] {
        let asked = json!([{"UpdateField": {"Name": field, "Changes": changes}}]);
        let expected = if is_tightened { vec![valid(field)] } else { Vec::new() };
        assert_eq!(planned(&contact(), asked.clone()).checks, expected, "{asked}");
    }
}

#[test]
fn a_value_that_leaves_a_closed_list_is_checked_and_one_that_is_withdrawn_is_not() {
    let put = |entries: Value, is_open: bool| {
        json!([{"PutPicklist": {"Picklist":
            {"Name": "Stage", "AllowNonConfiguredPicklistEntries": is_open, "PicklistEntries": entries}}}])
    };
    let entry = |value: &str, is_deprecated: bool| json!({"Value": value, "DisplayText": value, "Sequence": 1, "IsDeprecated": is_deprecated});
    let checks = |asked| planned(&with_stage(), asked).checks;
    assert_eq!(checks(put(json!([entry("New", false)]), false)), [valid("Stage_c")]);
    assert_eq!(
        checks(put(json!([entry("New", true), entry("Won", false), entry("Lost", false)]), false)),
        []
    );
    assert_eq!(checks(put(json!([]), true)), [], "an open list keeps what it does not hold");
}

#[test]
fn a_field_that_becomes_unique_is_checked() {
    let asked = json!([{"UpdateField": {"Name": "Email", "Changes": {"IsUnique": true}}}]);
    assert_eq!(planned(&contact(), asked).checks, [SchemaCheck::MustBeUnique { field: "Email".into() }]);
}

#[test]
fn a_custom_field_is_deleted_once_it_is_empty_and_its_list_with_it() {
    let asked = json!([{"DeleteField": {"Name": "Stage_c"}}, {"DeletePicklist": {"Name": "Stage"}}]);
    let plan = planned(&with_stage(), asked);
    assert_eq!(plan.checks, [SchemaCheck::MustBeEmpty { field: "Stage_c".into() }]);
    assert_eq!(plan.metadata, *contact().metadata());
    let kinds: Vec<_> =
        plan.differences.iter().map(|difference| (difference.part, difference.kind)).collect();
    let expected = [SchemaPart::Field, SchemaPart::Picklist].map(|part| (part, DifferenceKind::Deleted));
    assert_eq!(kinds, expected);
}

#[test]
fn hiding_a_field_is_told_apart_from_what_else_changes() {
    let asked = json!([
        {"DeprecateField": {"Name": "Fax"}},
        {"UpdateField": {"Name": "Fax", "Changes": {"DisplayName": "Telefax"}}}
    ]);
    let hidden = after(&contact(), asked.clone());
    let kinds: Vec<_> =
        planned(&contact(), asked).differences.into_iter().map(|d| (d.kind, d.keys.len())).collect();
    assert_eq!(kinds, [(DifferenceKind::Changed, 1), (DifferenceKind::Deprecated, 1)]);
    let shown = planned(&hidden, json!([{"UndeprecateField": {"Name": "Fax"}}]));
    assert_eq!(shown.differences[0].kind, DifferenceKind::Undeprecated);
}

#[test]
fn edits_come_back_as_they_were_written() {
    let field: FieldMetadata = contact().field("Title").unwrap().clone();
    let edit = SchemaEdit::AddField { field: Box::new(field) };
    let text = serde_json::to_string(&edit).unwrap();
    assert_eq!(serde_json::from_str::<SchemaEdit>(&text).unwrap(), edit);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::from_value::<SchemaEdit>(value).unwrap(), edit, "also by way of a value");
}
