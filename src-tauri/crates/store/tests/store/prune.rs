//! Forgetting old changes, and what a kill in the middle of it leaves.

use std::{fs, path::Path};

use kith_store::Store;
use serde_json::json;

use crate::support::*;

const CHANGES: u64 = 40;

/// A book of ten contacts that were changed over and over, one deleted.
fn book(dir: &Path) -> Store {
    let store = open(dir).0;
    for n in 0..10 {
        create(&store, &contact(n)).unwrap();
    }
    for n in 10..CHANGES - 1 {
        set(&store, &external(&format!("x-{}", n % 9)), "Text", json!(noise(n as usize * 50))).unwrap();
    }
    delete(&store, &external("x-9")).unwrap();
    assert_eq!(store.last_seq(), CHANGES);
    store
}

fn ids() -> Vec<String> {
    (0..10).map(|n| format!("id-{n}")).collect()
}

/// The change sets that are kept, oldest first.
fn kept(store: &Store) -> Vec<u64> {
    let mut kept: Vec<u64> = store.change_sets_back().map(|set| set.unwrap().seq).collect();
    kept.reverse();
    kept
}

#[test]
fn what_is_forgotten_is_gone_from_the_files_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    set(&store, &external("x-1"), "Text", json!("a word nobody may find")).unwrap();
    set(&store, &external("x-1"), "Text", json!("another")).unwrap();
    let found = |dir: &Path| {
        fs::read_dir(dir.join("log")).unwrap().any(|entry| {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(10).any(|window| window == b"nobody may")
        })
    };
    assert!(found(dir.path()));
    store.prune(CHANGES + 1, &|| true).unwrap();
    // The change after it says what it was before.
    assert!(found(dir.path()));
    set(&store, &external("x-1"), "Name", json!("N")).unwrap();
    let pruned = store.prune(CHANGES + 2, &|| true).unwrap();
    assert_eq!((pruned.change_sets, pruned.oldest), (1, CHANGES + 3));
    assert!(!found(dir.path()));
}

#[test]
fn the_last_change_is_always_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    let pruned = store.prune(u64::MAX, &|| true).unwrap();
    assert_eq!((pruned.change_sets, pruned.oldest), (CHANGES - 1, CHANGES));
    assert_eq!(kept(&store), [CHANGES]);
    assert_eq!(past(&store, &external("x-9")), [CHANGES]);
    assert_eq!(past(&store, &external("x-1")), Vec::<u64>::new());
    assert_eq!(store.prune(u64::MAX, &|| true).unwrap().change_sets, 0);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(open(empty.path()).0.prune(5, &|| true).unwrap().change_sets, 0);
}

#[test]
fn a_pruned_book_is_built_anew_from_its_base_and_its_log() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    store.prune(25, &|| true).unwrap();
    set(&store, &external("x-2"), "Name", json!("after")).unwrap();
    let before = told(&store, &ids()).unwrap();
    store.close().unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let (store, report) = open(dir.path());
    assert!(report.rebuilt.is_some());
    assert_sound(&store);
    assert_eq!(told(&store, &ids()).unwrap(), before);
}

#[test]
fn without_its_base_a_pruned_log_is_damaged_but_sound_records_are_still_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    store.prune(25, &|| true).unwrap();
    let base = dir.path().join("log").join(format!("base-{:020}.kbase", 25));
    fs::remove_file(&base).unwrap();
    let problems = store.verify().unwrap().problems;
    assert!(
        problems.iter().any(|problem| problem.contains("the records before it are missing")),
        "{problems:?}"
    );
    assert_eq!(store.get(&external("x-1")).unwrap().unwrap().id(), "id-1");
}

/// A base was laid, and the process was killed before all that is before it was gone.
#[test]
fn a_kill_between_the_base_and_the_forgetting_is_finished_by_the_next_open() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    let whole = tempfile::tempdir().unwrap();
    copy(dir.path(), whole.path());
    store.prune(25, &|| true).unwrap();
    let before = told(&store, &ids()).unwrap();
    let base = format!("log/base-{:020}.kbase", 25);
    fs::copy(dir.path().join(&base), whole.path().join(&base)).unwrap();
    for lost in [false, true] {
        let again = tempfile::tempdir().unwrap();
        copy(whole.path(), again.path());
        if lost {
            fs::remove_dir_all(again.path().join("sled")).unwrap();
        }
        let (store, _) = open(again.path());
        assert_eq!(kept(&store), (26..=CHANGES).collect::<Vec<_>>());
        assert_sound(&store);
        assert_eq!(told(&store, &ids()).unwrap(), before);
    }
}
