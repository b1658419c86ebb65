//! Contract, section 5: the bulk table, a test for each of its cells. `yes_no` is Id / no ExternalId in the payload.

use kith_book::{
    BulkOperation::{Update, Upsert},
    Code,
    KeyField::{ExternalId, Id},
    StatusCode,
};
use kith_tests::{
    answers::{each, refusal},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

/// `1` is also `x`, `2` is also `y`, `3` has no ExternalId.
fn book() -> TestBook {
    TestBook::with([
        json!({"Id": "1", "ExternalId": "x", "Title": "old"}),
        json!({"Id": "2", "ExternalId": "y", "Title": "old"}),
        json!({"Id": "3", "Title": "old"}),
    ])
}

/// One record's own result in a bulk request of one record: status, errors.
fn one(
    book: &TestBook,
    operation: kith_book::BulkOperation,
    by: kith_book::KeyField,
    row: &Value,
) -> (StatusCode, Vec<(Code, String)>) {
    let reply = book.bulk_of(operation, by, &json!([row]));
    let answers = each(&reply);
    assert_eq!(answers.len(), 1);
    let (status, errors) = refusal(&answers[0]);
    (status, errors.into_iter().map(|(code, field)| (code, field.to_owned())).collect())
}

fn ok() -> (StatusCode, Vec<(Code, String)>) {
    (StatusCode::OK, Vec::new())
}

fn created() -> (StatusCode, Vec<(Code, String)>) {
    (StatusCode::Created, Vec::new())
}

fn refused(code: Code, field: &str) -> (StatusCode, Vec<(Code, String)>) {
    (code.status(), vec![(code, field.to_owned())])
}

fn title(book: &TestBook, key: &str) -> Value {
    book.whole_by(&id(key))["Title"].clone()
}

/// Checks that a row is refused in that way and that nothing changed.
#[track_caller]
fn leaves_all(
    operation: kith_book::BulkOperation,
    by: kith_book::KeyField,
    row: &Value,
    expected: &(StatusCode, Vec<(Code, String)>),
) {
    let book = book();
    let before = book.contents();
    assert_eq!(one(&book, operation, by, row), *expected, "{row}");
    assert_eq!(book.contents(), before, "{row}");
}

#[test]
fn update_by_id_yes_yes() {
    let book = book();
    assert_eq!(one(&book, Update, Id, &json!({"Id": "1", "ExternalId": "x", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    assert_eq!(one(&book, Update, Id, &json!({"Id": "3", "ExternalId": "z", "Title": "new"})), ok());
    assert_eq!(book.field("z", "Id"), json!("3"), "an absent ExternalId is set");
    leaves_all(
        Update,
        Id,
        &json!({"Id": "1", "ExternalId": "y", "Title": "new"}),
        &refused(Code::NotUnique, "ExternalId"),
    );
    leaves_all(
        Update,
        Id,
        &json!({"Id": "3", "ExternalId": "y", "Title": "new"}),
        &refused(Code::NotUnique, "ExternalId"),
    );
    leaves_all(
        Update,
        Id,
        &json!({"Id": "9", "ExternalId": "x", "Title": "new"}),
        &refused(Code::NotFound, "Id"),
    );
}

#[test]
fn update_by_id_yes_no() {
    let book = book();
    assert_eq!(one(&book, Update, Id, &json!({"Id": "1", "Title": "new"})), ok());
    assert_eq!(one(&book, Update, Id, &json!({"ID": "3", "ExternalId": null, "Title": "new"})), ok());
    assert_eq!((title(&book, "1"), title(&book, "3")), (json!("new"), json!("new")));
    leaves_all(Update, Id, &json!({"Id": "9", "Title": "new"}), &refused(Code::NotFound, "Id"));
}

#[test]
fn update_by_id_no_yes() {
    let needed = refused(Code::RequiredField, "Id");
    leaves_all(Update, Id, &json!({"ExternalId": "x", "Title": "new"}), &needed);
    leaves_all(Update, Id, &json!({"Id": null, "ExternalId": "x", "Title": "new"}), &needed);
}

#[test]
fn update_by_id_no_no() {
    leaves_all(Update, Id, &json!({"Title": "new"}), &refused(Code::RequiredField, "Id"));
}

#[test]
fn update_by_external_id_yes_yes() {
    let book = book();
    assert_eq!(one(&book, Update, ExternalId, &json!({"Id": "1", "ExternalId": "x", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    let row = json!({"Id": "2", "ExternalId": "x", "Title": "new"});
    leaves_all(Update, ExternalId, &row, &refused(Code::IdMismatch, "Id"));
    let row = json!({"Id": "1", "ExternalId": "nobody", "Title": "new"});
    leaves_all(Update, ExternalId, &row, &refused(Code::NotFound, "ExternalId"));
}

#[test]
fn update_by_external_id_no_yes() {
    let book = book();
    assert_eq!(one(&book, Update, ExternalId, &json!({"ExternalId": "x", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    let row = json!({"ExternalId": "nobody", "Title": "new"});
    leaves_all(Update, ExternalId, &row, &refused(Code::NotFound, "ExternalId"));
}

#[test]
fn update_by_external_id_yes_no() {
    let needed = refused(Code::RequiredField, "ExternalId");
    leaves_all(Update, ExternalId, &json!({"Id": "1", "Title": "new"}), &needed);
    leaves_all(Update, ExternalId, &json!({"Id": "1", "ExternalId": null, "Title": "new"}), &needed);
}

#[test]
fn update_by_external_id_no_no() {
    leaves_all(Update, ExternalId, &json!({"Title": "new"}), &refused(Code::RequiredField, "ExternalId"));
}

#[test]
fn upsert_by_id_yes_yes() {
    let book = book();
    assert_eq!(one(&book, Upsert, Id, &json!({"Id": "1", "ExternalId": "x", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    let row = json!({"Id": "1", "ExternalId": "y", "Title": "new"});
    leaves_all(Upsert, Id, &row, &refused(Code::NotUnique, "ExternalId"));
    assert_eq!(
        one(&book, Upsert, Id, &json!({"Id": "9", "ExternalId": "z"})),
        created(),
        "where there is none"
    );
    assert_eq!(book.field("z", "Id"), json!("9"));
    leaves_all(Upsert, Id, &json!({"Id": "9", "ExternalId": "x"}), &refused(Code::NotUnique, "ExternalId"));
}

#[test]
fn upsert_by_id_yes_no() {
    let book = book();
    assert_eq!(one(&book, Upsert, Id, &json!({"Id": "1", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    assert_eq!(book.field("x", "Id"), json!("1"), "its ExternalId stays");
    assert_eq!(one(&book, Upsert, Id, &json!({"Id": "9", "Title": "new"})), created(), "where there is none");
    assert_eq!(book.whole_by(&id("9"))["ExternalId"], Value::Null);
}

#[test]
fn upsert_by_id_no_yes() {
    let book = book();
    assert_eq!(one(&book, Upsert, Id, &json!({"ExternalId": "z", "Title": "new"})), created());
    assert_eq!(book.field("z", "Id").as_str().expect("a new Id").len(), 36);
    leaves_all(
        Upsert,
        Id,
        &json!({"ExternalId": "x", "Title": "new"}),
        &refused(Code::NotUnique, "ExternalId"),
    );
}

#[test]
fn upsert_by_id_no_no() {
    let book = book();
    assert_eq!(one(&book, Upsert, Id, &json!({"Title": "new"})), created());
    assert_eq!(one(&book, Upsert, Id, &json!({"Id": null, "ExternalId": null})), created());
    assert_eq!(book.count(), 5);
}

#[test]
fn upsert_by_external_id_yes_yes() {
    let book = book();
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"Id": "1", "ExternalId": "x", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    let row = json!({"Id": "2", "ExternalId": "x", "Title": "new"});
    leaves_all(Upsert, ExternalId, &row, &refused(Code::IdMismatch, "Id"));
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"Id": "9", "ExternalId": "z"})), created());
    assert_eq!(book.field("z", "Id"), json!("9"));
    leaves_all(Upsert, ExternalId, &json!({"Id": "1", "ExternalId": "z"}), &refused(Code::NotUnique, "Id"));
}

#[test]
fn upsert_by_external_id_yes_no() {
    let book = book();
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"Id": "1", "Title": "new"})), ok());
    assert_eq!((title(&book, "1"), book.field("x", "Id")), (json!("new"), json!("1")));
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"Id": "9", "Title": "new"})), created());
    assert_eq!(book.whole_by(&id("9"))["ExternalId"], Value::Null);
}

#[test]
fn upsert_by_external_id_no_yes() {
    let book = book();
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"ExternalId": "x", "Title": "new"})), ok());
    assert_eq!(title(&book, "1"), json!("new"));
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"ExternalId": "z"})), created());
    assert_eq!(book.whole_by(&external("z"))["Id"].as_str().expect("a new Id").len(), 36);
}

#[test]
fn upsert_by_external_id_no_no() {
    let book = book();
    assert_eq!(one(&book, Upsert, ExternalId, &json!({"Title": "new"})), created());
    assert_eq!(book.count(), 4);
}
