//! Contract, section 2: every other code, its status and its field. `MalformedRequest` has a file of its own.

use kith_book::{Code, ObjectMetadata, Schema, StatusCode};
use kith_model::{Body, Record, Stamp, UpdateRequest, update};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken},
    book::{TestBook, id, user},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([
        json!({"Id": "id-1", "ExternalId": "x", "Title": "old", "Email": "a@b.c"}),
        json!({"Id": "id-2", "ExternalId": "y"}),
    ])
}

/// Checks that an update of the contact `x` is refused with that one error and that nothing changed; its message.
#[track_caller]
fn refused(body: &Value, code: Code, field: &str) -> String {
    let book = book();
    let before = book.contents();
    let reply = book.put("x", body);
    assert_refused(&reply, code.status(), &[(code, field)]);
    assert_eq!(book.contents(), before);
    reply.answer.errors[0].message.clone()
}

#[test]
fn unknown_field_offers_the_nearest_name() {
    for (sent, nearest) in [
        ("email", "Email"),
        ("TITLE", "Title"),
        ("FirstNam", "FirstName"),
        ("externalid", "ExternalId"),
        ("etag", "ETag"),
    ] {
        let message = refused(&json!({sent: "a"}), Code::UnknownField, sent);
        assert!(message.contains(&format!("{nearest:?}")), "{message}");
    }
    for sent in ["", " Title", "Title ", "Ｔitle", "Title\u{0}", "$type", "__proto__", "Id.Name", "qqqq"] {
        refused(&json!({sent: "a"}), Code::UnknownField, sent);
    }
    assert_eq!(Code::UnknownField.status(), StatusCode::BadRequest);
}

#[test]
fn invalid_type_for_another_json_type_without_coercion() {
    for value in [json!(1), json!(true), json!([]), json!({}), json!(["a"]), json!(1.5)] {
        refused(&json!({"Title": value}), Code::InvalidType, "Title");
    }
    for value in [json!("true"), json!(1), json!(0), json!([true]), json!({})] {
        refused(&json!({"IsEmailBounced": value}), Code::InvalidType, "IsEmailBounced");
    }
    for value in [json!(true), json!(false), json!(1)] {
        refused(&json!({"DoNotCall": value}), Code::InvalidType, "DoNotCall");
    }
    for value in [
        json!("a"),
        json!(1),
        json!([]),
        json!({"Id": 1}),
        json!({"Name": {}}),
        json!({"Name": "a", "x": null}),
    ] {
        refused(&json!({"Account": value}), Code::InvalidType, "Account");
        refused(&json!({"Owner": value}), Code::InvalidType, "Owner");
    }
}

#[test]
fn not_nullable_for_null_where_a_field_takes_none() {
    refused(&json!({"IsEmailBounced": null}), Code::NotNullable, "IsEmailBounced");
}

#[test]
fn too_long_counts_unicode_scalar_values() {
    let message = refused(&json!({"Title": "😀".repeat(129)}), Code::TooLong, "Title");
    assert!(message.contains("129") && message.contains("128"), "{message}");
    assert_taken(&book().put("x", &json!({"Title": "😀".repeat(128)})));
    assert_taken(&book().put("x", &json!({"Title": "e\u{301}".repeat(64)})));
    refused(&json!({"Title": "e\u{301}".repeat(65)}), Code::TooLong, "Title");
}

#[test]
fn invalid_format_for_a_value_that_has_not_the_fields_format() {
    for (field, value) in [
        ("Birthdate", "2023-02-29"),
        ("EmailBouncedDate", "yesterday"),
        ("Email", "a@"),
        ("PhotoUrl", "ftp://a/b"),
        ("MailingCountryCode", "UK"),
        ("OtherCountryCode", "de"),
        ("DoNotCall", "maybe"),
    ] {
        let message = refused(&json!({field: value}), Code::InvalidFormat, field);
        assert!(message.contains(value), "{message}");
    }
}

/// The shipped schema with `LastName` required.
fn with_required_last_name() -> Schema {
    let shipped = Schema::contact().expect("the shipped schema");
    let mut metadata: ObjectMetadata = shipped.metadata().clone();
    for field in &mut metadata.field_metadata {
        field.is_required |= field.field_name == "LastName";
    }
    Schema::compile(metadata).expect("a schema")
}

#[test]
fn required_field_when_the_record_would_end_without_one() {
    let stored: Record =
        serde_json::from_value(json!({"Id": "1", "ExternalId": "x", "LastName": "A", "ETag": "e"}))
            .expect("a record");
    let key = stored.key();
    let request =
        UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
    let stamp = Stamp { at: String::new(), by: user(), etag: "f".into() };
    let verdict = |body: Value| {
        let body = Body::parse(body.to_string().as_bytes()).expect("a body");
        update(&with_required_last_name(), &stored, &body, &request, &stamp)
    };
    let errors = verdict(json!({"LastName": null})).expect_err("refused").errors;
    assert_eq!((errors[0].code, errors[0].field.as_deref()), (Code::RequiredField, Some("LastName")));
    assert_eq!(Code::RequiredField.status(), StatusCode::BadRequest);
    assert!(verdict(json!({"Title": "a"})).is_ok());
    assert!(verdict(json!({"LastName": ""})).is_ok(), "empty text is a value");
}

#[test]
fn not_unique_for_a_key_another_record_holds() {
    let book = book();
    let before = book.contents();
    for (body, field) in [(json!({"ExternalId": "x"}), "ExternalId"), (json!({"Id": "id-1"}), "Id")] {
        assert_bad(&book.create(body.to_string().as_bytes()), Code::NotUnique, field);
        assert_bad(&book.check_new(body.to_string().as_bytes()), Code::NotUnique, field);
    }
    assert_eq!(book.contents(), before);
    let without = book.created(&json!({"Name": "A"}));
    assert_bad(&book.put_by(&id(&without), &json!({"ExternalId": "x"})), Code::NotUnique, "ExternalId");
}

#[test]
fn id_mismatch_when_the_payloads_id_is_not_the_records() {
    refused(&json!({"Id": "id-2"}), Code::IdMismatch, "Id");
}

#[test]
fn external_id_mismatch_when_the_payloads_external_id_is_not_the_paths() {
    for spelling in ["ExternalId", "externalId"] {
        for sent in [json!("z"), json!("X"), json!("x "), json!(null), json!("")] {
            refused(&json!({spelling: sent}), Code::ExternalIdMismatch, "ExternalId");
        }
    }
}

#[test]
fn stale_record_when_the_etag_is_absent_or_not_the_records() {
    let book = book();
    let current = book.field("x", "ETag");
    for body in [json!({"Title": "a"}), json!({"ETag": null}), json!({"ETag": "old"}), json!({"ETag": 1})] {
        assert_bad(&book.put_locked("x", &body), Code::StaleRecord, "ETag");
        assert_eq!(book.field("x", "ETag"), current);
    }
    assert_taken(&book.put_locked("x", &json!({"Title": "a", "ETag": current})));
    assert_bad(&book.put_locked("x", &json!({"Title": "b", "ETag": current})), Code::StaleRecord, "ETag");
}

#[test]
fn field_not_writable_for_a_system_field_with_another_value() {
    let by = json!({"Id": "u-2", "Name": "Somebody"});
    for (field, value) in [
        ("CreatedDate", json!("2020-01-01T00:00:00.000Z")),
        ("ModifiedDate", json!("2020-01-01T00:00:00.000Z")),
        ("CreatedBy", by.clone()),
        ("ModifiedBy", by),
        ("CreatedDate", Value::Null),
        ("ModifiedBy", json!(1)),
    ] {
        refused(&json!({field: value}), Code::FieldNotWritable, field);
    }
    assert_eq!(Code::FieldNotWritable.status(), StatusCode::Forbidden);
}

#[test]
fn read_only_when_the_book_takes_no_writes() {
    let mut book = book();
    book.reopen_read_only();
    let before = book.contents();
    for reply in [
        book.put("x", &json!({"Title": "a"})),
        book.create(b"{}"),
        book.delete(&id("id-1")),
        book.check_new(b"{}"),
        book.undo(None),
        book.redo(),
        book.undo(Some("1")),
    ] {
        assert_refused(&reply, StatusCode::Forbidden, &[(Code::ReadOnly, "")]);
    }
    assert_eq!(book.contents(), before);
}

#[test]
fn not_found_when_no_record_has_the_key() {
    let book = book();
    let nobody =
        [kith_tests::book::external("nobody"), id("nobody"), id("x"), kith_tests::book::external("id-1")];
    for key in nobody {
        for reply in [book.put_by(&key, &json!({})), book.read(&key), book.delete(&key)] {
            assert_refused(&reply, StatusCode::NotFound, &[(Code::NotFound, key.field())]);
        }
    }
}
