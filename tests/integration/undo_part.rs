//! A part of a change taken back: one contact of many, one field of one contact. The rest stays to be undone.

use kith_book::{BulkOperation, Code, KeyField, Reply, Scope, StatusCode};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, warnings},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

/// Three contacts, and one change of them all.
fn book() -> (TestBook, String) {
    let contacts = ["1", "2", "3"].map(|n| json!({"Id": n, "ExternalId": format!("x{n}"), "Title": "old"}));
    let book = TestBook::with(contacts);
    let rows = ["1", "2", "3"].map(|n| json!({"Id": n, "Title": "new", "Fax": "1"}));
    let changed = book.bulk_of(BulkOperation::Update, KeyField::Id, &json!(rows));
    assert_taken(&changed);
    (book, changed.change_id.expect("a change"))
}

fn of(key: &str, fields: &[&str]) -> Scope {
    let fields = fields.iter().map(|&field| field.to_owned()).collect();
    Scope { contact: (!key.is_empty()).then(|| external(key)), fields }
}

/// Title and Fax of the three contacts.
fn state(book: &TestBook) -> Vec<[Value; 2]> {
    ["1", "2", "3"].map(|n| book.whole_by(&id(n))).map(|it| [it["Title"].clone(), it["Fax"].clone()]).to_vec()
}

fn old() -> [Value; 2] {
    [json!("old"), Value::Null]
}

fn new() -> [Value; 2] {
    [json!("new"), json!("1")]
}

fn change(reply: &Reply) -> String {
    reply.change_id.clone().expect("a change")
}

#[test]
fn one_contact_of_a_change_is_taken_back_and_brought_back() {
    let (book, changed) = book();
    let undone = book.undo_part(Some(&changed), &of("x2", &[]));
    assert_taken(&undone);
    assert_eq!(undone.answer.data, Some(json!({"ChangeId": changed, "Contacts": 1})));
    assert_eq!(state(&book), [new(), old(), new()]);
    assert_taken(&book.redo());
    assert_eq!(state(&book), [new(), new(), new()]);
    book.verified();
}

#[test]
fn one_field_of_one_contact_is_taken_back() {
    let (book, changed) = book();
    assert_taken(&book.undo_part(Some(&changed), &of("x2", &["Fax"])));
    assert_eq!(state(&book), [new(), [json!("new"), Value::Null], new()]);
    let history = book.history(&external("x2"), 1).expect("a history");
    let fields: Vec<_> = history[0].fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["Fax"]);
}

#[test]
fn what_is_left_of_a_change_is_undone_before_anything_older() {
    let (book, changed) = book();
    assert_taken(&book.undo_part(Some(&changed), &of("x2", &["Fax"])));
    assert_taken(&book.undo_part(Some(&changed), &of("x3", &[])));
    let rest = book.undo(None);
    assert_taken(&rest);
    assert_eq!(rest.answer.data, Some(json!({"ChangeId": changed, "Contacts": 2})));
    assert_eq!(state(&book), [old(), old(), old()]);
    assert_taken(&book.undo(None));
    assert_eq!(book.count(), 2, "nothing is left of it, so the contact made last is undone");
    for expected in [3, 3, 3, 3] {
        assert_taken(&book.redo());
        assert_eq!(book.count(), expected);
    }
    assert_eq!(state(&book), [new(), new(), new()]);
    assert_refused(&book.redo(), StatusCode::NotFound, &[(Code::NotFound, "")]);
    book.verified();
}

#[test]
fn each_part_taken_back_is_redone_by_itself_the_last_one_first() {
    let (book, changed) = book();
    assert_taken(&book.undo_part(Some(&changed), &of("x1", &[])));
    assert_taken(&book.undo_part(Some(&changed), &of("x2", &["Title"])));
    assert_taken(&book.redo());
    assert_eq!(state(&book), [old(), new(), new()]);
    assert_taken(&book.redo());
    assert_eq!(state(&book), [new(), new(), new()]);
}

#[test]
fn a_part_of_an_undo_is_brought_back_and_redo_brings_the_rest() {
    let (book, changed) = book();
    let undone = book.undo(Some(&changed));
    assert_taken(&book.undo_part(Some(&change(&undone)), &of("x1", &["Title"])));
    assert_eq!(state(&book), [[json!("new"), Value::Null], old(), old()]);
    assert_taken(&book.redo());
    assert_eq!(state(&book), [new(), new(), new()]);
    assert_refused(&book.redo(), StatusCode::NotFound, &[(Code::NotFound, "")]);
}

#[test]
fn a_field_edited_since_is_kept_and_named() {
    let (book, changed) = book();
    assert_taken(&book.put("x2", &json!({"Title": "newer"})));
    assert_bad(&book.undo_part(Some(&changed), &of("x2", &["Title"])), Code::StaleRecord, "");
    let undone = book.undo_part(Some(&changed), &of("x2", &[]));
    assert_taken(&undone);
    assert_eq!(warnings(&undone.answer), [(Code::StaleRecord, "Title")]);
    assert_eq!(state(&book)[1], [json!("newer"), Value::Null]);
}

#[test]
fn without_a_change_it_is_the_contacts_last_one() {
    let (book, changed) = book();
    assert_taken(&book.put("x3", &json!({"Title": "later"})));
    let undone = book.undo_part(None, &of("x1", &[]));
    assert_taken(&undone);
    assert_eq!(undone.answer.data, Some(json!({"ChangeId": changed, "Contacts": 1})));
    assert_eq!(state(&book), [old(), new(), [json!("later"), json!("1")]]);
    let again = book.undo_part(None, &of("x1", &[]));
    assert_taken(&again);
    assert_eq!(book.count(), 2, "what is left of the change is not about this contact");
}

#[test]
fn fields_are_those_of_one_contact() {
    let (book, changed) = book();
    assert_bad(&book.undo_part(Some(&changed), &of("", &["Title"])), Code::MalformedRequest, "");
    let one = book.put("x1", &json!({"Title": "one", "Fax": "2"}));
    assert_taken(&book.undo_part(Some(&change(&one)), &of("", &["Title"])));
    assert_eq!(state(&book)[0], [json!("new"), json!("2")]);
}

#[test]
fn what_the_change_has_not_is_refused() {
    let (book, changed) = book();
    book.made(&json!({"Id": "4", "ExternalId": "x4"}));
    let before = book.contents();
    let refused = |scope: &Scope, field: &str| {
        let reply = book.undo_part(Some(&changed), scope);
        assert_refused(&reply, StatusCode::NotFound, &[(Code::NotFound, field)]);
    };
    refused(&of("x4", &[]), "ExternalId");
    refused(&of("nobody", &[]), "ExternalId");
    refused(&of("x1", &["Title", "Phone"]), "Phone");
    refused(&of("x1", &["ETag"]), "ETag");
    assert_eq!(book.contents(), before);
}

#[test]
fn a_creation_and_a_delete_are_taken_back_whole() {
    let (book, _) = book();
    assert_bad(&book.undo_part(Some("1"), &of("x1", &["Title"])), Code::MalformedRequest, "");
    let deleted = book.delete(&external("x1"));
    assert_bad(&book.undo_part(Some(&change(&deleted)), &of("x1", &["Title"])), Code::MalformedRequest, "");
    assert_taken(&book.undo_part(Some(&change(&deleted)), &of("x1", &[])));
    assert_eq!(state(&book)[0], new());
}

#[test]
fn one_of_many_deleted_contacts_comes_back_by_either_key() {
    let (book, _) = book();
    let deleted = change(&book.bulk_of(BulkOperation::Delete, KeyField::Id, &json!(["1", "2", "3"])));
    assert_taken(&book.undo_part(Some(&deleted), &of("x2", &[])));
    assert_taken(&book.undo_part(Some(&deleted), &Scope { contact: Some(id("3")), fields: Vec::new() }));
    assert_eq!((book.count(), book.field("x2", "Fax"), book.field("x3", "Fax")), (2, json!("1"), json!("1")));
    assert_taken(&book.undo(None));
    assert_eq!(book.count(), 3, "the rest of the delete");
}

#[test]
fn a_read_only_book_takes_nothing_back() {
    let (mut book, changed) = book();
    book.reopen_read_only();
    for reply in [book.undo_part(Some(&changed), &of("x1", &[])), book.put_back(&external("x1"), "1")] {
        assert_refused(&reply, StatusCode::Forbidden, &[(Code::ReadOnly, "")]);
    }
}
