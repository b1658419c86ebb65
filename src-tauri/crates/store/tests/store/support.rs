//! Books, records and changes to test with.

use std::path::Path;

use kith_model::{ChangeNote, Record, RecordKey, Source, User};
use kith_store::{OpenOptions, OpenReport, Store, StoreError, Written};
use serde_json::{Value, json};

pub fn options() -> OpenOptions {
    OpenOptions { create: true, read_only: false, holder: "the tests".into() }
}

pub fn open(dir: &Path) -> (Store, OpenReport) {
    Store::open(dir, &options()).unwrap()
}

pub fn note() -> ChangeNote {
    ChangeNote {
        at: "2026-01-02T03:04:05.678Z".into(),
        by: User { id: "u-1".into(), name: "Anna Weber".into() },
        source: Source::Desk,
        takes_back: None,
    }
}

pub fn record(fields: Value) -> Record {
    serde_json::from_value(fields).unwrap()
}

/// A record with both keys, made from a number.
pub fn contact(n: u32) -> Record {
    record(json!({
        "Id": format!("id-{n}"), "ExternalId": format!("x-{n}"), "Name": format!("Name {n}"), "ETag": "e0",
        "Email": format!("name.{n}@example.com"), "Score": f64::from(n) / 7.0,
    }))
}

pub fn external(value: &str) -> RecordKey {
    RecordKey::ExternalId(value.into())
}

pub fn id(value: &str) -> RecordKey {
    RecordKey::Id(value.into())
}

pub fn create(store: &Store, record: &Record) -> Result<Written<()>, StoreError> {
    store.write(note(), |tx| tx.put(None, record.clone()))
}

/// Sets one field of a record.
pub fn set(store: &Store, key: &RecordKey, field: &str, value: Value) -> Result<Written<()>, StoreError> {
    store.write(note(), |tx| {
        let before = tx.get(key)?.unwrap();
        let mut after = before.clone();
        after.set(field, value);
        tx.put(Some(&before), after)
    })
}

pub fn delete(store: &Store, key: &RecordKey) -> Result<Written<()>, StoreError> {
    store.write(note(), |tx| {
        let before = tx.get(key)?.unwrap();
        tx.delete(&before)
    })
}

/// The numbers of a record's changes, newest first.
pub fn past(store: &Store, key: &RecordKey) -> Vec<u64> {
    store.history(key).map(|change| change.unwrap().seq).collect()
}

pub fn assert_sound(store: &Store) {
    let report = store.verify().unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert_eq!(report.records, store.count());
    assert_eq!(store.records().map(Result::unwrap).count() as u64, store.count());
}
