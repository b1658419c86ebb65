//! One bulk edit, contact by contact. The same code for a preview and for the edit itself; which of the two it is, only
//! the change set knows that it works in.

use std::{collections::HashSet, path::Path};

use kith_model::{FieldChange, FieldMetadata, Issue, Record, RecordKey, Schema};

use super::{
    body::body_for,
    reasons::Reasons,
    shape::{Assignment, BulkEditProgress, BulkEditReport, BulkEditRow, BulkEditVerdict},
};
use crate::{
    contacts::{Judged, Work, not_found},
    error::Error,
    history::is_stamp,
    kept_rows::{KeptRows, RowsToKeep},
};

/// The contacts of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub keys: Vec<RecordKey>,
    /// Whether no contact stands there twice, by whichever of its keys.
    pub are_distinct: bool,
}

/// What came of all contacts.
pub(super) struct Outcome {
    pub report: BulkEditReport,
    pub rows: KeptRows<BulkEditVerdict>,
}

/// A bulk edit that is going on.
pub(super) struct Engine<'a> {
    assignments: &'a [Assignment],
    chosen: &'a Chosen,
    done: usize,
    /// The Ids of those that were come to, where one may come again.
    seen: HashSet<Box<str>>,
    report: BulkEditReport,
    reasons: Reasons,
    doubts: Reasons,
    rows: RowsToKeep<BulkEditVerdict>,
}

impl<'a> Engine<'a> {
    /// Begins; the rows are kept in a file in `folder`.
    pub fn new(assignments: &'a [Assignment], chosen: &'a Chosen, folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            assignments,
            chosen,
            done: 0,
            seen: HashSet::new(),
            report: BulkEditReport::default(),
            reasons: Reasons::default(),
            doubts: Reasons::default(),
            rows: RowsToKeep::in_folder(folder)?,
        })
    }

    /// Whether there is another contact.
    pub fn has_more(&self) -> bool {
        self.done < self.chosen.keys.len()
    }

    /// Does the next contacts, at most `most`, in a change set that is being made.
    pub fn take(&mut self, work: &mut Work<'_, '_>, most: usize) -> Result<(), Error> {
        let chosen = self.chosen;
        for key in chosen.keys.iter().skip(self.done).take(most) {
            self.contact(work, key)?;
            self.done += 1;
        }
        Ok(())
    }

    /// How far it is.
    pub fn progress(&self) -> BulkEditProgress {
        BulkEditProgress { done: self.done, total: self.chosen.keys.len(), refused: self.report.refused }
    }

    /// What came of it.
    pub fn finish(mut self) -> Result<Outcome, Error> {
        self.report.reasons = self.reasons.told();
        self.report.doubts = self.doubts.told();
        Ok(Outcome { report: self.report, rows: self.rows.finish()? })
    }

    fn contact(&mut self, work: &mut Work<'_, '_>, key: &RecordKey) -> Result<(), Error> {
        let stored = work.find(key)?;
        if let Some(stored) = stored.as_deref()
            && !self.chosen.are_distinct
            && !self.seen.insert(stored.id().into())
        {
            return Ok(());
        }
        self.report.contacts += 1;
        let name = stored.as_deref().map(|stored| name_of(work, stored)).unwrap_or_default();
        match self.judge(work, key, stored.as_deref()) {
            Ok(judged) => {
                self.keep_judged(key, name, &judged, work.schema)?;
                Ok(work.make(judged)?)
            }
            Err(Error::Refused(rejected)) => {
                self.report.refused += 1;
                self.reasons.add(&rejected.errors);
                self.keep(key, name, BulkEditVerdict::Refused, Vec::new(), rejected.errors)
            }
            Err(failure) => Err(failure),
        }
    }

    fn judge(
        &self,
        work: &mut Work<'_, '_>,
        key: &RecordKey,
        stored: Option<&Record>,
    ) -> Result<Judged, Error> {
        let stored = stored.ok_or_else(|| Error::refused(not_found(key)))?;
        let body = body_for(self.assignments, stored, &work.book.layout())?;
        work.judge_update(key, &body, false)
    }

    fn keep_judged(
        &mut self,
        key: &RecordKey,
        name: String,
        judged: &Judged,
        schema: &Schema,
    ) -> Result<(), Error> {
        let (verdict, count) = match judged.changes() {
            true => (BulkEditVerdict::Changed, &mut self.report.changed),
            false => (BulkEditVerdict::Unchanged, &mut self.report.unchanged),
        };
        *count += 1;
        let doubts = judged.accepted.warnings.clone();
        self.doubts.add(&doubts);
        self.keep(key, name, verdict, changes(judged, schema), doubts)
    }

    fn keep(
        &mut self,
        key: &RecordKey,
        name: String,
        verdict: BulkEditVerdict,
        fields: Vec<FieldChange>,
        issues: Vec<Issue>,
    ) -> Result<(), Error> {
        self.rows.add(verdict, &BulkEditRow { key: key.clone(), name, verdict, fields, issues })
    }
}

/// What becomes of a contact, field by field, as far as a person may see it.
fn changes(judged: &Judged, schema: &Schema) -> Vec<FieldChange> {
    let Some(before) = judged.before.as_deref() else { return Vec::new() };
    let is_shown = |field: &FieldChange| {
        !is_stamp(&field.field) && schema.field(&field.field).is_none_or(FieldMetadata::is_readable)
    };
    before.changes_to(&judged.accepted.record).into_iter().filter(is_shown).collect()
}

/// What a contact is called, as its heading in the window is.
fn name_of(work: &Work<'_, '_>, record: &Record) -> String {
    let layout = work.book.layout();
    let text = |field: &String| {
        let is_readable = work.schema.field(field).is_some_and(FieldMetadata::is_readable);
        record.get(field).as_str().filter(|text| is_readable && !text.is_empty()).map(str::to_owned)
    };
    layout.title.iter().find_map(text).unwrap_or_default()
}
