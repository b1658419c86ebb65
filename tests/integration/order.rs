//! Contract, section 2: which errors are reported, in which order, and which status they come to.

use kith_book::{Code, StatusCode, UpdateOptions};
use kith_tests::{
    answers::{assert_bad, assert_refused},
    book::{TestBook, external},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([json!({"Id": "id-1", "ExternalId": "x", "Title": "old"})])
}

#[test]
fn every_field_in_error_is_reported_in_schema_order_unknown_fields_and_keys_last() {
    let book = book();
    let before = book.contents();
    let body = json!({
        "Zebra": 1, "title": "a", "ExternalId": "y", "Id": "id-9", "ETag": "old",
        "ModifiedDate": "x", "CreatedDate": "x", "Title": 1, "PhotoUrl": "x", "Owner": 1, "Email": "x",
        "IsEmailBounced": null, "Name": "x".repeat(256), "Account": "x", "Phone": "good 1 x", "City": null,
    });
    let expected = [
        (Code::InvalidType, "Account"),
        (Code::TooLong, "Name"),
        (Code::InvalidFormat, "Email"),
        (Code::NotNullable, "IsEmailBounced"),
        (Code::InvalidType, "Owner"),
        (Code::InvalidFormat, "PhotoUrl"),
        (Code::InvalidType, "Title"),
        (Code::FieldNotWritable, "CreatedDate"),
        (Code::FieldNotWritable, "ModifiedDate"),
        (Code::UnknownField, "Zebra"),
        (Code::UnknownField, "title"),
        (Code::UnknownField, "City"),
        (Code::IdMismatch, "Id"),
        (Code::ExternalIdMismatch, "ExternalId"),
        (Code::StaleRecord, "ETag"),
    ];
    assert_refused(&book.put_locked("x", &body), StatusCode::BadRequest, &expected);
    assert_eq!(book.contents(), before, "a request with any error changes nothing");
}

#[test]
fn each_field_has_one_error_type_before_null_before_length_before_format() {
    let long = "x".repeat(256);
    for (field, value, code) in [
        ("Account", json!({"Id": long, "Name": 1}), Code::InvalidType),
        ("Account", json!({"Id": long, "Other": 1}), Code::InvalidType),
        ("IsEmailBounced", json!("null"), Code::InvalidType),
        ("IsEmailBounced", Value::Null, Code::NotNullable),
        ("Email", json!(long), Code::TooLong),
        ("DoNotCall", json!("perhaps"), Code::TooLong),
        ("DoNotCall", json!("maybe"), Code::InvalidFormat),
        ("MailingCountryCode", json!("Deutschland"), Code::TooLong),
        ("MailingCountryCode", json!("Germany"), Code::InvalidFormat),
        ("PhotoUrl", json!("x".repeat(2049)), Code::TooLong),
    ] {
        assert_bad(&book().put("x", &json!({field: value})), code, field);
    }
}

#[test]
fn a_malformed_request_comes_before_read_only_not_found_and_fields() {
    let mut book = book();
    let options = UpdateOptions::default();
    book.reopen_read_only();
    for key in ["x", "nobody"] {
        let reply = book.update(&external(key), b"[]", options);
        assert_bad(&reply, Code::MalformedRequest, "");
    }
    let reply = book.update(&external(""), br#"{"Title":1}"#, options);
    assert_bad(&reply, Code::MalformedRequest, "ExternalId");
    let reply = book.update(&external(""), b"{", options);
    let both = [(Code::MalformedRequest, ""), (Code::MalformedRequest, "ExternalId")];
    assert_refused(&reply, StatusCode::BadRequest, &both);
}

#[test]
fn read_only_comes_before_not_found_and_fields() {
    let mut book = book();
    book.reopen_read_only();
    for (key, body) in
        [("x", json!({"Title": 1})), ("nobody", json!({"Title": "a"})), ("nobody", json!({"Zebra": 1}))]
    {
        assert_refused(&book.put(key, &body), StatusCode::Forbidden, &[(Code::ReadOnly, "")]);
    }
    let reply = book.undo(Some("999"));
    assert_refused(&reply, StatusCode::Forbidden, &[(Code::ReadOnly, "")]);
}

#[test]
fn not_found_comes_before_fields() {
    let reply = book().put("nobody", &json!({"Title": 1, "Zebra": 1, "CreatedDate": "x"}));
    assert_refused(&reply, StatusCode::NotFound, &[(Code::NotFound, "ExternalId")]);
}

#[test]
fn of_several_errors_the_lowest_status_decides() {
    let not_writable = (Code::FieldNotWritable, "CreatedDate");
    let book = book();
    assert_refused(&book.put("x", &json!({"CreatedDate": "a"})), StatusCode::Forbidden, &[not_writable]);
    assert_refused(
        &book.put("x", &json!({"CreatedDate": "a", "Title": 1})),
        StatusCode::BadRequest,
        &[(Code::InvalidType, "Title"), not_writable],
    );
}

#[test]
fn http_status_numbers_are_those_of_the_words() {
    for (status, number) in [
        (StatusCode::OK, 200),
        (StatusCode::Created, 201),
        (StatusCode::BadRequest, 400),
        (StatusCode::Forbidden, 403),
        (StatusCode::NotFound, 404),
        (StatusCode::InternalServerError, 500),
    ] {
        assert_eq!(status.number(), number);
        assert_eq!(serde_json::to_value(status).expect("a word"), json!(format!("{status:?}")));
    }
}
