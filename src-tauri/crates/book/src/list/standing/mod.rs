//! Which contacts have a standing: those that need attention, and those that changed since changes were handed over.
//! Each is found out when it is first asked for and kept up to date from what changes.

mod attention;
mod changed;
mod keyed;

use std::{
    collections::{BTreeSet, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use kith_model::{ChangeSet, RecordKey, query::Standing};
use kith_store::GoOn;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::{attention::Needing, changed::Changing};
use super::{Found, Preparing};
use crate::{book::Book, error::Error};

/// More contacts than this are not looked at while somebody waits for a page.
const FEW: usize = 2_000;

/// The contacts of a standing.
#[derive(Debug, Clone)]
pub(super) enum Members {
    /// All of them.
    All,
    /// Some.
    Some(Arc<BTreeSet<RecordKey>>),
}

/// How long whoever asks can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Until the answer is there.
    Long,
    /// Not for what takes long: it is told how far that is.
    Short,
}

/// How many contacts have each standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandingCounts {
    /// How many need attention.
    #[ts(type = "number")]
    pub attention: usize,
    /// How many changed since changes were last handed over; all where they never were.
    #[ts(type = "number")]
    pub changed: usize,
}

/// What is known of the standings of an open book's contacts.
#[derive(Default)]
pub(crate) struct Standings {
    attention: Mutex<Option<Needing>>,
    changed: Mutex<Option<Changing>>,
    /// The contacts that changed since those that need attention were looked at; noted once anybody asked for these.
    noted: Mutex<Option<HashSet<String>>>,
    /// What somebody is to find out beside.
    wanted: Mutex<HashSet<Standing>>,
    /// Whether one is being found out that was not known.
    is_reading: AtomicBool,
    /// How many contacts were looked at for it.
    done: AtomicU64,
}

impl Standings {
    /// Has the contacts of a change set looked at again when a standing is next asked for.
    pub fn note(&self, set: &ChangeSet) {
        if let Some(noted) = &mut *lock(&self.noted) {
            let changes = set.changes.iter().filter(|change| !change.is_of_document());
            noted.extend(changes.map(|change| change.id.clone()));
        }
    }

    /// Lets go of what is known.
    #[cfg(test)]
    pub fn forget(&self) {
        *lock(&self.attention) = None;
        *lock(&self.changed) = None;
    }

    /// Notes that one is being found out, as long as `work` takes.
    fn reading<T>(&self, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.done.store(0, Ordering::Relaxed);
        self.is_reading.store(true, Ordering::Relaxed);
        let done = work();
        self.is_reading.store(false, Ordering::Relaxed);
        done
    }
}

impl Book {
    /// How many contacts have each standing. The first time each contact is read.
    ///
    /// # Errors
    /// [`Error::Store`]; [`Error::Schema`] when a rule cannot be compiled.
    pub fn standing_counts(&self, go_on: GoOn<'_>) -> Result<StandingCounts, Error> {
        let count = |standing| {
            Ok(match self.found_out(standing, go_on)? {
                Members::All => usize::try_from(self.count()).unwrap_or(usize::MAX),
                Members::Some(keys) => keys.len(),
            })
        };
        count(Standing::Changed)
            .and_then(|changed| Ok(StandingCounts { attention: count(Standing::Attention)?, changed }))
    }

    /// The contacts of a standing; how far that is for who cannot wait, where it takes long and somebody else does it.
    pub(super) fn members(&self, standing: Standing, patience: Patience) -> Result<Found<Members>, Error> {
        if patience == Patience::Short && self.takes_long(standing) {
            lock(&self.standings.wanted).insert(standing);
            let total = self.count();
            if self.lists().wake_beside(total) {
                let done = self.standings.done.load(Ordering::Relaxed).min(total);
                return Ok(Found::Preparing(Preparing { done, total }));
            }
        }
        self.found_out(standing, &|| true).map(Found::Here)
    }

    /// Finds out what was asked for by those who could not wait.
    pub(crate) fn complete_standings(&self, go_on: GoOn<'_>) -> Result<(), Error> {
        let wanted = std::mem::take(&mut *lock(&self.standings.wanted));
        wanted.into_iter().try_for_each(|standing| self.found_out(standing, go_on).map(drop))
    }

    /// Whether somebody would wait for it.
    fn takes_long(&self, standing: Standing) -> bool {
        let standings = &self.standings;
        // Where another one looks at it just now, that is only long where it was not known.
        let is_reading = standings.is_reading.load(Ordering::Relaxed);
        match standing {
            Standing::Attention => {
                let has_many = lock(&standings.noted).as_ref().is_none_or(|noted| noted.len() > FEW);
                let kept = standings.attention.try_lock();
                has_many || kept.map_or(is_reading, |kept| self.is_other(kept.as_ref()))
            }
            Standing::Changed => {
                let kept = standings.changed.try_lock();
                kept.map_or(is_reading, |kept| kept.as_ref().is_none_or(|kept| kept.is_behind(self)))
            }
        }
    }

    /// Whether those that need attention must be looked for anew.
    fn is_other(&self, kept: Option<&Needing>) -> bool {
        kept.is_none_or(|kept| !kept.is_of(&self.schema()))
    }

    fn found_out(&self, standing: Standing, go_on: GoOn<'_>) -> Result<Members, Error> {
        match standing {
            Standing::Attention => self.needing(go_on).map(Members::Some),
            Standing::Changed => self.changing(go_on),
        }
    }

    fn needing(&self, go_on: GoOn<'_>) -> Result<Arc<BTreeSet<RecordKey>>, Error> {
        let standings = &self.standings;
        let mut kept = lock(&standings.attention);
        let mut needing = match kept.take().filter(|kept| !self.is_other(Some(kept))) {
            Some(needing) => needing,
            None => {
                // From here on every change is noted, whether the reading has it already or not.
                *lock(&standings.noted) = Some(HashSet::new());
                let tell = |done| standings.done.store(done, Ordering::Relaxed);
                standings.reading(|| Needing::read(self, &tell, go_on))?
            }
        };
        let noted = lock(&standings.noted).replace(HashSet::new()).unwrap_or_default();
        needing.look_again(self, noted)?;
        let keys = needing.keys();
        *kept = Some(needing);
        Ok(keys)
    }

    fn changing(&self, go_on: GoOn<'_>) -> Result<Members, Error> {
        let mut kept = lock(&self.standings.changed);
        let mut changing = match kept.take() {
            Some(changing) if changing.still_holds(self)? => changing,
            _ => self.standings.reading(|| Changing::since_handed(self, go_on))?,
        };
        changing.follow(self, go_on)?;
        let members = changing.members();
        *kept = Some(changing);
        Ok(members)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
