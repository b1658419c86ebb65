//! Backups through the book: written, listed, verified, restored, made unasked and thinned.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{Timestamp, ToSpan};
use kith_book::{
    Backup, Book, Error, Host, ImportRequest, ListQuery, Opening, RecordKey, Source, UpdateOptions, Watch,
};
use kith_store::StoreError;
use kith_tests::book::{TestBook, external, id, open, user};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// What a book answers about everything in it, whatever folder it is in.
fn answers(book: &Book) -> Vec<Value> {
    let all = ListQuery { limit: usize::MAX, ..ListQuery::default() };
    let listed = book.list(&all, None).answer;
    let records = listed.data.as_ref().and_then(Value::as_array).expect("an array").clone();
    let told = records.iter().map(|record| {
        let key = id(record["Id"].as_str().expect("an Id"));
        let history = book.history_answer(&key, usize::MAX).answer.data;
        let found = book.read(&key).answer.data;
        json!([record, history, found])
    });
    told.collect()
}

/// A book with everything a history can have.
fn lived() -> TestBook {
    let book = TestBook::with([
        json!({"ExternalId": "x", "Name": "Zoë", "Description": "long ".repeat(1_900)}),
        json!({"ExternalId": "y", "Account": {"Id": "a-1", "Name": "Acme"}}),
        json!({"Name": "without an ExternalId"}),
        json!({"ExternalId": "gone"}),
    ]);
    assert!(book.put("x", &json!({"Title": "CEO", "Name": null})).answer.success);
    assert!(book.put("y", &json!({"Fax": "1"})).answer.success);
    assert!(book.undo(None).answer.success);
    assert!(book.redo().answer.success);
    assert!(book.delete(&external("gone")).answer.success);
    book.import_json(br#"[{"ExternalId":"i","Name":"Ines"},{"ExternalId":"x","Title":"CTO"}]"#)
        .expect("taken");
    book
}

fn restored(file: &Path) -> (TempDir, Book) {
    let folder = tempfile::tempdir().expect("a folder");
    let report = Book::backup_restore(file, folder.path()).expect("a book");
    assert!(report.created && report.replaced.is_none());
    let book = open(folder.path(), false, 7).expect("the restored book");
    (folder, book)
}

fn names(book: &Book) -> Vec<String> {
    let backups = Book::backups(book.folder()).expect("a list");
    let name =
        |backup: &Backup| Path::new(&backup.file).file_name().map(|name| name.to_string_lossy().into_owned());
    backups.iter().filter_map(name).collect()
}

/// The drill: what is restored answers as the book that was backed up, and takes changes.
#[test]
fn a_restored_book_answers_the_same() {
    let book = lived();
    let made = book.backup_create(None).expect("a backup");
    assert_eq!((made.contacts, made.changes, made.reads), (Some(4), Some(10), true));
    assert_eq!(made.reason.as_deref(), Some("by hand"));
    let file = PathBuf::from(&made.file);
    assert_eq!(Book::backup_verify(&file).expect("a sound backup"), made);
    let (_folder, again) = restored(&file);
    assert_eq!(answers(&again), answers(&book));
    let gone = external("gone");
    assert_eq!(again.history_answer(&gone, 9).answer.data, book.history_answer(&gone, 9).answer.data);
    let undone = again.undo(None);
    assert_eq!(undone.answer.data, book.undo(None).answer.data, "the same change is the last one");
    assert_eq!(undone.change_id.as_deref(), Some("11"));
}

#[test]
fn a_backup_goes_where_it_is_asked_to_and_replaces_nothing() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.kithbackup");
    assert_eq!(book.backup_create(Some(&file)).expect("a backup").file, file.display().to_string());
    assert!(matches!(book.backup_create(Some(&file)), Err(Error::Store(StoreError::Refused { .. }))));
    let named = book.backup_create(Some(folder.path())).expect("a backup").file;
    assert!(named.contains("/kith-2026-01-02T03-") && named.ends_with("Z-by-hand.kithbackup"), "{named}");
    assert_eq!(names(&book), [""; 0]);
}

#[test]
fn a_book_that_is_open_read_only_is_backed_up_elsewhere_only() {
    let mut book = TestBook::with([json!({"ExternalId": "x"})]);
    book.reopen_read_only();
    assert!(matches!(book.backup_create(None), Err(Error::Store(StoreError::ReadOnly))));
    assert_eq!(book.backup_if_due(&|| true).expect("nothing to do"), None);
    let folder = tempfile::tempdir().expect("a folder");
    let made = book.backup_create(Some(folder.path())).expect("a backup");
    assert_eq!(answers(&restored(Path::new(&made.file)).1), answers(&book));
}

#[test]
fn the_list_tells_of_each_backup_whether_it_reads() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    assert_eq!(Book::backups(book.folder()).expect("a list"), []);
    for _ in 0..2 {
        book.backup_create(None).expect("a backup");
    }
    let kept = book.folder().join("backups");
    let older = kept.join(names(&book).pop().expect("two"));
    let mut bytes = fs::read(&older).expect("the older one");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&older, bytes).expect("damage");
    fs::write(kept.join("mine.kithbackup"), "none").expect("a file");
    fs::write(kept.join("notes.txt"), "no backup").expect("a file");
    let told = Book::backups(book.folder()).expect("a list");
    let told: Vec<_> =
        told.iter().map(|each| (each.reads, each.reason.as_deref(), each.problem.is_some())).collect();
    let by_hand = Some("by hand");
    assert_eq!(told, [(true, by_hand, false), (false, by_hand, true), (false, None, true)]);
    let nowhere = book.folder().join("nowhere");
    assert!(matches!(Book::backups(&nowhere), Err(Error::NoBook(_))));
}

#[test]
fn an_import_makes_a_backup_of_what_was_there_before() {
    let book = TestBook::with([json!({"ExternalId": "x", "Title": "before"})]);
    let report = book.import_json(br#"[{"ExternalId":"x","Title":"after"}]"#).expect("a report");
    assert!(report.warnings.is_empty());
    let backups = Book::backups(book.folder()).expect("a list");
    assert_eq!((backups.len(), backups[0].reason.as_deref()), (1, Some("before import")));
    let (_folder, before) = restored(Path::new(&backups[0].file));
    assert_eq!(before.read(&external("x")).answer.data.expect("a record")["Title"], "before");
    assert!(book.import(&ImportRequest::of("no such file"), &Watch::NOBODY).is_err());
    assert_eq!(names(&book).len(), 1, "a file that is none needs no backup");
    book.backup_create(None).expect("a backup");
    book.import_json(br#"[{"ExternalId":"x","Title":"later"}]"#).expect("a report");
    assert_eq!(names(&book).len(), 2, "the newest had everything");
}

#[test]
fn an_import_into_an_empty_book_needs_no_backup() {
    let book = TestBook::new();
    book.import_json(br#"[{"ExternalId":"x"}]"#).expect("a report");
    assert_eq!(names(&book), [""; 0]);
}

#[test]
fn a_backup_that_cannot_be_made_refuses_no_import_and_is_told() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    fs::write(book.folder().join("backups"), "in the way").expect("a file");
    let report = book.import_json(br#"[{"ExternalId":"y"}]"#).expect("a report");
    assert_eq!((report.created, report.warnings.len()), (1, 1));
    assert!(report.warnings[0].message.starts_with("There is no backup from before the import. Could not"));
}

/// A book whose clock the test sets.
struct Timed {
    book: Book,
    hours: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Timed {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let hours = Arc::new(AtomicI64::new(12));
        let clock = Arc::clone(&hours);
        let beginning: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
        let now = move || beginning + clock.load(Ordering::Relaxed).hours();
        let opening =
            Opening { create: true, read_only: false, holder: "the tests".into(), source: Source::Desk };
        let host = Host::new(now, Uuid::new_v4, user());
        let (book, _) = Book::open(folder.path(), &opening, host).expect("a book");
        assert!(book.create(br#"{"ExternalId":"x"}"#).answer.success);
        Self { book, hours, _folder: folder }
    }

    fn wait(&self, hours: i64) {
        self.hours.fetch_add(hours, Ordering::Relaxed);
    }

    fn change(&self) {
        let title = json!({"Title": format!("at {}", self.hours.load(Ordering::Relaxed))});
        let options = UpdateOptions::default();
        assert!(
            self.book
                .update(&RecordKey::ExternalId("x".into()), title.to_string().as_bytes(), options)
                .answer
                .success
        );
    }

    fn due(&self) -> bool {
        self.book.backup_if_due(&|| true).expect("no failure").is_some()
    }
}

#[test]
fn there_is_one_backup_a_day_where_the_book_changed() {
    let timed = Timed::new();
    assert!(timed.due() && !timed.due());
    timed.wait(1);
    timed.change();
    assert!(!timed.due(), "the day has its backup");
    timed.wait(24);
    assert!(timed.due());
    timed.wait(48);
    assert!(!timed.due(), "nothing changed");
    timed.change();
    assert!(timed.due());
    timed.wait(-1_000);
    timed.change();
    assert!(timed.due(), "a clock that was put back stops nothing");
}

#[test]
fn after_an_older_backup_was_restored_the_same_numbers_are_other_changes() {
    let timed = Timed::new();
    assert!(timed.due());
    let first = Book::backups(timed.book.folder()).expect("a list")[0].file.clone();
    timed.wait(24);
    timed.change();
    assert!(timed.due());
    let Timed { book, hours, _folder } = timed;
    let folder = book.folder().to_owned();
    book.close().expect("at rest");
    let report = Book::backup_restore(Path::new(&first), &folder).expect("a book");
    assert!(!report.created && report.replaced.is_some());
    let clock = Arc::clone(&hours);
    let beginning: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let host = Host::new(move || beginning + clock.load(Ordering::Relaxed).hours(), Uuid::new_v4, user());
    let opening =
        Opening { create: false, read_only: false, holder: "the tests".into(), source: Source::Desk };
    let (book, _) = Book::open(&folder, &opening, host).expect("the restored book");
    let timed = Timed { book, hours, _folder };
    timed.wait(24);
    timed.change();
    assert!(timed.due(), "change 2 is another one than the backup's");
}

#[test]
fn thinning_takes_automatic_backups_and_no_others() {
    let timed = Timed::new();
    let by_hand = timed.book.backup_create(None).expect("a backup").file;
    let restored_over = timed.book.backup_before_restore().expect("a backup").expect("one").file;
    assert!(!timed.due(), "they have everything");
    let renamed = timed.book.folder().join("backups/before the move.kithbackup");
    for day in 0..40 {
        timed.wait(24);
        timed.change();
        assert!(timed.due());
        if day == 1 {
            fs::rename(&Book::backups(timed.book.folder()).expect("a list")[0].file, &renamed)
                .expect("renamed");
        }
    }
    assert!(Path::new(&by_hand).exists() && renamed.exists());
    assert!(Path::new(&restored_over).exists(), "no later backup has what it has");
    let daily = names(&timed.book).iter().filter(|name| name.ends_with("-daily.kithbackup")).count();
    assert!((7..=7 + 4 + 2).contains(&daily), "{daily}");
    let newest = Book::backups(timed.book.folder()).expect("a list").remove(0);
    Book::backup_verify(Path::new(&newest.file)).expect("the newest is sound");
}

#[test]
fn a_damaged_backup_takes_no_sound_ones_place_and_stays() {
    let timed = Timed::new();
    let mut sound = Vec::new();
    let mut damaged = Vec::new();
    for day in 0..20 {
        assert!(timed.due());
        let file = Book::backups(timed.book.folder()).expect("a list")[0].file.clone();
        // Every other one goes bad as soon as it is made.
        if day % 2 == 0 {
            fs::write(&file, fs::read(&file).expect("it is there").split_last().expect("bytes").1)
                .expect("damage");
            damaged.push(file);
        } else {
            sound.push(file);
        }
        timed.wait(24);
        timed.change();
    }
    assert!(damaged.iter().all(|file| Path::new(file).exists()), "somebody may want to look at them");
    let last_seven = sound.iter().rev().take(7);
    assert!(last_seven.clone().all(|file| Path::new(file).exists()), "the days of the bad ones do not count");
    assert!(sound.iter().any(|file| !Path::new(file).exists()), "older ones went");
}

#[test]
fn what_a_kill_left_of_a_backup_is_removed_by_the_next() {
    let timed = Timed::new();
    timed.book.backup_create(None).expect("a backup");
    let kept = timed.book.folder().join("backups");
    let left = kept.join("kith-2026-01-02T03-04-05Z-daily.kithbackup.AbC1xy.tmp");
    let own = kept.join("notes.tmp");
    for file in [&left, &own] {
        fs::write(file, "half").expect("a file");
    }
    timed.book.backup_create(None).expect("a backup");
    assert!(!left.exists() && own.exists());
}

#[test]
fn a_backup_that_is_given_up_leaves_nothing() {
    let timed = Timed::new();
    assert!(timed.book.backup_if_due(&|| false).is_err());
    assert_eq!(fs::read_dir(timed.book.folder().join("backups")).expect("the folder").count(), 0);
}

#[cfg(unix)]
#[test]
fn backups_are_private_to_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let file = PathBuf::from(book.backup_create(None).expect("a backup").file);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().expect("a folder"))), (0o600, 0o700));
}

#[test]
fn what_the_book_has_beyond_a_backup_is_told_where_the_backup_is_of_its_past() {
    let mut book = TestBook::with([json!({"ExternalId": "x"})]);
    let first = book.backup_create(None).expect("a backup").file;
    assert!(book.put("x", &json!({"Title": "CEO"})).answer.success);
    assert!(book.put("x", &json!({"Title": "CTO"})).answer.success);
    let before = book.backup_before_restore().expect("a backup").expect("there are changes");
    assert_eq!((before.reason.as_deref(), before.last), (Some("before restore"), Some(3)));
    assert_eq!(newer(&book), [Some(0), Some(2)]);

    book.close();
    Book::backup_restore(Path::new(&first), book.folder_path()).expect("a book");
    book.reopen();
    assert_eq!(newer(&book), [None, Some(0)], "it ends with a change that the restored book never had");
    for fax in 1..=3 {
        assert!(book.put("x", &json!({"Fax": fax.to_string()})).answer.success);
    }
    assert_eq!(newer(&book), [None, Some(3)], "the same number is another change");
}

fn newer(book: &Book) -> Vec<Option<u64>> {
    book.kept_backups().expect("a list").into_iter().map(|kept| kept.newer).collect()
}

#[test]
fn a_backup_is_named_by_the_list_alone() {
    let book = TestBook::with([json!({"ExternalId": "x"})]);
    let made = book.backup_create(None).expect("a backup").file;
    assert_eq!(Book::kept_backup(book.folder(), &made).expect("it is listed"), PathBuf::from(&made));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let copy = elsewhere.path().join("copy.kithbackup");
    fs::copy(&made, &copy).expect("a copy");
    let roundabout = made.replace("/backups/", "/backups/../backups/");
    for named in [copy.display().to_string(), roundabout, String::new()] {
        assert!(matches!(Book::kept_backup(book.folder(), &named), Err(Error::NoBackup(_))), "{named}");
    }
}

#[test]
fn a_book_without_a_change_needs_no_backup_before_a_restore() {
    assert_eq!(TestBook::new().backup_before_restore().expect("nothing to do"), None);
}

/// A backup of format 1 stays restorable, by every later version.
#[test]
fn the_backup_of_format_1_in_the_tree_is_restored() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/backups/format-1.kithbackup");
    let said = Book::backup_verify(&file).expect("a sound backup");
    assert_eq!((said.contacts, said.changes), (Some(4), Some(10)));
    let (_folder, book) = restored(&file);
    let record = book.read(&external("x")).answer.data.expect("a record");
    assert_eq!((&record["Title"], &record["Name"]), (&json!("CTO"), &json!(null)));
    assert_eq!(record["Description"].as_str().map(str::len), Some(9_500));
    let history = book.history(&external("x"), 9).expect("a history");
    assert_eq!(history.iter().map(|entry| entry.change_id.as_str()).collect::<Vec<_>>(), ["10", "5", "1"]);
    assert_eq!(book.history(&external("gone"), 9).expect("a history").len(), 2);
    assert_eq!(book.undo(None).answer.data.expect("what was undone")["ChangeId"], "10");
}

/// Writes that backup. A released one is never written again.
#[test]
#[ignore = "makes the corpus"]
fn make_the_backup_of_format_1() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/backups/format-1.kithbackup");
    lived().backup_create(Some(&file)).expect("a backup");
}
