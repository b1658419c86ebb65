//! Making a book of what is left of one whose change log is damaged.
//!
//! Change sets are taken from the log where they can still be read, else from the newest backup. Where neither has one
//! its number stays, empty, and what follows is taken as far as it fits; then the damaged records say what they know
//! better, and that is one last change set of its own. Nothing of the damaged book is written to: it is kept whole.

mod fill;
mod lenient;
mod overlay;
mod sources;

use std::path::{Path, PathBuf};

use kith_model::ChangeNote;

use self::sources::Sources;
use crate::{error::StoreError, manifest::Manifest, restore, store::Store};

const ACTION: &str = "repair the book";
/// How many doubts are spelled out.
const MOST_DOUBTS: usize = 100;

/// What a repair did, and what it could not save.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepairReport {
    /// How many records the repaired book holds.
    pub records: u64,
    /// How many change sets were taken from the damaged log.
    pub from_log: u64,
    /// How many change sets were taken from a backup.
    pub from_backups: u64,
    /// How many records are as only the damaged records had them.
    pub from_records: u64,
    /// The change sets that nothing yields any more: the first and the last of each run.
    pub lost: Vec<(u64, u64)>,
    /// What a person should look at, in words; the first hundred.
    pub doubtful: Vec<String>,
    /// Where the damaged parts are kept.
    pub replaced: Option<PathBuf>,
}

impl RepairReport {
    fn lose(&mut self, seq: u64) {
        match self.lost.last_mut() {
            Some((_, last)) if *last + 1 == seq => *last = seq,
            _ => self.lost.push((seq, seq)),
        }
    }

    fn doubt(&mut self, what: impl Into<String>) {
        if self.doubtful.len() < MOST_DOUBTS {
            self.doubtful.push(what.into());
        }
    }
}

/// Makes a new book of everything that the damaged one in `dir` and the backups still yield, verifies it and puts it in
/// place; the damaged parts are kept beside it. Backups of other books, and damaged ones, are passed over; of the others
/// the one that goes furthest counts. `note` is put to what the repair itself changes, `holder` is who repairs.
///
/// # Errors
/// `Missing`, `InUse`, `Newer`, `Io`, `Engine`; `Damaged` when nothing of a book is left. The book is as it was then.
pub fn repair(
    dir: &Path,
    archives: &[PathBuf],
    note: &ChangeNote,
    holder: &str,
) -> Result<RepairReport, StoreError> {
    Manifest::read(dir)?;
    if !Store::exists(dir) {
        return Err(StoreError::Missing { path: dir.to_owned() });
    }
    let mut report = RepairReport::default();
    let replaced = restore::replace(dir, holder, |next| {
        let sources = Sources::gather(dir, archives)?;
        let told = |failure: crate::engine::Failure| failure.told(ACTION, next);
        let made = restore::make(next, sources.book, told, |log, view| {
            fill::fill(&sources, log, view, note, &mut report)
        })?;
        report.records = made.records;
        Ok(())
    })?;
    Ok(RepairReport { replaced, ..report })
}
