//! Backups of a store, and what is restored from them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kith_store::{ArchiveAbout, OpenOptions, RestoreReport, Store, StoreError, archive, restore};
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

/// A closed book of ten contacts, some changed, one deleted, and its backup.
fn backed_up() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (dir, file) = (folder.path().join("book"), folder.path().join("backup"));
    let (store, _) = open(&dir);
    for n in 0..10 {
        create(&store, &contact(n)).unwrap();
    }
    set(&store, &external("x-3"), "Text", json!(noise(20_000))).unwrap();
    set(&store, &external("x-4"), "ExternalId", json!(null)).unwrap();
    delete(&store, &external("x-5")).unwrap();
    store.archive(&file, &ArchiveAbout::default(), &|| true).unwrap();
    store.close().unwrap();
    (folder, dir, file)
}

fn ids() -> Vec<String> {
    (0..11).map(|n| format!("id-{n}")).collect()
}

fn told_by(dir: &Path) -> Told {
    let (store, report) = open(dir);
    assert_eq!((report.replayed, &report.rebuilt), (0, &None), "{report:?}");
    assert_sound(&store);
    let told = told(&store, &ids()).unwrap();
    store.close().unwrap();
    told
}

fn restored(file: &Path, dir: &Path) -> RestoreReport {
    restore(file, dir, "the tests").unwrap()
}

#[test]
fn a_restored_book_tells_the_same_and_is_the_same() {
    let (folder, dir, file) = backed_up();
    let new = folder.path().join("deep/new");
    let report = restored(&file, &new);
    assert!(report.created && report.replaced.is_none());
    assert_eq!(told_by(&new), told_by(&dir));
    let (old, new) = (open(&dir).0, open(&new).0);
    assert_eq!(old.book(), new.book());
    create(&new, &contact(20)).unwrap();
    assert_eq!(new.last_seq(), 14);
}

#[test]
fn an_empty_book_is_backed_up_and_restored_too() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, file, new) = (folder.path().join("book"), folder.path().join("b"), folder.path().join("new"));
    open(&dir).0.archive(&file, &ArchiveAbout::default(), &|| true).unwrap();
    assert_eq!(archive::verify(&file).unwrap().records, 0);
    restored(&file, &new);
    let (store, _) = open(&new);
    create(&store, &contact(1)).unwrap();
    assert_sound(&store);
}

#[test]
fn the_book_that_is_there_is_kept_whole() {
    let (_folder, dir, file) = backed_up();
    let before = told_by(&dir);
    let (store, _) = open(&dir);
    create(&store, &contact(10)).unwrap();
    store.close().unwrap();
    let later = told_by(&dir);
    let report = restored(&file, &dir);
    let kept = report.replaced.unwrap();
    assert_eq!((report.created, kept.as_path()), (false, dir.join("replaced-1").as_path()));
    assert_eq!(told_by(&dir), before);
    assert_eq!(told_by(&kept), later, "what was replaced is a book of its own");
    assert_eq!(restored(&file, &dir).replaced, Some(dir.join("replaced-2")));
}

#[test]
fn a_book_whose_log_and_records_are_ruined_is_restored() {
    let (folder, dir, file) = backed_up();
    restored(&file, &folder.path().join("right"));
    for part in ["log/00000000000000000001.klog", "sled/db", "manifest.json"] {
        fs::write(dir.join(part), "ruined").unwrap();
    }
    assert!(Store::open(&dir, &options()).is_err());
    restored(&file, &dir);
    assert_eq!(told_by(&dir), told_by(&folder.path().join("right")));
}

#[test]
fn a_book_that_is_open_is_not_restored() {
    let (_folder, dir, file) = backed_up();
    let (store, _) = open(&dir);
    let refused = restore(&file, &dir, "the tests");
    assert!(matches!(refused, Err(StoreError::InUse { .. })), "{refused:?}");
    assert_sound(&store);
}

#[test]
fn a_backup_that_is_not_sound_changes_nothing() {
    let (_folder, dir, file) = backed_up();
    let before = contents(&dir);
    let same = |dir: &Path| {
        let mut now = contents(dir);
        now.insert(dir.join("lock"), before[&dir.join("lock")].clone());
        assert_eq!(now, before);
    };
    edit(&file, |bytes| bytes.truncate(bytes.len() / 2));
    assert!(matches!(restore(&file, &dir, "t"), Err(StoreError::Damaged { .. })));
    same(&dir);
    told_by(&dir);
}

/// A backup whose lines and checksum are right, and which tells of changes that cannot have been.
#[test]
fn a_backup_that_contradicts_itself_changes_nothing() {
    let (folder, dir, file) = backed_up();
    let before = told_by(&dir);
    let content = String::from_utf8(zstd::decode_all(fs::File::open(&file).unwrap()).unwrap()).unwrap();
    let forged = folder.path().join("forged");
    for (from, to) in [
        (
            "\"Field\":\"Name\",\"Old\":null,\"New\":\"Name 5\"",
            "\"Field\":\"Name\",\"Old\":null,\"New\":\"Name x\"",
        ),
        ("\"Id\":\"id-7\"", "\"Id\":\"id-6\""),
        ("\"New\":\"x-8\"", "\"New\":\"x-7\""),
        ("\"Operation\":\"update\"", "\"Operation\":\"create\""),
    ] {
        assert!(content.contains(from), "{from}");
        forge(&forged, &content.replacen(from, to, 1));
        let refused = restore(&forged, &dir, "t");
        let said = match &refused {
            Err(error @ StoreError::Damaged { path, .. }) if *path == forged => error.to_string(),
            other => panic!("{from}: {other:?}"),
        };
        assert!(said.contains("change set") || said.contains("counts other records"), "{said}");
        assert!(!dir.join("next").exists());
        assert_eq!(told_by(&dir), before);
        assert!(archive::verify(&forged).is_err());
    }
}

/// Writes content as an archive's, the checksum in its last line made right.
fn forge(file: &Path, content: &str) {
    use sha2::{Digest, Sha256};
    let body = content.split_inclusive('\n').filter(|line| !line.starts_with("{\"End\"")).collect::<String>();
    let end = content.lines().last().unwrap();
    let old = end.rsplit('"').nth(1).unwrap();
    let sum: String = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let forged = format!("{body}{}\n", end.replace(old, &sum));
    fs::write(file, zstd::encode_all(forged.as_bytes(), 1).unwrap()).unwrap();
}

/// What a kill leaves right after the moment that counts, and right before it.
#[test]
fn a_restore_that_was_killed_is_done_or_was_nothing() {
    let (folder, dir, file) = backed_up();
    let before = told_by(&dir);
    let new = folder.path().join("new");
    restored(&file, &new);
    let (store, _) = open(&new);
    create(&store, &contact(10)).unwrap();
    store.close().unwrap();
    let after = told_by(&new);
    for part in ["log", "sled"] {
        copy(&new.join(part), &dir.join("next").join(part));
    }
    fs::copy(new.join("manifest.json"), dir.join("next/manifest.json")).unwrap();

    let unbegun = folder.path().join("unbegun");
    copy(&dir, &unbegun);
    assert_eq!(told_by(&unbegun), before);
    assert!(!unbegun.join("next").exists());

    fs::write(dir.join("swap.json"), r#"{"format":1,"old":"replaced-1"}"#).unwrap();
    let read_only = OpenOptions { read_only: true, ..OpenOptions::default() };
    assert!(matches!(Store::open(&dir, &read_only), Err(StoreError::Refused { .. })));
    let (store, report) = open(&dir);
    assert!(report.notes[0].contains("replaced-1"), "{report:?}");
    drop(store);
    assert_eq!(told_by(&dir), after);
    assert_eq!(told_by(&dir.join("replaced-1")), before);
}

#[test]
fn a_book_killed_while_it_was_made_from_a_backup_is_there_all_the_same() {
    let (folder, dir, _) = backed_up();
    let before = told_by(&dir);
    let new = folder.path().join("new");
    copy(&dir, &new.join("next"));
    fs::write(new.join("swap.json"), r#"{"format":1,"old":"replaced-1"}"#).unwrap();
    assert!(Store::exists(&new));
    let options = OpenOptions { create: false, ..options() };
    drop(Store::open(&new, &options).unwrap());
    assert_eq!(told_by(&new), before);
    assert!(!new.join("replaced-1").exists());
}

/// A backup takes no lock and waits for nobody; it holds the changes up to the moment it was asked for.
#[test]
fn changes_are_made_while_a_backup_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, file) = (folder.path().join("book"), folder.path().join("backup"));
    let (store, _) = open(&dir);
    for n in 0..200 {
        create(&store, &contact(n)).unwrap();
    }
    let asked = std::sync::atomic::AtomicU32::new(200);
    let write_on = || {
        let n = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        create(&store, &contact(n)).unwrap();
        true
    };
    let report = store.archive(&file, &ArchiveAbout::default(), &write_on).unwrap();
    assert_eq!((report.last, report.records), (200, 200));
    assert!(store.count() > 400);
    assert_eq!(archive::verify(&file).unwrap(), report);
}
