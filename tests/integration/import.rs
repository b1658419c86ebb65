//! Taking contacts from JSON and JSON Lines: a bad row is reported and never stops the others.

use kith_book::{Code, Error, ImportReport, Source};
use kith_tests::{
    answers::{assert_taken, unstamped},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

fn import(book: &TestBook, file: &str) -> ImportReport {
    book.import_json(file.as_bytes()).expect("a report")
}

/// Read, created, updated, unchanged, rejected.
fn counts(report: &ImportReport) -> [usize; 5] {
    [report.read, report.created, report.updated, report.unchanged, report.rejected]
}

fn issues(report: &ImportReport) -> Vec<(usize, Code, &str)> {
    let issues = report.issues.iter();
    issues.map(|each| (each.row, each.issue.code, each.issue.field.as_deref().unwrap_or_default())).collect()
}

#[test]
fn an_array_and_lines_are_taken_alike() {
    for file in [
        r#"[{"ExternalId":"x","Name":"A"},{"ExternalId":"y"},{"Name":"B"}]"#,
        "{\"ExternalId\":\"x\",\"Name\":\"A\"}\n{\"ExternalId\":\"y\"}\r\n\n{\"Name\":\"B\"}",
        "\u{feff}[{\"ExternalId\":\"x\",\"Name\":\"A\"},\n{\"ExternalId\":\"y\"},{\"Name\":\"B\"}]\n",
    ] {
        let book = TestBook::new();
        let report = import(&book, file);
        assert_eq!((counts(&report), issues(&report)), ([3, 3, 0, 0, 0], vec![]));
        assert_eq!((book.field("x", "Name"), book.count()), (json!("A"), 3));
    }
}

#[test]
fn a_contact_that_is_there_is_updated_and_one_that_is_as_it_was_is_told() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x", "Title": "a"}), json!({"Id": "2"})]);
    let file = r#"[{"ExternalId":"x","Title":"b"},{"Id":"2","Title":"c"},{"ExternalId":"x","Title":"b"},{"Id":"3"}]"#;
    let report = import(&book, file);
    assert_eq!((counts(&report), issues(&report)), ([4, 1, 2, 1, 0], vec![]));
    assert_eq!(book.field("x", "Title"), json!("b"));
    assert_eq!(book.whole_by(&id("2"))["Title"], json!("c"));
}

#[test]
fn bad_rows_are_reported_with_their_numbers_and_the_good_ones_are_taken() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"})]);
    let rows = [
        r#"{"ExternalId":"a"}"#,
        r#"{"Title":1,"Email":"no","zebra":null}"#,
        "5",
        r#"{"Title":"a","Title":"b"}"#,
        r#"{"Title":"\ud800"}"#,
        r#"{"ExternalId":"x","Id":"2"}"#,
        r#"{"Title":1e999}"#,
        r#"{"ExternalId":""}"#,
        r#"{"ExternalId":"b"}"#,
    ];
    let expected = vec![
        (2, Code::InvalidFormat, "Email"),
        (2, Code::InvalidType, "Title"),
        (2, Code::UnknownField, "zebra"),
        (3, Code::MalformedRequest, ""),
        (4, Code::MalformedRequest, ""),
        (5, Code::MalformedRequest, ""),
        (6, Code::IdMismatch, "Id"),
        (7, Code::MalformedRequest, ""),
        (8, Code::MalformedRequest, "ExternalId"),
    ];
    for file in [format!("[{}]", rows.join(",")), rows.join("\n")] {
        let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"})]);
        let report = import(&book, &file);
        assert_eq!((counts(&report), issues(&report)), ([9, 2, 0, 0, 7], expected.clone()));
        assert_eq!(book.count(), 3);
    }
    let lines = import(&book, &format!("\n{}\n\n{}", rows[1], rows[8]));
    assert_eq!(lines.issues[0].row, 2, "the number of its line");
    assert_eq!((counts(&lines), book.count()), ([2, 1, 0, 0, 1], 2));
}

#[test]
fn a_line_that_is_not_utf_8_is_one_bad_row() {
    let book = TestBook::new();
    let report = book.import_json(b"{\"ExternalId\":\"x\"}\n{\"Title\":\"\xff\"}\n{\"ExternalId\":\"y\"}");
    let report = report.expect("a report");
    assert_eq!((counts(&report), issues(&report)), ([3, 2, 0, 0, 1], vec![(2, Code::MalformedRequest, "")]));
}

#[test]
fn what_kith_stamps_is_not_taken_so_that_an_export_can_be_read_back() {
    let book = TestBook::with([
        json!({"Id": "1", "ExternalId": "x", "Title": "a"}),
        json!({"Id": "2", "Title": "b"}),
    ]);
    let export = json!([book.whole("x"), book.whole_by(&id("2"))]).to_string();
    assert_taken(&book.put("x", &json!({"Title": "c"})));
    let report = import(&book, &export);
    assert_eq!((counts(&report), issues(&report)), ([2, 0, 1, 1, 0], vec![]));
    assert_eq!(book.field("x", "Title"), json!("a"));
    let other = TestBook::new();
    assert_eq!(counts(&import(&other, &export)), [2, 2, 0, 0, 0]);
    assert_eq!(other.field("x", "Id"), json!("1"));
    let without_stamps = |book: &TestBook| {
        let mut record = unstamped(&book.whole("x"));
        record["CreatedDate"] = Value::Null;
        record
    };
    assert_eq!(without_stamps(&other), without_stamps(&book));
}

#[test]
fn a_null_key_is_no_key() {
    let book = TestBook::with([json!({"Id": "1", "ExternalId": "x"})]);
    let report = import(
        &book,
        r#"[{"Id":null,"ExternalId":"x","Title":"a"},{"Id":"1","ExternalId":null,"Title":"b"}]"#,
    );
    assert_eq!((counts(&report), issues(&report)), ([2, 0, 2, 0, 0], vec![]));
    assert_eq!(book.field("x", "Title"), json!("b"));
}

#[test]
fn all_that_is_taken_is_one_change_undoable_as_one() {
    let book = TestBook::with([json!({"ExternalId": "x", "Title": "a"})]);
    let before: Vec<_> = book.contents().iter().map(|(record, _)| unstamped(record)).collect();
    import(
        &book,
        r#"[{"ExternalId":"x","Title":"b"},{"Title":1},{"ExternalId":"y"},{"ExternalId":"y","Title":"c"}]"#,
    );
    assert_eq!(book.history(&external("x"), 1).expect("a history")[0].source, Source::Import);
    assert_taken(&book.undo(None));
    let after: Vec<_> = book.contents().iter().map(|(record, _)| unstamped(record)).collect();
    assert_eq!(after, before);
    book.verified();
}

#[test]
fn of_what_is_no_file_of_contacts_nothing_is_taken() {
    let mut book = TestBook::new();
    for file in ["[", "[7", "[}]", "nothing", "\u{0}"] {
        let report = import(&book, file);
        assert_eq!((report.created, report.rejected), (0, 1), "{file:?}");
        assert_eq!(report.issues[0].issue.code, Code::MalformedRequest, "{file:?}");
    }
    for file in ["", "\n\n", "[]", "\u{feff}"] {
        assert_eq!(counts(&import(&book, file)), [0; 5]);
    }
    assert_eq!(book.count(), 0);
    book.reopen_read_only();
    let Err(Error::Refused(refused)) = book.import_json(b"[]") else {
        panic!("a read-only book takes nothing")
    };
    assert_eq!(refused.errors[0].code, Code::ReadOnly);
}
