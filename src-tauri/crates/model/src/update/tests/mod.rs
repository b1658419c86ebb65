//! The contract, rule by rule.

mod custom;

use super::*;
use crate::issue::Code;

fn stamp(etag: &str) -> Stamp {
    let by = User { id: "u".into(), name: "Una".into() };
    Stamp { at: "2026-01-01T00:00:00.000Z".into(), by, etag: etag.into() }
}

fn body(value: Value) -> Body {
    Body::from_map(value.as_object().unwrap().clone()).unwrap()
}

fn stored(value: Value) -> Record {
    let request = CreateRequest { new_id: "id-1".into(), ..CreateRequest::default() };
    create(&Schema::contact().unwrap(), &body(value), &request, &stamp("e1")).unwrap().record
}

fn updated(record: &Record, sent: Value, enforce_lock: bool) -> Verdict {
    let key = record.key();
    let request = UpdateRequest { key: &key, enforce_lock, external_id_taken: false, taken: Vec::new() };
    update(&Schema::contact().unwrap(), record, &body(sent), &request, &stamp("e2"))
}

fn codes(verdict: Verdict) -> Vec<(String, Code)> {
    let errors = verdict.unwrap_err().errors;
    errors.into_iter().map(|issue| (issue.field.unwrap_or_default(), issue.code)).collect()
}

#[test]
fn a_field_left_out_keeps_its_value_null_clears_and_empty_text_is_a_value() {
    let record = stored(json!({"ExternalId": "x", "Title": "CEO", "Fax": "1", "Department": "A"}));
    let after = updated(&record, json!({"Fax": null, "Department": ""}), false).unwrap().record;
    assert_eq!(after.get("Title"), &json!("CEO"));
    assert_eq!(after.get("Fax"), &Value::Null);
    assert_eq!(after.get("Department"), &json!(""));
    assert_eq!((after.etag(), record.etag()), ("e2", "e1"));
}

#[test]
fn a_whole_record_put_back_changes_nothing() {
    let record = stored(json!({"ExternalId": "x", "Title": "CEO"}));
    let whole = Value::Object(record.clone().into_fields());
    let same = updated(&record, whole, true).unwrap();
    assert!(!same.changed);
    assert_eq!(same.record, record);
}

#[test]
fn every_error_is_reported_in_schema_order_unknown_fields_and_keys_last() {
    let record = stored(json!({"ExternalId": "x"}));
    let verdict = updated(
        &record,
        json!({"Id": "other", "ETag": "old", "email": "x", "Title": 1, "CreatedDate": "x", "ExternalId": "y",
               "Email": "no", "IsEmailBounced": null, "Account": "a", "Name": "x".repeat(256)}),
        true,
    );
    let expected = [
        ("Account", Code::InvalidType),
        ("Name", Code::TooLong),
        ("Email", Code::InvalidFormat),
        ("IsEmailBounced", Code::NotNullable),
        ("Title", Code::InvalidType),
        ("CreatedDate", Code::FieldNotWritable),
        ("email", Code::UnknownField),
        ("Id", Code::IdMismatch),
        ("ExternalId", Code::ExternalIdMismatch),
        ("ETag", Code::StaleRecord),
    ];
    assert_eq!(codes(verdict), expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn the_id_never_changes_not_even_to_null() {
    let record = stored(json!({"ExternalId": "x"}));
    for id in [json!("other"), json!(null), json!(1), json!("ID-1"), json!("")] {
        assert_eq!(codes(updated(&record, json!({"Id": id}), false)), [("Id".to_owned(), Code::IdMismatch)]);
    }
    assert!(updated(&record, json!({"id": "id-1", "Title": "x"}), false).is_ok());
}

#[test]
fn the_etag_is_looked_at_only_under_optimistic_locking() {
    let record = stored(json!({"ExternalId": "x"}));
    assert!(updated(&record, json!({"ETag": 5, "Title": "x"}), false).is_ok());
    assert!(updated(&record, json!({"ETag": "e1", "Title": "x"}), true).is_ok());
    for sent in [json!({"Title": "x"}), json!({"ETag": null}), json!({"ETag": 5}), json!({"ETag": "e0"})] {
        assert_eq!(codes(updated(&record, sent, true)), [("ETag".to_owned(), Code::StaleRecord)]);
    }
}

#[test]
fn an_absent_external_id_is_set_once_by_id_only() {
    let record = stored(json!({"Name": "A"}));
    let after = updated(&record, json!({"ExternalId": "x"}), false).unwrap().record;
    assert_eq!(after.external_id(), Some("x"));
    let by_id = RecordKey::Id("id-1".into());
    let again =
        UpdateRequest { key: &by_id, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
    let verdict =
        update(&Schema::contact().unwrap(), &after, &body(json!({"ExternalId": "y"})), &again, &stamp("e3"));
    assert_eq!(codes(verdict), [("ExternalId".to_owned(), Code::ExternalIdMismatch)]);
    let taken =
        UpdateRequest { key: &by_id, enforce_lock: false, external_id_taken: true, taken: Vec::new() };
    let verdict =
        update(&Schema::contact().unwrap(), &record, &body(json!({"ExternalId": "y"})), &taken, &stamp("e3"));
    assert_eq!(codes(verdict), [("ExternalId".to_owned(), Code::NotUnique)]);
    let by_path =
        UpdateRequest { key: &after.key(), enforce_lock: false, external_id_taken: true, taken: Vec::new() };
    let verdict = update(
        &Schema::contact().unwrap(),
        &after,
        &body(json!({"ExternalId": "y"})),
        &by_path,
        &stamp("e3"),
    );
    let mismatch = [("ExternalId".to_owned(), Code::ExternalIdMismatch)];
    assert_eq!(codes(verdict), mismatch, "not the path's, whoever holds it");
}

#[test]
fn an_old_invalid_value_does_not_block_another_field() {
    let mut record = stored(json!({"ExternalId": "x"}));
    record.set("Email", json!("not an address"));
    assert!(updated(&record, json!({"Email": "not an address", "Title": "x"}), false).is_ok());
    assert!(updated(&record, json!({"Email": "another wrong one"}), false).is_err());
}

#[test]
fn values_are_kept_byte_for_byte_and_objects_replaced_whole() {
    let record = stored(json!({"ExternalId": "x", "Account": {"Id": "1", "Name": "A"}}));
    let odd = " \u{202e}e\u{301}\u{0}\r\n\u{feff} ";
    let after = updated(&record, json!({"Title": odd, "Account": {"Name": "B"}}), false).unwrap().record;
    assert_eq!(after.get("Title"), &json!(odd));
    assert_eq!(after.get("Account"), &json!({"Name": "B"}));
}

#[test]
fn a_doubtful_value_is_kept_with_a_warning() {
    let record = stored(json!({"ExternalId": "x"}));
    let accepted = updated(&record, json!({"Phone": "ask Una", "LeadSource": "Fair"}), false).unwrap();
    let fields: Vec<_> = accepted.warnings.iter().filter_map(|issue| issue.field.as_deref()).collect();
    assert_eq!(fields, ["LeadSource", "Phone"]);
    assert_eq!(accepted.record.get("Phone"), &json!("ask Una"));
}

#[test]
fn a_new_record_gets_defaults_keys_and_stamps() {
    let record = stored(json!({"ID": "mine", "ExternalId": null}));
    assert_eq!(record.id(), "mine");
    assert_eq!(record.external_id(), None);
    assert_eq!(record.get("IsEmailBounced"), &json!(false));
    assert_eq!(record.get("CreatedBy"), &json!({"Id": "u", "Name": "Una"}));
    let request = CreateRequest {
        new_id: "n".into(),
        id_taken: true,
        external_id_taken: true,
        ..CreateRequest::default()
    };
    let sent = body(json!({"Id": "a", "ExternalId": "b"}));
    let verdict = create(&Schema::contact().unwrap(), &sent, &request, &stamp("e"));
    assert_eq!(
        codes(verdict),
        [("Id".to_owned(), Code::NotUnique), ("ExternalId".to_owned(), Code::NotUnique)]
    );
}

#[test]
fn a_required_field_cannot_be_missing_or_cleared() {
    let mut metadata = Schema::contact().unwrap().metadata().clone();
    for field in &mut metadata.field_metadata {
        field.is_required |= field.field_name == "LastName";
    }
    let schema = Schema::compile(metadata).unwrap();
    let request = CreateRequest { new_id: "n".into(), ..CreateRequest::default() };
    for sent in [json!({"Title": 1}), json!({"LastName": null, "Title": 1})] {
        let verdict = create(&schema, &body(sent), &request, &stamp("e"));
        let expected = [("LastName", Code::RequiredField), ("Title", Code::InvalidType)];
        assert_eq!(codes(verdict), expected.map(|(field, code)| (field.to_owned(), code)));
    }
    let record = stored(json!({"ExternalId": "x", "LastName": "A"}));
    let request = UpdateRequest {
        key: &record.key(),
        enforce_lock: false,
        external_id_taken: false,
        taken: Vec::new(),
    };
    let verdict = update(&schema, &record, &body(json!({"LastName": null})), &request, &stamp("e"));
    assert_eq!(codes(verdict), [("LastName".to_owned(), Code::RequiredField)]);
}
