//! How long changes are kept. The contacts themselves always stay.

mod preview;

use jiff::{SignedDuration, Timestamp};
use kith_model::ChangeSet;
use kith_store::{GoOn, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use preview::WouldForget;

use crate::{
    backup::Reason,
    book::Book,
    error::Error,
    settings::{MAX_DAYS, Settings},
};

/// How long changes are kept, and how far back they go now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Retention {
    /// For how many days changes are kept; null is for ever.
    pub days: Option<u32>,
    /// The number of the oldest change that is kept; null where there is none.
    #[ts(type = "number | null")]
    pub oldest_kept: Option<u64>,
    /// When it was made.
    pub at: Option<String>,
}

/// What was forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Forgotten {
    /// How many changes are no longer kept.
    #[ts(type = "number")]
    pub change_sets: u64,
    /// The number of the oldest that is; null where there is none.
    #[ts(type = "number | null")]
    pub oldest_kept: Option<u64>,
    /// When that one was made.
    pub at: Option<String>,
    /// The bytes of the change log before; 0 where nothing was to be forgotten.
    #[ts(type = "number")]
    pub bytes_before: u64,
    /// And after.
    #[ts(type = "number")]
    pub bytes_after: u64,
}

impl Book {
    /// How long changes are kept, and how far back they go.
    ///
    /// # Errors
    /// [`Error::Io`] where the settings cannot be read, [`Error::Store`].
    pub fn retention(&self) -> Result<Retention, Error> {
        let days = Settings::read(self.folder())?.retention_days()?;
        let oldest = self.oldest_kept()?;
        Ok(Retention {
            days,
            oldest_kept: oldest.as_ref().map(|set| set.seq),
            at: oldest.map(|set| set.note.at),
        })
    }

    /// Keeps changes for so many days (`None`: for ever) from now on. Nothing is forgotten yet.
    ///
    /// # Errors
    /// [`Error::Refused`] in a read-only book; [`Error::Io`].
    pub fn set_retention(&self, days: Option<u32>) -> Result<Retention, Error> {
        if self.takes_no_writes() {
            return Err(Error::read_only());
        }
        let days = days.map(|days| days.clamp(1, MAX_DAYS));
        Settings::read(self.folder())?.set_retention_days(days)?;
        self.retention()
    }

    /// Forgets the changes that are older than the setting says, for good. A backup is made first, where the newest one
    /// does not have everything. It goes on as long as `go_on` says so.
    ///
    /// # Errors
    /// [`Error::Refused`] in a read-only book; [`Error::Io`], [`Error::Store`]: nothing was forgotten that is to be kept.
    pub fn apply_retention(&self, go_on: GoOn<'_>) -> Result<Forgotten, Error> {
        if self.takes_no_writes() {
            return Err(Error::read_only());
        }
        let days = Settings::read(self.folder())?.retention_days()?;
        let oldest = self.oldest_kept()?;
        let due = match (days, &oldest) {
            (Some(days), Some(oldest)) => self.due(days, oldest, go_on)?,
            _ => None,
        };
        let Some(upto) = due else {
            return Ok(Forgotten {
                oldest_kept: oldest.as_ref().map(|set| set.seq),
                at: oldest.map(|set| set.note.at),
                ..Forgotten::default()
            });
        };
        self.backup_before(Reason::BeforeForgetting, go_on)?;
        let pruned = self.store.prune(upto, go_on)?;
        Ok(Forgotten {
            change_sets: pruned.change_sets,
            oldest_kept: Some(pruned.oldest),
            at: self.store.change_set(pruned.oldest)?.map(|set| set.note.at),
            bytes_before: pruned.before,
            bytes_after: pruned.after,
        })
    }

    /// The newest change that is over so many days old, where there is one to be forgotten. The last one always stays.
    fn due(&self, days: u32, oldest: &ChangeSet, go_on: GoOn<'_>) -> Result<Option<u64>, Error> {
        let limit = self.host.moment() - SignedDuration::from_hours(24 * i64::from(days));
        if !is_before(oldest, limit) {
            return Ok(None);
        }
        let last = self.store.last_seq();
        for set in self.store.change_sets_back() {
            let set = set?;
            if !go_on() {
                return Err(StoreError::Ended.into());
            }
            if set.seq < last && is_before(&set, limit) {
                return Ok(Some(set.seq));
            }
        }
        Ok(None)
    }

    fn oldest_kept(&self) -> Result<Option<ChangeSet>, Error> {
        Ok(self.store.change_set(self.store.oldest_kept()?)?)
    }
}

/// A change whose time cannot be read is not old.
fn is_before(set: &ChangeSet, limit: Timestamp) -> bool {
    set.note.at.parse::<Timestamp>().is_ok_and(|at| at < limit)
}
