//! What the window asks about duplicates: finding them, saying that two are not the same, merging two.
//!
//! While a search runs the event `duplicates-progress` tells how far it is, and `stop_duplicates` ends it: it fails then,
//! and nothing was changed.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use kith_model::RecordKey;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Desk, FirstOnes, bounds};
use crate::{
    answer::Reply,
    duplicates::{ApartPair, DuplicateProgress, DuplicateWatch, Duplicates, Merge},
    error::Failure,
};

/// Arguments of `set_apart`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetApart {
    /// One contact.
    pub one: RecordKey,
    /// The other.
    pub other: RecordKey,
    /// Whether they are not the same; false takes that back.
    pub apart: bool,
}

/// A search in the hands of the desk.
#[derive(Default)]
pub(super) struct Search {
    stop: AtomicBool,
    on_progress: Mutex<Option<OnProgress>>,
}

type OnProgress = Arc<dyn Fn(&DuplicateProgress) + Send + Sync>;

impl Desk {
    /// Has the progress of searches for duplicates told to `on_progress`.
    pub fn watch_duplicates(&self, on_progress: impl Fn(&DuplicateProgress) + Send + Sync + 'static) {
        let told: OnProgress = Arc::new(on_progress);
        *self.search.on_progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
    }

    /// Contacts that may be one person, the most certain pairs first. Reads every contact.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, it cannot be read, or the search was stopped.
    pub fn find_duplicates(&self, args: &FirstOnes) -> Result<Duplicates, Failure> {
        self.search.stop.store(false, Ordering::SeqCst);
        let told = self.search.on_progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.long(|book, go_on| {
            let progress = |progress| told.iter().for_each(|told| told(&progress));
            let go_on = || go_on() && !self.search.stop.load(Ordering::SeqCst);
            book.duplicates(bounds::given(args.limit), &DuplicateWatch { progress: &progress, go_on: &go_on })
        })
    }

    /// Has the search that runs end.
    pub fn stop_duplicates(&self) {
        self.search.stop.store(true, Ordering::SeqCst);
    }

    /// Notes that two contacts are not the same, or takes that back.
    #[must_use]
    pub fn set_apart(&self, args: &SetApart) -> Reply {
        self.ask(|book| book.set_apart(&args.one, &args.other, args.apart))
    }

    /// The pairs of contacts that are known not to be the same.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or it cannot be read.
    pub fn list_apart(&self) -> Result<Vec<ApartPair>, Failure> {
        Ok(self.open(false)?.apart()?)
    }

    /// Makes two contacts one.
    #[must_use]
    pub fn merge_contacts(&self, args: &Merge) -> Reply {
        self.ask(|book| book.merge(args))
    }
}
