//! A few fields of many records.

use std::collections::BTreeMap;

use kith_model::Record;
use kith_store::{Fields, Store, StoreError};
use serde_json::{Value, json};

use super::support::*;

/// Records of all kinds: with both keys, with an `Id` only, longer than a value, with escapes.
fn book(store: &Store, count: u32) {
    let made: Result<_, StoreError> = store.write(note(), |tx| {
        for n in 0..count {
            let mut record = contact(n);
            match n % 40 {
                1 => record.set("ExternalId", Value::Null),
                2 => record.set("Description", noise(9_000).into()),
                3 => record.set("Name", format!("\"{n}\"\n\\").into()),
                _ => Value::Null,
            };
            tx.put(None, record)?;
        }
        Ok(())
    });
    made.unwrap();
}

fn only(record: &Record, fields: &Fields) -> Record {
    let names = fields.names().iter();
    Record::from_fields(names.map(|name| (name.clone(), record.get(name).clone())).collect())
}

#[test]
fn a_walk_gives_every_record_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    book(&store, 1_500);
    let fields = Fields::new(["Score", "Name", "Nothing"]);
    let mut walked = BTreeMap::new();
    let seen: Result<_, StoreError> = store.walk(&fields, |record| {
        let whole: Record = serde_json::from_str(record.json()).unwrap();
        assert_eq!(record.wanted().unwrap(), only(&whole, &fields));
        assert_eq!((record.key(), &*record.id()), (whole.key(), whole.id()));
        walked.insert(record.id().into_owned(), whole);
        Ok(())
    });
    seen.unwrap();
    let records: BTreeMap<_, _> =
        store.records().map(Result::unwrap).map(|record| (record.id().to_owned(), record)).collect();
    assert_eq!((walked.len(), &walked), (1_500, &records));
}

#[test]
fn a_walk_ends_where_the_caller_wants_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    book(&store, 2_000);
    let mut count = 0;
    let ended = store.walk(&Fields::new(["Name"]), |_| {
        count += 1;
        if count < 10 { Ok(()) } else { Err(StoreError::Ended) }
    });
    assert!(matches!(ended, Err(StoreError::Ended)));
    assert_eq!(count, 10);
}

#[test]
fn the_wanted_fields_of_many_records_come_in_the_order_of_the_keys() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    book(&store, 40);
    let fields = Fields::new(["Email", "Id", "Description"]);
    let keys = [id("id-6"), external("x-3"), external("x-1"), id("id-1"), external("nobody"), id("id-6")];
    let read = store.read_fields(&keys, &fields).unwrap();
    let expected: Vec<_> =
        keys.iter().map(|key| store.get(key).unwrap().map(|record| only(&record, &fields))).collect();
    assert_eq!(read, expected);
    assert_eq!(read.iter().filter(|record| record.is_none()).count(), 2);
    assert_eq!(read[0].as_ref().unwrap().get("Id"), &json!("id-6"));
    assert_eq!(store.read_fields(&[], &fields).unwrap(), []);
}
