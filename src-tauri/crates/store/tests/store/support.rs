//! Books, records and changes to test with.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use kith_model::{ChangeNote, ChangeSet, Record, RecordKey, Source, User, system::is_document};
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
        from_crm: false,
        part_of: None,
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
        let mut after = Record::clone(&before);
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

/// Numbers that look random and are the same in every run (xorshift).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % limit as u64).unwrap()
    }
}

/// Text that does not compress.
pub fn noise(length: usize) -> String {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    (0..length).map(|_| char::from(33 + u8::try_from(dice.below(90)).unwrap())).collect()
}

/// Every file below a folder with its content, folders with none.
pub fn contents(dir: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut contents(&path));
            found.insert(path, None);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, Some(bytes));
        }
    }
    found
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Changes one file.
pub fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// Everything a book says, by the records' `Id`, documents too.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub records: BTreeMap<String, Record>,
    pub pasts: BTreeMap<String, Vec<u64>>,
    pub sets: Vec<ChangeSet>,
}

/// Asks a book everything in every way there is; the first error ends it. `ids` are all that ever were.
pub fn told(store: &Store, ids: &[String]) -> Result<Told, StoreError> {
    let mut records = BTreeMap::new();
    for record in store.records() {
        let record = record?;
        assert_eq!(store.get(&record.key())?.as_ref(), Some(&record));
        records.insert(record.id().to_owned(), record);
    }
    assert_eq!(store.count(), records.len() as u64);
    let mut pasts = BTreeMap::new();
    for id in ids {
        let key = RecordKey::Id(id.clone());
        let found = store.get(&key)?;
        if is_document(id) {
            records.extend(found.map(|document| (id.clone(), document)));
        } else {
            assert_eq!(found.as_ref(), records.get(id), "{id}");
        }
        let past: Result<Vec<_>, _> =
            store.history(&key).map(|change| change.map(|change| change.seq)).collect();
        pasts.insert(id.clone(), past?);
    }
    let sets: Result<Vec<_>, _> = store.change_sets_back().collect();
    Ok(Told { records, pasts, sets: sets? })
}
