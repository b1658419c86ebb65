//! Opening and closing: one holder at a time, read-only, and everything there again.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use kith_book::{Book, Error, ErrorKind, Opening, Source, StatusCode, UpdateOptions};
use kith_tests::{
    answers::{assert_taken, statuses},
    book::{self, TestBook, external},
};
use serde_json::{Value, json};

#[test]
fn a_second_book_on_one_folder_is_told_who_holds_it() {
    let first = TestBook::with([json!({"ExternalId": "x"})]);
    let error = book::open(first.folder(), false, 9).err().expect("it is held");
    assert_eq!(error.kind(), ErrorKind::InUse);
    assert!(error.to_string().contains("the tests"), "{error}");
    assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
    assert_taken(&first.put("x", &json!({"Title": "a"})));
    first.verified();
}

#[test]
fn a_folder_without_a_book_is_told_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("none");
    for read_only in [true, false] {
        let opening = Opening { create: false, read_only, holder: "the tests".into(), source: Source::Desk };
        let error = Book::open(&missing, &opening, book::host(0)).err().expect("there is none");
        assert!(matches!(error, Error::NoBook(_)) && error.kind() == ErrorKind::Failed);
    }
    assert!(!missing.exists() && !Book::exists(&missing));
}

#[test]
fn everything_is_there_again() {
    let mut book = TestBook::with(["x", "y"].map(|key| json!({"ExternalId": key, "Title": "a"})));
    assert_taken(&book.put("x", &json!({"Title": "b", "Account": {"Name": "A", "Id": null}})));
    assert_taken(&book.delete(&external("y")));
    for _time in 0..3 {
        let before =
            (book.contents(), book.recent_requests(None, 9), book.history(&external("y"), 9).expect("one"));
        book.reopen();
        let after =
            (book.contents(), book.recent_requests(None, 9), book.history(&external("y"), 9).expect("one"));
        assert_eq!(after, before);
        assert_taken(&book.put("x", &json!({"Title": "c"})));
        assert_taken(&book.undo(None));
    }
    book.verified();
}

#[test]
fn a_read_only_book_reads_lists_and_tells_but_takes_nothing() {
    let mut book = TestBook::with([json!({"ExternalId": "x", "Title": "a"})]);
    assert_taken(&book.put("x", &json!({"Title": "b"})));
    let before = book.contents();
    book.reopen_read_only();
    assert!(book.is_read_only());
    assert_eq!(book.contents(), before);
    assert_eq!(book.history(&external("x"), 9).expect("a history").len(), 2);
    for reply in [book.put("x", &json!({"Title": "c"})), book.fill_with_sample(1, 0), book.undo(None)] {
        assert_eq!(reply.answer.status_code, StatusCode::Forbidden);
    }
    book.reopen();
    assert_eq!(book.contents(), before);
}

#[test]
fn every_change_is_told_once_it_is_made_and_nothing_else_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = book::open(folder.path(), false, 0).expect("a book");
    let told = Arc::new(AtomicUsize::new(0));
    let listener = Arc::clone(&told);
    book.listen(Box::new(move |set| {
        assert_eq!(set.seq as usize, listener.fetch_add(1, Ordering::SeqCst) + 1);
    }));
    let options = UpdateOptions::default();
    let _replies = [
        book.create(br#"{"ExternalId":"x"}"#),
        book.update(&external("x"), br#"{"Title":"a"}"#, options),
        book.update(&external("x"), br#"{"Title":"a"}"#, options),
        book.update(&external("x"), br#"{"Title":1}"#, options),
        book.check(&external("x"), br#"{"Title":"b"}"#, options),
        book.undo(None),
        book.delete(&external("x")),
        book.delete(&external("x")),
    ];
    assert_eq!(told.load(Ordering::SeqCst), 4);
}

#[test]
fn of_writers_at_once_under_the_lock_one_wins_and_nothing_is_lost() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    for round in 0..5 {
        let etag = book.field("x", "ETag");
        let replies: Vec<_> = std::thread::scope(|scope| {
            let one = |n: usize| {
                let (book, etag) = (&book, &etag);
                scope.spawn(move || {
                    book.put_locked("x", &json!({"Title": format!("{round} {n}"), "ETag": etag}))
                })
            };
            let writers: Vec<_> = (0..8).map(one).collect();
            writers.into_iter().map(|writer| writer.join().expect("a reply")).collect()
        });
        let won = replies.iter().filter(|reply| reply.answer.success).count();
        assert_eq!(won, 1);
    }
    assert_eq!(book.history(&external("x"), 99).expect("a history").len(), 6);
}

#[test]
fn writers_at_once_on_one_list_leave_it_right() {
    let book = TestBook::new();
    assert_eq!(book.contents(), [], "the list is built before they start");
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let book = &book;
            scope.spawn(move || {
                for n in 0..10 {
                    let key = format!("{}", (writer * 7 + n) % 10);
                    let row: Value = json!([{"ExternalId": key, "Name": format!("{writer}{n}")}]);
                    let by = kith_book::KeyField::ExternalId;
                    assert_eq!(statuses(&book.bulk_of(kith_book::BulkOperation::Upsert, by, &row)).len(), 1);
                }
            });
        }
    });
    let mut book = book;
    let before = book.contents();
    assert_eq!(before.len(), 10);
    book.reopen();
    assert_eq!(book.contents(), before);
    book.verified();
}
