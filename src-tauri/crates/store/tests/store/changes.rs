//! Create, update, delete, key moves, long records, history.

use kith_model::{Operation, Record};
use kith_store::{Fields, Store, StoreError};
use serde_json::{Value, json};

use crate::support::*;

#[test]
fn a_record_is_created_read_changed_and_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let (store, report) = open(dir.path());
    assert!(report.created && report.rebuilt.is_none());
    let written = create(&store, &contact(1)).unwrap();
    assert_eq!(written.committed.unwrap().seq, 1);
    assert_eq!(store.get(&external("x-1")).unwrap(), Some(contact(1)));
    assert_eq!(store.get(&id("id-1")).unwrap(), Some(contact(1)));
    set(&store, &id("id-1"), "Name", json!("Other")).unwrap();
    assert_eq!(store.get(&external("x-1")).unwrap().unwrap().get("Name"), &json!("Other"));
    assert_sound(&store);
    delete(&store, &external("x-1")).unwrap();
    assert_eq!(store.get(&external("x-1")).unwrap(), None);
    assert_eq!(store.get(&id("id-1")).unwrap(), None);
    assert_eq!((store.count(), store.last_seq()), (0, 3));
    assert_eq!(past(&store, &external("x-1")), [3, 2, 1]);
    assert_eq!(past(&store, &id("id-1")), [3, 2, 1]);
    assert_sound(&store);
}

#[test]
fn a_closed_book_opens_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for n in 0..50 {
        create(&store, &contact(n)).unwrap();
    }
    store.close().unwrap();
    let (store, report) = open(dir.path());
    assert_eq!(report, kith_store::OpenReport::default());
    assert_eq!((store.count(), store.last_seq()), (50, 50));
    assert_eq!(store.get(&id("id-7")).unwrap(), Some(contact(7)));
    assert_sound(&store);
}

#[test]
fn what_changes_nothing_and_what_fails_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    let same = store.write(note(), |tx| tx.put(Some(&contact(1)), contact(1))).unwrap();
    assert_eq!(same.committed, None);
    let failed: Result<_, StoreError> = store.write(note(), |tx| {
        tx.put(None, contact(2))?;
        Err::<(), _>(StoreError::ReadOnly)
    });
    assert!(matches!(failed, Err(StoreError::ReadOnly)));
    assert_eq!((store.count(), store.last_seq()), (1, 1));
    assert_sound(&store);
}

#[test]
fn a_key_that_is_taken_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    create(&store, &contact(2)).unwrap();
    let clash = record(json!({"Id": "id-9", "ExternalId": "x-1"}));
    assert!(matches!(create(&store, &clash), Err(StoreError::KeyTaken { key }) if key == external("x-1")));
    let clash = record(json!({"Id": "id-1"}));
    assert!(matches!(create(&store, &clash), Err(StoreError::KeyTaken { key }) if key == id("id-1")));
    let moved = set(&store, &id("id-2"), "ExternalId", json!("x-1"));
    assert!(matches!(moved, Err(StoreError::KeyTaken { .. })));
    let twice: Result<_, StoreError> = store.write(note(), |tx| {
        tx.put(None, contact(3))?;
        tx.put(None, contact(3))
    });
    assert!(matches!(twice, Err(StoreError::KeyTaken { .. })));
    assert_eq!(store.last_seq(), 2);
    assert_sound(&store);
}

#[test]
fn a_record_moves_to_its_external_id_and_keeps_its_past() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &record(json!({"Id": "id-1", "Name": "A"}))).unwrap();
    set(&store, &id("id-1"), "ExternalId", json!("x-1")).unwrap();
    assert_eq!(store.get(&external("x-1")).unwrap(), store.get(&id("id-1")).unwrap());
    assert_eq!(store.get(&external("x-1")).unwrap().unwrap().get("Name"), &json!("A"));
    assert_eq!(past(&store, &external("x-1")), [2, 1]);
    assert_eq!(store.count(), 1);
    assert_sound(&store);
}

#[test]
fn keys_change_hands_within_one_set() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for n in 0..40 {
        create(&store, &contact(n)).unwrap();
    }
    let handed: Result<_, StoreError> = store.write(note(), |tx| {
        for n in 0..40 {
            let mut after = contact(n);
            after.set("ExternalId", json!(format!("y-{n}")));
            tx.put(Some(&contact(n)), after)?;
            assert_eq!(tx.get(&external(&format!("x-{n}")))?, None);
            let heir = record(json!({"Id": format!("new-{n}"), "ExternalId": format!("x-{n}")}));
            tx.put(None, heir.clone())?;
            assert_eq!(tx.get(&external(&format!("x-{n}")))?.as_deref(), Some(&heir));
        }
        Ok(())
    });
    assert_eq!(handed.unwrap().committed.unwrap().changes.len(), 80);
    assert_eq!(store.count(), 80);
    assert_sound(&store);
    drop(store);
    std::fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let (store, report) = open(dir.path());
    assert!(report.rebuilt.is_some());
    assert_eq!(store.get(&external("x-3")).unwrap().unwrap().id(), "new-3");
    assert_eq!(store.get(&external("y-3")).unwrap().unwrap().id(), "id-3");
    assert_sound(&store);
}

#[test]
fn a_record_is_changed_often_within_one_set() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let done: Result<_, StoreError> = store.write(note(), |tx| {
        tx.put(None, contact(1))?;
        let mut after = contact(1);
        after.set("Name", json!("B"));
        tx.put(Some(&contact(1)), after.clone())?;
        tx.delete(&after)?;
        assert_eq!(tx.get(&id("id-1"))?, None);
        assert_eq!(tx.get(&external("x-1"))?, None);
        tx.put(None, contact(1))
    });
    let operations: Vec<_> = done.unwrap().committed.unwrap().changes.iter().map(|c| c.operation).collect();
    assert_eq!(operations, [Operation::Create, Operation::Update, Operation::Delete, Operation::Create]);
    assert_eq!(store.get(&id("id-1")).unwrap(), Some(contact(1)));
    assert_eq!(past(&store, &id("id-1")), [1, 1, 1, 1]);
    assert_sound(&store);
}

#[test]
fn a_deleted_record_comes_back_with_its_past() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    delete(&store, &id("id-1")).unwrap();
    create(&store, &contact(1)).unwrap();
    assert_eq!(past(&store, &external("x-1")), [3, 2, 1]);
    assert_sound(&store);
}

#[test]
fn an_external_id_used_again_has_the_past_of_its_new_record() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    delete(&store, &id("id-1")).unwrap();
    create(&store, &record(json!({"Id": "id-2", "ExternalId": "x-1"}))).unwrap();
    assert_eq!(past(&store, &external("x-1")), [3]);
    assert_eq!(past(&store, &id("id-1")), [2, 1]);
    assert_sound(&store);
}

#[test]
fn history_has_every_field_old_and_new() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    set(&store, &id("id-1"), "Name", json!("B")).unwrap();
    let changes: Vec<_> = store.history(&id("id-1")).map(Result::unwrap).collect();
    assert_eq!(changes[0].note, note());
    let field = &changes[0].change.fields[0];
    assert_eq!((field.field.as_str(), &field.old, &field.new), ("Name", &json!("Name 1"), &json!("B")));
    let mut whole = Record::default();
    changes.iter().rev().for_each(|change| whole.apply(&change.change.fields));
    assert_eq!(Some(whole), store.get(&id("id-1")).unwrap());
    assert_eq!(store.history(&id("nobody")).count(), 0);
}

#[test]
fn change_sets_are_found_by_number_and_walked_backwards() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for n in 0..30 {
        create(&store, &contact(n)).unwrap();
    }
    let back: Vec<u64> = store.change_sets_back().map(|set| set.unwrap().seq).collect();
    assert_eq!(back, (1..=30).rev().collect::<Vec<_>>());
    assert_eq!(store.change_set(12).unwrap().unwrap().changes[0].id, "id-11");
    assert_eq!(store.change_set(0).unwrap(), None);
    assert_eq!(store.change_set(31).unwrap(), None);
}

fn files(dir: &std::path::Path) -> usize {
    std::fs::read_dir(dir).map_or(0, Iterator::count)
}

#[test]
fn a_long_record_grows_shrinks_moves_and_goes() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &record(json!({"Id": "id-1", "Description": noise(40_000)}))).unwrap();
    assert_sound(&store);
    for length in [100_000, 5_000, 40_000, 10, 300_000] {
        set(&store, &id("id-1"), "Description", json!(noise(length))).unwrap();
        assert_eq!(store.get(&id("id-1")).unwrap().unwrap().get("Description"), &json!(noise(length)));
        assert_sound(&store);
    }
    set(&store, &id("id-1"), "ExternalId", json!("x-1")).unwrap();
    assert_sound(&store);
    drop(store);
    let (store, report) = open(dir.path());
    assert_eq!(report.rebuilt, None);
    assert_eq!(store.get(&external("x-1")).unwrap().unwrap().get("Description"), &json!(noise(300_000)));
    delete(&store, &id("id-1")).unwrap();
    assert_sound(&store);
    assert_eq!(files(&dir.path().join("sled/blobs")), 0);
}

/// Leaves of the longest keys and values, and inner pages between whose keys only the end differs.
#[test]
fn no_keys_and_no_values_make_a_blob_file() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for group in ["a", "b", "c"] {
        let made: Result<_, StoreError> = store.write(note(), |tx| {
            (0..700).try_for_each(|n| {
                let external_id = format!("{}{n:04}", group.repeat(250));
                let description = noise(1_500 + n);
                let id = format!("{}{group}{n:04}", "i".repeat(250));
                let fields = json!({"Id": id, "ExternalId": external_id, "Description": description});
                tx.put(None, record(fields))
            })
        });
        made.unwrap();
    }
    assert_sound(&store);
    store.compact(&|| true).unwrap();
    assert_sound(&store);
    assert_eq!(files(&dir.path().join("sled/blobs")), 0);
    let found = store.get(&external(&format!("{}0042", "b".repeat(250)))).unwrap().unwrap();
    assert_eq!(found.get("Description"), &json!(noise(1_542)));
}

#[test]
fn contacts_come_in_the_order_of_their_keys_whatever_these_look_like() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let key = |n: u32| match n % 5 {
        0 | 1 => uuid::Uuid::from_u128(u128::from(n.wrapping_mul(0x9E37_79B9)) << 96).to_string(),
        2 => format!("{:x}", n.wrapping_mul(0x9E37_79B9)),
        3 => format!("8{}{n}", "x".repeat(90 + n as usize % 7)),
        _ => format!("{:08x}-{}", n.wrapping_mul(0x9E37_79B9), "y".repeat(100)),
    };
    let made: Result<_, StoreError> = store.write(note(), |tx| {
        (0..3_000_u32).try_for_each(|n| match n % 4 {
            0 => tx.put(None, record(json!({"Id": key(n)}))),
            _ => tx.put(None, record(json!({"Id": format!("id-{n}"), "ExternalId": key(n)}))),
        })
    });
    made.unwrap();
    let mut expected: Vec<_> = (0..3_000).map(|n| (n % 4 == 0, key(n))).collect();
    expected.sort();
    let of = |record: &Record| match record.external_id() {
        Some(external_id) => (false, external_id.to_owned()),
        None => (true, record.id().to_owned()),
    };
    let found: Vec<_> = store.records().map(|record| of(&record.unwrap())).collect();
    assert!(found == expected);
    let mut walked = Vec::new();
    let fields = Fields::new(["Id", "ExternalId"]);
    let done: Result<(), StoreError> = store.walk(&fields, |raw| {
        walked.push(of(&raw.wanted().expect("a record")));
        Ok(())
    });
    done.unwrap();
    assert!(walked == expected);
    assert_sound(&store);
}

#[test]
fn every_value_comes_back_as_it_was_put() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let values = [
        json!(0.1),
        json!(1e300),
        json!(5e-324),
        json!(0.1 + 0.2),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(true),
        json!(""),
        json!("\u{0}\u{7f}\u{202e}e\u{301}\u{10ffff}"),
        json!([1, [2, {"a": null}]]),
        json!({"Id": "1"}),
    ];
    for (n, value) in (0..).zip(&values) {
        let mut record = contact(n);
        record.set("Value", value.clone());
        create(&store, &record).unwrap();
        assert_eq!(store.get(&record.key()).unwrap(), Some(record));
    }
    assert_sound(&store);
}

#[test]
fn what_could_not_be_read_back_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let deep = (0..100).fold(Value::Null, |inner, _| json!([inner]));
    for bad in [
        json!({"Id": "1", "Value": deep}),
        json!({"Id": "", "Name": "A"}),
        json!({"Id": "1", "ExternalId": ""}),
        json!({"Id": "1", "ExternalId": "a\u{0}b"}),
        json!({"Id": "1", "Name": "A".repeat(65 << 20)}),
    ] {
        assert!(matches!(create(&store, &record(bad)), Err(StoreError::Refused { .. })));
    }
    assert_eq!((store.count(), store.last_seq()), (0, 0));
    create(&store, &contact(1)).unwrap();
    assert_sound(&store);
}

#[test]
fn an_outdated_record_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    set(&store, &id("id-1"), "Name", json!("B")).unwrap();
    let mut after = contact(1);
    after.set("Email", Value::Null);
    let stale: Result<_, StoreError> = store.write(note(), |tx| tx.put(Some(&contact(1)), after.clone()));
    assert!(matches!(stale, Err(StoreError::Refused { .. })));
    let stale: Result<_, StoreError> = store.write(note(), |tx| tx.delete(&contact(1)));
    assert!(matches!(stale, Err(StoreError::Refused { .. })));
    let other_than_read: Result<_, StoreError> = store.write(note(), |tx| {
        assert!(tx.get(&id("id-1"))?.is_some());
        tx.put(Some(&contact(1)), after.clone())
    });
    assert!(matches!(other_than_read, Err(StoreError::Refused { .. })));
    let other_than_staged: Result<_, StoreError> = store.write(note(), |tx| {
        tx.put(None, contact(2))?;
        tx.delete(&record(json!({"Id": "id-2"})))
    });
    assert!(matches!(other_than_staged, Err(StoreError::Refused { .. })));
}

#[test]
fn records_are_walked_in_pages_while_others_write() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let all: Result<_, StoreError> =
        store.write(note(), |tx| (0..2_000).try_for_each(|n| tx.put(None, contact(n))));
    all.unwrap();
    let mut seen = 0;
    for record in store.records() {
        let record = record.unwrap();
        seen += 1;
        if seen % 100 == 0 {
            set(&store, &record.key(), "Name", json!("walked")).unwrap();
        }
    }
    assert_eq!(seen, 2_000);
    assert_sound(&store);
}

#[test]
fn the_store_is_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let dir = tempfile::tempdir().unwrap();
    let (store, _): (Store, _) = open(dir.path());
    shared(&store);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..25 {
                    create(store, &contact(thread * 100 + n)).unwrap();
                    assert!(store.get(&id(&format!("id-{}", thread * 100 + n))).unwrap().is_some());
                }
            });
        }
    });
    assert_eq!((store.count(), store.last_seq()), (100, 100));
    assert_sound(&store);
}

#[test]
fn a_null_is_absence_also_in_what_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &record(json!({"Id": "id-1", "Fax": null, "Name": "A"}))).unwrap();
    assert_eq!(store.get(&id("id-1")).unwrap(), Some(record(json!({"Id": "id-1", "Name": "A"}))));
    let before = record(json!({"Id": "id-1", "Name": "A"}));
    let after = record(json!({"Id": "id-1", "Name": "B", "Phone": null}));
    let put: Result<_, StoreError> = store.write(note(), |tx| tx.put(Some(&before), after.clone()));
    put.unwrap();
    let now = record(json!({"Id": "id-1", "Name": "B"}));
    assert_eq!(store.get(&id("id-1")).unwrap().as_ref(), Some(&now));
    let same: Result<_, StoreError> = store.write(note(), |tx| tx.put(Some(&now), after.clone()));
    assert_eq!(same.unwrap().committed, None);
    assert_sound(&store);
}
