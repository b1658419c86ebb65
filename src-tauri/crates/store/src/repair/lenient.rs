//! Taking a change set as far as it fits records that may miss what came before it.

use std::collections::HashSet;

use kith_model::{Change, ChangeSet, Operation, Record, RecordKey, system};
use serde_json::Value;

use super::RepairReport;
use crate::{
    engine::{Failure, View},
    error::StoreError,
    stage::Stage,
};

/// Stages what of a change set can still be done. What it says of a record that is missing makes a record of what it
/// says, which is added to `incomplete`; whatever does not fit is a doubt of the report.
pub(super) fn stage(
    view: &View<'_>,
    set: &ChangeSet,
    incomplete: &mut HashSet<String>,
    report: &mut RepairReport,
) -> Result<Stage, Failure> {
    let mut stage = Stage::default();
    for change in &set.changes {
        match one(&mut stage, view, change, set.seq, report) {
            Ok(true) => drop(incomplete.insert(change.id.clone())),
            Ok(false) => {}
            Err(Failure::Store(error @ (StoreError::KeyTaken { .. } | StoreError::Refused { .. }))) => {
                report.doubt(format!("{} misses change {}: {error}.", named(change), set.seq));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(stage)
}

/// Says whether the record is now known in part only.
fn one(
    stage: &mut Stage,
    view: &View<'_>,
    change: &Change,
    seq: u64,
    report: &mut RepairReport,
) -> Result<bool, Failure> {
    let current = stage.get(view, &RecordKey::Id(change.id.clone()))?;
    match (change.operation, current) {
        (Operation::Delete, None) => {}
        (Operation::Delete, Some(current)) => stage.delete(view, &current)?,
        (Operation::Create, None) => stage.put(view, None, made_by(change))?,
        (Operation::Create | Operation::Update, Some(current)) => {
            if change.fields.iter().any(|field| *current.get(&field.field) != field.old) {
                report.doubt(format!("{} may miss a change before change {seq}.", named(change)));
            }
            let mut after = Record::clone(&current);
            after.apply(&change.fields);
            stage.put(view, Some(&current), after)?;
        }
        (Operation::Update, None) => {
            report.doubt(format!(
                "{} is known from change {seq} on only, so it may be incomplete.",
                named(change)
            ));
            stage.put(view, None, made_by(change))?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a change says of its record.
fn made_by(change: &Change) -> Record {
    let mut record = Record::default();
    record.set(system::ID, Value::from(change.id.clone()));
    record.set(system::EXTERNAL_ID, change.external_id.clone().map_or(Value::Null, Value::from));
    record.apply(&change.fields);
    record
}

fn named(change: &Change) -> String {
    format!("The contact with {}", change.key())
}
