//! A contact put back to a moment: the whole record as it was right after one of its changes.

use kith_book::{Code, Reply, Source, StatusCode};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, unstamped, warnings},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

/// A contact, what it was after each of its changes, and the changes' names.
fn book() -> (TestBook, Vec<(String, Value)>) {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x", "Title": "CEO", "Fax": "1"})]);
    let mut states = vec![("1".to_owned(), bare(&book))];
    for body in
        [json!({"Title": "CTO", "Fax": null}), json!({"Phone": "2"}), json!({"Title": null, "Fax": "3"})]
    {
        let reply = book.put("x", &body);
        states.push((reply.change_id.expect("a change"), bare(&book)));
    }
    (book, states)
}

fn bare(book: &TestBook) -> Value {
    unstamped(&book.whole_by(&id("1")))
}

fn change(reply: &Reply) -> String {
    reply.change_id.clone().expect("a change")
}

#[test]
fn it_is_again_what_it_was_at_any_moment_there_and_back() {
    let (book, states) = book();
    for (change_id, then) in states.iter().chain(states.iter().rev()) {
        let reply = book.put_back(&external("x"), change_id);
        assert_taken(&reply);
        assert_eq!(bare(&book), *then, "after change {change_id}");
    }
    book.verified();
}

#[test]
fn it_is_one_change_of_its_own_and_can_be_undone_and_redone() {
    let (book, states) = book();
    let now = bare(&book);
    let put_back = book.put_back(&external("x"), "1");
    let history = book.history(&external("x"), 10).expect("a history");
    assert_eq!((history.len(), history[0].source), (5, Source::Undo));
    assert_taken(&book.undo(Some(&change(&put_back))));
    assert_eq!(bare(&book), now);
    assert_taken(&book.put_back(&external("x"), "1"));
    assert_taken(&book.redo());
    assert_eq!(bare(&book), states[3].1, "a redo takes the last undo back, and that is one");
}

#[test]
fn undo_goes_on_with_what_is_in_effect_still() {
    let (book, states) = book();
    assert_taken(&book.put_back(&external("x"), &states[1].0));
    assert_taken(&book.undo(None));
    assert_eq!(bare(&book), states[0].1, "the two later changes went with the moment");
}

#[test]
fn where_nothing_differs_nothing_is_written() {
    let (book, states) = book();
    let before = book.whole("x");
    let reply = book.put_back(&external("x"), &states[3].0);
    assert_taken(&reply);
    assert_eq!((reply.change_id, book.whole("x")), (None, before));
}

#[test]
fn a_deleted_contact_comes_back_whole() {
    let (book, states) = book();
    let deleted = book.delete(&external("x"));
    for (change_id, then) in &states {
        assert_taken(&book.put_back(&external("x"), change_id));
        assert_eq!(bare(&book), *then);
        assert_taken(&book.delete(&external("x")));
    }
    assert_bad(&book.put_back(&external("x"), &change(&deleted)), Code::MalformedRequest, "");
    assert_eq!(book.count(), 0);
    book.verified();
}

#[test]
fn a_moment_before_a_delete_is_reached_through_it() {
    let (book, states) = book();
    let _deleted = book.delete(&external("x"));
    assert_taken(&book.undo(None));
    assert_taken(&book.put("x", &json!({"Title": "later"})));
    assert_taken(&book.put_back(&external("x"), &states[1].0));
    assert_eq!(bare(&book), states[1].1);
}

#[test]
fn an_external_id_another_contact_has_by_now_is_not_taken_from_it() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x", "Title": "a"})]);
    let _deleted = book.delete(&external("x"));
    book.made(&json!({"Id": "2", "ExternalId": "x"}));
    assert_bad(&book.put_back(&id("1"), "1"), Code::StaleRecord, "");

    let book = TestBook::with([json!({"Id": "1"})]);
    let keyed = book.put_by(&id("1"), &json!({"ExternalId": "x", "Title": "a"}));
    assert_taken(&book.undo(None));
    book.made(&json!({"Id": "2", "ExternalId": "x"}));
    let reply = book.put_back(&id("1"), &change(&keyed));
    assert_taken(&reply);
    assert_eq!(warnings(&reply.answer), [(Code::StaleRecord, "ExternalId")]);
    let record = book.whole_by(&id("1"));
    assert_eq!((&record["ExternalId"], &record["Title"]), (&Value::Null, &json!("a")));
    book.verified();
}

#[test]
fn what_is_no_change_of_the_contact_is_not_found() {
    let (book, _) = book();
    book.made(&json!({"Id": "2", "ExternalId": "y"}));
    let before = book.contents();
    for change_id in ["5", "99", "0", "", "one"] {
        let reply = book.put_back(&external("x"), change_id);
        assert_refused(&reply, StatusCode::NotFound, &[(Code::NotFound, "")]);
    }
    let nobody = book.put_back(&external("nobody"), "1");
    assert_refused(&nobody, StatusCode::NotFound, &[(Code::NotFound, "ExternalId")]);
    assert_eq!(book.contents(), before);
}
