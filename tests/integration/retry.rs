//! Refused rows, mended and tried again: none is taken twice, whatever ends between.

use std::fs;

use kith_book::{ImportMode, ImportReport, ImportRequest, MendedRow, Watch};
use kith_tests::book::TestBook;
use serde_json::{Value, json};

/// Three rows without keys, so that nothing but their numbers tells them apart: two of them cannot be taken.
fn imported(book: &TestBook) -> ImportReport {
    let file = book.folder_path().join("rows.csv");
    fs::write(&file, "Name,Email,Title\nA,a@b.example,t\nB,nowhere,t\nC,,t,more\n").expect("a file");
    let request = ImportRequest { mode: ImportMode::Create, ..ImportRequest::of(&file) };
    book.import(&request, &Watch::NOBODY).expect("a report")
}

fn mended(row: u64, cells: Value) -> MendedRow {
    MendedRow { row, content: cells }
}

fn refused(book: &TestBook) -> Vec<u64> {
    book.refused_rows(0, 100).expect("a page").rows.into_iter().map(|row| row.row).collect()
}

#[test]
fn a_mended_row_is_taken_once_and_one_that_is_refused_again_stays() {
    let book = TestBook::new();
    let report = imported(&book);
    assert_eq!((report.created, report.rejected), (1, 2));
    let page = book.refused_rows(0, 1).expect("a page");
    assert_eq!((page.matches, page.header.len(), page.rows[0].row), (2, 3, 2));
    assert_eq!(page.rows[0].issues[0].field.as_deref(), Some("Email"));
    let rows = [mended(2, json!(["B", "b@b.example", "t"])), mended(3, json!(["C", "still nowhere", "t"]))];
    let retried = book.retry_rows(&rows).expect("a report");
    assert_eq!((retried.read, retried.created, retried.rejected), (2, 1, 1));
    assert_eq!(retried.issues[0].row, 3, "by the file's numbers");
    assert_eq!((refused(&book), book.count()), (vec![3], 2));
    let left = book.refused_rows(0, 9).expect("a page").rows.remove(0);
    assert_eq!(left.content, json!(["C", "still nowhere", "t"]), "as it was mended");
    assert!(book.retry_rows(&rows[..1]).is_err(), "it was taken already");
    assert_eq!(book.count(), 2);
    // What is left goes into a file of rejects.
    let file = book.folder_path().join("left.csv");
    let request = ImportRequest::of(book.folder_path().join("rows.csv"));
    assert_eq!(book.save_rejects(&request, &file).expect("a file"), 1);
    assert!(fs::read_to_string(&file).expect("a file").contains("still nowhere"));
}

#[test]
fn a_crash_between_taking_a_row_and_forgetting_it_doubles_nothing() {
    let mut book = TestBook::new();
    imported(&book);
    let kept = book.folder_path().join("imports.rejects");
    let before = fs::read(&kept).expect("the refused rows");
    let row = [mended(2, json!(["B", "b@b.example", "t"]))];
    assert_eq!(book.retry_rows(&row).expect("a report").created, 1);
    // As if it had ended right after the change set.
    fs::write(&kept, before).expect("the refused rows as they were");
    book.reopen();
    assert_eq!(refused(&book), [3]);
    assert!(book.retry_rows(&row).is_err());
    assert_eq!(book.count(), 2);
    // An undo takes the contact away, and the row is refused again.
    assert!(book.undo(None).answer.success);
    assert_eq!((refused(&book), book.count()), (vec![2, 3], 1));
    assert_eq!(book.retry_rows(&row).expect("a report").created, 1);
    assert_eq!(book.count(), 2);
}

#[test]
fn rows_of_another_import_are_not_those() {
    let book = TestBook::new();
    imported(&book);
    assert_eq!(book.retry_rows(&[mended(2, json!(["B", "b@b.example", "t"]))]).expect("a report").created, 1);
    imported(&book);
    assert_eq!(refused(&book), [2, 3], "what was taken of the one before says nothing of this one");
    assert!(book.retry_rows(&[mended(1, json!(["A", "", ""]))]).is_err(), "it was not refused");
    let twice = [mended(3, json!(["C", "", "t"])), mended(3, json!(["C", "", "t"]))];
    assert!(book.retry_rows(&twice).is_err(), "one row, once");
    assert!(book.retry_rows(&[mended(3, json!("text"))]).is_err(), "another form");
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once() {
    let book = TestBook::new();
    let file = book.folder_path().join("rows.csv");
    fs::write(&file, "Name,Email,Birthdate,IsEmailBounced\nA,nowhere,someday,perhaps\n").expect("a file");
    let report = book.import(&ImportRequest::of(&file), &Watch::NOBODY).expect("a report");
    let fields: Vec<_> = report.issues.iter().filter_map(|each| each.issue.field.as_deref()).collect();
    assert_eq!(fields, ["Email", "IsEmailBounced", "Birthdate"]);
}
