//! Books of released versions open, are whole, and go on.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kith_book::Book;
use kith_tests::{
    answers::assert_taken,
    book::{self, TestBook, external},
    released::{folder, still, told, unpacked},
};
use serde_json::{Value, json};

/// Runs of the tests' clock are kept apart from those the book was made in.
const LATER: u64 = 100;

fn archives() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).expect("the folder of books");
    let mut archives: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    archives.retain(|path| path.extension().is_some_and(|end| end == "zip"));
    archives.sort();
    assert!(!archives.is_empty(), "there is a book of a released version");
    archives
}

/// What the book answered when it was made.
fn then(archive: &Path) -> Value {
    let text = fs::read_to_string(archive.with_extension("json")).expect("what it answered");
    serde_json::from_str(&text).expect("JSON")
}

#[track_caller]
fn is_as_it_was(book: &Book, archive: &Path) {
    let now = told(book);
    if let Err(difference) = still(&then(archive), &now, "") {
        panic!("{}: {difference}", archive.display());
    }
}

#[test]
fn a_book_of_every_released_version_answers_as_it_did_and_is_sound() {
    for archive in archives() {
        let folder = unpacked(&archive).expect("a book");
        let found = Book::doctor(folder.path(), book::host(LATER)).expect("a diagnosis");
        assert!(found.sound && found.backups > 0, "{}: {found:?}", archive.display());
        let book = TestBook::found_in(folder, LATER);
        is_as_it_was(&book, &archive);
        book.verified();
    }
}

#[test]
fn it_takes_changes_and_keeps_its_history() {
    for archive in archives() {
        let mut book = TestBook::found_in(unpacked(&archive).expect("a book"), LATER);
        let before = book.history(&external("ada"), usize::MAX).expect("a history");
        assert_taken(&book.undo(None));
        assert_taken(&book.redo());
        assert_taken(&book.put("ada", &json!({"Title": "of a later version", "Nickname": "A."})));
        assert_taken(&book.put("ada", &json!({"Title": "again"})));
        book.reopen();
        let after = book.history(&external("ada"), usize::MAX).expect("a history");
        assert_eq!(book.field("ada", "Title"), json!("again"));
        assert_eq!(after.len(), before.len() + 4);
        assert_eq!(after[4..], before[..]);
        book.verified();
    }
}

#[test]
fn its_records_are_built_anew_from_its_log() {
    for archive in archives() {
        let folder = unpacked(&archive).expect("a book");
        fs::remove_dir_all(folder.path().join("sled")).expect("the records");
        let book = TestBook::found_in(folder, LATER);
        is_as_it_was(&book, &archive);
        book.verified();
    }
}

#[test]
fn its_backup_is_restored() {
    for archive in archives() {
        let old = unpacked(&archive).expect("a book");
        let backups = Book::backups(old.path()).expect("a list");
        let new = tempfile::tempdir().expect("a folder");
        let newest = backups.first().expect("a backup");
        Book::backup_restore(Path::new(&newest.file), &new.path().join("book")).expect("restored");
        let book = book::open(&new.path().join("book"), false, LATER).expect("the restored book");
        assert!(book.count() > 9);
    }
}
