//! Contract, section 2: every cause of `MalformedRequest`.

use kith_book::{Code, Reply, StatusCode, UpdateOptions};
use kith_tests::{
    answers::{assert_refused, assert_taken},
    book::{TestBook, external},
};
use serde_json::json;

const MIB: usize = 1 << 20;

fn book() -> TestBook {
    TestBook::with([json!({"ExternalId": "x", "Title": "old"})])
}

fn update(book: &TestBook, body: impl AsRef<[u8]>) -> Reply {
    book.update(&external("x"), body.as_ref(), UpdateOptions::default())
}

/// Every door that takes a body refuses it, and the book is as it was.
#[track_caller]
fn malformed(body: impl AsRef<[u8]>) -> String {
    let (book, body) = (book(), body.as_ref());
    let before = book.contents();
    let options = UpdateOptions::default();
    let replies = [
        book.update(&external("x"), body, options),
        book.check(&external("x"), body, options),
        book.create(body),
        book.check_new(body),
    ];
    for reply in &replies {
        assert_refused(reply, StatusCode::BadRequest, &[(Code::MalformedRequest, "")]);
    }
    assert_eq!(book.contents(), before);
    replies[0].answer.errors[0].message.clone()
}

#[test]
fn the_body_is_not_json() {
    for body in ["", " \n\t", "{", "}", "{\"Title\":}", "{'Title':'a'}", "{\"Title\":\"a\",}", "{} x", "{}{}"]
    {
        malformed(body);
    }
}

#[test]
fn the_body_is_not_an_object() {
    for (body, kind) in [
        ("null", "null"),
        ("true", "a boolean"),
        ("1", "a number"),
        ("\"Title\"", "a string"),
        ("[{\"Title\":\"a\"}]", "an array"),
    ] {
        assert!(malformed(body).contains(kind), "{body}");
    }
}

#[test]
fn the_body_is_not_utf_8() {
    assert!(malformed(b"{\"Title\":\"\xff\"}").contains("offset 10"));
    malformed(b"{\"Title\":\"\xc3\x28\"}");
    malformed(b"{\"Title\":\"\xed\xa0\x80\"}");
    malformed("{\"Title\":\"a\"}".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
}

#[test]
fn the_body_has_a_key_twice() {
    for body in [
        r#"{"Title":"a","Title":"a"}"#,
        r#"{"Title":"a","\u0054itle":"b"}"#,
        r#"{"Nothing":1,"Nothing":2}"#,
        r#"{"Account":{"Id":"1","Id":"2"}}"#,
    ] {
        assert!(malformed(body).contains("twice"), "{body}");
    }
}

#[test]
fn id_in_two_spellings_is_one_key_twice() {
    for (one, other) in
        [("Id", "ID"), ("Id", "id"), ("ID", "id"), ("ExternalId", "externalId"), ("Id", "\\u0049d")]
    {
        assert!(malformed(format!(r#"{{"{one}":"1","{other}":"1"}}"#)).contains("twice"), "{one} {other}");
    }
}

#[test]
fn the_body_is_over_one_mebibyte() {
    let sized = |bytes: usize| {
        let around = "{\"Title\":\"new\"}".len();
        format!("{{\"Title\":\"new\"{}}}", " ".repeat(bytes - around))
    };
    assert_taken(&update(&book(), sized(MIB)));
    assert!(malformed(sized(MIB + 1)).contains("1048577"));
}

#[test]
fn the_body_is_nested_over_eight_deep() {
    let nested = |deep: usize| format!("{{\"Nothing\":{}{}}}", "[".repeat(deep - 1), "]".repeat(deep - 1));
    let objects = |deep: usize| format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep));
    for body in [nested(8), objects(8)] {
        let reply = update(&book(), body);
        assert_eq!(reply.answer.errors[0].code, Code::UnknownField, "eight deep is well-formed");
    }
    for body in [nested(9), objects(9), nested(100_000), objects(100_000), "[".repeat(500_000)] {
        malformed(body);
    }
}

#[test]
fn the_external_id_of_the_path_is_empty_too_long_or_has_a_control_character() {
    let book = book();
    let options = UpdateOptions::default();
    let too_long = "x".repeat(256);
    for key in ["", too_long.as_str(), "a\u{0}", "a\nb", "\u{7f}", "\u{85}"] {
        let key = external(key);
        let body = br#"{"Title":"new"}"#;
        for reply in [
            book.update(&key, body, options),
            book.check(&key, body, options),
            book.read(&key),
            book.delete(&key),
        ] {
            assert_refused(&reply, StatusCode::BadRequest, &[(Code::MalformedRequest, "ExternalId")]);
        }
    }
    let longest = "😀".repeat(255);
    assert_refused(&book.put(&longest, &json!({})), StatusCode::NotFound, &[(Code::NotFound, "ExternalId")]);
}

#[test]
fn an_external_id_that_is_none_is_refused_in_a_payload_too() {
    let book = book();
    for key in [String::new(), "x".repeat(256), "a\tb".to_owned()] {
        let reply = book.create(json!({"ExternalId": key}).to_string().as_bytes());
        assert_refused(&reply, StatusCode::BadRequest, &[(Code::MalformedRequest, "ExternalId")]);
    }
    assert_eq!(book.count(), 1);
}
