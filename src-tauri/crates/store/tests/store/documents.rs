//! Documents: records of Kith's own beside the contacts.

use std::{fs, path::Path};

use kith_model::{Record, RecordKey};
use kith_store::{ArchiveAbout, Store, StoreError, restore};
use serde_json::json;

use crate::support::*;

const DOCUMENT: &str = "kith:schema";

fn key() -> RecordKey {
    id(DOCUMENT)
}

/// Long enough for several chunks.
fn document(turn: u32) -> Record {
    record(json!({"Id": DOCUMENT, "Turn": turn, "Text": noise(9000)}))
}

/// A book of three contacts, one without `ExternalId`, and a document in its third state.
fn book(dir: &Path) -> Store {
    let store = open(dir).0;
    create(&store, &contact(1)).unwrap();
    create(&store, &document(1)).unwrap();
    create(&store, &contact(2)).unwrap();
    create(&store, &record(json!({"Id": "id-3", "Name": "Three"}))).unwrap();
    set(&store, &key(), "Turn", json!(2)).unwrap();
    set(&store, &key(), "Turn", json!(3)).unwrap();
    store
}

fn is_whole(store: &Store) {
    assert_sound(store);
    assert_eq!(store.count(), 3);
    assert_eq!(store.get(&key()).unwrap(), Some(document(3)));
    let listed: Vec<_> = store.records().map(|record| record.unwrap().id().to_owned()).collect();
    assert_eq!(listed, ["id-1", "id-2", "id-3"]);
}

#[test]
fn a_document_is_kept_and_has_a_history_but_is_no_contact() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    is_whole(&store);
    assert_eq!(past(&store, &key()), [6, 5, 2]);
    assert_eq!(store.history(&key()).map(|change| change.unwrap().records).max(), Some(0));
    store.close().unwrap();
    is_whole(&open(dir.path()).0);
}

#[test]
fn a_document_may_go_and_come_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    delete(&store, &key()).unwrap();
    assert_sound(&store);
    assert_eq!((store.get(&key()).unwrap(), store.count()), (None, 3));
    create(&store, &document(3)).unwrap();
    is_whole(&store);
    assert_eq!(past(&store, &key()), [8, 7, 6, 5, 2]);
}

#[test]
fn documents_are_built_anew_from_the_log_and_from_its_base() {
    let dir = tempfile::tempdir().unwrap();
    book(dir.path()).close().unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let (store, report) = open(dir.path());
    assert!(report.rebuilt.is_some());
    is_whole(&store);
    store.prune(u64::MAX, &|| true).unwrap();
    is_whole(&store);
    set(&store, &key(), "Turn", json!(4)).unwrap();
    store.close().unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let store = open(dir.path()).0;
    assert_sound(&store);
    assert_eq!(store.get(&key()).unwrap(), Some(document(4)));
}

#[test]
fn documents_are_compacted_and_backed_up_but_not_counted() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new, file) = (dir.path().join("old"), dir.path().join("new"), dir.path().join("backup"));
    let store = book(&old);
    store.compact(&|| true).unwrap();
    is_whole(&store);
    for pruned in [false, true] {
        if pruned {
            store.prune(u64::MAX, &|| true).unwrap();
            fs::remove_file(&file).unwrap();
        }
        let report = store.archive(&file, &ArchiveAbout::default(), &|| true).unwrap();
        assert_eq!(report.records, 3);
        restore(&file, &new, "the tests").unwrap();
        is_whole(&open(&new).0);
    }
}

#[test]
fn a_document_has_no_external_id() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).0;
    let keyed = record(json!({"Id": DOCUMENT, "ExternalId": "x"}));
    assert!(matches!(create(&store, &keyed), Err(StoreError::Refused { .. })));
}
