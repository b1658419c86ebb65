//! Bits flipped in every file of a book: what it then tells is exact or an error, never silently wrong.

use std::path::{Path, PathBuf};

use kith_store::{Store, StoreError};
use serde_json::json;

use crate::support::*;

const FLIPS: usize = 150;

fn fill(dir: &Path) -> (Store, Vec<String>) {
    let (store, _) = open(dir);
    let all: Result<_, StoreError> =
        store.write(note(), |tx| (0..60).try_for_each(|n| tx.put(None, contact(n))));
    all.unwrap();
    create(&store, &record(json!({"Id": "id-60", "Description": noise(9_000)}))).unwrap();
    store.checkpoint().unwrap();
    for n in 0..20 {
        set(&store, &id(&format!("id-{n}")), "Name", json!("Other")).unwrap();
    }
    for n in 30..35 {
        delete(&store, &id(&format!("id-{n}"))).unwrap();
    }
    (store, (0..61).map(|n| format!("id-{n}")).collect())
}

/// One bit of one file: the file is drawn first, so that small files are met as often, then a place that was written.
fn flip(dir: &Path, dice: &mut Dice) -> String {
    let files: Vec<(PathBuf, Vec<u8>)> = contents(dir)
        .into_iter()
        .filter_map(|(path, content)| Some((path, content.filter(|content| !content.is_empty())?)))
        .collect();
    let (path, mut bytes) = files[dice.below(files.len())].clone();
    let written: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] != 0).collect();
    let at = if dice.below(8) == 0 { dice.below(bytes.len()) } else { written[dice.below(written.len())] };
    let bit = dice.below(8);
    bytes[at] ^= 1 << bit;
    std::fs::write(&path, bytes).unwrap();
    format!("bit {bit} of byte {at} of {}", path.file_name().unwrap().display())
}

/// Flips bits in copies of a book, one each. Where it `may_be_torn` the last change may be gone, if the
/// book says that it cut something off.
fn sweep(book: &Path, ids: &[String], was: &Told, may_be_torn: bool, seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed);
    let (mut exact, mut refused) = (0, 0);
    for _ in 0..FLIPS {
        let dir = tempfile::tempdir().unwrap();
        copy(book, dir.path());
        let what = flip(dir.path(), &mut dice);
        let opened = Store::open(dir.path(), &options());
        let torn = opened.as_ref().is_ok_and(|(_, report)| report.torn_tail);
        match opened.and_then(|(store, _)| told(&store, ids)) {
            Ok(is) if is == *was => exact += 1,
            Ok(is) if torn && may_be_torn && is.sets == was.sets[1..] => exact += 1,
            Ok(is) => panic!("{what}: {} records, {} sets", is.records.len(), is.sets.len()),
            Err(_) => refused += 1,
        }
    }
    (exact, refused)
}

#[test]
fn a_flipped_bit_in_a_closed_book_is_never_silently_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = fill(dir.path());
    let was = told(&store, &ids).unwrap();
    store.close().unwrap();
    let (exact, refused) = sweep(dir.path(), &ids, &was, false, 0x5eed_0002);
    assert!(exact > FLIPS / 4 && refused > 0, "{exact} exact, {refused} refused");
}

#[test]
fn records_that_the_engine_cannot_read_are_found_by_a_verification_and_built_anew_by_the_next_open() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let contacts = (0..400).map(|n| record(json!({"Id": format!("id-{n}"), "Text": noise(500 + n % 7)})));
    let all: Result<_, StoreError> =
        store.write(note(), |tx| contacts.into_iter().try_for_each(|contact| tx.put(None, contact)));
    all.unwrap();
    let was = told(&store, &[]).unwrap();
    store.close().unwrap();
    // What sled has a snapshot of it does not read when it is opened.
    (0..2).for_each(|_| open(dir.path()).0.close().unwrap());
    let mut found = 0;
    for share in 7..13 {
        let damaged = tempfile::tempdir().unwrap();
        copy(dir.path(), damaged.path());
        edit(&damaged.path().join("sled/db"), |bytes| {
            let written: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] != 0).collect();
            bytes[written[written.len() * share / 16]] ^= 4;
        });
        let store = open(damaged.path()).0;
        found += usize::from(!store.verify().unwrap().is_sound());
        drop(store);
        let store = open(damaged.path()).0;
        assert_sound(&store);
        assert_eq!(told(&store, &[]).unwrap(), was);
    }
    assert!(found > 0, "no place is met by a verification only");
}

/// After a crash the last frame with a bad checksum looks like one that was never answered; that one may go.
#[test]
fn a_flipped_bit_in_a_book_left_open_is_never_silently_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = fill(dir.path());
    let was = told(&store, &ids).unwrap();
    let crashed = tempfile::tempdir().unwrap();
    copy(dir.path(), crashed.path());
    drop(store);
    let (exact, refused) = sweep(crashed.path(), &ids, &was, true, 0x5eed_0003);
    assert!(exact > FLIPS / 4 && refused > 0, "{exact} exact, {refused} refused");
}

#[test]
fn a_missing_file_is_never_silently_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = fill(dir.path());
    let was = told(&store, &ids).unwrap();
    store.close().unwrap();
    for (path, _) in contents(dir.path()).iter().filter(|(_, content)| content.is_some()) {
        let without = tempfile::tempdir().unwrap();
        copy(dir.path(), without.path());
        std::fs::remove_file(without.path().join(path.strip_prefix(dir.path()).unwrap())).unwrap();
        let opened = Store::open(without.path(), &options());
        match opened.and_then(|(store, _)| told(&store, &ids)) {
            Ok(is) => assert_eq!(is, was, "without {}", path.display()),
            Err(error) => {
                assert!(path.extension().is_some_and(|end| end == "klog"), "{}: {error}", path.display());
            }
        }
    }
}
