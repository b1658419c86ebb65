//! The history of a contact: every change, newest first, told by field.

use kith_book::{Code, Error, Operation, Source};
use kith_tests::{
    answers::{assert_refused, assert_taken},
    book::{TestBook, external, id, user},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([json!({"Id": "1", "ExternalId": "x", "Title": "CEO"})])
}

#[test]
fn each_change_tells_its_fields_old_and_new_newest_first() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "CTO", "Fax": "1"})));
    assert_taken(&book.put("x", &json!({"Title": null})));
    let history = book.history(&external("x"), 10).expect("a history");
    let told: Vec<_> = history.iter().map(|entry| (entry.change_id.as_str(), entry.operation)).collect();
    assert_eq!(told, [("3", Operation::Update), ("2", Operation::Update), ("1", Operation::Create)]);
    let fields = |at: usize| -> Vec<(&str, &Value, &Value)> {
        history[at].fields.iter().map(|field| (field.field.as_str(), &field.old, &field.new)).collect()
    };
    assert_eq!(fields(0), [("Title", &json!("CTO"), &Value::Null)]);
    assert_eq!(fields(1), [("Title", &json!("CEO"), &json!("CTO")), ("Fax", &Value::Null, &json!("1"))]);
    assert!(history.iter().all(|entry| entry.by == user() && entry.source == Source::CommandLine));
    assert_eq!(json!(history[0].at), book.field("x", "ModifiedDate"));
}

#[test]
fn what_kith_stamps_is_left_out() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "CTO"})));
    for entry in book.history(&external("x"), 10).expect("a history") {
        assert!(
            entry.fields.iter().all(|f| !["ETag", "ModifiedDate", "ModifiedBy"].contains(&f.field.as_str()))
        );
    }
}

#[test]
fn it_is_found_by_either_key_and_cut_at_the_limit() {
    let book = book();
    for title in ["a", "b", "c"] {
        assert_taken(&book.put("x", &json!({"Title": title})));
    }
    let all = book.history(&external("x"), 10).expect("a history");
    assert_eq!(book.history(&id("1"), 10).expect("a history"), all);
    assert_eq!(book.history(&id("1"), 2).expect("a history"), all[..2]);
    assert_eq!(book.history(&id("1"), 0).expect("a history"), []);
    let data = book.history_answer(&id("1"), 2).answer.data.expect("Data");
    assert_eq!(data[0]["Fields"][0], json!({"Field": "Title", "Old": "b", "New": "c"}));
    assert_eq!(data[0]["Source"], json!("command line"));
}

#[test]
fn a_deleted_contacts_history_is_still_there() {
    let book = book();
    assert_taken(&book.delete(&external("x")));
    for key in [external("x"), id("1")] {
        let history = book.history(&key, 10).expect("a history");
        assert_eq!(history[0].operation, Operation::Delete);
        assert_eq!(history.len(), 2);
    }
}

#[test]
fn it_goes_on_through_a_delete_and_its_undo() {
    let mut book = book();
    assert_taken(&book.delete(&external("x")));
    assert_taken(&book.undo(None));
    book.reopen();
    let operations: Vec<_> = book
        .history(&external("x"), 10)
        .expect("a history")
        .iter()
        .map(|e| (e.operation, e.source))
        .collect();
    let expected = [
        (Operation::Create, Source::Undo),
        (Operation::Delete, Source::CommandLine),
        (Operation::Create, Source::CommandLine),
    ];
    assert_eq!(operations, expected);
    book.verified();
}

#[test]
fn a_contact_that_never_was_has_none() {
    let book = book();
    assert!(matches!(book.history(&external("nobody"), 10), Err(Error::Refused(_))));
    let reply = book.history_answer(&external("nobody"), 10);
    assert_refused(&reply, kith_book::StatusCode::NotFound, &[(Code::NotFound, "ExternalId")]);
}
