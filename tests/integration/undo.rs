//! Undo and redo: a change of its own that takes another back; what was edited since is kept and named.

use kith_book::{Code, Reply, StatusCode};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, unstamped, warnings},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([json!({"Id": "1", "ExternalId": "x", "Title": "CEO", "Fax": "1"})])
}

fn change(reply: &Reply) -> String {
    reply.change_id.clone().expect("a change")
}

/// The contact without what every change stamps.
fn bare(book: &TestBook) -> Value {
    unstamped(&book.whole("x"))
}

#[test]
fn an_update_is_taken_back_and_brought_back() {
    let book = book();
    let before = bare(&book);
    let updated = book.put("x", &json!({"Title": "CTO", "Fax": null, "Account": {"Name": "A"}}));
    let after = bare(&book);
    let undone = book.undo(None);
    assert_taken(&undone);
    assert_eq!(undone.answer.data, Some(json!({"ChangeId": change(&updated), "Contacts": 1})));
    assert_eq!(bare(&book), before);
    assert_taken(&book.redo());
    assert_eq!(bare(&book), after);
    book.verified();
}

#[test]
fn a_create_is_taken_back_and_brought_back_under_its_id() {
    let book = book();
    let before = bare(&book);
    assert_taken(&book.undo(None));
    assert_eq!(book.count(), 0);
    assert_taken(&book.redo());
    assert_eq!(bare(&book), before);
}

#[test]
fn a_delete_is_undone_whole() {
    let mut book = book();
    let before = bare(&book);
    assert_taken(&book.delete(&external("x")));
    book.reopen();
    assert_taken(&book.undo(None));
    assert_eq!(bare(&book), before, "CreatedDate, Id and every field");
    assert_taken(&book.redo());
    assert_eq!(book.count(), 0);
}

#[test]
fn undo_after_undo_goes_back_to_the_beginning_and_redo_to_the_end() {
    let book = book();
    let mut states = vec![bare(&book)];
    for title in ["a", "b", "c"] {
        assert_taken(&book.put("x", &json!({"Title": title})));
        states.push(bare(&book));
    }
    for _round in 0..2 {
        for expected in states.iter().rev().skip(1) {
            assert_taken(&book.undo(None));
            assert_eq!(bare(&book), *expected);
        }
        assert_taken(&book.undo(None));
        assert_eq!(book.count(), 0);
        assert_refused(&book.undo(None), StatusCode::NotFound, &[(Code::NotFound, "")]);
        for expected in &states {
            assert_taken(&book.redo());
            assert_eq!(bare(&book), *expected);
        }
        assert_refused(&book.redo(), StatusCode::NotFound, &[(Code::NotFound, "")]);
    }
    book.verified();
}

#[test]
fn a_new_change_ends_what_can_be_redone() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "a"})));
    assert_taken(&book.undo(None));
    assert_taken(&book.put("x", &json!({"Fax": "2"})));
    assert_refused(&book.redo(), StatusCode::NotFound, &[(Code::NotFound, "")]);
}

#[test]
fn fields_edited_since_are_kept_and_named() {
    let book = book();
    let first = book.put("x", &json!({"Title": "a", "Fax": "2", "Phone": "3"}));
    assert_taken(&book.put("x", &json!({"Fax": "4", "Department": "B"})));
    let undone = book.undo(Some(&change(&first)));
    assert_taken(&undone);
    assert_eq!(warnings(&undone.answer), [(Code::StaleRecord, "Fax")]);
    let record = book.whole("x");
    let kept = ["Title", "Fax", "Phone", "Department"].map(|field| record[field].clone());
    assert_eq!(kept, [json!("CEO"), json!("4"), Value::Null, json!("B")]);
}

#[test]
fn where_every_field_was_edited_since_nothing_is_taken_back() {
    let book = book();
    let first = book.put("x", &json!({"Title": "a"}));
    assert_taken(&book.put("x", &json!({"Title": "b"})));
    let before = book.contents();
    assert_bad(&book.undo(Some(&change(&first))), Code::StaleRecord, "");
    assert_eq!(book.contents(), before);
}

#[test]
fn a_create_that_was_edited_since_stays() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "a"})));
    assert_bad(&book.undo(Some("1")), Code::StaleRecord, "");
    assert_eq!(book.count(), 1);
}

#[test]
fn a_change_is_taken_back_once() {
    let book = book();
    let updated = book.put("x", &json!({"Title": "a"}));
    assert_taken(&book.undo(Some(&change(&updated))));
    let reply = book.undo(Some(&change(&updated)));
    assert_refused(&reply, StatusCode::NotFound, &[(Code::NotFound, "")]);
}

#[test]
fn a_change_that_is_none_is_not_found() {
    let book = book();
    for name in ["0", "2", "99999999999999999999", "-1", "", "one", "1 "] {
        assert_refused(&book.undo(Some(name)), StatusCode::NotFound, &[(Code::NotFound, "")]);
    }
}

#[test]
fn a_deleted_contact_whose_external_id_was_given_away_does_not_come_back() {
    let book = book();
    let deleted = book.delete(&external("x"));
    book.made(&json!({"Id": "2", "ExternalId": "x"}));
    let before = book.contents();
    let reply = book.undo(Some(&change(&deleted)));
    assert_bad(&reply, Code::StaleRecord, "");
    assert_eq!(book.contents(), before);
}

#[test]
fn a_deleted_contact_whose_id_was_given_away_does_not_come_back_and_is_named() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"}), json!({"Id": "2", "ExternalId": "y"})]);
    let rows = json!(["1", "2"]);
    let deleted = book.bulk_of(kith_book::BulkOperation::Delete, kith_book::KeyField::Id, &rows);
    book.made(&json!({"Id": "1", "ExternalId": "z"}));
    let undone = book.undo(Some(&change(&deleted)));
    assert_taken(&undone);
    assert_eq!(warnings(&undone.answer), [(Code::StaleRecord, "Id")]);
    assert_eq!((book.count(), book.field("y", "Id"), book.field("z", "Id")), (2, json!("2"), json!("1")));
}

#[test]
fn a_contact_deleted_since_is_named_when_its_change_is_taken_back_with_others() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"}), json!({"Id": "2", "ExternalId": "y"})]);
    let rows = json!([{"Id": "1", "Title": "a"}, {"Id": "2", "Title": "a"}]);
    let updated = book.bulk_of(kith_book::BulkOperation::Update, kith_book::KeyField::Id, &rows);
    assert_taken(&book.delete(&external("x")));
    let undone = book.undo(Some(&change(&updated)));
    assert_taken(&undone);
    assert_eq!(warnings(&undone.answer), [(Code::StaleRecord, "")]);
    assert_eq!(book.field("y", "Title"), Value::Null);
}

#[test]
fn an_external_id_given_to_another_since_is_not_set_again() {
    let book = TestBook::with([json!({"Id": "1", "Name": "A"})]);
    assert_taken(&book.put_by(&id("1"), &json!({"ExternalId": "x", "Title": "a"})));
    let undone = book.undo(None);
    assert_taken(&undone);
    assert_eq!(book.whole_by(&id("1"))["ExternalId"], Value::Null);
    book.made(&json!({"Id": "2", "ExternalId": "x"}));
    let again = book.undo(Some(&change(&undone)));
    assert_taken(&again);
    assert_eq!(warnings(&again.answer), [(Code::StaleRecord, "ExternalId")]);
    let record = book.whole_by(&id("1"));
    assert_eq!((&record["ExternalId"], &record["Title"]), (&Value::Null, &json!("a")));
    assert_taken(&book.delete(&id("2")));
    assert_eq!(warnings(&book.undo(Some(&change(&undone))).answer), [], "free again");
    assert_refused(&book.undo(Some(&change(&undone))), StatusCode::NotFound, &[(Code::NotFound, "")]);
    book.verified();
}

#[test]
fn taking_an_undo_back_is_a_redo_whichever_way_it_is_asked_for() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "CTO"})));
    let undone = book.undo(None);
    let redone = book.undo(Some(&change(&undone)));
    assert_taken(&redone);
    assert_eq!(bare(&book)["Title"], "CTO");
    assert_eq!(book.redo().answer.status_code, StatusCode::NotFound, "there is nothing left to redo");
    assert_eq!(bare(&book)["Title"], "CTO");
}

#[test]
fn an_external_id_that_another_contact_has_by_now_is_not_put_back() {
    let book = TestBook::with([json!({"Id": "1", "Name": "Ada"})]);
    assert_taken(&book.put_by(&id("1"), &json!({"ExternalId": "x", "Title": "CEO"})));
    let undone = book.undo(None);
    book.made(&json!({"Id": "2", "ExternalId": "x"}));
    let redone = book.undo(Some(&change(&undone)));
    assert_taken(&redone);
    assert_eq!(warnings(&redone.answer), [(Code::StaleRecord, "ExternalId")]);
    assert_eq!(book.whole("x")["Id"], "2");
    book.verified();
}
