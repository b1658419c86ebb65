//! Compacting a book that is used meanwhile, and compactions that are cut short.

use std::{cell::Cell, fs};

use kith_model::{ChangeNote, Record, Source, User};
use serde_json::json;

use super::*;
use crate::{OpenOptions, Store, engine::keys::StorageKey};

fn note() -> ChangeNote {
    let by = User { id: "u-1".into(), name: "Anna Weber".into() };
    ChangeNote {
        at: "2026-01-02T03:04:05.678Z".into(),
        by,
        source: Source::Desk,
        takes_back: None,
        from_crm: false,
        part_of: None,
    }
}

fn open(dir: &Path) -> Store {
    Store::open(dir, &OpenOptions { create: true, ..OpenOptions::default() }).unwrap().0
}

/// A record with a description that fills most of a value, and of some records more than one.
fn contact(n: usize, turn: usize) -> Record {
    let mut state = (n * 1000 + turn) as u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 33) as u8 % 26)
    };
    let text: String = (0..(n % 3) * 3000).map(|_| letter()).collect();
    let fields = json!({"Id": format!("id-{n}"), "ExternalId": format!("x-{n}"), "Description": format!("{turn}{text}")});
    serde_json::from_value(fields).unwrap()
}

/// A book whose records were rewritten over and over, and some deleted.
fn rewritten(dir: &Path, records: usize, turns: usize) -> Store {
    let store = open(dir);
    for turn in 0..turns {
        let written = store.write(note(), |tx| {
            for n in 0..records {
                let before = tx.get(&contact(n, turn).key())?;
                tx.put(before.as_deref(), contact(n, turn))?;
            }
            Ok::<_, StoreError>(())
        });
        written.unwrap();
    }
    let gone = contact(0, turns - 1);
    store.write(note(), |tx| tx.delete(&gone)).unwrap();
    store
}

fn is_whole(store: &Store, records: usize, turns: usize) {
    assert!(store.verify().unwrap().is_sound());
    assert_eq!(store.count(), records as u64 - 1);
    assert_eq!(store.get(&contact(0, 0).key()).unwrap(), None);
    for n in 1..records {
        assert_eq!(store.get(&contact(n, 0).key()).unwrap(), Some(contact(n, turns - 1)));
    }
    assert_eq!(store.history(&contact(1, 0).key()).count(), turns);
    assert_eq!(store.history(&contact(0, 0).key()).count(), turns + 1);
}

#[test]
fn a_compacted_book_is_smaller_and_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let store = rewritten(dir.path(), 60, 40);
    store.checkpoint().unwrap();
    let compacted = store.compact(&|| true).unwrap();
    assert!(compacted.after * 2 < compacted.before, "{compacted:?}");
    is_whole(&store, 60, 40);
    store
        .write(note(), |tx| tx.put(None, contact(100, 0)))
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    store.close().unwrap();
    let (store, report) = Store::open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!((report.rebuilt, report.replayed), (None, 0));
    assert_eq!(store.count(), 60);
    assert!(!old_path(dir.path()).exists());
}

#[test]
fn what_is_alive_is_measured() {
    let dir = tempfile::tempdir().unwrap();
    let store = rewritten(dir.path(), 30, 10);
    let space = store.space(&|| true).unwrap();
    assert!(space.live > 30 * 1000 && space.live < space.on_disk, "{space:?}");
    assert!(!space.is_wasteful(), "a small file is not worth it");
    assert!(Space { on_disk: 48 << 20, live: 16 << 20 }.is_wasteful());
    assert!(!Space { on_disk: 32 << 20, live: 16 << 20 }.is_wasteful());
}

#[test]
fn a_kill_between_the_renames_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    for with_new in [false, true] {
        let store = rewritten(dir.path(), 5, 2);
        store.close().unwrap();
        fs::rename(sled_path(dir.path()), old_path(dir.path())).unwrap();
        if with_new {
            // The new folder is in place; the old one was not removed yet.
            fs::create_dir(sled_path(dir.path())).unwrap();
            for entry in fs::read_dir(old_path(dir.path())).unwrap() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_file() {
                    fs::copy(entry.path(), sled_path(dir.path()).join(entry.file_name())).unwrap();
                }
            }
        }
        let (store, report) = Store::open(dir.path(), &OpenOptions::default()).unwrap();
        assert_eq!(report.rebuilt, None);
        is_whole(&store, 5, 2);
        assert!(!old_path(dir.path()).exists());
        drop(store);
        fs::remove_dir_all(dir.path()).unwrap();
    }
}

#[test]
fn a_compaction_that_fails_leaves_the_book_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = rewritten(dir.path(), 5, 2);
    // A file stands where the copy would be made.
    fs::write(dir.path().join("sled.new"), b"in the way").unwrap();
    assert!(store.compact(&|| true).is_err());
    is_whole(&store, 5, 2);
}

#[test]
fn a_damaged_record_is_not_copied_and_the_old_file_stays() {
    let dir = tempfile::tempdir().unwrap();
    let store = rewritten(dir.path(), 5, 2);
    damage(&store, 3);
    assert!(matches!(store.compact(&|| true), Err(StoreError::Engine { .. })));
    assert!(!new_path(dir.path()).exists());
    assert_eq!(store.get(&contact(2, 0).key()).unwrap(), Some(contact(2, 1)));
    assert!(matches!(store.get(&contact(3, 0).key()), Err(StoreError::Damaged { .. })));
}

#[test]
fn what_is_damaged_after_the_copy_was_verified_is_found_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = rewritten(dir.path(), 5, 2);
    let questions = Cell::new(0);
    let count = || {
        questions.set(questions.get() + 1);
        true
    };
    store.compact(&count).unwrap();
    let asked = Cell::new(0);
    let spoil_at_the_last = || {
        asked.set(asked.get() + 1);
        if asked.get() == questions.get() {
            let written: Result<_, StoreError> =
                store.write(note(), |tx| tx.put(Some(&contact(3, 1)), contact(3, 2)));
            written.unwrap();
            damage(&store, 3);
        }
        true
    };
    let done = store.compact(&spoil_at_the_last);
    assert!(matches!(done, Err(StoreError::Engine { .. })), "{done:?}");
    assert_eq!(store.get(&contact(2, 0).key()).unwrap(), Some(contact(2, 1)));
}

fn damage(store: &Store, n: usize) {
    let mut batch = sled::Batch::default();
    batch.insert(StorageKey::of(&contact(n, 0)).bytes(), &b"other"[..]);
    store.engine.with("meddle", |view| view.meddle(batch)).unwrap();
}
