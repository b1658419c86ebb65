//! Random changes, stops and crashes, against a plain map.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
};

use kith_model::{Record, system::is_document};
use kith_store::{ArchiveAbout, Store, StoreError};
use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

#[derive(Debug, Clone)]
enum Step {
    /// Creates or changes a record: its field gets so many characters.
    Put(u8, u16),
    /// Gives a record another `ExternalId`, or takes it.
    Name(u8, Option<u8>),
    Delete(u8),
    /// Several in one change set; all or nothing.
    Many(Vec<(u8, u16)>),
    Checkpoint,
    Close,
    Drop,
    /// Goes on in a copy of the folder, as it is while the book is open.
    Crash,
    /// The same, and sled lost what was not synced, and more.
    PowerCut(u8),
    /// Writes this in the midst of a compaction, at its so-many-th step.
    Compact(u8, Vec<(u8, u16)>),
    /// Forgets a share of the changes that are kept.
    Prune(u8),
    /// Goes on in a book that is restored from a backup, made while the book is open.
    Restore,
}

fn step() -> impl Strategy<Value = Step> {
    let length = prop_oneof![8 => 0..40u16, 1 => 3_000..12_000u16];
    let put = (0..10u8, length);
    prop_oneof![
        8 => put.clone().prop_map(|(n, length)| Step::Put(n, length)),
        3 => (0..10u8, proptest::option::of(0..6u8)).prop_map(|(n, name)| Step::Name(n, name)),
        3 => (0..10u8).prop_map(Step::Delete),
        2 => proptest::collection::vec(put.clone(), 0..5).prop_map(Step::Many),
        1 => Just(Step::Checkpoint),
        1 => Just(Step::Close),
        1 => Just(Step::Drop),
        1 => Just(Step::Crash),
        1 => any::<u8>().prop_map(Step::PowerCut),
        1 => Just(Step::Restore),
        1 => (0..24u8, proptest::collection::vec(put, 0..5)).prop_map(|(at, puts)| Step::Compact(at, puts)),
        1 => any::<u8>().prop_map(Step::Prune),
    ]
}

/// What a book should tell.
#[derive(Default)]
struct Model {
    records: HashMap<String, Record>,
    pasts: BTreeMap<String, Vec<u64>>,
    seq: u64,
    /// Changes up to this one are no longer kept.
    pruned: u64,
}

/// The records' `Id`s; the last is a document's.
fn name_of(n: u8) -> String {
    if n == 9 { "kith:9".to_owned() } else { format!("id-{n}") }
}

struct Pair {
    dir: TempDir,
    store: Option<Store>,
    model: Model,
}

impl Pair {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Some(open(dir.path()).0);
        Self { dir, store, model: Model::default() }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Put(n, length) => self.put(&[(n, length)]),
            Step::Many(puts) => self.put(&puts),
            Step::Name(n, name) => self.name(n, name),
            Step::Delete(n) => self.delete(n),
            Step::Checkpoint => self.store().checkpoint().unwrap(),
            Step::Close => {
                self.store.take().unwrap().close().unwrap();
                self.open();
            }
            Step::Drop => {
                drop(self.store.take());
                self.open();
            }
            Step::Crash => self.crash(|_| {}),
            Step::Restore => self.restore(),
            Step::Compact(at, puts) => self.compact(at, &puts),
            Step::Prune(share) => self.prune(share),
            Step::PowerCut(share) => self.crash(|db| db.truncate(db.len() / 256 * usize::from(share))),
        }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn put(&mut self, puts: &[(u8, u16)]) {
        let (records, changed) = self.written(puts);
        self.model.records = records;
        self.happened(&changed);
    }

    fn compact(&mut self, at: u8, puts: &[(u8, u16)]) {
        let (asked, written) = (Cell::new(0), RefCell::new(None));
        let write = || {
            if asked.replace(asked.get() + 1) == at {
                *written.borrow_mut() = Some(self.written(puts));
            }
            true
        };
        self.store().compact(&write).unwrap();
        if let Some((records, changed)) = written.into_inner() {
            self.model.records = records;
            self.happened(&changed);
        }
        self.check();
    }

    /// Writes, and gives all records as they are then, and which of them changed.
    fn written(&self, puts: &[(u8, u16)]) -> (HashMap<String, Record>, Vec<String>) {
        let mut next = self.model.records.clone();
        let mut changed = Vec::new();
        let written: Result<_, StoreError> = self.store().write(note(), |tx| {
            for &(n, length) in puts {
                let key = name_of(n);
                let before = tx.get(&id(&key))?;
                assert_eq!(before.as_deref(), next.get(&key));
                let mut after = before.as_deref().cloned().unwrap_or_else(|| record(json!({"Id": key})));
                after.set("Text", json!(noise(length.into())));
                if before.as_deref() != Some(&after) {
                    changed.push(key.clone());
                }
                next.insert(key, after.clone());
                tx.put(before.as_deref(), after)?;
            }
            Ok(())
        });
        assert_eq!(written.unwrap().committed.is_some(), !changed.is_empty());
        (next, changed)
    }

    fn name(&mut self, n: u8, name: Option<u8>) {
        let key = name_of(n);
        let Some(before) = self.model.records.get(&key).filter(|_| !is_document(&key)).cloned() else {
            return;
        };
        let mut after = before.clone();
        after.set("ExternalId", name.map_or(json!(null), |name| json!(format!("x-{name}"))));
        let mut others = self.model.records.iter().filter(|(id, _)| **id != key);
        let taken = name.is_some() && others.any(|(_, other)| other.external_id() == after.external_id());
        let same = before == after;
        let written: Result<_, StoreError> =
            self.store().write(note(), |tx| tx.put(Some(&before), after.clone()));
        match written {
            Err(StoreError::KeyTaken { .. }) => assert!(taken),
            Err(error) => panic!("{error}"),
            Ok(_) if taken => panic!("a key was given twice"),
            Ok(written) => {
                assert_eq!(written.committed.is_none(), same);
                self.model.records.insert(key.clone(), after);
                if !same {
                    self.happened(&[key]);
                }
            }
        }
    }

    fn delete(&mut self, n: u8) {
        let key = name_of(n);
        let Some(before) = self.model.records.remove(&key) else { return };
        let written: Result<_, StoreError> = self.store().write(note(), |tx| tx.delete(&before));
        written.unwrap();
        self.happened(&[key]);
    }

    fn happened(&mut self, keys: &[String]) {
        self.model.seq += u64::from(!keys.is_empty());
        for key in keys {
            self.model.pasts.entry(key.clone()).or_default().insert(0, self.model.seq);
        }
    }

    /// Goes on in a copy of the folder, made while the book is open; `lose` is what befalls sled's file.
    fn crash(&mut self, lose: impl FnOnce(&mut Vec<u8>)) {
        let dir = tempfile::tempdir().unwrap();
        copy(self.dir.path(), dir.path());
        drop(self.store.take());
        edit(&dir.path().join("sled/db"), lose);
        self.dir = dir;
        self.open();
    }

    fn prune(&mut self, share: u8) {
        let kept = self.model.seq - self.model.pruned;
        let upto = self.model.pruned + kept * u64::from(share) / 255;
        let pruned = self.store().prune(upto, &|| true).unwrap();
        let upto = upto.min(self.model.seq.saturating_sub(1)).max(self.model.pruned);
        assert_eq!((pruned.change_sets, pruned.oldest), (upto - self.model.pruned, upto + 1));
        self.model.pruned = upto;
        self.model.pasts.values_mut().for_each(|past| past.retain(|&seq| seq > upto));
        self.check();
    }

    /// The restored book tells what the one that was backed up tells, change sets and all.
    fn restore(&mut self) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("backup");
        let made = self.store().archive(&file, &ArchiveAbout::default(), &|| true).unwrap();
        let contacts = self.model.records.keys().filter(|id| !is_document(id)).count();
        assert_eq!((made.last, made.records), (self.model.seq, contacts as u64));
        let restored = kith_store::restore(&file, dir.path(), "the tests").unwrap();
        assert!(restored.created && restored.replaced.is_none());
        let ids: Vec<String> = (0..10).map(name_of).collect();
        let before = told(self.store(), &ids).unwrap();
        assert!(self.store.take().unwrap().book() == made.book);
        self.dir = dir;
        self.open();
        assert_eq!(told(self.store(), &ids).unwrap(), before);
    }

    fn open(&mut self) {
        let (store, report) = open(self.dir.path());
        assert!(!report.torn_tail && !report.created);
        self.store = Some(store);
        self.check();
    }

    fn check(&self) {
        let store = self.store();
        assert_sound(store);
        assert_eq!(store.last_seq(), self.model.seq);
        let ids: Vec<String> = (0..10).map(name_of).collect();
        let told = told(store, &ids).unwrap();
        assert_eq!(told.sets.len() as u64, self.model.seq - self.model.pruned);
        assert_eq!(store.oldest_kept().unwrap(), self.model.pruned + 1);
        assert_eq!(told.records.len(), self.model.records.len());
        for (id, record) in &self.model.records {
            assert_eq!(told.records.get(id), Some(record));
        }
        for (id, past) in told.pasts {
            assert_eq!(&past, self.model.pasts.get(&id).unwrap_or(&Vec::new()), "{id}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_book_is_a_map_that_survives(steps in proptest::collection::vec(step(), 1..40)) {
        let mut pair = Pair::new();
        steps.into_iter().for_each(|step| pair.take(step));
        pair.check();
        pair.take(Step::Close);
    }
}
