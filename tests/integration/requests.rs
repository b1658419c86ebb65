//! The log of recent requests.

use kith_book::{RequestEntry, Source, StatusCode, UpdateOptions};
use kith_tests::{
    answers::assert_taken,
    book::{TestBook, external, id},
};
use serde_json::json;

fn recent(book: &TestBook) -> Vec<RequestEntry> {
    book.recent_requests(None, 100)
}

#[test]
fn each_request_is_kept_with_its_answer_newest_first() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "a b"})]);
    let options = UpdateOptions { include_payload: true, enforce_lock: false };
    let _taken = book.update(&external("a b"), br#"{"Title":"CEO"}"#, options);
    let _refused = book.put_by(&id("1"), &json!({"Title": 1}));
    let _missing = book.delete(&external("nobody"));
    let told: Vec<_> = recent(&book)
        .iter()
        .map(|entry| (entry.operation.clone(), entry.method.clone(), entry.http_status, entry.key.clone()))
        .collect();
    let expected = [
        ("delete", "DELETE", 404, Some("nobody")),
        ("update", "PUT", 400, Some("1")),
        ("update", "PUT", 200, Some("a b")),
        ("create", "POST", 201, None),
    ];
    let expected = expected.map(|(o, m, s, k)| (o.to_owned(), m.to_owned(), s, k.map(str::to_owned)));
    assert_eq!(told, expected);
    let update = &recent(&book)[2];
    let path = "/api/data/v1/Contact/by-externalId/a%20b?IncludeRecordPayloadInResponse=true&EnforceOptimisticLocking=false";
    assert_eq!(update.path, path);
    assert_eq!(update.body.as_deref(), Some(r#"{"Title":"CEO"}"#));
    assert_eq!((update.source, update.status_code), (Source::CommandLine, StatusCode::OK));
    assert_eq!(update.answer["Data"]["Title"], json!("CEO"));
    assert_eq!(
        recent(&book)[1].path,
        "/api/data/v1/Contact/1?IncludeRecordPayloadInResponse=false&EnforceOptimisticLocking=false"
    );
}

#[test]
fn it_is_cut_at_the_limit_and_can_be_of_one_key() {
    let book = TestBook::with(["x", "y"].map(|key| json!({"ExternalId": key})));
    for title in ["a", "b"] {
        assert_taken(&book.put("x", &json!({"Title": title})));
        assert_taken(&book.put("y", &json!({"Title": title})));
    }
    assert_eq!(book.recent_requests(None, 3).len(), 3);
    let of_x = book.recent_requests(Some(&external("x")), 10);
    assert_eq!(of_x.len(), 2);
    assert!(of_x.iter().all(|entry| entry.key.as_deref() == Some("x")));
}

#[test]
fn it_outlives_the_session_and_a_read_only_one_adds_nothing() {
    let mut book = TestBook::with([json!({"ExternalId": "x"})]);
    let before = recent(&book);
    assert_eq!(before.len(), 1);
    book.reopen_read_only();
    let _refused = book.put("x", &json!({"Title": "a"}));
    assert_eq!(recent(&book), before);
}

#[test]
fn a_large_body_is_not_kept_and_reading_asks_nothing() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let _refused = book.put("x", &json!({"Title": "x".repeat(100_000)}));
    assert_eq!(recent(&book)[0].body, None);
    let _read = (book.whole("x"), book.check(&external("x"), b"{}", UpdateOptions::default()));
    assert_eq!(recent(&book).len(), 2);
}
