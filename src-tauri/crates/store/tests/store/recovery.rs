//! What opening brings right: a sled folder that is gone, old, cut, emptied or half-written.

use std::{fs, path::Path};

use kith_store::{OpenReport, Store, StoreError};
use serde_json::json;

use crate::support::*;

/// A closed book with records of every kind, and what it tells.
fn book(dir: &Path) -> (Vec<String>, Told) {
    let (store, _) = open(dir);
    fill(&store);
    let ids: Vec<String> = (0..21).map(|n| format!("id-{n}")).collect();
    let told = told(&store, &ids).unwrap();
    store.close().unwrap();
    (ids, told)
}

fn fill(store: &Store) {
    for n in 0..20 {
        create(store, &contact(n)).unwrap();
    }
    create(store, &record(json!({"Id": "id-20", "Description": noise(40_000)}))).unwrap();
    set(store, &id("id-3"), "Name", json!("Other")).unwrap();
    set(store, &id("id-4"), "ExternalId", json!("y-4")).unwrap();
    delete(store, &id("id-5")).unwrap();
    let many: Result<_, StoreError> = store.write(note(), |tx| {
        (6..9).try_for_each(|n| {
            let mut after = contact(n);
            after.set("Email", json!(null));
            tx.put(Some(&contact(n)), after)
        })
    });
    many.unwrap();
}

/// Opens a book that must tell what it told before.
fn assert_opens_as_it_was(dir: &Path, ids: &[String], was: &Told) -> OpenReport {
    let (store, report) = open(dir);
    assert_eq!(&told(&store, ids).unwrap(), was);
    assert_sound(&store);
    store.close().unwrap();
    let (store, again) = open(dir);
    assert_eq!((again.replayed, again.rebuilt), (0, None), "once is enough");
    assert_eq!(&told(&store, ids).unwrap(), was);
    report
}

#[test]
fn without_its_sled_folder_a_book_is_built_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, was) = book(dir.path());
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let report = assert_opens_as_it_was(dir.path(), &ids, &was);
    assert!(report.rebuilt.is_some());
}

#[test]
fn an_old_copy_of_sled_is_brought_up_to_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(100)).unwrap();
    store.close().unwrap();
    let old = tempfile::tempdir().unwrap();
    copy(&dir.path().join("sled"), &old.path().join("sled"));
    let (store, _) = open(dir.path());
    delete(&store, &id("id-100")).unwrap();
    store.close().unwrap();
    let (ids, was) = book(dir.path());
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    copy(&old.path().join("sled"), &dir.path().join("sled"));
    let report = assert_opens_as_it_was(dir.path(), &ids, &was);
    assert!(report.rebuilt.unwrap().contains("change set 1, not at"), "the manifest knows better");
}

#[test]
fn what_the_log_has_after_the_checkpoint_is_replayed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(100)).unwrap();
    delete(&store, &id("id-100")).unwrap();
    store.checkpoint().unwrap();
    let old = tempfile::tempdir().unwrap();
    copy(&dir.path().join("sled"), &old.path().join("sled"));
    let manifest = fs::read(dir.path().join("manifest.json")).unwrap();
    fill(&store);
    let ids: Vec<String> = (0..21).map(|n| format!("id-{n}")).collect();
    let was = told(&store, &ids).unwrap();
    drop(store);
    // As a power cut right after the last answer leaves it: the log is synced, sled and the manifest are not.
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    copy(&old.path().join("sled"), &dir.path().join("sled"));
    fs::write(dir.path().join("manifest.json"), manifest).unwrap();
    fs::remove_file(dir.path().join("lock")).unwrap();
    let report = assert_opens_as_it_was(dir.path(), &ids, &was);
    assert_eq!((report.replayed, report.rebuilt), (25, None));
}

#[test]
fn a_snapshot_that_a_kill_left_half_made_is_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, was) = book(dir.path());
    let name = "snap.00000000000000FF.generating";
    fs::write(dir.path().join("sled").join(name), b"half").unwrap();
    let report = assert_opens_as_it_was(dir.path(), &ids, &was);
    assert_eq!(report.rebuilt, None);
    assert_eq!(fs::read(dir.path().join("aside").join(format!("{name}-1"))).unwrap(), b"half");
    assert!(report.notes[0].contains(name));
}

#[test]
fn a_cut_or_emptied_database_is_built_anew_and_the_old_one_kept() {
    for cut in [0, 100] {
        let dir = tempfile::tempdir().unwrap();
        let (ids, was) = book(dir.path());
        edit(&dir.path().join("sled/db"), |bytes| bytes.truncate(cut));
        let report = assert_opens_as_it_was(dir.path(), &ids, &was);
        assert!(report.rebuilt.is_some());
        assert!(dir.path().join("sled.damaged-1").exists());
    }
}

#[test]
fn a_database_that_lost_its_end_is_built_anew_unless_nothing_in_it_was_alive() {
    let cuts: [fn(usize) -> usize; 2] = [|length| length / 2, |length| length - 1];
    for cut in cuts {
        let dir = tempfile::tempdir().unwrap();
        let (ids, was) = book(dir.path());
        edit(&dir.path().join("sled/db"), |bytes| bytes.truncate(cut(bytes.len())));
        let report = assert_opens_as_it_was(dir.path(), &ids, &was);
        assert_eq!(report.rebuilt.is_some(), dir.path().join("sled.damaged-1").exists());
    }
}

#[test]
fn after_a_power_cut_an_emptied_database_is_found_out_too() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, was) = book(dir.path());
    fs::remove_file(dir.path().join("lock")).unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    fs::create_dir(dir.path().join("sled")).unwrap();
    assert!(assert_opens_as_it_was(dir.path(), &ids, &was).rebuilt.is_some());
}

#[test]
fn a_lost_manifest_is_made_anew_from_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, was) = book(dir.path());
    fs::remove_file(dir.path().join("manifest.json")).unwrap();
    let report = assert_opens_as_it_was(dir.path(), &ids, &was);
    assert_eq!(report.rebuilt, None);
    assert!(report.notes[0].contains("manifest"));
}

#[test]
fn a_torn_last_change_is_cut_off_once() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, was) = book(dir.path());
    let segment = dir.path().join("log/00000000000000000001.klog");
    edit(&segment, |bytes| {
        let end = bytes.iter().rposition(|&byte| byte != 0).unwrap() + 1;
        bytes[end..end + 3].copy_from_slice(&[9, 0, 1]);
    });
    assert!(assert_opens_as_it_was(dir.path(), &ids, &was).torn_tail);
    let (store, report) = open(dir.path());
    assert!(!report.torn_tail);
    create(&store, &contact(30)).unwrap();
    assert_eq!(store.last_seq(), 26);
    assert_eq!(fs::read(dir.path().join("log/torn-26-1.bin")).unwrap(), [9, 0, 1]);
}

#[test]
fn a_log_that_lost_its_answered_end_is_damage_and_nothing_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path());
    let segment = dir.path().join("log/00000000000000000001.klog");
    edit(&segment, |bytes| {
        let end = bytes.iter().rposition(|&byte| byte != 0).unwrap();
        bytes[end - 40..=end].fill(0);
    });
    assert_refused_untouched(dir.path());
    fs::remove_file(&segment).unwrap();
    assert_refused_untouched(dir.path());
    fs::remove_dir(dir.path().join("log")).unwrap();
    assert_refused_untouched(dir.path());
}

#[test]
fn a_log_that_is_damaged_within_is_refused_and_nothing_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path());
    // Without a manifest, whose checkpoint the walk would begin at.
    fs::remove_file(dir.path().join("manifest.json")).unwrap();
    edit(&dir.path().join("log/00000000000000000001.klog"), |bytes| bytes[300] ^= 4);
    assert_refused_untouched(dir.path());
}

/// The lock file says who tried, and is no part of what is kept.
fn assert_refused_untouched(dir: &Path) {
    let before = contents(dir);
    for read_only in [false, true] {
        let refused = Store::open(dir, &kith_store::OpenOptions { read_only, ..options() });
        assert!(
            matches!(refused, Err(StoreError::Damaged { .. })),
            "{:?}",
            refused.map(|(_, report)| report)
        );
    }
    let (lock, mut after) = (dir.join("lock"), contents(dir));
    let mut before = before;
    assert_eq!(before.remove(&lock).is_some(), after.remove(&lock).is_some());
    assert!(before == after, "something was touched");
}

#[test]
fn damage_behind_the_checkpoint_is_told_where_it_is_met() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, was) = book(dir.path());
    edit(&dir.path().join("log/00000000000000000001.klog"), |bytes| bytes[300] ^= 4);
    let (store, _) = open(dir.path());
    assert_eq!(store.records().map(Result::unwrap).count(), was.records.len());
    assert!(matches!(told(&store, &ids), Err(StoreError::Damaged { .. })));
    assert!(!store.verify().unwrap().is_sound());
}
