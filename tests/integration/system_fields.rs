//! Contract, section 4: the fields Kith alone writes.

use kith_book::{Code, StatusCode};
use kith_tests::{
    answers::{assert_refused, assert_taken},
    book::{BEGINNING, TestBook, id},
};
use serde_json::{Value, json};

#[test]
fn a_new_record_has_all_of_them() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let record = book.whole("x");
    let by = json!({"Id": "u-1", "Name": "Una Berg"});
    assert_eq!((&record["CreatedBy"], &record["ModifiedBy"]), (&by, &by));
    assert_eq!((&record["CreatedDate"], &record["ModifiedDate"]), (&json!(BEGINNING), &json!(BEGINNING)));
    assert!(!record["ETag"].as_str().expect("an ETag").is_empty());
    assert_eq!(record["IsEmailBounced"], json!(false), "its default");
}

#[test]
fn an_id_is_a_uuid_v4_or_the_payloads_if_unique() {
    let book = TestBook::new();
    let made = book.created(&json!({"Name": "A"}));
    let uuid = uuid::Uuid::parse_str(&made).expect("a UUID");
    assert_eq!(uuid.get_version_num(), 4);
    for spelling in ["Id", "ID", "id"] {
        let kept = format!("kept under {spelling}");
        assert_eq!(book.created(&json!({spelling: kept})), kept);
    }
    assert!(book.created(&json!({"Id": null})).len() == 36, "null is no Id");
}

#[test]
fn an_external_id_may_be_absent_only_on_records_created_without_one() {
    let book = TestBook::with([
        json!({"Id": "1", "ExternalId": "x"}),
        json!({"Id": "2"}),
        json!({"Id": "3", "ExternalId": null}),
    ]);
    assert_eq!(book.whole_by(&id("1"))["ExternalId"], json!("x"));
    assert_eq!(book.whole_by(&id("2"))["ExternalId"], Value::Null);
    assert_eq!(book.whole_by(&id("3"))["ExternalId"], Value::Null);
    for key in [kith_tests::book::external("x"), id("1")] {
        let reply = book.put_by(&key, &json!({"ExternalId": null}));
        assert_refused(&reply, StatusCode::BadRequest, &[(Code::ExternalIdMismatch, "ExternalId")]);
    }
}

#[test]
fn an_etag_is_new_with_every_change() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let mut seen = vec![book.field("x", "ETag")];
    for title in ["a", "b", "a"] {
        assert_taken(&book.put("x", &json!({"Title": title})));
        let etag = book.field("x", "ETag");
        assert!(etag.is_string() && !seen.contains(&etag), "{etag}");
        seen.push(etag);
    }
}

#[test]
fn dates_are_rfc_3339_utc_with_milliseconds() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    assert_taken(&book.put("x", &json!({"Title": "a"})));
    let record = book.whole("x");
    for field in ["CreatedDate", "ModifiedDate"] {
        let text = record[field].as_str().expect("a moment");
        let moment: jiff::Timestamp = text.parse().expect("RFC 3339");
        assert_eq!(text, format!("{moment:.3}"));
        assert!(text.ends_with('Z') && text.len() == 24, "{text}");
    }
    assert!(record["ModifiedDate"].as_str() > record["CreatedDate"].as_str());
}

#[test]
fn on_create_they_are_refused_like_on_update_and_the_etag_is_ignored() {
    let book = TestBook::new();
    let body = json!({"CreatedDate": "2020-01-01T00:00:00.000Z", "ModifiedBy": {"Id": "u"}, "ETag": "mine"});
    let expected = [(Code::FieldNotWritable, "CreatedDate"), (Code::FieldNotWritable, "ModifiedBy")];
    assert_refused(&book.create(body.to_string().as_bytes()), StatusCode::Forbidden, &expected);
    book.made(&json!({"ExternalId": "x", "ETag": "mine", "CreatedDate": null}));
    assert_ne!(book.field("x", "ETag"), json!("mine"));
}
