//! Applying change sets of the log to sled: at open after a kill, after sled failed, and when it is built anew.

use std::sync::Arc;

use kith_model::{Change, ChangeSet, Operation, Record, RecordKey};

use crate::{
    batch,
    engine::{Failure, View},
    error::StoreError,
    log::{Entry, LogDir, Previous, Start},
    stage::Stage,
};

/// Applies what the log has after sled's own last change set, up to `last`. Gives how many change sets that were.
pub(crate) fn catch_up(view: &View<'_>, log: &LogDir, last: u64) -> Result<u64, Failure> {
    let applied = view.meta()?.unwrap_or_default().applied;
    if applied >= last {
        return Ok(0);
    }
    let segment = log.segments()?.into_iter().rev().find(|&first| first <= applied + 1);
    from(view, log, log.start_of(segment.unwrap_or(1))?, last)
}

/// The same, the log read from `start` on. It may be written to meanwhile: what is after `last` is not looked at.
pub(crate) fn from(view: &View<'_>, log: &LogDir, start: Start, last: u64) -> Result<u64, Failure> {
    let applied = view.meta()?.unwrap_or_default().applied;
    let beginning = log.beginning()?.unwrap_or(start);
    let mut count = 0;
    let mut failure = None;
    let walked = log.walk_up_to(start, last, &mut |frame, at| {
        if frame.seq > applied {
            view.check()?;
            let entry = log.decode(frame, at)?;
            apply(view, &entry, beginning).map_err(|found| stop(&mut failure, found))?;
            count += 1;
        }
        Ok(())
    });
    match (failure, walked) {
        (Some(failure), _) => Err(failure),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(_)) => Ok(count),
    }
}

/// Applies one change set. Its links into the log, which begins at `beginning`, must be those that sled gives: where they
/// are not, sled has another past than the log.
fn apply(view: &View<'_>, entry: &Entry, beginning: Start) -> Result<(), Failure> {
    let seq = entry.set.seq;
    let stage = stage(view, &entry.set)?;
    if !same_links(&stage.links, &entry.previous, beginning) {
        return Err(Failure::Disagrees(format!(
            "change set {seq} follows other changes than the records have"
        )));
    }
    let bodies = batch::encode(&stage, &stage.changes)?;
    let prepared = batch::prepare(&stage, bodies, view, seq, entry.at)?;
    view.apply(prepared.writes, prepared.meta)
}

/// Stages the changes of a set on the records as they are after the set before.
pub(crate) fn stage(view: &View<'_>, set: &ChangeSet) -> Result<Stage, Failure> {
    let mut stage = Stage::default();
    for change in &set.changes {
        stage_change(&mut stage, view, change).map_err(|failure| disagreement(failure, set.seq))?;
    }
    Ok(stage)
}

/// Links to what has been pruned are none: records built from a base do not know where their pruned changes were.
fn same_links(ours: &[Previous], theirs: &[Previous], beginning: Start) -> bool {
    ours.len() == theirs.len()
        && ours.iter().zip(theirs).all(|(ours, theirs)| ours.since(beginning) == theirs.since(beginning))
}

fn stage_change(stage: &mut Stage, view: &View<'_>, change: &Change) -> Result<(), Failure> {
    let before = match change.operation {
        Operation::Create => None,
        Operation::Update | Operation::Delete => Some(current(stage, view, change)?),
    };
    match (change.operation, before) {
        (Operation::Delete, Some(before)) => stage.delete(view, &before),
        (_, before) => {
            let mut after = before.as_deref().cloned().unwrap_or_default();
            after.apply(&change.fields);
            stage.put(view, before.as_deref(), after)
        }
    }
}

fn current(stage: &mut Stage, view: &View<'_>, change: &Change) -> Result<Arc<Record>, Failure> {
    let found = stage.get(view, &RecordKey::Id(change.id.clone()))?;
    found.ok_or_else(|| Failure::Disagrees(format!("the record with Id {:?} is missing", change.id)))
}

/// What a person's change would be refused for, a change of the log can only meet when sled is not what it was.
fn disagreement(failure: Failure, seq: u64) -> Failure {
    match failure {
        Failure::Store(error @ (StoreError::KeyTaken { .. } | StoreError::Refused { .. })) => {
            Failure::Disagrees(format!("change set {seq} does not fit the records: {error}"))
        }
        other => other,
    }
}

/// Keeps a failure that a walk cannot carry, and gives it an error to stop with.
fn stop(slot: &mut Option<Failure>, failure: Failure) -> StoreError {
    *slot = Some(failure);
    StoreError::Engine { action: "apply a change", message: "it stopped".into() }
}
