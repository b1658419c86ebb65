//! Contract, section 1: what an ID in the payload of an update by externalId does.

use kith_book::{Code, StatusCode};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken},
    book::TestBook,
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([json!({"Id": "id-1", "ExternalId": "x", "Title": "old"})])
}

#[test]
fn yes_updates_the_record_found_by_external_id_when_the_ids_are_equal() {
    for spelling in ["Id", "ID", "id"] {
        let book = book();
        assert_taken(&book.put("x", &json!({spelling: "id-1", "Title": "new"})));
        assert_eq!(book.field("x", "Title"), json!("new"), "{spelling}");
        assert_eq!(book.field("x", "Id"), json!("id-1"), "{spelling}");
    }
}

#[test]
fn yes_is_an_error_when_the_ids_differ_and_the_id_is_never_updated() {
    let book = book();
    book.made(&json!({"Id": "id-2", "ExternalId": "y"}));
    let before = book.contents();
    for spelling in ["Id", "ID", "id"] {
        for sent in [json!("id-2"), json!("ID-1"), json!(" id-1"), json!(""), json!(1), Value::Null] {
            let reply = book.put("x", &json!({spelling: sent, "Title": "new"}));
            assert_bad(&reply, Code::IdMismatch, "Id");
        }
    }
    assert_eq!(book.contents(), before);
}

#[test]
fn no_updates_the_record_found_by_external_id_without_validation_of_ids() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "new"})));
    assert_eq!(book.field("x", "Title"), json!("new"));
    assert_eq!(book.field("x", "Id"), json!("id-1"));
}

#[test]
fn an_update_never_creates() {
    let book = book();
    for body in [json!({"Title": "new"}), json!({"Id": "id-9", "ExternalId": "nobody", "Title": "new"})] {
        assert_refused(&book.put("nobody", &body), StatusCode::NotFound, &[(Code::NotFound, "ExternalId")]);
    }
    assert_eq!(book.count(), 1);
}

#[test]
fn any_non_empty_string_is_a_key() {
    let long = "ü".repeat(255);
    for key in ["2614d72c-edfc-4dc5-b72f-45104fe5ef43", " ", "a/b?c=d#e%20", "ключ", "😀", "..", &long]
    {
        let book = TestBook::with([json!({"ExternalId": key})]);
        assert_taken(&book.put(key, &json!({"Title": "new", "ExternalId": key})));
        assert_eq!(book.field(key, "Title"), json!("new"), "{key}");
    }
}
