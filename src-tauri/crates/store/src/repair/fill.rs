//! Filling the new book: change set by change set, then what the damaged records know better.

use std::collections::HashSet;

use kith_model::{ChangeNote, ChangeSet};

use super::{
    RepairReport, lenient, overlay,
    sources::{Backed, Beginning, Sources},
};
use crate::{
    archive::ArchiveReader,
    base,
    engine::{Failure, View},
    log::{Appender, LogDir},
    restore,
    stage::Stage,
};

/// Fills the empty book that `log` and `view` are of.
pub(super) fn fill(
    sources: &Sources,
    log: &LogDir,
    view: &View<'_>,
    note: &ChangeNote,
    report: &mut RepairReport,
) -> Result<Appender, Failure> {
    let (first, mut backed) = begin(sources, log, view, report)?;
    let mut filling = Filling::new(view, Appender::create(log, first)?, note, report);
    for seq in first..=sources.last() {
        if let Some(set) = sources.log.salvaged(&sources.salvage, seq)? {
            filling.report.from_log += 1;
            filling.take(set)?;
        } else if let Some(set) = backed.take(seq)? {
            filling.report.from_backups += 1;
            filling.take(set)?;
        } else {
            filling.report.lose(seq);
            filling.append(
                ChangeSet { seq, note: filling.note.clone(), changes: Vec::new() },
                Stage::default(),
            )?;
        }
    }
    if !filling.report.lost.is_empty() {
        filling.take_from_records(sources, log)?;
    }
    if sources.end_is_unknown() {
        let last = sources.last();
        filling.report.doubt(format!(
            "The end of the change log is damaged. If anything was changed after change {last}, it is lost."
        ));
    }
    Ok(filling.appender)
}

/// Puts the records in place that the change sets follow on. Gives the number of the first one to come, and the backup's.
fn begin(
    sources: &Sources,
    log: &LogDir,
    view: &View<'_>,
    report: &mut RepairReport,
) -> Result<(u64, Backed), Failure> {
    let mut archive = sources.archive.as_ref().map(|(path, _)| ArchiveReader::open(path)).transpose()?;
    let base = match (sources.beginning()?, &mut archive) {
        (Beginning::Nothing, _) | (Beginning::Archive, None) => 0,
        (Beginning::Base(base), _) => {
            base::load(&mut base::open(&sources.log, base)?, view, base)?;
            base
        }
        (Beginning::Archive, Some(reader)) => {
            let base = reader.header().base;
            base::load(reader, view, base)?;
            base
        }
        (Beginning::Records(applied), _) => {
            report.from_records += overlay::load(sources, view, applied, report)?;
            report.doubt(format!("No change up to change {applied} is in the history any more."));
            applied
        }
    };
    if base > 0 {
        base::write(log, view, base)?;
    }
    Ok((base + 1, Backed::new(archive)))
}

struct Filling<'a, 'r> {
    view: &'a View<'a>,
    appender: Appender,
    note: ChangeNote,
    /// The `Id`s of records that are known in part only.
    incomplete: HashSet<String>,
    report: &'r mut RepairReport,
}

impl<'a, 'r> Filling<'a, 'r> {
    fn new(view: &'a View<'a>, appender: Appender, note: &ChangeNote, report: &'r mut RepairReport) -> Self {
        Self { view, appender, note: note.clone(), incomplete: HashSet::new(), report }
    }

    /// Takes a change set as it is, or after a loss as far as it fits.
    fn take(&mut self, set: ChangeSet) -> Result<(), Failure> {
        // What is lost is put down to the repair, but at the time of what came before it.
        self.note.at.clone_from(&set.note.at);
        if self.report.lost.is_empty() {
            return restore::take(&set, self.view, &mut self.appender);
        }
        let mut stage = lenient::stage(self.view, &set, &mut self.incomplete, self.report)?;
        let changes = std::mem::take(&mut stage.changes);
        self.append(ChangeSet { changes, ..set }, stage)
    }

    fn append(&mut self, set: ChangeSet, stage: Stage) -> Result<(), Failure> {
        restore::append(&set, &stage, self.view, &mut self.appender)
    }

    /// One last change set: what the damaged records know better.
    fn take_from_records(&mut self, sources: &Sources, log: &LogDir) -> Result<(), Failure> {
        let Some(records) = &sources.records else { return Ok(()) };
        let mut stage = overlay::stage(records, log, self.view, &self.incomplete, self.report)?;
        let changes = std::mem::take(&mut stage.changes);
        if changes.is_empty() {
            return Ok(());
        }
        let set = ChangeSet { seq: self.appender.next(), note: self.note.clone(), changes };
        self.append(set, stage)
    }
}
