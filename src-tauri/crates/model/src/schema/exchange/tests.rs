use serde_json::json;

use super::*;
use crate::schema::{DataType, DifferenceKind, FieldMetadata, SchemaDifference, SchemaPart};

fn contact() -> Schema {
    Schema::contact().unwrap()
}

/// The shipped schema after a file.
fn after(file: &Value) -> Schema {
    Schema::compile(imported(&contact(), file).metadata).unwrap()
}

fn imported(current: &Schema, file: &Value) -> SchemaPlan {
    import(current, file.to_string().as_bytes()).unwrap()
}

fn places(file: &Value) -> Vec<String> {
    import(&contact(), file.to_string().as_bytes())
        .unwrap_err()
        .into_iter()
        .map(|issue| issue.place)
        .collect()
}

/// What is told of all but what the file lacks.
fn told(plan: &SchemaPlan) -> Vec<(DifferenceKind, SchemaPart, &str)> {
    let is_lacking = |told: &&SchemaDifference| {
        told.kind == DifferenceKind::Kept && told.why.as_deref() == Some("The file does not have it.")
    };
    let told = plan.differences.iter().filter(|told| !is_lacking(told));
    told.map(|told| (told.kind, told.part, told.name.as_str())).collect()
}

fn why(plan: &SchemaPlan, name: &str) -> String {
    let is_it = |told: &&SchemaDifference| told.kind == DifferenceKind::Refused && told.name == name;
    let told = plan.differences.iter().find(is_it).unwrap();
    told.why.clone().unwrap()
}

fn fields(fields: Value) -> Value {
    json!({"Name": "Contact", "FieldMetadata": fields})
}

/// A JSON Schema of one property.
fn property(schema: Value) -> Value {
    json!({"type": "object", "properties": {"Own_c": schema}})
}

fn field_of(schema: Value) -> FieldMetadata {
    after(&property(schema)).field("Own_c").unwrap().clone()
}

#[test]
fn our_own_exports_change_nothing() {
    let organisation = organisation();
    for schema in [contact(), organisation] {
        for file in [export_object_metadata(&schema), export_json_schema(&schema)] {
            let plan = imported(&schema, &file);
            assert_eq!((plan.differences, plan.checks), (Vec::new(), Vec::new()));
            assert_eq!(plan.metadata, *schema.metadata());
        }
    }
}

/// A schema with a field of every kind, and keys that only the platform knows.
fn organisation() -> Schema {
    after(&json!({
        "Name": "Contact", "DisplayName": "Person", "ObjectId": 7, "PluralName": "People",
        "FieldMetadata": [
            {"FieldName": "Title", "DataType": "String", "Length": null, "Audit": {"By": [1, 2.5]}},
            {"FieldName": "Tier_c", "DataType": "Picklist", "PicklistName": "Tier", "Length": 0, "IsProtected": true},
            {"FieldName": "Tags_c", "DataType": "MultiPicklist", "PicklistName": "Tier", "Enforcement": "reject"},
            {"FieldName": "Budget_c", "DisplayName": "Budget", "DataType": "Currency", "Precision": 12, "Scale": 2,
             "DefaultValue": "0.10"},
            {"FieldName": "Vip_c", "DataType": "Boolean", "DefaultValue": "false", "IsNullable": false},
            {"FieldName": "No_c", "DataType": "AutoNumber", "AutoNumberPrefix": "C-", "AutoNumberInitialSeed": 10},
            {"FieldName": "Sum_c", "DataType": "Rollup", "Formula": "SUM(x)", "IsDeprecated": true}
        ],
        "PicklistMetadata": [
            {"Name": "Tier", "AllowNonConfiguredPicklistEntries": true, "Colour": "red",
             "PicklistEntries": [{"Value": "A"}, {"Value": "B", "DisplayText": "Bee", "Sequence": 9, "Hue": 3}]}
        ]
    }))
}

#[test]
fn an_organisations_export_becomes_its_form_and_what_only_the_platform_knows_is_kept() {
    let schema = organisation();
    assert_eq!(schema.metadata().display_name, "Person");
    assert_eq!(schema.metadata().other["PluralName"], "People");
    let title = schema.field("Title").unwrap();
    assert_eq!((title.length, title.is_protected, title.is_nullable), (None, true, true));
    assert_eq!(title.other["Audit"]["By"][1].to_string(), "2.5");
    let tier = schema.field("Tier_c").unwrap();
    assert_eq!((tier.display_name.as_str(), tier.length, tier.is_protected), ("Tier_c", None, false));
    assert_eq!(schema.field("Vip_c").unwrap().default_value, Some(false.into()));
    assert_eq!(schema.field("Budget_c").unwrap().default_value.as_ref().unwrap().to_string(), "0.10");
    let list = &schema.metadata().picklist_metadata[2];
    assert_eq!(list.other["Colour"], "red");
    assert_eq!((list.picklist_entries[0].display_text.as_str(), list.picklist_entries[0].sequence), ("A", 1));
    assert_eq!(list.picklist_entries[1].other["Hue"], 3);
}

#[test]
fn an_export_makes_the_same_schema_of_another_book() {
    let schema = organisation();
    for file in [export_object_metadata(&schema), export_json_schema(&schema)] {
        assert_eq!(imported(&contact(), &file).metadata, *schema.metadata());
    }
}

#[test]
fn what_cannot_be_taken_is_refused_with_its_place_and_the_rest_is_taken() {
    let plan = imported(
        &contact(),
        &fields(json!([
            {"FieldName": "Good_c", "DataType": "Int"},
            {"FieldName": "Title", "DataType": "Int"},
            {"FieldName": "Kind_c", "DataType": "Colour"},
            {"FieldName": "None_c"},
            {"FieldName": "Long_c", "DataType": "String", "Length": -1},
            {"FieldName": "email", "DataType": "String"},
            {"FieldName": "List_c", "DataType": "Picklist", "PicklistName": "Nowhere"},
            {"FieldName": "Id", "DisplayName": "Key"}
        ])),
    );
    let refused = |name| (DifferenceKind::Refused, SchemaPart::Field, name);
    let mut all = told(&plan);
    all.sort_by_key(|(kind, _, name)| (*kind as u8, (*name).to_owned()));
    let mut expected = vec![
        (DifferenceKind::Added, SchemaPart::Field, "Good_c"),
        (DifferenceKind::Kept, SchemaPart::Field, "Id"),
    ];
    expected.extend(["Kind_c", "List_c", "Long_c", "None_c", "Title", "email"].map(refused));
    assert_eq!(all, expected);
    for (name, place) in [
        ("Title", "FieldMetadata[1].DataType"),
        ("Kind_c", "FieldMetadata[2].DataType"),
        ("None_c", "FieldMetadata[3]"),
        ("Long_c", "FieldMetadata[4].Length"),
        ("email", "FieldMetadata[5].FieldName"),
        ("List_c", "FieldMetadata[6].PicklistName"),
    ] {
        assert!(why(&plan, name).starts_with(&format!("{place}: ")), "{}", why(&plan, name));
    }
    assert!(why(&plan, "Long_c").contains("-1 came"), "{}", why(&plan, "Long_c"));
}

#[test]
fn a_list_that_cannot_be_taken_takes_its_new_fields_with_it() {
    let entry = json!({"Value": "x", "DisplayText": "x", "Sequence": 1});
    let file = json!({
        "FieldMetadata": [{"FieldName": "Own_c", "DataType": "Picklist", "PicklistName": "Own"}],
        "PicklistMetadata": [
            {"Name": "Own", "PicklistEntries": [entry, entry]},
            {"Name": "Salutation", "PicklistEntries": [{"Value": "x".repeat(41)}]}
        ]
    });
    let plan = imported(&contact(), &file);
    assert_eq!(plan.metadata, *contact().metadata());
    assert!(
        why(&plan, "Own").starts_with("PicklistMetadata[0].PicklistEntries[1].Value: "),
        "{}",
        why(&plan, "Own")
    );
    assert!(why(&plan, "Salutation").starts_with("PicklistMetadata[1]: "), "{}", why(&plan, "Salutation"));
    assert!(why(&plan, "Own_c").starts_with("FieldMetadata[0].PicklistName: "));
}

#[test]
fn a_file_that_is_wrong_as_a_whole_is_no_plan() {
    let twice = json!([{"FieldName": "A", "DataType": "Int"}, {"FieldName": "A", "DataType": "Int"}]);
    for (file, place) in [
        (json!([]), ""),
        (json!({"a": 1}), ""),
        (fields(json!({})), "FieldMetadata"),
        (fields(json!([1])), "FieldMetadata[0]"),
        (fields(json!([{"FieldName": 1}])), "FieldMetadata[0].FieldName"),
        (fields(twice), "FieldMetadata[1].FieldName"),
        (json!({"Name": "Account", "FieldMetadata": []}), "Name"),
        (json!({"FieldMetadata": [], "DisplayName": " "}), "DisplayName"),
        (json!({"properties": []}), "properties"),
        (json!({"properties": {}, "allOf": []}), "allOf"),
        (json!({"properties": {}, "required": [1]}), "required"),
        (json!({"properties": {}, "type": "array"}), "type"),
    ] {
        assert_eq!(places(&file), [place], "{file}");
    }
    for (file, place) in
        [("", "line 1 column 0"), ("{\"a\":1,\"a\":2}", "line 1 column 10"), ("\u{feff}{}", "")]
    {
        assert_eq!(import(&contact(), file.as_bytes()).unwrap_err()[0].place, place, "{file}");
    }
    assert_eq!(import(&contact(), b"{\"\xff").unwrap_err()[0].place, "byte 2");
}

#[test]
fn a_property_is_the_field_that_takes_the_same() {
    for (schema, data_type, key, value) in [
        (json!({"type": "string"}), DataType::String, "Length", json!(null)),
        (json!({"type": "string", "maxLength": 40}), DataType::String, "Length", json!(40)),
        (json!({"type": ["null", "string"], "maxLength": 5000}), DataType::LongString, "Length", json!(5000)),
        (json!({"type": "string", "format": "date"}), DataType::Date, "IsNullable", json!(false)),
        (
            json!({"type": ["string", "null"], "format": "date-time"}),
            DataType::DateTime,
            "IsNullable",
            json!(true),
        ),
        (json!({"type": "string", "format": "email"}), DataType::String, "Format", json!("email")),
        (json!({"type": "string", "format": "uri"}), DataType::String, "Format", json!("url")),
        (json!({"type": "integer", "default": 3}), DataType::Int, "DefaultValue", json!(3)),
        (json!({"type": "number"}), DataType::Double, "Scale", json!(null)),
        (json!({"type": "number", "multipleOf": 0.01}), DataType::Decimal, "Scale", json!(2)),
        (json!({"type": "number", "multipleOf": 1}), DataType::Decimal, "Scale", json!(0)),
        (json!({"type": "boolean", "deprecated": true}), DataType::Boolean, "IsDeprecated", json!(true)),
        (
            json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
            DataType::String,
            "IsNullable",
            json!(true),
        ),
        (
            json!({"enum": ["a", "b", null], "title": "Own"}),
            DataType::Picklist,
            "PicklistName",
            json!("Own_c"),
        ),
        (
            json!({"type": "array", "items": {"enum": ["a"]}}),
            DataType::MultiPicklist,
            "PicklistName",
            json!("Own_c"),
        ),
        (
            json!({"type": "object", "properties": {"Id": {"type": "string"}, "Name": {"type": ["string", "null"]}}}),
            DataType::Lookup,
            "Length",
            json!(null),
        ),
        (json!({"type": "string", "readOnly": true}), DataType::String, "WriteAccess", json!("None")),
    ] {
        let field = field_of(schema.clone());
        let keys = serde_json::to_value(&field).unwrap();
        let found = keys.get(key).cloned().unwrap_or_default();
        assert_eq!((field.data_type, found), (data_type, value), "{schema}");
    }
}

#[test]
fn what_has_no_like_is_refused_and_names_what_it_is() {
    for (schema, word) in [
        (json!(true), "object of keywords"),
        (json!({}), "no one type"),
        (json!({"type": ["string", "integer"]}), "no one type"),
        (json!({"type": "null"}), "\"null\""),
        (json!({"type": "string", "pattern": "a"}), "pattern"),
        (json!({"type": "string", "minLength": 1}), "minLength"),
        (json!({"type": "string", "format": "ipv4"}), "ipv4"),
        (json!({"type": "integer", "maximum": 5}), "maximum"),
        (json!({"type": "integer", "maxLength": 5}), "maxLength"),
        (json!({"type": "number", "multipleOf": 0.05}), "multipleOf"),
        (json!({"enum": [1, 2]}), "enum"),
        (json!({"type": "array", "items": {"type": "string"}}), "enum"),
        (json!({"type": "array"}), "items"),
        (json!({"type": "object", "properties": {"Street": {"type": "string"}}}), "An object"),
        (json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}), "anyOf"),
        (json!({"$ref": "https://example.com/x.json"}), "out of the file"),
        (json!({"$ref": "#/$defs/none"}), "leads to nothing"),
        (json!({"$ref": "#/properties/Own_c"}), "back to itself"),
        (json!({"type": "string", "maxLength": 10_001}), "10000"),
        (json!({"type": "string", "maxLength": -1}), "Length"),
    ] {
        let plan = imported(&contact(), &property(schema.clone()));
        let refused = why(&plan, "Own_c");
        assert!(refused.starts_with("properties.Own_c") && refused.contains(word), "{schema}: {refused}");
    }
}

#[test]
fn references_within_the_file_are_followed() {
    let file = json!({
        "$defs": {"text": {"$ref": "#/$defs/short"}, "short": {"type": "string", "maxLength": 9}},
        "properties": {"Own_c": {"$ref": "#/$defs/text", "title": "Own"}}
    });
    let field = after(&file).field("Own_c").unwrap().clone();
    assert_eq!((field.display_name.as_str(), field.length), ("Own", Some(9)));
}

#[test]
fn a_property_of_a_field_that_is_there_keeps_the_fields_own_type() {
    let file = json!({"properties": {
        "Account": {"type": ["object", "null"], "properties":
            {"Id": {"type": "string", "maxLength": 255}, "Name": {"type": "string", "maxLength": 255}}},
        "Owner": {"type": ["object", "null"], "properties":
            {"Id": {"type": "string", "maxLength": 255}, "Name": {"type": "string", "maxLength": 255}}},
        "LeadSource": {"enum": ["Web", "Fair", null]},
        "Email": {"type": "string", "maxLength": 254},
        "Title": {"type": "string", "format": "date"}
    }, "required": ["Email"]});
    let plan = imported(&contact(), &file);
    let mut expected = vec![
        (DifferenceKind::Changed, SchemaPart::Field, "Email"),
        (DifferenceKind::Changed, SchemaPart::Picklist, "LeadSource"),
        (DifferenceKind::Refused, SchemaPart::Field, "Title"),
    ];
    expected.sort_by_key(|told| told.2);
    let mut all = told(&plan);
    all.sort_by_key(|told| told.2);
    assert_eq!(all, expected);
    let email = Schema::compile(plan.metadata).unwrap().field("Email").unwrap().clone();
    assert_eq!((email.is_required, email.format.is_some()), (true, true));
}

#[test]
fn the_json_schema_says_what_the_rules_are() {
    let schema = export_json_schema(&organisation());
    let property = |name: &str| schema["properties"][name].clone();
    assert_eq!(property("Fax")["x-kith-format"], "phone");
    assert!(property("Fax").get("allOf").is_none(), "phones only warn");
    assert_eq!(property("Birthdate")["format"], "date");
    assert_eq!(property("Budget_c")["multipleOf"].to_string(), "0.01");
    assert_eq!(property("Budget_c")["exclusiveMaximum"].to_string(), "1000000000000");
    assert_eq!(property("Sum_c"), json!({"title": "Sum_c", "deprecated": true, "readOnly": true}));
    assert_eq!(property("Tags_c")["items"]["allOf"][1], json!({"$ref": "#/$defs/list3"}));
    assert_eq!(schema["$defs"]["list3"], json!({"enum": ["A", "B"]}));
    assert_eq!(schema["required"], json!([]));
}
