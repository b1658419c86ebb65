use serde_json::{Value, json};

use super::*;
use crate::schema::{Schema, SchemaError, shipped};

/// The places of what is wrong with the shipped schema after a change of its JSON.
fn wrong(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut json = serde_json::to_value(shipped().unwrap()).unwrap();
    change(&mut json);
    match Schema::compile(serde_json::from_value(json).unwrap()) {
        Ok(_) => Vec::new(),
        Err(SchemaError::Unsound(issues)) => issues.into_iter().map(|issue| issue.place).collect(),
        Err(other) => panic!("{other}"),
    }
}

/// What is wrong with a further field, as the keys of its metadata.
fn wrong_field(keys: Value) -> Vec<String> {
    let at = format!("FieldMetadata[{}].", shipped().unwrap().field_metadata.len());
    let mut field = json!({"FieldName": "Own_c", "DisplayName": "Own", "DataType": "String"});
    field.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    let places = wrong(|json| json["FieldMetadata"].as_array_mut().unwrap().push(field));
    places.into_iter().map(|place| place.replace(&at, "")).collect()
}

fn wrong_list(list: Value) -> Vec<String> {
    wrong(|json| json["PicklistMetadata"].as_array_mut().unwrap().push(list))
}

#[test]
fn names_are_letters_digits_and_underscores_and_are_no_ones_else() {
    for good in ["a", "_", "Own_c", "1a", &"x".repeat(58)] {
        assert_eq!(wrong_field(json!({"FieldName": good})), [""; 0], "{good}");
    }
    for bad in [
        "",
        " ",
        "a b",
        "Größe",
        "a-b",
        "a.b",
        "kith:a",
        "123",
        &"x".repeat(59),
        "Email",
        "EMAIL",
        "id",
        "etag",
        "Kith",
        "kith_x",
        "__proto__",
        "constructor",
        "a\u{0}",
    ] {
        assert_eq!(wrong_field(json!({"FieldName": bad})), ["FieldName"], "{bad:?}");
    }
}

#[test]
fn numbers_of_a_field_are_within_the_platforms_limits() {
    for (keys, expected) in [
        (json!({"Length": 0}), "Length"),
        (json!({"Length": 2001}), "Length"),
        (json!({"DataType": "LongString", "Length": 10_001}), "Length"),
        (json!({"DataType": "Decimal", "Precision": 0}), "Precision"),
        (json!({"DataType": "Decimal", "Precision": 25}), "Precision"),
        (json!({"DataType": "Currency", "Precision": 4, "Scale": 5}), "Scale"),
        (json!({"DataType": "Currency", "Scale": 25}), "Scale"),
        (json!({"DataType": "AutoNumber", "AutoNumberInitialSeed": u64::MAX}), "AutoNumberInitialSeed"),
        (json!({"DataType": "AutoNumber", "AutoNumberPrefix": "\n"}), "AutoNumberPrefix"),
        (json!({"DataType": "Int", "Format": "url"}), "Format"),
        (json!({"DataType": "Boolean", "IsUnique": true}), "IsUnique"),
        (json!({"DataType": "Picklist"}), "PicklistName"),
        (json!({"DataType": "Picklist", "PicklistName": "None"}), "PicklistName"),
        (json!({"DataType": "Picklist", "PicklistName": "LeadSource", "Length": 15}), "Length"),
        (json!({"DisplayName": " "}), "DisplayName"),
        (json!({"Description": "x".repeat(10_001)}), "Description"),
    ] {
        assert_eq!(wrong_field(keys.clone()), [expected], "{keys}");
    }
    for keys in [
        json!({"Length": 2000}),
        json!({"DataType": "Boolean", "Length": 0}),
        json!({"DataType": "Decimal", "Precision": 24, "Scale": 24}),
        json!({"DataType": "Picklist", "PicklistName": "LeadSource", "Length": 16}),
    ] {
        assert_eq!(wrong_field(keys.clone()), [""; 0], "{keys}");
    }
}

#[test]
fn a_default_is_a_value_of_its_field() {
    for (keys, is_one) in [
        (json!({"DefaultValue": "x"}), true),
        (json!({"DefaultValue": 1}), false),
        (json!({"DefaultValue": "xyz", "Length": 2}), false),
        (json!({"DataType": "Decimal", "Scale": 2, "DefaultValue": 1.25}), true),
        (json!({"DataType": "Decimal", "Scale": 2, "DefaultValue": 1.125}), false),
        (json!({"DataType": "Date", "DefaultValue": "2026-02-30"}), false),
        (json!({"DataType": "Picklist", "PicklistName": "LeadSource", "DefaultValue": "Web"}), true),
        (json!({"DataType": "Picklist", "PicklistName": "LeadSource", "DefaultValue": "Fair"}), true),
        (
            json!({"DataType": "Picklist", "PicklistName": "LeadSource", "DefaultValue": "Fair",
                "Enforcement": "reject"}),
            false,
        ),
        (json!({"DataType": "Picklist", "PicklistName": "LeadSource", "DefaultValue": ""}), false),
        (json!({"DataType": "Rollup", "DefaultValue": "x"}), true),
    ] {
        let expected: &[&str] = if is_one { &[] } else { &["DefaultValue"] };
        assert_eq!(wrong_field(keys.clone()), expected, "{keys}");
    }
}

#[test]
fn picklists_have_names_and_values_of_their_own() {
    let entry = |value: &str| json!({"Value": value, "DisplayText": value, "Sequence": 1});
    assert_eq!(wrong_list(json!({"Name": "Own", "PicklistEntries": [entry("a"), entry("A")]})), [""; 0]);
    assert_eq!(
        wrong_list(json!({"Name": "LeadSource", "PicklistEntries": []})),
        ["PicklistMetadata[2].Name"]
    );
    let entries = [entry("a"), entry("a"), entry(""), entry(&"x".repeat(2_001))];
    let expected = ["[1].Value", "[2].Value", "[3].Value", "[3].DisplayText"];
    let expected = expected.map(|at| format!("PicklistMetadata[2].PicklistEntries{at}"));
    assert_eq!(wrong_list(json!({"Name": "Own", "PicklistEntries": entries})), expected);
}

#[test]
fn the_system_fields_are_there_and_are_kiths_own() {
    let at = |name: &str| {
        shipped().unwrap().field_metadata.iter().position(|field| field.field_name == name).unwrap()
    };
    let id = at("Id");
    assert_eq!(wrong(|json| json["FieldMetadata"][id]["DisplayName"] = json!("Key")), [""; 0]);
    assert_eq!(
        wrong(|json| json["FieldMetadata"][id]["WriteAccess"] = json!("All")),
        [format!("FieldMetadata[{id}]")]
    );
    assert_eq!(
        wrong(|json| drop(json["FieldMetadata"].as_array_mut().unwrap().remove(id))),
        ["FieldMetadata"]
    );
}

#[test]
fn there_is_an_end_to_fields_picklists_and_entries() {
    let field = |n: usize| json!({"FieldName": format!("F{n}"), "DisplayName": "F", "DataType": "Int"});
    let fields: Vec<_> = (0..MOST_FIELDS).map(field).collect();
    let places = wrong(|json| json["FieldMetadata"].as_array_mut().unwrap().extend(fields));
    assert_eq!(places, ["FieldMetadata"]);
    let list = |n: usize| json!({"Name": format!("L{n}"), "PicklistEntries": []});
    let lists: Vec<_> = (0..MOST_PICKLISTS).map(list).collect();
    assert_eq!(
        wrong(|json| json["PicklistMetadata"].as_array_mut().unwrap().extend(lists)),
        ["PicklistMetadata"]
    );
    let entries: Vec<_> =
        (0..=10_000).map(|n| json!({"Value": n.to_string(), "DisplayText": "x", "Sequence": n})).collect();
    let place = "PicklistMetadata[2].PicklistEntries";
    assert_eq!(wrong_list(json!({"Name": "Own", "PicklistEntries": entries})), [place]);
}
