//! Hostile bodies: a clear error, or kept byte for byte. Nothing panics, and an error leaves the book as it was.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use kith_book::{BulkOperation, BulkRequest, Code, KeyField, Schema, UpdateOptions};
use kith_tests::{
    answers::{assert_bad, assert_taken},
    book::{TestBook, external, id},
};
use serde_json::{Map, Value, json};

const MIB: usize = 1 << 20;
/// Far above what any body takes, far below what it took when each unknown name was compared letter by letter.
const GOOD_TIME: Duration = Duration::from_secs(10);

fn book() -> TestBook {
    TestBook::with([
        json!({"Id": "id-1", "ExternalId": "x", "Title": "old", "Account": {"Id": "1", "Name": "A"}}),
    ])
}

/// The bodies of a folder of the corpus, with their names.
fn corpus(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus/hostile").join(folder);
    let files = fs::read_dir(&folder).expect("the corpus").map(|entry| entry.expect("a file").path());
    let mut bodies: Vec<_> =
        files.map(|path| (path.display().to_string(), fs::read(&path).expect("a body"))).collect();
    bodies.sort();
    assert!(bodies.len() > 10, "the corpus is there");
    bodies
}

/// Every door that takes one body answers it with that code, and the book is as it was.
fn refuse(book: &TestBook, name: &str, body: &[u8], code: Code) {
    let (before, options) = (book.contents(), UpdateOptions::default());
    let locked = UpdateOptions { enforce_lock: true, include_payload: true };
    for key in [external("x"), id("id-1")] {
        for reply in [book.update(&key, body, options), book.check(&key, body, options)] {
            let errors = &reply.answer.errors;
            assert!(
                !errors.is_empty() && errors.iter().all(|issue| issue.code == code),
                "{name}: {errors:?}"
            );
            assert!(
                errors.iter().all(|issue| !issue.message.chars().any(char::is_control)),
                "{name}: {errors:?}"
            );
        }
    }
    assert!(!book.update(&external("x"), body, locked).answer.success, "{name}");
    assert!(!book.create(body).answer.success && !book.check_new(body).answer.success, "{name}");
    assert_eq!(book.contents(), before, "{name}");
}

fn refuse_all(code: Code) {
    let book = book();
    for (name, body) in corpus(&format!("{code:?}")) {
        refuse(&book, &name, &body, code);
    }
    book.verified();
}

#[test]
fn what_is_malformed_is_refused() {
    refuse_all(Code::MalformedRequest);
}

#[test]
fn what_is_no_field_is_refused() {
    refuse_all(Code::UnknownField);
}

#[test]
fn what_has_another_type_is_refused() {
    refuse_all(Code::InvalidType);
}

#[test]
fn what_is_kept_is_kept_byte_for_byte() {
    for (name, body) in corpus("kept") {
        let mut book = book();
        assert_taken(&book.update(&external("x"), &body, UpdateOptions::default()));
        let sent: Map<String, Value> = serde_json::from_slice(&body).expect("JSON");
        for reopened in [false, true] {
            let record = book.whole("x");
            for (field, value) in
                sent.iter().filter(|(field, _)| record.get(field).is_some() && *field != "ETag")
            {
                assert_eq!(record[field], *value, "{name}");
                assert_eq!(record[field].to_string(), value.to_string(), "{name}: its parts in their order");
            }
            if !reopened {
                book.reopen();
            }
        }
        book.verified();
    }
}

#[test]
fn bodies_of_every_kind_at_once_in_a_bulk_request_are_each_refused_for_themselves() {
    let book = book();
    let before = book.contents();
    let mut rows = Vec::new();
    for folder in ["UnknownField", "InvalidType"] {
        let bodies = corpus(folder).into_iter().map(|(_, body)| String::from_utf8(body).expect("text"));
        rows.extend(bodies.map(|body| format!("{{\"ExternalId\":\"x\",{}", &body.trim_start()[1..])));
    }
    let body = format!("[{}]", rows.join(","));
    for operation in [BulkOperation::Create, BulkOperation::Update, BulkOperation::Upsert] {
        let request = BulkRequest {
            operation,
            by: KeyField::ExternalId,
            all_or_nothing: false,
            include_payload: false,
        };
        let reply = book.bulk(body.as_bytes(), request);
        let answers = kith_tests::answers::each(&reply);
        assert_eq!(answers.len(), rows.len());
        assert!(answers.iter().all(|answer| !answer.success));
    }
    assert_eq!(book.contents(), before);
}

#[test]
fn a_name_in_another_case_is_no_field() {
    let book = book();
    let schema = Schema::contact().expect("the shipped schema");
    for field in schema.fields() {
        let name = &field.field_name;
        for other in [name.to_lowercase(), name.to_uppercase()] {
            let is_key = matches!(other.as_str(), "id" | "ID");
            if other != *name && !is_key {
                let reply = book.put("x", &json!({other.as_str(): null}));
                assert_bad(&reply, Code::UnknownField, &other);
                assert!(reply.answer.errors[0].message.contains(&format!("{name:?}")), "{other}: {reply:?}");
            }
        }
    }
}

#[test]
fn text_of_a_mebibyte_is_too_long_and_one_byte_more_is_malformed() {
    let book = book();
    let sized = |bytes: usize| format!("{{\"Title\":\"{}\"}}", "x".repeat(bytes - "{\"Title\":\"\"}".len()));
    refuse(&book, "1 MiB", sized(MIB).as_bytes(), Code::TooLong);
    refuse(&book, "1 MiB + 1", sized(MIB + 1).as_bytes(), Code::MalformedRequest);
    let lookup = format!("{{\"Account\":{{\"Id\":\"{}\"}}}}", "x".repeat(MIB - 100));
    refuse(&book, "a lookup of 1 MiB", lookup.as_bytes(), Code::TooLong);
    for field in
        ["Email", "PhotoUrl", "Phone", "LeadSource", "DoNotCall", "MailingCountryCode", "Description"]
    {
        let body = format!("{{\"{field}\":\"{}\"}}", "1@".repeat(MIB / 2 - 30));
        refuse(&book, field, body.as_bytes(), Code::TooLong);
    }
    for field in ["Birthdate", "EmailBouncedDate"] {
        let body = format!("{{\"{field}\":\"2024-01-01T00:00:00.{}Z\"}}", "1".repeat(MIB - 100));
        let code = if field == "Birthdate" { Code::InvalidFormat } else { continue };
        refuse(&book, field, body.as_bytes(), code);
    }
}

#[test]
fn deep_nesting_is_malformed_however_deep() {
    let book = book();
    for deep in [8, 9, 127, 128, 129, 1_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let body = format!("{{\"Title\":{}1{}}}", open.repeat(deep), close.repeat(deep));
            refuse(&book, &format!("{deep} {open}"), body.as_bytes(), Code::MalformedRequest);
        }
    }
    refuse(&book, "never closed", "[".repeat(MIB).as_bytes(), Code::MalformedRequest);
}

/// A refusal takes about as long as its body is large, so that no body holds the book up.
#[test]
fn large_bodies_are_refused_in_good_time() {
    let book = book();
    let name = format!("{{\"{}\":1}}", "Title".repeat(200_000));
    let names: Vec<_> = (0..5_000).map(|n| format!("\"zebra{n}\":1")).collect();
    let values = format!("{{\"Title\":[{}]}}", vec!["1"; 500_000].join(","));
    let names = format!("{{{}}}", names.join(","));
    for (body, code) in [(name, Code::UnknownField), (names, Code::UnknownField), (values, Code::InvalidType)]
    {
        let started = Instant::now();
        let reply = book.check(&external("x"), body.as_bytes(), UpdateOptions::default());
        assert_eq!(reply.answer.errors[0].code, code);
        assert!(started.elapsed() < GOOD_TIME, "{:?} for {} bytes", started.elapsed(), body.len());
    }
}

#[test]
fn a_record_as_large_as_the_schema_allows_is_kept() {
    let mut book = book();
    let text = |length: usize| "😀".repeat(length);
    let body = json!({
        "Description": text(10_000), "MailingAddress": text(1000), "OtherAddress": text(1000), "Name": text(255),
        "Account": {"Id": text(255), "Name": text(255)}, "Owner": {"Id": text(255), "Name": text(255)},
    });
    assert_taken(&book.put("x", &body));
    book.reopen();
    for (field, value) in body.as_object().expect("an object") {
        assert_eq!(book.field("x", field), *value);
    }
    book.verified();
}
