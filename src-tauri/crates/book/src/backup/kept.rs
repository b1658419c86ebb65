//! What a window asks of the backups that are kept with a book: which there are, and what the book has beyond one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Backup, FOLDER, Reason, files};
use crate::{book::Book, error::Error};

/// A backup beside the book it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct KeptBackup {
    /// What it says of itself.
    pub backup: Backup,
    /// How many changes the book has beyond it. Null where that cannot be told: the backup does not read, or the change
    /// it ends with is not one of the book's.
    #[ts(type = "number | null")]
    pub newer: Option<u64>,
}

impl Book {
    /// The backups that Kith keeps for this book, newest first, with what the book has beyond each.
    ///
    /// # Errors
    /// As [`Book::backups`].
    pub fn kept_backups(&self) -> Result<Vec<KeptBackup>, Error> {
        let backups = Self::backups(self.folder())?.into_iter();
        Ok(backups.map(|backup| KeptBackup { newer: self.newer_than(&backup), backup }).collect())
    }

    /// The file of a backup that Kith keeps for the book in `folder`, as a list named it. No other file is given.
    ///
    /// # Errors
    /// [`Error::NoBackup`] where it is none of them; [`Error::Io`].
    pub fn kept_backup(folder: &Path, named: &str) -> Result<PathBuf, Error> {
        let found = files(&folder.join(FOLDER))?.into_iter().find(|file| file.display().to_string() == named);
        found.ok_or_else(|| Error::NoBackup(named.into()))
    }

    /// Makes a backup of what another is about to take the place of; none of a book in which nothing ever changed. It
    /// is not one of those that Kith removes again.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Io`]: none was made.
    pub fn backup_before_restore(&self) -> Result<Option<Backup>, Error> {
        if self.store.last_seq() == 0 {
            return Ok(None);
        }
        self.keep_backup(Reason::BeforeRestore, &|| true).map(Some)
    }

    /// The book goes on from a backup where it has the change that one ends with. Why that cannot be read is of no use
    /// here: nothing is said then.
    fn newer_than(&self, backup: &Backup) -> Option<u64> {
        let last = backup.last?;
        let newer = self.store.last_seq().checked_sub(last)?;
        if last == 0 {
            return Some(newer);
        }
        let at = self.store.change_set(last).unwrap_or_default()?.note.at;
        (Some(at) == backup.last_change_at).then_some(newer)
    }
}
