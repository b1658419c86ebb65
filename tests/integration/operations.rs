//! Contract, section 5: create, read, delete, update by Id, query.

use kith_book::{Code, ListQuery, SortKey, StatusCode, UpdateOptions};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, refusal, unstamped, warnings},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

#[test]
fn create_answers_201_with_the_new_id() {
    let book = TestBook::new();
    let reply = book.create(br#"{"Name":"Una"}"#);
    assert_eq!(refusal(&reply.answer), (StatusCode::Created, vec![]));
    assert_eq!(reply.http_status, 201);
    let made = reply.answer.data.expect("the Id");
    assert_eq!(book.whole_by(&id(made.as_str().expect("text")))["Name"], json!("Una"));
    assert_eq!(reply.change_id.as_deref(), Some("1"));
}

#[test]
fn create_with_an_id_keeps_it_if_unique() {
    let book = TestBook::new();
    assert_eq!(book.created(&json!({"Id": "mine"})), "mine");
    assert_bad(&book.create(br#"{"Id":"mine"}"#), Code::NotUnique, "Id");
    assert_eq!(book.created(&json!({"Id": "Mine"})), "Mine", "keys are exact");
}

#[test]
fn create_without_an_id_makes_a_new_one() {
    let book = TestBook::new();
    assert_ne!(book.created(&json!({})), book.created(&json!({})));
}

#[test]
fn create_with_an_external_id_needs_it_unique() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    assert_bad(&book.create(br#"{"ExternalId":"x"}"#), Code::NotUnique, "ExternalId");
    assert_bad(&book.create(br#"{"externalId":"x"}"#), Code::NotUnique, "ExternalId");
    assert_eq!(book.count(), 1);
}

#[test]
fn create_without_an_external_id_leaves_it_null() {
    let book = TestBook::new();
    let first = book.created(&json!({}));
    let second = book.created(&json!({"ExternalId": null}));
    for made in [first, second] {
        assert_eq!(book.whole_by(&id(&made))["ExternalId"], Value::Null);
    }
}

#[test]
fn create_reports_every_error_like_an_update() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"})]);
    let body =
        json!({"Zebra": 1, "Id": "1", "ExternalId": "x", "Title": 1, "Email": "a", "IsEmailBounced": null});
    let expected = [
        (Code::InvalidFormat, "Email"),
        (Code::NotNullable, "IsEmailBounced"),
        (Code::InvalidType, "Title"),
        (Code::UnknownField, "Zebra"),
        (Code::NotUnique, "Id"),
        (Code::NotUnique, "ExternalId"),
    ];
    let reply = book.create(body.to_string().as_bytes());
    assert_refused(&reply, StatusCode::BadRequest, &expected);
    assert_eq!(refusal(&book.check_new(body.to_string().as_bytes()).answer).1, expected);
    let doubtful = book.create(br#"{"Phone":"ask Una"}"#);
    assert_eq!(warnings(&doubtful.answer), [(Code::InvalidFormat, "Phone")]);
}

#[test]
fn checking_a_create_creates_nothing() {
    let book = TestBook::new();
    let reply = book.check_new(br#"{"ExternalId":"x","Phone":"ask Una"}"#);
    assert_eq!((reply.http_status, reply.change_id), (201, None));
    assert_eq!(warnings(&reply.answer), [(Code::InvalidFormat, "Phone")]);
    assert_eq!(book.count(), 0);
}

#[test]
fn checking_an_update_answers_as_the_update_and_changes_nothing() {
    let book = TestBook::with([json!({"ExternalId": "x", "Title": "old"})]);
    let before = book.contents();
    for body in
        [json!({"Title": "new"}), json!({"Title": 1, "Zebra": 1}), json!({"Phone": "ask Una"}), json!({})]
    {
        let checked = book.check(&external("x"), body.to_string().as_bytes(), UpdateOptions::default());
        assert_eq!(book.contents(), before);
        let updated = TestBook::with([json!({"ExternalId": "x", "Title": "old"})]).put("x", &body);
        assert_eq!(refusal(&checked.answer), refusal(&updated.answer));
        assert_eq!(checked.answer.warnings, updated.answer.warnings);
        assert_eq!(checked.change_id, None);
    }
}

#[test]
fn read_by_either_key_is_the_same_whole_record_or_404() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x", "Name": "Una"})]);
    assert_eq!(book.whole("x"), book.whole_by(&id("1")));
    assert_eq!(book.whole("x").as_object().expect("an object").len(), 47);
    for key in [external("1"), id("x")] {
        assert_refused(&book.read(&key), StatusCode::NotFound, &[(Code::NotFound, key.field())]);
    }
}

#[test]
fn delete_by_either_key_or_404() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"}), json!({"Id": "2", "ExternalId": "y"})]);
    for (key, left) in [(external("x"), 1), (id("2"), 0)] {
        assert_taken(&book.delete(&key));
        assert_eq!(book.count(), left);
        assert_refused(&book.delete(&key), StatusCode::NotFound, &[(Code::NotFound, key.field())]);
        assert_refused(&book.read(&key), StatusCode::NotFound, &[(Code::NotFound, key.field())]);
    }
    for gone in [id("1"), external("y")] {
        assert_refused(
            &book.put_by(&gone, &json!({})),
            StatusCode::NotFound,
            &[(Code::NotFound, gone.field())],
        );
    }
}

#[test]
fn the_keys_of_a_deleted_record_are_free() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x", "Name": "old"})]);
    assert_taken(&book.delete(&external("x")));
    book.made(&json!({"Id": "1", "ExternalId": "x"}));
    assert_eq!(book.field("x", "Name"), Value::Null);
    book.verified();
}

#[test]
fn update_by_id_has_the_same_field_rules() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"})]);
    let body =
        json!({"Title": 1, "Email": "a", "Zebra": 1, "Id": "2", "ExternalId": "y", "CreatedDate": "a"});
    let by_id = book.put_by(&id("1"), &body);
    assert_eq!(refusal(&by_id.answer), refusal(&book.put("x", &body).answer));
    assert_taken(&book.put_by(&id("1"), &json!({"Title": "a", "Id": "1", "ExternalId": "x"})));
    assert_eq!(book.field("x", "Title"), json!("a"));
}

#[test]
fn update_by_id_sets_an_absent_external_id_once_if_unique() {
    let book = TestBook::with([json!({"Id": "1"}), json!({"Id": "2", "ExternalId": "x"})]);
    let by_id = id("1");
    let before = unstamped(&book.whole_by(&by_id));
    assert_bad(&book.put_by(&by_id, &json!({"ExternalId": "x"})), Code::NotUnique, "ExternalId");
    for wrong in [json!(1), json!(true), json!({})] {
        assert_bad(&book.put_by(&by_id, &json!({"ExternalId": wrong})), Code::InvalidType, "ExternalId");
    }
    for wrong in ["", "a\nb"] {
        assert_bad(&book.put_by(&by_id, &json!({"ExternalId": wrong})), Code::MalformedRequest, "ExternalId");
    }
    assert_eq!(unstamped(&book.whole_by(&by_id)), before);
    assert_taken(&book.put_by(&by_id, &json!({"ExternalId": "y"})));
    assert_eq!(book.whole("y"), book.whole_by(&by_id));
    assert_bad(&book.put_by(&by_id, &json!({"ExternalId": "z"})), Code::ExternalIdMismatch, "ExternalId");
    assert_eq!(book.history(&external("y"), 9).expect("a history").len(), 2, "one record, one history");
    book.verified();
}

/// The external ids of a page, and `RecordCount`.
fn page(book: &TestBook, offset: usize, limit: usize, field: &str, descending: bool) -> (Vec<String>, u64) {
    let sort = vec![SortKey { field: field.into(), descending }];
    let answer = book.list(&ListQuery { offset, limit, sort, ..ListQuery::default() }, None).answer;
    let data = answer.data.expect("Data");
    let keys = data.as_array().expect("an array").iter();
    let keys = keys.map(|record| record["ExternalId"].as_str().expect("a key").to_owned()).collect();
    (keys, answer.record_count.expect("RecordCount"))
}

#[test]
fn query_gives_a_page_in_order_and_the_record_count() {
    let book = TestBook::with(["b", "d", "a", "c"].map(|name| json!({"ExternalId": name, "Name": name})));
    assert_eq!(page(&book, 0, 3, "Name", false), (vec!["a".into(), "b".into(), "c".into()], 4));
    assert_eq!(page(&book, 3, 3, "Name", false), (vec!["d".into()], 4));
    assert_eq!(page(&book, 0, 2, "Name", true), (vec!["d".into(), "c".into()], 4));
    assert_eq!(page(&book, 6, 3, "Name", false), (vec![], 4));
    assert_eq!(page(&book, 0, 0, "Name", false), (vec![], 4));
}

#[test]
fn query_refuses_a_field_that_is_none_or_cannot_be_sorted_by() {
    let book = TestBook::new();
    let by = |field: &str| {
        let sort = vec![SortKey { field: field.into(), descending: false }];
        book.list(&ListQuery { sort, ..ListQuery::default() }, None)
    };
    assert_bad(&by("name"), Code::UnknownField, "name");
    assert_bad(&by("Description"), Code::InvalidFormat, "Description");
    let fields = ["Name".to_owned(), "nothing".to_owned()];
    assert_bad(&book.list(&ListQuery::default(), Some(&fields)), Code::UnknownField, "nothing");
}
