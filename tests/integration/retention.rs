//! How long changes are kept, through the book.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{Timestamp, ToSpan};
use kith_book::{Book, Code, Error, Host, Opening, Source, UpdateOptions, WouldForget};
use kith_tests::book::{TestBook, external, user};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

/// A book whose clock the test sets, in days.
struct Dated {
    book: Book,
    day: Arc<AtomicI64>,
    _folder: TempDir,
}

fn dated() -> Dated {
    let folder = tempfile::tempdir().expect("a folder");
    let day = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&day);
    let beginning: Timestamp = "2026-01-01T12:00:00Z".parse().expect("a moment");
    let host =
        Host::new(move || beginning + (24 * clock.load(Ordering::Relaxed)).hours(), Uuid::new_v4, user());
    let opening =
        Opening { create: true, read_only: false, holder: "the tests".into(), source: Source::CommandLine };
    let (book, _) = Book::open(folder.path(), &opening, host).expect("a book");
    Dated { book, day, _folder: folder }
}

/// A contact, and one change of it on each of the days from 1.
fn lived(days: i64) -> Dated {
    let dated = dated();
    assert!(dated.book.create(br#"{"ExternalId":"x","Name":"Ada"}"#).answer.success);
    for day in 1..=days {
        dated.day.store(day, Ordering::Relaxed);
        let body = json!({"Title": format!("day {day}")}).to_string();
        assert!(dated.book.update(&external("x"), body.as_bytes(), UpdateOptions::default()).answer.success);
    }
    dated
}

fn backups(book: &Book) -> Vec<Option<String>> {
    let backups = Book::backups(book.folder()).expect("a list");
    backups.into_iter().map(|backup| backup.reason).collect()
}

#[test]
fn everything_is_kept_unless_somebody_says_otherwise() {
    let Dated { _folder, book, day } = lived(3);
    day.store(5_000, Ordering::Relaxed);
    let kept = book.retention().expect("a setting");
    assert_eq!((kept.days, kept.oldest_kept), (None, Some(1)));
    assert_eq!(kept.at.as_deref(), Some("2026-01-01T12:00:00.000Z"));
    let forgotten = book.apply_retention(&|| true).expect("nothing to do");
    assert_eq!((forgotten.change_sets, forgotten.oldest_kept), (0, Some(1)));
    assert!(backups(&book).is_empty());
}

#[test]
fn what_is_older_is_forgotten_after_a_backup_and_the_contact_stays_as_it_is() {
    let Dated { _folder, book, .. } = lived(10);
    let before = book.read(&external("x")).answer.data;
    assert_eq!(book.set_retention(Some(4)).expect("a setting").days, Some(4));
    let forgotten = book.apply_retention(&|| true).expect("forgotten");
    // Changes 1 to 11 are of the days 0 to 10; day 6 is four days ago, which is not over four.
    assert_eq!((forgotten.change_sets, forgotten.oldest_kept), (6, Some(7)));
    assert_eq!(forgotten.at.as_deref(), Some("2026-01-07T12:00:00.000Z"));
    assert!(forgotten.bytes_before > 0 && forgotten.bytes_after > 0);
    assert_eq!(backups(&book), [Some("before forgetting".to_owned())]);
    assert_eq!(book.read(&external("x")).answer.data, before);
    assert_eq!(book.history(&external("x"), 99).expect("a history").len(), 5);
    assert_eq!(book.apply_retention(&|| true).expect("nothing is left to do").change_sets, 0);
    assert_eq!(backups(&book).len(), 1);

    let restored = tempfile::tempdir().expect("a folder");
    let file = PathBuf::from(&Book::backups(book.folder()).expect("a list")[0].file);
    Book::backup_restore(&file, restored.path()).expect("the backup has everything");
    let whole = kith_tests::book::open(restored.path(), true, 3).expect("a book");
    assert_eq!(whole.history(&external("x"), 99).expect("a history").len(), 11);
}

#[test]
fn what_would_be_forgotten_is_told_before_it_is_and_is_what_goes_then() {
    let Dated { _folder, book, .. } = lived(10);
    let would = book.would_forget(Some(4), &|| true).expect("told");
    assert_eq!((would.change_sets, would.upto.as_deref()), (6, Some("2026-01-06T12:00:00.000Z")));
    for none in [None, Some(10), Some(u32::MAX)] {
        assert_eq!(book.would_forget(none, &|| true).expect("told"), WouldForget::default());
    }
    assert_eq!(
        (book.retention().expect("a setting").days, backups(&book)),
        (None, vec![]),
        "nothing was done"
    );
    book.set_retention(Some(4)).expect("a setting");
    assert_eq!(book.apply_retention(&|| true).expect("forgotten").change_sets, 6);
    assert_eq!(book.would_forget(Some(2), &|| true).expect("told").change_sets, 2, "of those that are kept");
    assert_eq!(dated().book.would_forget(Some(1), &|| true).expect("told"), WouldForget::default());
}

#[test]
fn a_change_that_is_no_longer_kept_says_so() {
    let Dated { _folder, book, .. } = lived(10);
    book.set_retention(Some(4)).expect("a setting");
    book.apply_retention(&|| true).expect("forgotten");
    let refused = book.undo(Some("2")).answer;
    assert_eq!(refused.errors[0].code, Code::NotFound);
    let message = &refused.errors[0].message;
    assert!(message.contains("no longer kept") && message.contains("change 7"), "{message}");
    for never in ["0", "12", "x"] {
        let message = book.undo(Some(never)).answer.errors.remove(0).message;
        assert!(message.starts_with("There is no change"), "{message}");
    }
    assert!(book.undo(Some("11")).answer.success);
}

#[test]
fn a_contact_whose_changes_are_all_forgotten_is_still_there() {
    let Dated { _folder, book, day } = lived(1);
    day.store(50, Ordering::Relaxed);
    assert!(book.create(br#"{"ExternalId":"y"}"#).answer.success);
    book.set_retention(Some(7)).expect("a setting");
    assert_eq!(book.apply_retention(&|| true).expect("forgotten").oldest_kept, Some(3));
    assert_eq!(book.history(&external("x"), 99).expect("no changes"), []);
    assert!(book.history(&external("nobody"), 99).is_err());
}

#[test]
fn the_last_change_always_stays_and_a_clock_that_was_put_back_forgets_nothing() {
    let Dated { _folder, book, day } = lived(2);
    book.set_retention(Some(1)).expect("a setting");
    day.store(-400, Ordering::Relaxed);
    assert_eq!(book.apply_retention(&|| true).expect("nothing").change_sets, 0);
    day.store(400, Ordering::Relaxed);
    assert_eq!(book.apply_retention(&|| true).expect("forgotten").oldest_kept, Some(3));
    assert_eq!(book.apply_retention(&|| true).expect("nothing").change_sets, 0);
    assert!(dated().book.apply_retention(&|| true).expect("an empty book").oldest_kept.is_none());
}

#[test]
fn nothing_is_forgotten_where_no_backup_can_be_made_or_the_setting_cannot_be_read() {
    let Dated { _folder, book, .. } = lived(10);
    book.set_retention(Some(4)).expect("a setting");
    let backups = book.folder().join("backups");
    fs::write(&backups, "no folder").expect("a file");
    assert!(book.apply_retention(&|| true).is_err());
    fs::remove_file(&backups).expect("removed");
    let settings = book.folder().join("settings.json");
    fs::write(&settings, r#"{"RetentionDays":"4"}"#).expect("nonsense");
    assert!(matches!(book.apply_retention(&|| true), Err(Error::Io { .. })));
    assert_eq!(oldest(&settings, &book), Some(1));
}

fn oldest(settings: &Path, book: &Book) -> Option<u64> {
    fs::remove_file(settings).expect("removed");
    book.retention().expect("a setting").oldest_kept
}

#[test]
fn a_read_only_book_keeps_its_setting_and_its_changes() {
    let mut book = TestBook::with([json!({"ExternalId": "x"})]);
    book.reopen_read_only();
    assert_eq!(book.retention().expect("a setting").days, None);
    for refused in [book.set_retention(Some(1)).map(drop), book.apply_retention(&|| true).map(drop)] {
        assert!(matches!(refused, Err(Error::Refused(_))));
    }
    assert!(book.compact(&|| true).is_err());
}

#[test]
fn a_compacted_book_is_the_same() {
    let book = TestBook::with((0..5).map(|n| json!({"ExternalId": format!("x-{n}"), "Name": "Ada"})));
    let before: Vec<_> = (0..5).map(|n| book.whole(&format!("x-{n}"))).collect();
    let done = book.compact(&|| true).expect("compacted");
    assert!(done.bytes_before > 0 && done.bytes_after > 0);
    assert_eq!((0..5).map(|n| book.whole(&format!("x-{n}"))).collect::<Vec<_>>(), before);
    assert_eq!(book.wasted_space(&|| true).expect("measured"), None);
    assert_eq!(book.history(&external("x-3"), 9).expect("a history").len(), 1);
}
