//! The repair of a book whose change log is damaged: from what is left of it, and its backups.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kith_book::{Book, Diagnosis, Error, ErrorKind};
use kith_tests::book::{TestBook, external, host, open};
use serde_json::json;

const CONTACTS: u32 = 40;

fn repair(folder: &Path) -> Diagnosis {
    Book::repair(folder, &|| host(91)).expect("a repair")
}

/// A closed book of forty contacts, each made by a change of its own; with a backup after the twentieth where asked.
fn closed(with_backup: bool) -> TestBook {
    let mut book = TestBook::new();
    for n in 0..CONTACTS {
        book.made(&json!({"ExternalId": format!("x-{n}"), "Name": format!("Ada {n}")}));
        if with_backup && n == CONTACTS / 2 {
            book.backup_create(None).expect("a backup");
        }
    }
    book.close();
    book
}

/// The segment that the changes are in.
fn segment(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder.join("log")).expect("a log").map(|entry| entry.expect("an entry").path());
    let mut segments: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|end| end == "klog")).collect();
    segments.sort();
    segments.remove(0)
}

/// Flips one byte in the frame of a change in the middle: the one that made the contact with this name.
fn flip(folder: &Path, name: &str) {
    let file = segment(folder);
    let mut bytes = fs::read(&file).expect("the segment");
    let at = bytes.windows(name.len()).position(|window| window == name.as_bytes()).expect("its frame");
    bytes[at] ^= 0x20;
    fs::write(&file, bytes).expect("damage");
}

fn assert_whole(folder: &Path) {
    let book = open(folder, false, 8).expect("the book");
    for n in 0..CONTACTS {
        let found = book.read(&external(&format!("x-{n}"))).answer.data.expect("a contact");
        assert_eq!(found["Name"], format!("Ada {n}"));
    }
    assert!(book.create(br#"{"ExternalId":"new"}"#).answer.success, "it takes changes");
    book.close().expect("at rest");
    assert!(Book::doctor(folder, host(92)).expect("a diagnosis").sound);
}

/// The damaged change is before the checkpoint, so the book opens; only a look at everything finds it.
#[test]
fn a_flipped_byte_in_a_change_that_a_backup_has_loses_nothing() {
    let book = closed(true);
    flip(book.folder_path(), "Ada 7\"");
    let look = Book::doctor(book.folder_path(), host(90)).expect("a diagnosis");
    assert!(!look.sound && look.problems.iter().any(|problem| problem.contains("change")), "{look:?}");

    let found = repair(book.folder_path());
    let repaired = found.repaired.as_ref().expect("what was done");
    assert!(found.sound && repaired.lost.is_empty(), "{found:?}");
    assert!(repaired.from_backups > 0, "{repaired:?}");
    assert_eq!(found.contacts, Some(CONTACTS.into()));
    let kept = PathBuf::from(repaired.replaced.as_ref().expect("the damaged parts are kept"));
    assert!(kept.join("log").is_dir());
    assert_whole(book.folder_path());
}

#[test]
fn a_flipped_byte_in_a_change_without_a_backup_is_told() {
    let book = closed(false);
    flip(book.folder_path(), "Ada 7\"");
    let found = repair(book.folder_path());
    let repaired = found.repaired.as_ref().expect("what was done");
    assert!(found.sound, "{found:?}");
    assert!(!repaired.lost.is_empty() || repaired.from_records > 0, "nothing is lost silently: {repaired:?}");
    assert!(repaired.replaced.is_some());
    let answer = found.clone().into_answer();
    assert_eq!(answer.warnings.len(), repaired.lost.len() + repaired.doubtful.len());
    assert!(answer.success);
}

/// Without a change log the book does not open; the records and a backup are what is left.
#[test]
fn a_deleted_log_is_made_anew_from_backup_and_records() {
    let book = closed(true);
    fs::remove_dir_all(book.folder_path().join("log")).expect("damage");
    let opened = open(book.folder_path(), false, 8).map(drop).expect_err("damaged");
    assert_eq!(opened.kind(), ErrorKind::Damaged);
    let found = repair(book.folder_path());
    assert!(found.sound && found.contacts == Some(CONTACTS.into()), "{found:?}");
    let repaired = found.repaired.as_ref().expect("what was done");
    assert!(repaired.from_backups > 0 && repaired.from_records > 0, "{repaired:?}");
    assert_whole(book.folder_path());
}

#[test]
fn where_nothing_of_a_book_is_left_nothing_is_changed() {
    let book = closed(false);
    for part in ["log", "sled"] {
        fs::remove_dir_all(book.folder_path().join(part)).expect("damage");
    }
    let before = fs::read_dir(book.folder_path()).expect("a folder").count();
    let refused = Book::repair(book.folder_path(), &|| host(91)).expect_err("nothing to repair from");
    assert!(matches!(&refused, Error::Store(_)) && refused.kind() == ErrorKind::Damaged, "{refused:?}");
    assert_eq!(fs::read_dir(book.folder_path()).expect("a folder").count(), before);
}
