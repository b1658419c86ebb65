//! What a book's folder holds, found out without writing anything.

use std::path::Path;

use uuid::Uuid;

use crate::{
    error::StoreError,
    lock::{Holder, Lock, boot_id},
    log::{self, LogDir, LogEnd, Start},
    manifest::{Found, Manifest},
    rebuild::sled_path,
};

/// A folder with a book in it.
#[derive(Debug)]
pub(crate) struct Survey {
    pub book: Uuid,
    pub log: LogDir,
    /// What the book must hold; `None` where the manifest was lost.
    pub manifest: Option<Manifest>,
    /// Where the log is walked from.
    pub start: Start,
    /// Where the log ends; `None` in a book whose making was cut short before the log.
    pub end: Option<LogEnd>,
    /// How the last holder left the book.
    pub left: Left,
    pub notes: Vec<String>,
}

/// How the last holder left the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// It was closed, and nothing wrong had been found.
    Closed,
    /// The process ended without closing it, but the machine has been on since: what was written is in its cache.
    Killed,
    /// The power may have gone, something wrong had been found, or the folder is a copy made of a book in use: the
    /// records are a suspect.
    Unknown,
}

impl Left {
    /// What the lock file says of it.
    pub fn from_lock(lock: &Lock, holder: Option<&Holder>) -> Self {
        let boot = boot_id();
        match holder {
            Some(holder) if holder.clean => Self::Closed,
            Some(holder) if !boot.is_empty() && holder.boot == boot && lock.is_file_of(holder) => {
                Self::Killed
            }
            _ => Self::Unknown,
        }
    }
}

impl Survey {
    /// The number of the last change set in the log.
    pub fn last(&self) -> u64 {
        self.end.as_ref().map_or(0, LogEnd::last)
    }

    /// The last change set that sled must have.
    pub fn checkpoint(&self) -> u64 {
        self.manifest.as_ref().map_or(0, |manifest| manifest.checkpoint)
    }
}

/// Surveys a folder; `None` when there is no book in it.
///
/// # Errors
/// `Newer`; `Damaged` when the log is, or is not there although there should be one; `Io`.
pub(crate) fn survey(dir: &Path, left: Left) -> Result<Option<Survey>, StoreError> {
    let segments = log::segments_in(&LogDir::folder(dir))?;
    let mut notes = Vec::new();
    let manifest = match (Manifest::read(dir)?, segments.is_empty()) {
        (Found::Whole(manifest), true) if manifest.checkpoint > 0 => return Err(no_log(dir)),
        (Found::Whole(manifest), _) => Some(manifest),
        (Found::Nothing, true) if sled_path(dir).exists() => return Err(no_log(dir)),
        (Found::Nothing, true) => return Ok(None),
        (Found::Damaged(why), true) => return Err(StoreError::damaged_log(why, Manifest::path(dir))),
        (Found::Nothing, false) => lost(&mut notes, "the manifest is missing"),
        (Found::Damaged(why), false) => lost(&mut notes, why),
    };
    let book = match &manifest {
        Some(manifest) => manifest.book,
        None => log::book_of(&LogDir::folder(dir))?.map_or_else(Uuid::nil, Uuid::from_bytes),
    };
    let log = LogDir::new(dir, book.into_bytes());
    let start = start(manifest.as_ref(), &log)?;
    let end = if segments.is_empty() { None } else { Some(log.walk(start, &mut |_, _| Ok(()))?) };
    let left = if manifest.is_some() { left } else { Left::Unknown };
    let survey = Survey { book, log, manifest, start, end, left, notes };
    check_end(dir, &survey)?;
    Ok(Some(survey))
}

/// The walk begins with the frame of the checkpoint, so that one that is gone is missed.
fn start(manifest: Option<&Manifest>, log: &LogDir) -> Result<Start, StoreError> {
    let beginning = log.beginning()?.unwrap_or(Start { segment: 1, offset: 0, next: 1 });
    match manifest {
        // A log that was laid with a base and nothing after it has no frame of the checkpoint.
        Some(manifest) if manifest.checkpoint >= beginning.next => {
            Ok(Start { segment: manifest.segment, offset: manifest.offset, next: manifest.checkpoint })
        }
        _ => Ok(beginning),
    }
}

/// A log that ends before what was answered at the checkpoint has lost its end, however well it looks.
fn check_end(dir: &Path, survey: &Survey) -> Result<(), StoreError> {
    if survey.last() >= survey.checkpoint() {
        return Ok(());
    }
    let what = format!("the change log ends at change set {} of {}", survey.last(), survey.checkpoint());
    Err(StoreError::damaged_log(what, LogDir::folder(dir)))
}

fn lost(notes: &mut Vec<String>, why: &str) -> Option<Manifest> {
    notes.push(format!("{why}; it was made anew from the change log"));
    None
}

fn no_log(dir: &Path) -> StoreError {
    StoreError::damaged_log("the change log is missing", LogDir::folder(dir))
}
