//! Books whose log is damaged, and what is made of what is left.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kith_model::{ChangeNote, Source};
use kith_store::{ArchiveAbout, RepairReport, Store, StoreError, repair};
use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

const CHANGES: u64 = 30;

fn by_repair() -> ChangeNote {
    ChangeNote { source: Source::Repair, ..note() }
}

fn repaired(dir: &Path, archives: &[PathBuf]) -> RepairReport {
    repair(dir, archives, &by_repair(), "the tests").unwrap()
}

fn ids() -> Vec<String> {
    (0..12).map(|n| format!("id-{n}")).collect()
}

/// A closed book of some contacts that were changed over and over, what it tells, and a backup after change 20.
fn book() -> (TempDir, PathBuf, Told) {
    let folder = tempfile::tempdir().unwrap();
    let (dir, file) = (folder.path().join("book"), folder.path().join("backup"));
    let (store, _) = open(&dir);
    for n in 0..10 {
        create(&store, &contact(n)).unwrap();
    }
    for n in 10..20 {
        set(&store, &external(&format!("x-{}", n % 7)), "Text", json!(noise(n * 40))).unwrap();
    }
    store.archive(&file, &ArchiveAbout::default(), &|| true).unwrap();
    delete(&store, &external("x-9")).unwrap();
    create(&store, &contact(10)).unwrap();
    for n in 22..CHANGES {
        set(&store, &external(&format!("x-{}", n % 3)), "Name", json!(format!("N {n}"))).unwrap();
    }
    assert_eq!(store.last_seq(), CHANGES);
    let told = told(&store, &ids()).unwrap();
    store.close().unwrap();
    (folder, dir, told)
}

/// Where each change set's frame begins and ends.
fn frames(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut at = 52;
    let mut frames = Vec::new();
    loop {
        let length = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        if length == 0 {
            return frames;
        }
        frames.push((at, at + 16 + length));
        at += 16 + length;
    }
}

/// Flips a bit in the frames of some change sets.
fn damage(dir: &Path, seqs: &[u64]) {
    edit(&dir.join("log/00000000000000000001.klog"), |bytes| {
        let frames = frames(bytes);
        for &seq in seqs {
            let (from, to) = frames[seq as usize - 1];
            bytes[from.midpoint(to)] ^= 4;
        }
    });
}

fn reopened(dir: &Path) -> (Store, Told) {
    let (store, report) = open(dir);
    assert_eq!((report.replayed, &report.rebuilt), (0, &None));
    assert_sound(&store);
    let told = told(&store, &ids()).unwrap();
    (store, told)
}

fn is_refused(dir: &Path) {
    assert!(matches!(Store::open(dir, &options()), Err(StoreError::Damaged { .. })));
}

#[test]
fn what_the_backup_has_is_as_if_nothing_had_happened() {
    let (folder, dir, before) = book();
    damage(&dir, &[3, 11, 12, 20]);
    let report = repaired(&dir, &[folder.path().join("backup")]);
    assert_eq!((report.from_log, report.from_backups, report.records), (CHANGES - 4, 4, 10));
    assert_eq!((report.lost.as_slice(), report.doubtful.as_slice()), (&[][..], &[][..]));
    assert_eq!(reopened(&dir).1, before);
    let replaced = report.replaced.unwrap();
    assert!(replaced.join("log").exists() && replaced.join("sled").exists());
}

#[test]
fn a_log_that_was_cut_short_may_have_gone_on_and_the_report_says_so() {
    let (folder, dir, _) = book();
    edit(&dir.join("log/00000000000000000001.klog"), |bytes| {
        let (from, _) = frames(bytes)[15];
        bytes.truncate(from);
    });
    let report = repaired(&dir, &[folder.path().join("backup")]);
    assert_eq!(report.lost, [(21, CHANGES)]);
    let doubt = "The end of the change log is damaged. If anything was changed after change 30, it is lost.";
    assert_eq!(report.doubtful.last().map(String::as_str), Some(doubt));
}

#[test]
fn what_no_backup_has_is_lost_to_the_history_but_sound_records_know_it() {
    let (_folder, dir, before) = book();
    damage(&dir, &[3, 11, 12, 22, 25]);
    let report = repaired(&dir, &[]);
    assert_eq!(report.lost, [(3, 3), (11, 12), (22, 22), (25, 25)]);
    let (store, after) = reopened(&dir);
    assert_eq!(after.records, before.records);
    assert!(report.from_records > 0);
    let last = after.sets.first().unwrap();
    assert_eq!((last.seq, last.note.source), (CHANGES + 1, Source::Repair));
    let lost: Vec<u64> = after.sets.iter().filter(|set| set.changes.is_empty()).map(|set| set.seq).collect();
    assert_eq!(lost, [25, 22, 12, 11, 3]);
    // What was not lost is told as before.
    let author = |set: &kith_model::ChangeSet| (set.seq, set.note.clone(), set.changes.len());
    let kept: Vec<_> = before.sets.iter().filter(|set| !lost.contains(&set.seq)).map(author).collect();
    assert_eq!(
        after.sets.iter().skip(1).filter(|set| !lost.contains(&set.seq)).map(author).collect::<Vec<_>>(),
        kept
    );
    create(&store, &contact(11)).unwrap();
}

#[test]
fn a_last_change_that_only_the_records_have_is_kept() {
    let (_folder, dir, before) = book();
    damage(&dir, &[CHANGES]);
    is_refused(&dir);
    let report = repaired(&dir, &[]);
    assert_eq!(report.lost, [(CHANGES, CHANGES)]);
    assert_eq!(reopened(&dir).1.records, before.records);
}

#[test]
fn without_a_log_the_records_are_the_book() {
    let (_folder, dir, before) = book();
    fs::remove_dir_all(dir.join("log")).unwrap();
    is_refused(&dir);
    let report = repaired(&dir, &[]);
    assert_eq!((report.from_records, report.from_log), (10, 0));
    assert!(report.doubtful.iter().any(|doubt| doubt.contains("in the history any more")), "{report:?}");
    let (store, after) = reopened(&dir);
    assert_eq!((after.records, after.sets.len()), (before.records, 0));
    set(&store, &external("x-1"), "Name", json!("goes on")).unwrap();
    assert_eq!(store.last_seq(), CHANGES + 1);
}

#[test]
fn without_a_log_the_backup_and_the_records_are_the_book() {
    let (folder, dir, before) = book();
    fs::remove_dir_all(dir.join("log")).unwrap();
    let report = repaired(&dir, &[folder.path().join("backup")]);
    assert_eq!((report.from_backups, report.lost.as_slice()), (20, &[(21, CHANGES)][..]));
    assert_eq!(reopened(&dir).1.records, before.records);
}

#[test]
fn without_records_what_follows_a_loss_is_taken_as_far_as_it_fits() {
    let (_folder, dir, before) = book();
    damage(&dir, &[2, 22]);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let report = repaired(&dir, &[]);
    assert_eq!(report.lost, [(2, 2), (22, 22)]);
    let after = reopened(&dir).1;
    // The contact of change 22 is gone; that of change 2 is known from its later changes on.
    assert!(!after.records.contains_key("id-10") && after.records.contains_key("id-1"));
    assert!(
        report.doubtful.iter().any(|doubt| doubt.contains("x-1") && doubt.contains("incomplete")),
        "{report:?}"
    );
    for (id, record) in before.records.iter().filter(|(id, _)| !["id-1", "id-10"].contains(&id.as_str())) {
        assert_eq!(after.records.get(id), Some(record), "{id}");
    }
}

#[test]
fn backups_of_other_books_and_damaged_ones_are_passed_over() {
    let (folder, dir, before) = book();
    let (other, _, _) = book();
    let bad = folder.path().join("bad");
    fs::copy(folder.path().join("backup"), &bad).unwrap();
    edit(&bad, |bytes| bytes.truncate(bytes.len() / 2));
    damage(&dir, &[3]);
    let archives = [bad, other.path().join("backup"), folder.path().join("no"), folder.path().join("backup")];
    assert_eq!(repaired(&dir, &archives).lost, []);
    assert_eq!(reopened(&dir).1, before);
}

#[test]
fn where_nothing_is_left_nothing_is_touched() {
    let (_folder, dir, _) = book();
    fs::remove_dir_all(dir.join("log")).unwrap();
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let refused = repair(&dir, &[], &by_repair(), "the tests");
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    assert!(dir.join("manifest.json").exists() && !dir.join("next").exists());
    let none = tempfile::tempdir().unwrap();
    assert!(matches!(repair(none.path(), &[], &by_repair(), ""), Err(StoreError::Missing { .. })));
}

#[test]
fn a_sound_book_stays_what_it_is() {
    let (_folder, dir, before) = book();
    let report = repaired(&dir, &[]);
    assert_eq!((report.from_log, report.lost.len()), (CHANGES, 0));
    assert_eq!(reopened(&dir).1, before);
}

#[test]
fn a_pruned_book_is_repaired_from_its_base_on() {
    let (_folder, dir, _) = book();
    let (store, _) = open(&dir);
    store.prune(12, &|| true).unwrap();
    set(&store, &external("x-1"), "Name", json!("last")).unwrap();
    let before = told(&store, &ids()).unwrap();
    store.close().unwrap();
    edit(&dir.join("log/00000000000000000001.klog"), |bytes| {
        let at = bytes.iter().skip(52).position(|&byte| byte != 0).unwrap() + 52;
        bytes[at + 20] ^= 1;
    });
    let report = repaired(&dir, &[]);
    assert_eq!(report.lost, [(13, 13)]);
    let after = reopened(&dir).1;
    assert_eq!(after.records, before.records);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// As long as the records are sound nothing of them is lost, whatever befalls the log.
    #[test]
    fn whatever_befalls_the_log_sound_records_stay(
        hits in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..12),
        with_backup: bool,
        cut: Option<u16>,
    ) {
        let (folder, dir, before) = book();
        edit(&dir.join("log/00000000000000000001.klog"), |bytes| {
            let used = frames(bytes).last().unwrap().1;
            for (at, bits) in hits {
                bytes[usize::from(at) % used] ^= bits;
            }
            if let Some(cut) = cut {
                bytes.truncate(usize::from(cut) % used);
            }
        });
        let archives = if with_backup { vec![folder.path().join("backup")] } else { Vec::new() };
        repaired(&dir, &archives);
        prop_assert_eq!(reopened(&dir).1.records, before.records);
    }
}
