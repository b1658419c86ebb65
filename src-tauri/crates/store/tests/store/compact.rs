//! Compacting a book that is used meanwhile, and compactions that are ended.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fs,
    path::Path,
};

use kith_model::Record;
use kith_store::{Store, StoreError};
use serde_json::json;

use crate::support::*;

/// Records on more than two pages…
const PAGES: u32 = 1_100;
/// … and on one.
const FEW: u32 = 30;

fn book(dir: &Path, count: u32) -> Store {
    let store = open(dir).0;
    let filled: Result<_, StoreError> =
        store.write(note(), |tx| (0..count).try_for_each(|n| tx.put(None, contact(n))));
    filled.unwrap();
    store
}

/// Every record by its `Id`, and how often it was changed.
type Contacts = BTreeMap<String, (Option<Record>, usize)>;

fn contacts(count: u32) -> Contacts {
    (0..count).map(|n| (format!("id-{n}"), (Some(contact(n)), 1))).collect()
}

/// Makes, changes, renames, lengthens, shortens or deletes a record.
fn meddle(store: &Store, contacts: &mut Contacts, dice: &mut Dice) {
    // Those there are, and some that are new.
    let n = dice.below(contacts.len() + 5);
    let (now, changes) = contacts.entry(format!("id-{n}")).or_default();
    let after = match (now.is_some(), dice.below(5)) {
        (true, 0) => None,
        (false, _) => Some(record(json!({ "Id": format!("id-{n}"), "Name": "New" }))),
        (true, kind) => {
            let mut after = now.clone().unwrap();
            let (field, value) = match kind {
                1 => ("ExternalId", format!("moved-{n}-{changes}")),
                2 => ("Text", noise(9_000 + *changes)),
                3 => ("Text", format!("short {changes}")),
                _ => ("Name", format!("Other {changes}")),
            };
            after.set(field, json!(value));
            Some(after)
        }
    };
    let written: Result<_, StoreError> = store.write(note(), |tx| match (&*now, after.clone()) {
        (before, Some(after)) => tx.put(before.as_ref(), after),
        (Some(before), None) => tx.delete(before),
        (None, None) => Ok(()),
    });
    assert!(written.unwrap().committed.is_some());
    (*now, *changes) = (after, *changes + 1);
}

fn is_right(store: &Store, contacts: &Contacts) {
    assert_sound(store);
    for (key, (now, changes)) in contacts {
        assert_eq!(&store.get(&id(key)).unwrap(), now, "{key}");
        // All others were made by the first change set, which is long.
        if *changes > 1 {
            assert_eq!(past(store, &id(key)).len(), *changes, "{key}");
        }
    }
    let there = contacts.values().filter(|(now, _)| now.is_some()).count();
    assert_eq!(store.count(), there as u64);
}

fn is_alone(dir: &Path) {
    for left in ["sled.new", "sled.old"] {
        assert!(!dir.join(left).exists(), "{left}");
    }
}

#[test]
fn what_is_written_while_a_compaction_runs_is_in_the_compacted_book() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path(), PAGES);
    let (contacts, dice) = (RefCell::new(contacts(PAGES)), RefCell::new(Dice(7)));
    let asked = Cell::new(0);
    let write = || {
        asked.set(asked.get() + 1);
        for _ in 0..3 {
            meddle(&store, &mut contacts.borrow_mut(), &mut dice.borrow_mut());
        }
        true
    };
    store.compact(&write).unwrap();
    assert!(asked.get() > 30, "it was written while it copied, verified and caught up");
    is_right(&store, &contacts.borrow());
    meddle(&store, &mut contacts.borrow_mut(), &mut dice.borrow_mut());
    store.close().unwrap();
    let (store, report) = open(dir.path());
    assert_eq!((report.rebuilt, report.replayed), (None, 0));
    is_right(&store, &contacts.borrow());
    is_alone(dir.path());
}

#[test]
fn a_crash_right_after_a_compaction_loses_nothing_that_was_written_during_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path(), PAGES);
    let (contacts, dice) = (RefCell::new(contacts(PAGES)), RefCell::new(Dice(11)));
    let write = || {
        meddle(&store, &mut contacts.borrow_mut(), &mut dice.borrow_mut());
        true
    };
    store.compact(&write).unwrap();
    let crashed = tempfile::tempdir().unwrap();
    copy(dir.path(), crashed.path());
    let (store, report) = open(crashed.path());
    assert_eq!(report.rebuilt, None);
    is_right(&store, &contacts.borrow());
}

#[test]
fn records_that_are_being_walked_go_on_over_a_compaction() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path(), PAGES);
    let mut records = store.records();
    let first = records.next().unwrap().unwrap();
    store.compact(&|| true).unwrap();
    let mut ids: Vec<String> = records.map(|record| record.unwrap().id().to_owned()).collect();
    ids.push(first.id().to_owned());
    ids.sort();
    assert_eq!(ids, contacts(PAGES).into_keys().collect::<Vec<_>>());
}

/// Ends a work at its first question, its second and so on, until it gets to its end.
fn ended_everywhere<T>(mut work: impl FnMut(&dyn Fn() -> bool) -> Result<T, StoreError>) -> usize {
    for most in 0.. {
        let asked = Cell::new(0);
        let done = work(&|| {
            asked.set(asked.get() + 1);
            asked.get() <= most
        });
        match done {
            Ok(_) => return most,
            Err(error) => assert!(matches!(error, StoreError::Ended), "{error}"),
        }
        assert_eq!(asked.get(), most + 1, "it ended at once");
    }
    unreachable!()
}

#[test]
fn a_compaction_that_is_ended_leaves_the_book_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path(), FEW);
    let contacts = RefCell::new(contacts(FEW));
    let dice = RefCell::new(Dice(3));
    let asked = ended_everywhere(|go_on| {
        let done = store.compact(&|| {
            meddle(&store, &mut contacts.borrow_mut(), &mut dice.borrow_mut());
            go_on()
        });
        is_alone(dir.path());
        is_right(&store, &contacts.borrow());
        done
    });
    assert!(asked > 20);
}

#[test]
fn what_a_kill_left_of_a_copy_is_removed_by_the_next_open() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path(), FEW);
    let killed = tempfile::tempdir().unwrap();
    let asked = Cell::new(0);
    let kill = || {
        asked.set(asked.get() + 1);
        if asked.get() == 15 {
            copy(dir.path(), killed.path());
        }
        true
    };
    store.compact(&kill).unwrap();
    assert!(killed.path().join("sled.new").exists());
    let (store, report) = open(killed.path());
    assert_eq!(report.rebuilt, None);
    is_alone(killed.path());
    is_right(&store, &contacts(FEW));
}

#[test]
fn a_forgetting_that_is_ended_forgets_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).0;
    for n in 0..20 {
        create(&store, &contact(n)).unwrap();
    }
    let ids: Vec<String> = (0..20).map(|n| format!("id-{n}")).collect();
    let before = told(&store, &ids).unwrap();
    let asked = ended_everywhere(|go_on| {
        let done = store.prune(15, go_on);
        if done.is_err() {
            assert_eq!(told(&store, &ids).unwrap(), before);
            let names = fs::read_dir(dir.path().join("log")).unwrap().count();
            assert_eq!(names, 1, "the segment and nothing else");
        }
        done
    });
    assert!(asked > 20);
    assert_eq!(store.oldest_kept().unwrap(), 16);
    assert_sound(&store);
}

#[test]
fn a_measure_that_is_ended_is_no_measure() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path(), FEW);
    assert!(ended_everywhere(|go_on| store.space(go_on)) > 5);
}
