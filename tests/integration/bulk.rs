//! Contract, section 5: bulk requests as a whole: create, delete, order of results, all-or-nothing, one change set.

use kith_book::{
    BulkOperation::{self, Create, Delete, Update, Upsert},
    BulkRequest, Code,
    KeyField::{self, ExternalId, Id},
    Reply, StatusCode,
};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, each, refusal, statuses, warnings},
    book::{TestBook, id},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with(
        ["x", "y", "z"].map(|key| json!({"Id": format!("id-{key}"), "ExternalId": key, "Title": "old"})),
    )
}

fn all_or_nothing(book: &TestBook, operation: BulkOperation, by: KeyField, rows: &Value) -> Reply {
    let request = BulkRequest { operation, by, all_or_nothing: true, include_payload: false };
    book.bulk(rows.to_string().as_bytes(), request)
}

#[test]
fn bulk_create_reports_each_records_own_result_in_order() {
    let book = book();
    let rows =
        json!([{"ExternalId": "a"}, {"ExternalId": "x"}, {"Title": 1}, 5, {"ExternalId": "a"}, {"Id": "b"}]);
    let reply = book.bulk_of(Create, Id, &rows);
    use StatusCode::{BadRequest, Created};
    assert_eq!(statuses(&reply), [Created, BadRequest, BadRequest, BadRequest, BadRequest, Created]);
    let codes: Vec<_> = each(&reply).iter().map(|answer| refusal(answer).1.first().map(|e| e.0)).collect();
    let unique = Some(Code::NotUnique);
    let expected = [None, unique, Some(Code::InvalidType), Some(Code::MalformedRequest), unique, None];
    assert_eq!(codes, expected);
    assert_eq!(each(&reply)[5].data, Some(json!("b")));
    assert_eq!(book.count(), 5, "a bad record does not stop the good ones");
    assert_eq!(reply.answer.status_code, BadRequest);
}

#[test]
fn bulk_delete_takes_keys_or_records_that_hold_them() {
    let book = book();
    let reply = book.bulk_of(
        Delete,
        ExternalId,
        &json!(["x", "nobody", {"ExternalId": "y"}, {"Id": "id-z"}, "x", 1, null]),
    );
    use StatusCode::{BadRequest, NotFound, OK};
    assert_eq!(statuses(&reply), [OK, NotFound, OK, BadRequest, NotFound, BadRequest, BadRequest]);
    assert_eq!(book.count(), 1);
    assert_eq!(statuses(&book.bulk_of(Delete, Id, &json!([{"ID": "id-z"}]))), [OK]);
    assert_eq!(book.count(), 0);
}

#[test]
fn a_key_that_is_none_is_malformed_in_bulk_too() {
    let book = book();
    for (row, code) in [
        (r#""""#, Code::MalformedRequest),
        (r#""a\nb""#, Code::MalformedRequest),
        (r#""\ud800""#, Code::MalformedRequest),
        (r#"{"Id":5}"#, Code::InvalidType),
    ] {
        let request =
            BulkRequest { operation: Delete, by: Id, all_or_nothing: false, include_payload: false };
        let reply = book.bulk(format!("[{row}]").as_bytes(), request);
        assert_eq!(each(&reply)[0].errors[0].code, code, "{row}");
    }
    let reply = book.bulk_of(Update, Id, &json!([{"Id": ""}]));
    assert_eq!(each(&reply)[0].errors[0].code, Code::MalformedRequest);
}

#[test]
fn every_error_of_a_record_is_reported_at_once() {
    let rows = json!([{"Id": "id-x", "ExternalId": 5, "Title": 1, "Email": "a"}]);
    for operation in [Update, Upsert] {
        let reply = book().bulk_of(operation, Id, &rows);
        let answers = each(&reply);
        let fields: Vec<_> = refusal(&answers[0]).1.iter().map(|error| error.1).collect();
        assert_eq!(fields, ["Email", "Title", "ExternalId"]);
    }
}

#[test]
fn later_records_see_what_earlier_ones_did() {
    let book = book();
    let rows = json!([{"ExternalId": "n", "Title": "1"}, {"ExternalId": "n", "Title": "2"}, {"ExternalId": "x", "Title": "3"}, {"ExternalId": "x", "Title": "4"}]);
    use StatusCode::{Created, OK};
    assert_eq!(statuses(&book.bulk_of(Upsert, ExternalId, &rows)), [Created, OK, OK, OK]);
    assert_eq!((book.field("n", "Title"), book.field("x", "Title")), (json!("2"), json!("4")));
    book.verified();
}

#[test]
fn all_or_nothing_changes_nothing_when_one_record_is_refused() {
    let book = book();
    let before = book.contents();
    let rows =
        json!([{"ExternalId": "x", "Title": "new"}, {"ExternalId": "y", "Title": 1}, {"ExternalId": "n"}]);
    let reply = all_or_nothing(&book, Upsert, ExternalId, &rows);
    let answers = each(&reply);
    assert_eq!(refusal(&answers[0]).1, [(Code::NotApplied, "")]);
    assert_eq!(refusal(&answers[1]).1, [(Code::InvalidType, "Title")]);
    assert_eq!(refusal(&answers[2]).1, [(Code::NotApplied, "")]);
    assert_eq!((book.contents(), reply.change_id), (before, None));
}

#[test]
fn all_or_nothing_changes_all_when_none_is_refused() {
    let book = book();
    let rows = json!([{"ExternalId": "x", "Title": "new"}, {"ExternalId": "n"}]);
    let reply = all_or_nothing(&book, Upsert, ExternalId, &rows);
    assert!(reply.answer.success);
    assert_eq!((book.field("x", "Title"), book.count()), (json!("new"), 4));
}

#[test]
fn a_bulk_request_is_one_change_set_undoable_as_one() {
    let book = book();
    let before: Vec<_> = book.contents().iter().map(|(r, _)| kith_tests::answers::unstamped(r)).collect();
    let rows = json!([
        {"ExternalId": "x", "Title": "1"}, {"ExternalId": "n", "Title": "2"}, {"ExternalId": "y", "Title": 1},
        {"ExternalId": "x", "Title": "3"}, {"ExternalId": "n", "Title": "4"},
    ]);
    let reply = book.bulk_of(Upsert, ExternalId, &rows);
    assert!(reply.change_id.is_some());
    let undone = book.undo(reply.change_id.as_deref());
    assert_taken(&undone);
    assert_eq!(warnings(&undone.answer), []);
    let after: Vec<_> = book.contents().iter().map(|(r, _)| kith_tests::answers::unstamped(r)).collect();
    assert_eq!(after, before);
    let deleted = book.bulk_of(Delete, ExternalId, &json!(["x", "y", "z"]));
    assert_eq!(book.count(), 0);
    assert_taken(&book.undo(deleted.change_id.as_deref()));
    let after: Vec<_> = book.contents().iter().map(|(r, _)| kith_tests::answers::unstamped(r)).collect();
    assert_eq!(after, before);
    book.verified();
}

#[test]
fn with_the_payload_asked_for_each_result_holds_its_record() {
    let book = book();
    let request =
        BulkRequest { operation: Upsert, by: ExternalId, all_or_nothing: false, include_payload: true };
    let rows = json!([{"ExternalId": "x", "Title": "new"}, {"ExternalId": "n"}]);
    let answers = each(&book.bulk(rows.to_string().as_bytes(), request));
    assert_eq!(answers[0].data, Some(book.whole("x")));
    assert_eq!(answers[1].data, Some(book.whole("n")));
}

#[test]
fn an_exported_row_without_a_key_is_a_row_with_a_null_key() {
    let book = TestBook::with([json!({"Id": "1", "Name": "A"})]);
    let mut row = book.whole_by(&id("1"));
    row["Name"] = json!("B");
    assert_eq!(statuses(&book.bulk_of(Update, Id, &json!([row]))), [StatusCode::OK]);
    assert_eq!(book.whole_by(&id("1"))["Name"], json!("B"));
}

#[test]
fn a_bulk_request_is_a_json_array() {
    let mut book = book();
    let request =
        |operation| BulkRequest { operation, by: Id, all_or_nothing: false, include_payload: false };
    for operation in [Create, Update, Upsert, Delete] {
        for body in ["", "{}", "null", "[", "[{]", "[{}", "[{}]x", "\u{feff}[]", "{\"Id\":\"1\"}\n"] {
            assert_bad(&book.bulk(body.as_bytes(), request(operation)), Code::MalformedRequest, "");
        }
        let nothing = book.bulk(b" [ ] ", request(operation));
        assert_eq!((nothing.answer.data, nothing.change_id), (Some(json!([])), None));
    }
    assert_bad(&book.bulk(b"[\"\xff\"]", request(Delete)), Code::MalformedRequest, "");
    book.reopen_read_only();
    assert_bad(&book.bulk(b"[", request(Create)), Code::MalformedRequest, "");
    assert_refused(&book.bulk(b"[]", request(Create)), StatusCode::Forbidden, &[(Code::ReadOnly, "")]);
}

#[test]
fn each_record_has_the_limits_of_a_request_of_its_own() {
    let book = book();
    let large = json!({"ExternalId": "x", "Title": "x".repeat(1 << 20)});
    let deep = format!("{{\"Nothing\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let rows = format!(
        r#"[{large},{deep},{{"ExternalId":"y","ExternalId":"y"}},{{"ExternalId":"y","Title":"new"}}]"#
    );
    let request =
        BulkRequest { operation: Update, by: ExternalId, all_or_nothing: false, include_payload: false };
    let reply = book.bulk(rows.as_bytes(), request);
    let codes: Vec<_> = each(&reply).iter().map(|answer| answer.errors.first().map(|e| e.code)).collect();
    let malformed = Some(Code::MalformedRequest);
    assert_eq!(codes, [malformed, malformed, malformed, None]);
    assert_eq!(book.field("y", "Title"), json!("new"));
}
