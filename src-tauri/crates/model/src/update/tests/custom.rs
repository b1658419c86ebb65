//! Custom fields: numbers, picklists, automatic numbers, unique values.

use super::*;
use crate::schema::FieldMetadata;

/// The shipped schema with fields of our own.
fn with_fields(fields: Value) -> Schema {
    let mut metadata = Schema::contact().unwrap().metadata().clone();
    let fields: Vec<FieldMetadata> = serde_json::from_value(fields).unwrap();
    metadata.field_metadata.extend(fields);
    Schema::compile(metadata).unwrap()
}

/// A body as it is read: numbers by their text.
fn sent(text: &str) -> Body {
    Body::parse(text.as_bytes()).unwrap()
}

fn numbers() -> Schema {
    with_fields(json!([
        {"FieldName": "Int_c", "DisplayName": "Int", "DataType": "Int"},
        {"FieldName": "Double_c", "DisplayName": "Double", "DataType": "Double"},
        {"FieldName": "Money_c", "DisplayName": "Money", "DataType": "Currency", "Precision": 6, "Scale": 2}
    ]))
}

#[test]
fn a_number_is_kept_in_the_one_form_of_its_type_and_another_text_of_it_is_no_edit() {
    let schema = numbers();
    let body = sent(r#"{"Int_c":1e3,"Double_c":1.0,"Money_c":12.50}"#);
    let record = create(&schema, &body, &CreateRequest::default(), &stamp("e")).unwrap().record;
    let held = ["Int_c", "Double_c", "Money_c"].map(|field| record.get(field).to_string());
    assert_eq!(held, ["1000", "1", "12.5"]);
    let key = RecordKey::Id("1".into());
    let request =
        UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
    let mut stored = record;
    stored.set("Id", "1".into());
    let again = sent(r#"{"Int_c":1000.0,"Double_c":10e-1,"Money_c":12.500}"#);
    assert!(!update(&schema, &stored, &again, &request, &stamp("f")).unwrap().changed);
}

#[test]
fn numbers_that_do_not_fit_are_refused_by_their_digits() {
    let schema = numbers();
    for (text, code) in [
        (r#"{"Int_c":1.5}"#, Code::InvalidType),
        (r#"{"Int_c":"1"}"#, Code::InvalidType),
        (r#"{"Int_c":9223372036854775808}"#, Code::InvalidFormat),
        (r#"{"Money_c":0.005}"#, Code::InvalidFormat),
        (r#"{"Money_c":1234567}"#, Code::InvalidFormat),
        (r#"{"Money_c":12345.67}"#, Code::InvalidFormat),
        (r#"{"Money_c":true}"#, Code::InvalidType),
    ] {
        let verdict = create(&schema, &sent(text), &CreateRequest::default(), &stamp("e"));
        assert_eq!(codes(verdict)[0].1, code, "{text}");
    }
}

#[test]
fn what_is_no_longer_offered_is_kept_with_a_warning_when_it_is_newly_set() {
    let mut metadata = Schema::contact().unwrap().metadata().clone();
    metadata.picklist_metadata[0].picklist_entries[0].is_deprecated = true;
    for field in &mut metadata.field_metadata {
        field.is_deprecated = field.field_name == "Fax";
    }
    let schema = Schema::compile(metadata).unwrap();
    let body = sent(r#"{"LeadSource":"Web","Fax":"1"}"#);
    let accepted = create(&schema, &body, &CreateRequest::default(), &stamp("e")).unwrap();
    let told: Vec<_> =
        accepted.warnings.iter().map(|issue| (issue.field.as_deref().unwrap(), issue.code)).collect();
    assert_eq!(told, [("LeadSource", Code::Deprecated), ("Fax", Code::Deprecated)]);
    let mut stored = accepted.record;
    stored.set("Id", "1".into());
    let key = RecordKey::Id("1".into());
    let request =
        UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
    assert_eq!(update(&schema, &stored, &body, &request, &stamp("f")).unwrap().warnings, []);
}

#[test]
fn an_auto_number_is_given_once_and_never_taken() {
    let schema = with_fields(json!([{"FieldName": "No_c", "DisplayName": "No", "DataType": "AutoNumber",
        "AutoNumberPrefix": "C-", "AutoNumberInitialSeed": 100}]));
    assert_eq!(schema.auto_numbers().count(), 1);
    let mut request = CreateRequest::default();
    let first = create(&schema, &sent("{}"), &request, &stamp("e")).unwrap().record;
    assert_eq!(first.get("No_c"), "C-100");
    request.auto_numbers.insert("No_c".into(), 107);
    assert_eq!(create(&schema, &sent("{}"), &request, &stamp("e")).unwrap().record.get("No_c"), "C-107");
    let verdict = create(&schema, &sent(r#"{"No_c":"C-1"}"#), &request, &stamp("e"));
    assert_eq!(codes(verdict), [("No_c".to_owned(), Code::FieldNotWritable)]);
}

#[test]
fn a_unique_value_that_is_taken_is_refused_unless_it_is_no_value() {
    let schema = with_fields(
        json!([{"FieldName": "Badge_c", "DisplayName": "Badge", "DataType": "String", "IsUnique": true}]),
    );
    let request = CreateRequest { taken: vec!["Badge_c".into()], ..CreateRequest::default() };
    let verdict = create(&schema, &sent(r#"{"Badge_c":"7"}"#), &request, &stamp("e"));
    assert_eq!(codes(verdict), [("Badge_c".to_owned(), Code::NotUnique)]);
    assert!(create(&schema, &sent(r#"{"Badge_c":null}"#), &request, &stamp("e")).is_ok());
}

#[test]
fn the_default_of_a_read_only_field_is_given_and_a_deprecated_field_asked_of_nobody() {
    let schema = with_fields(json!([
        {"FieldName": "Origin_c", "DisplayName": "Origin", "DataType": "String", "WriteAccess": "None",
         "DefaultValue": "Kith"},
        {"FieldName": "Old_c", "DisplayName": "Old", "DataType": "String", "IsRequired": true,
         "IsDeprecated": true, "DefaultValue": "x"}
    ]));
    let record = create(&schema, &sent("{}"), &CreateRequest::default(), &stamp("e")).unwrap().record;
    assert_eq!((record.get("Origin_c"), record.get("Old_c")), (&json!("Kith"), &Value::Null));
}

#[test]
fn a_field_that_nobody_may_read_is_not_shown_and_still_kept() {
    let schema = with_fields(
        json!([{"FieldName": "Secret_c", "DisplayName": "Secret", "DataType": "String", "ReadAccess": "None"}]),
    );
    let body = sent(r#"{"Secret_c":"x","Title":"y"}"#);
    let record = create(&schema, &body, &CreateRequest::default(), &stamp("e")).unwrap().record;
    let shown = schema.readable(&record);
    assert_eq!((shown.get("Secret_c"), shown.get("Title")), (&Value::Null, &json!("y")));
    assert_eq!(record.get("Secret_c"), "x");
}
