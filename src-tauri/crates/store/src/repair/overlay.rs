//! What the damaged records know better than the change sets that are left: each is checked by itself.

use std::collections::HashSet;

use kith_model::{Record, RecordKey};

use super::{
    RepairReport,
    sources::{OldRecords, Sources},
};
use crate::{
    base,
    engine::{Failure, View, keys, keys::StorageKey, value::Head},
    error::StoreError,
    log::LogDir,
    stage::Stage,
    verify,
};

/// Stages every intact record that is no older than the new book's, what an older one has of a record that is known in
/// part only, and where the old ones are sound as a whole also that
/// those go which they do not have.
pub(super) fn stage(
    old: &OldRecords,
    log: &LogDir,
    view: &View<'_>,
    incomplete: &HashSet<String>,
    report: &mut RepairReport,
) -> Result<Stage, Failure> {
    let mut stage = Stage::default();
    if let Some(at) = old.sound_at {
        delete_absent(old, view, at, &mut stage)?;
    }
    each_intact(old, report, &mut |head, record, report| {
        let key = RecordKey::Id(record.id().to_owned());
        let current = view.find(&key)?;
        let known = match &current {
            Some((_, head, _)) => head.seq,
            None => deleted_by(log, view, &key)?,
        };
        let before = current.map(|(_, _, record)| record);
        let after = match &before {
            _ if known <= head.seq => record.clone(),
            Some(newer) if incomplete.contains(newer.id()) => over(record, newer),
            _ => return Ok(()),
        };
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        match stage.put(view, before.as_ref(), after) {
            Ok(()) => report.from_records += 1,
            Err(Failure::Store(error @ (StoreError::KeyTaken { .. } | StoreError::Refused { .. }))) => {
                report.doubt(format!("The contact with {} could not be taken over: {error}.", record.key()));
            }
            Err(other) => return Err(other),
        }
        Ok(())
    })?;
    Ok(stage)
}

/// A record with the newer values of another over its own.
fn over(record: &Record, newer: &Record) -> Record {
    let mut merged = record.clone();
    for (field, value) in newer.fields() {
        merged.set(field, value.clone());
    }
    merged
}

/// Puts every intact record into an empty database, which is at change set `applied` then. Gives how many there were.
pub(super) fn load(
    sources: &Sources,
    view: &View<'_>,
    applied: u64,
    report: &mut RepairReport,
) -> Result<u64, Failure> {
    let mut loading = base::Loading::new(applied);
    if let Some(old) = &sources.records {
        each_intact(old, report, &mut |head, record, _| loading.put(view, head.seq, record))?;
    }
    loading.finish(view)
}

/// Visits the records that are what was written. What sled cannot read ends a space: it would say the same for ever.
fn each_intact(
    old: &OldRecords,
    report: &mut RepairReport,
    visit: &mut dyn FnMut(Head, &Record, &mut RepairReport) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let from = old.handle.view();
    for space in keys::RECORD_SPACES {
        let mut failure = None;
        let walked = verify::each(&from, space, |key, bytes| {
            let key = StorageKey::from_bytes(key);
            match from.assemble(&key, bytes) {
                Ok((head, record)) => visit(head, &record, report).inspect_err(|_| failure = Some(())),
                Err(_) => {
                    report.doubt(format!("What the records had of {} is damaged.", key.describe()));
                    Ok(())
                }
            }
        });
        match (walked, failure) {
            (Err(error), Some(())) => return Err(error),
            (Err(_), None) => report.doubt("Some of the damaged records could not be looked at."),
            (Ok(()), _) => {}
        }
    }
    Ok(())
}

/// The number of the change set that deleted a record; 0 when none did.
fn deleted_by(log: &LogDir, view: &View<'_>, key: &RecordKey) -> Result<u64, Failure> {
    match view.tombstone(&keys::tombstone_of(key))? {
        Some(at) => Ok(log.entry(at)?.set.seq),
        None => Ok(0),
    }
}

/// Deletes what is not among the old records and was not changed after they were written.
fn delete_absent(old: &OldRecords, view: &View<'_>, at: u64, stage: &mut Stage) -> Result<(), Failure> {
    let mut there = HashSet::new();
    verify::each(&old.handle.view(), keys::INDEX, |key, _| {
        there.insert(key.to_vec());
        Ok(())
    })?;
    for space in keys::RECORD_SPACES {
        verify::each(view, space, |key, bytes| {
            let (head, record) = view.assemble(&StorageKey::from_bytes(key), bytes)?;
            if head.seq <= at && !there.contains(&keys::index(record.id())) {
                stage.delete(view, &record)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}
