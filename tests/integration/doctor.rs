//! The look at a book's folder, and the repair of its records.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use kith_book::{Book, Diagnosis, Error, ErrorKind, Host};
use kith_tests::book::{TestBook, external, host, open};
use serde_json::json;

fn look(folder: &Path) -> Diagnosis {
    Book::doctor(folder, host(90)).expect("a diagnosis")
}

fn repair(folder: &Path) -> Diagnosis {
    Book::repair(folder, &|| host(91)).expect("a repair")
}

/// A closed book with three contacts, one of them deleted.
fn closed() -> TestBook {
    let mut book = TestBook::with((0..3).map(|n| json!({"ExternalId": format!("x-{n}"), "Name": "Ada"})));
    assert!(book.put("x-0", &json!({"Title": "Countess"})).answer.success);
    assert!(book.delete(&external("x-2")).answer.success);
    book.close();
    book
}

/// Every file of a folder, so that nothing can change unseen.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    found
}

/// Writes over a few bytes in the middle of a file.
fn damage(file: &Path) {
    let mut bytes = fs::read(file).expect("the file");
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..middle + 8] {
        *byte ^= 0x55;
    }
    fs::write(file, bytes).expect("damage");
}

#[test]
fn a_sound_book_is_said_to_be_and_nothing_in_its_folder_changes() {
    let book = closed();
    let before = everything(book.folder_path());
    let found = look(book.folder_path());
    assert_eq!(
        (found.sound, found.contacts, found.changes, found.deleted),
        (true, Some(2), Some(5), Some(1))
    );
    assert_eq!((found.problems, found.repaired, found.backups), (vec![], None, 0));
    assert!(found.advice.iter().any(|advice| advice.contains("kith backup create")), "{:?}", found.advice);
    assert_eq!(everything(book.folder_path()), before);
}

#[test]
fn a_sound_book_has_nothing_to_repair() {
    let book = closed();
    let found = repair(book.folder_path());
    let repaired = found.repaired.expect("what was done");
    assert_eq!((found.sound, repaired.done, repaired.backup), (true, vec![], None));
    assert!(!book.folder_path().join("backups").exists());
}

/// What is wrong with the records alone costs nothing: they are built anew, and a backup is made.
#[test]
fn damaged_records_are_told_then_built_anew() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 3] = [
        ("a chopped file", |sled| {
            let file = fs::OpenOptions::new().write(true).open(sled.join("db")).expect("the file");
            let length = file.metadata().expect("its length").len();
            file.set_len(length / 3).expect("chopped");
        }),
        ("a deleted folder", |sled| fs::remove_dir_all(sled).expect("deleted")),
        ("flipped bytes", |sled| damage(&sled.join("db"))),
    ];
    for (what, harm) in harms {
        let book = closed();
        harm(&book.folder_path().join("sled"));
        let before = everything(book.folder_path());
        let found = look(book.folder_path());
        assert!(!found.sound && !found.problems.is_empty(), "{what}: {found:?}");
        assert!(found.problems.iter().chain(&found.advice).any(|line| line.contains("--repair")), "{what}");
        assert_eq!(everything(book.folder_path()), before, "{what}");

        let found = repair(book.folder_path());
        let repaired = found.repaired.as_ref().expect("what was done");
        assert!(found.sound, "{what}: {found:?}");
        assert_eq!((found.contacts, found.changes, found.deleted), (Some(2), Some(5), Some(1)), "{what}");
        assert!(repaired.done.iter().any(|step| step.contains("built anew")), "{what}: {:?}", repaired.done);
        assert!(repaired.lost.is_empty() && repaired.doubtful.is_empty(), "{what}");
        let backups = Book::backups(book.folder_path()).expect("a list");
        assert_eq!(repaired.backup.as_deref(), backups.first().map(|backup| backup.file.as_str()), "{what}");
        assert_eq!(backups[0].reason.as_deref(), Some("before repair"), "{what}");
        let again = open(book.folder_path(), false, 8).expect("the book");
        assert_eq!(again.read(&external("x-0")).answer.data.expect("a contact")["Title"], "Countess");
        again.close().expect("at rest");
        assert!(look(book.folder_path()).sound, "{what}");
    }
}

#[test]
fn a_book_that_cannot_be_opened_is_told_with_what_a_repair_does() {
    let book = closed();
    let log = book.folder_path().join("log");
    let segment = fs::read_dir(&log).expect("a log").map(|entry| entry.expect("an entry").path());
    for file in segment {
        fs::remove_file(file).expect("removed");
    }
    let before = everything(book.folder_path());
    let found = look(book.folder_path());
    assert_eq!((found.sound, found.contacts, found.problems.len()), (false, None, 1));
    assert!(found.problems[0].contains("change log is missing"), "{}", found.problems[0]);
    assert!(found.advice[0].contains("keeps the damaged parts"), "{:?}", found.advice);
    assert_eq!(everything(book.folder_path()), before);
    let opened = open(book.folder_path(), false, 8).map(drop).expect_err("damaged");
    assert_eq!(opened.kind(), ErrorKind::Damaged);
}

#[test]
fn a_backup_that_does_not_read_is_a_problem() {
    let mut book = closed();
    book.reopen();
    let file = PathBuf::from(book.backup_create(None).expect("a backup").file);
    book.backup_create(None).expect("another");
    book.close();
    assert_eq!(look(book.folder_path()).backups, 2);
    damage(&file);
    let found = look(book.folder_path());
    assert_eq!((found.sound, found.backups, found.problems.len()), (false, 1, 1));
    assert!(found.problems[0].contains(&file.display().to_string()));
    assert!(file.exists(), "it stays for a look");
}

#[test]
fn requests_that_cannot_be_read_are_taken_out_and_kept() {
    let book = closed();
    let file = book.folder_path().join("requests.jsonl");
    let sound = fs::read_to_string(&file).expect("requests");
    fs::write(&file, format!("{sound}no JSON\n{{\"cut sho")).expect("damage");
    let found = look(book.folder_path());
    assert_eq!((found.sound, found.problems.len()), (false, 1));
    assert!(found.problems[0].starts_with("1 of the recent requests"), "{}", found.problems[0]);
    let found = repair(book.folder_path());
    assert!(found.sound, "{found:?}");
    assert_eq!(fs::read_to_string(&file).expect("requests"), sound);
    let kept = fs::read_to_string(book.folder_path().join("requests.damaged-1.jsonl")).expect("kept");
    assert!(kept.ends_with("{\"cut sho"));
}

#[test]
fn no_book_and_a_book_in_use_are_no_diagnosis() {
    let nowhere = tempfile::tempdir().expect("a folder");
    assert!(matches!(Book::doctor(nowhere.path(), host(90)), Err(Error::NoBook(_))));
    assert!(matches!(Book::repair(nowhere.path(), &|| host(91)), Err(Error::NoBook(_))));
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let in_use = [
        Book::doctor(book.folder(), Host::this_machine()).map(drop),
        Book::repair(book.folder(), &Host::this_machine).map(drop),
    ];
    for refused in in_use {
        assert_eq!(refused.expect_err("in use").kind(), ErrorKind::InUse);
    }
}
