//! A bulk edit of several change sets is there wholly or not at all: `bulk-edit.json` stands in the book's folder from
//! before its first change set until after its last. While it does, what was done is taken back: when the edit is
//! cancelled or fails, and when the book is opened after a crash.

use std::{fs, io, path::Path};

use kith_model::{Issue, Source};
use kith_store::{StoreError, replace_file};
use serde::{Deserialize, Serialize};

use crate::{book::Book, error::Error, settings::sync_names};

const FILE: &str = "bulk-edit.json";
const FORMAT: u32 = 1;

/// That a bulk edit was begun.
#[derive(Serialize, Deserialize)]
struct Note {
    format: u32,
    /// The number of the book's last change set before it.
    before: u64,
}

/// Notes that a bulk edit begins; on the disk for good when this returns.
pub(super) fn note(folder: &Path, before: u64) -> Result<(), Error> {
    let path = folder.join(FILE);
    let note = serde_json::to_vec(&Note { format: FORMAT, before }).map_err(|error| Error::Io {
        action: "write",
        path: path.clone(),
        source: error.into(),
    })?;
    Ok(replace_file(&path, &note)?)
}

/// Notes that it has ended; the same. A note that came back with a power cut would take an edit back that was answered.
pub(super) fn forget(folder: &Path) -> Result<(), Error> {
    let path = folder.join(FILE);
    let removed = match fs::remove_file(&path) {
        Ok(()) => sync_names(folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    removed.map_err(|source| StoreError::Io { action: "remove", path, source }.into())
}

fn noted(folder: &Path) -> Result<Option<Note>, Error> {
    let path = folder.join(FILE);
    let io = |source| Error::Io { action: "read", path: path.clone(), source };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    let damaged = || {
        let what = "it is damaged; undo the bulk edit by its number in the history, then remove the file";
        io(io::Error::new(io::ErrorKind::InvalidData, what))
    };
    let note: Note = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    if note.format == FORMAT { Ok(Some(note)) } else { Err(damaged()) }
}

impl Book {
    /// Takes back what a bulk edit did that did not come to its end, where there is one; gives what was edited since and so
    /// stays.
    pub(crate) fn take_half_done_back(&self) -> Result<Vec<Issue>, Error> {
        let Some(note) = noted(self.folder())? else { return Ok(Vec::new()) };
        let kept = match self.begun_after(note.before)? {
            Some(first) => match self.take_group_back(first, Source::Undo) {
                // All of it was taken back already, or edited since.
                Err(Error::Refused(refused)) => refused.errors,
                taken => taken?.answer.warnings,
            },
            None => Vec::new(),
        };
        forget(self.folder())?;
        Ok(kept)
    }

    /// The first change set of the bulk edit that was begun after a change.
    fn begun_after(&self, before: u64) -> Result<Option<u64>, Error> {
        for set in self.store.change_sets_back() {
            let set = set?;
            if set.seq <= before {
                break;
            }
            if set.note.source == Source::Bulk
                && let Some(first) = set.first()
            {
                return Ok(Some(first));
            }
        }
        Ok(None)
    }
}
