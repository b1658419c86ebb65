//! A process that is killed while it writes: whatever it had answered is there.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
};

use serde_json::json;

use crate::{
    folder::{child, childs_folder, tell},
    support::*,
};

const RECORDS: u64 = 12;
/// For so many changes in turn there are checkpoints, or there are none and sled's buffers come to the disk when full.
const STRETCH: u64 = 400;

/// Changes one record after the other for ever, and tells the number of every change that was answered.
#[test]
#[ignore = "the process that the test below kills"]
fn writer() {
    let Some(dir) = childs_folder() else { return };
    let (store, _) = open(&dir);
    loop {
        let seq = store.last_seq() + 1;
        let key = id(&format!("id-{}", seq % RECORDS));
        let written = match store.get(&key).unwrap() {
            None => create(&store, &record(json!({"Id": key.value(), "Seq": seq, "Description": fat(seq)}))),
            Some(_) if seq % 31 == 0 => delete(&store, &key),
            Some(_) => set(&store, &key, "Seq", json!(seq)),
        };
        assert_eq!(written.unwrap().committed.unwrap().seq, seq);
        if seq % 17 == 0 && (seq / STRETCH).is_multiple_of(2) {
            store.checkpoint().unwrap();
        }
        tell(&format!("answered {seq}"));
    }
}

/// A text that does not compress, so that a few hundred changes fill sled's buffer.
fn fat(seq: u64) -> String {
    let mut dice = Dice(seq);
    (0..300).map(|_| format!("{:x}", dice.below(u64::MAX as _))).collect()
}

#[test]
fn what_was_answered_before_a_kill_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x5eed_0001);
    let mut answered = 0;
    for round in 0..20 {
        let mut child = child("killed::writer", dir.path());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Every fourth round is killed as it starts, perhaps while it opens the book.
        let wait = if round % 4 == 3 { 0 } else { 1 + dice.below(220) };
        let mut numbers = lines.by_ref().filter_map(|line| {
            let line = line.unwrap();
            line.rsplit_once("answered ").map(|(_, number)| number.parse::<u64>().unwrap())
        });
        answered = numbers.by_ref().take(wait).last().unwrap_or(answered);
        child.kill().unwrap();
        answered = numbers.last().unwrap_or(answered);
        child.wait().unwrap();
        if round % 3 != 0 {
            check(dir.path(), answered);
        }
    }
    check(dir.path(), answered);
    assert!(answered > 100, "only {answered} changes");
}

fn check(dir: &std::path::Path, answered: u64) {
    let (store, report) = open(dir);
    // The one that was being answered may be there too.
    assert!((answered..=answered + 1).contains(&store.last_seq()), "{} of {answered}", store.last_seq());
    assert_eq!(report.rebuilt, None);
    let mut should = BTreeMap::new();
    for seq in 1..=store.last_seq() {
        let set = store.change_set(seq).unwrap().unwrap();
        let change = &set.changes[0];
        assert_eq!(change.id, format!("id-{}", seq % RECORDS));
        if seq % 31 == 0 && should.remove(&change.id).is_some() {
            continue;
        }
        should.insert(change.id.clone(), seq);
    }
    let is: BTreeMap<_, _> = store
        .records()
        .map(Result::unwrap)
        .map(|r| (r.id().to_owned(), r.get("Seq").as_u64().unwrap()))
        .collect();
    assert_eq!(is, should);
    assert_sound(&store);
}
