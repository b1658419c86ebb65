//! Imports of several change sets: one to the person, ended early, resumed, kept, rolled back, undone.

use std::{cell::Cell, fs, path::PathBuf};

use kith_book::{Code, Error, ErrorKind, ImportProgress, ImportReport, ImportRequest, Source, Watch};
use kith_tests::{
    answers::{assert_taken, unstamped},
    book::{TestBook, external},
};
use serde_json::{Value, json};

/// So many rows, of which every seventh is refused and x-0 stands in two.
fn file(book: &TestBook, rows: usize) -> PathBuf {
    let row = |n: usize| match n % 7 {
        6 => json!({"ExternalId": format!("x-{n}"), "Email": "nowhere"}),
        _ => json!({"ExternalId": format!("x-{}", if n == 8 { 0 } else { n }), "Title": format!("t-{n}")}),
    };
    let lines: Vec<_> = (0..rows).map(|n| row(n).to_string()).collect();
    let path = book.folder_path().with_extension("jsonl");
    fs::write(&path, lines.join("\n")).expect("a file");
    path
}

fn request(path: &PathBuf) -> ImportRequest {
    ImportRequest { batch: Some(10), ..ImportRequest::of(path) }
}

/// Takes a file, and ends after so many batches.
fn ended_after(book: &TestBook, path: &PathBuf, batches: usize) -> ImportReport {
    let done = Cell::new(0);
    let progress = |_: &ImportProgress| done.set(done.get() + 1);
    let watch = Watch { progress: &progress, go_on: &|| done.get() < batches };
    book.import(&request(path), &watch).expect("a report")
}

fn counts(report: &ImportReport) -> [usize; 5] {
    [report.read, report.created, report.updated, report.unchanged, report.rejected]
}

fn contents(book: &TestBook) -> Vec<Value> {
    book.contents().iter().map(|(record, _)| unstamped(record)).collect()
}

#[test]
fn an_import_of_several_change_sets_is_one_to_the_person() {
    let book = TestBook::with([json!({"ExternalId": "x-1", "Title": "old"})]);
    let path = file(&book, 45);
    let before = contents(&book);
    let report = book.import(&request(&path), &Watch::NOBODY).expect("a report");
    assert_eq!((counts(&report), report.repeated, report.unfinished), ([45, 37, 2, 0, 6], 1, false));
    let import = report.change_id.expect("a number");
    for key in ["x-1", "x-44"] {
        let last = book.history(&external(key), 1).expect("a history").remove(0);
        assert_eq!((last.source, last.import.as_ref()), (Source::Import, Some(&import)), "{key}");
    }
    assert_taken(&book.put("x-2", &json!({"Fax": "1"})));
    let reply = book.undo(Some(&import));
    assert_taken(&reply);
    assert_eq!(reply.answer.warnings.len(), 1, "what was edited since is kept and named");
    assert!(reply.answer.warnings[0].message.contains("x-2"));
    assert_eq!((book.count(), book.field("x-1", "Title")), (2, json!("old")));
    assert_taken(&book.redo());
    assert_eq!((book.count(), book.field("x-1", "Title")), (38, json!("t-1")));
    assert_taken(&book.undo(None));
    assert_taken(&book.undo(None));
    assert_eq!(book.field("x-2", "Fax"), Value::Null);
    assert_eq!(before.len(), 1);
    book.verified();
}

#[test]
fn an_import_that_was_ended_is_resumed_where_it_was_and_no_row_is_taken_twice() {
    let mut book = TestBook::new();
    let path = file(&book, 45);
    let part = ended_after(&book, &path, 2);
    assert!(part.unfinished && book.count() < 20);
    book.reopen();
    let unfinished = book.unfinished_import().expect("a look").expect("one");
    assert_eq!((unfinished.read, unfinished.change_id, unfinished.not_resumable), (20, part.change_id, None));
    let Err(Error::Refused(refused)) = book.import(&request(&path), &Watch::NOBODY) else {
        panic!("it is taken")
    };
    assert!(refused.errors[0].message.contains("Resume it"), "{refused:?}");
    let report = book.resume_import(&Watch::NOBODY).expect("a report");
    assert_eq!((counts(&report), report.repeated, report.issues.len()), ([45, 38, 1, 0, 6], 1, 6));
    assert_eq!(book.unfinished_import().expect("a look"), None);
    assert_taken(&book.undo(None));
    assert_eq!(book.count(), 0);
    book.verified();
}

#[test]
fn an_import_that_was_ended_is_rolled_back_or_kept() {
    let mut book = TestBook::with([json!({"ExternalId": "x-1", "Title": "old"})]);
    let path = file(&book, 45);
    let before = contents(&book);
    ended_after(&book, &path, 3);
    book.reopen();
    assert_taken(&book.roll_import_back().expect("an answer"));
    assert_eq!(contents(&book), before);
    assert_eq!(book.unfinished_import().expect("a look"), None);
    ended_after(&book, &path, 1);
    assert_eq!(book.keep_import().expect("an import").read, 10);
    assert_eq!((book.count(), book.unfinished_import().expect("a look")), (8, None));
    let Err(Error::Refused(none)) = book.resume_import(&Watch::NOBODY) else { panic!("there is none") };
    assert_eq!(none.errors[0].code, Code::NotFound);
    book.verified();
}

#[test]
fn what_is_ended_before_anything_was_taken_leaves_nothing() {
    let book = TestBook::new();
    let path = file(&book, 45);
    let ended = book.import(&request(&path), &Watch { progress: &|_| (), go_on: &|| false });
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::Ended);
    assert_eq!((book.count(), book.unfinished_import().expect("a look")), (0, None));
}

#[test]
fn a_file_that_was_changed_is_not_gone_on_with() {
    let book = TestBook::new();
    let path = file(&book, 45);
    ended_after(&book, &path, 1);
    fs::write(&path, "{}").expect("a file");
    let Err(Error::Refused(refused)) = book.resume_import(&Watch::NOBODY) else { panic!("it is resumed") };
    assert_eq!(refused.errors[0].code, Code::StaleRecord);
    assert!(book.unfinished_import().expect("a look").expect("one").not_resumable.is_some());
    fs::remove_file(&path).expect("it is gone");
    assert!(book.unfinished_import().expect("a look").expect("one").not_resumable.is_some());
    assert_taken(&book.roll_import_back().expect("an answer"));
    assert_eq!(book.count(), 0);
}
