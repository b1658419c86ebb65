//! Setting fields of many contacts at once: a preview by the code that does it, then one change to the person, however
//! many change sets it is.

mod body;
mod engine;
mod half_done;
mod reasons;
mod report;
mod shape;

use std::sync::{MutexGuard, TryLockError};

use kith_model::{ChangeNote, Code, Issue, PartOf, Source};
use kith_store::StoreError;

use self::engine::{Chosen, Engine};
pub use self::shape::{
    Act, Assignment, BulkEdit, BulkEditPage, BulkEditProgress, BulkEditReason, BulkEditReport, BulkEditRow,
    BulkEditVerdict, BulkEditWatch,
};
use crate::{
    book::Book,
    contacts::Ahead,
    error::{Error, read_only},
    export::Selection,
    kept_rows::KeptRows,
    list::ListQuery,
};

/// Most contacts of a bulk edit.
const MOST_CONTACTS: usize = 1_000_000;
/// Most contacts of one change set.
const MOST_TOGETHER: usize = 1_000;

/// A bulk edit that was previewed or made, contact by contact.
pub struct BulkEditDone {
    /// What it came to.
    pub report: BulkEditReport,
    rows: KeptRows<BulkEditVerdict>,
    assignments: Vec<Assignment>,
    chosen: Chosen,
    batch: usize,
}

impl Book {
    /// What [`Book::edit`] would do, contact by contact, changing nothing.
    ///
    /// # Errors
    /// As [`Book::edit`]; [`Error::Store`] with `Ended` where whoever watches does not want it to go on.
    pub fn preview_edit(&self, edit: &BulkEdit, watch: &BulkEditWatch<'_>) -> Result<BulkEditDone, Error> {
        self.admit_edit(&edit.assignments)?;
        let chosen = self.chosen(&edit.selection)?;
        let batch = batch_of(edit);
        let mut engine = Engine::new(&edit.assignments, &chosen, self.folder())?;
        let mut ahead = Ahead::of_unique_values();
        while engine.has_more() {
            if !(watch.go_on)() {
                return Err(StoreError::Ended.into());
            }
            let (note, schema) = (self.note(&self.host.now(), Source::Bulk), self.schema());
            self.rehearse(note, &schema, &mut ahead, |work| engine.take(work, batch))?;
            (watch.progress)(&engine.progress());
        }
        let outcome = engine.finish()?;
        let (report, rows) = (outcome.report, outcome.rows);
        Ok(BulkEditDone { report, rows, assignments: edit.assignments.clone(), chosen, batch })
    }

    /// Sets fields of many contacts. Each is judged as an update of its own; one that is refused stays as it is and does
    /// not stop the others. All that is changed is undone as one. Where it is cancelled or fails, what it did so far is
    /// taken back; what a crash leaves of it, when the book is opened next.
    ///
    /// # Errors
    /// [`Error::Refused`] for a field that is none or cannot be set so, over a million contacts, a book that is read-only
    /// or in which another bulk edit is running; [`Error::Unready`] while the list is prepared; [`Error::Io`];
    /// [`Error::Store`].
    pub fn edit(&self, edit: &BulkEdit, watch: &BulkEditWatch<'_>) -> Result<BulkEditDone, Error> {
        self.admit_edit(&edit.assignments)?;
        let chosen = self.chosen(&edit.selection)?;
        self.edit_chosen(edit.assignments.clone(), chosen, batch_of(edit), watch)
    }

    /// [`Book::edit`] of the very contacts that were previewed. One that changed since is judged anew, one that is gone is
    /// refused.
    ///
    /// # Errors
    /// As [`Book::edit`].
    pub fn edit_previewed(
        &self,
        previewed: &BulkEditDone,
        watch: &BulkEditWatch<'_>,
    ) -> Result<BulkEditDone, Error> {
        self.admit_edit(&previewed.assignments)?;
        let (assignments, chosen) = (previewed.assignments.clone(), previewed.chosen.clone());
        self.edit_chosen(assignments, chosen, previewed.batch, watch)
    }

    fn edit_chosen(
        &self,
        assignments: Vec<Assignment>,
        chosen: Chosen,
        batch: usize,
        watch: &BulkEditWatch<'_>,
    ) -> Result<BulkEditDone, Error> {
        let _alone = self.editing()?;
        self.take_half_done_back()?;
        let mut engine = Engine::new(&assignments, &chosen, self.folder())?;
        let is_several = chosen.keys.len() > batch;
        if is_several {
            half_done::note(self.folder(), self.store.last_seq())?;
        }
        let first = match self.run_edit(&mut engine, batch, is_several, watch) {
            Ok(first) => first,
            Err(error) => {
                // Where that fails too, the note stays: it is taken back before anything else is done with the book.
                let _later = self.take_half_done_back();
                return Err(error);
            }
        };
        let mut outcome = engine.finish()?;
        match first {
            Ended::Whole(first) => {
                half_done::forget(self.folder())?;
                outcome.report.change_id = first.map(|seq| seq.to_string());
            }
            Ended::Early => {
                outcome.report.cancelled = true;
                outcome.report.warnings = self.take_half_done_back()?;
            }
        }
        Ok(BulkEditDone { report: outcome.report, rows: outcome.rows, assignments, chosen, batch })
    }

    /// Makes change set after change set.
    fn run_edit(
        &self,
        engine: &mut Engine<'_>,
        batch: usize,
        is_several: bool,
        watch: &BulkEditWatch<'_>,
    ) -> Result<Ended, Error> {
        let mut first = None;
        while engine.has_more() {
            if !(watch.go_on)() {
                return Ok(Ended::Early);
            }
            let part_of = is_several.then(|| PartOf { first: first.unwrap_or(0), reached: None });
            let note = ChangeNote { part_of, ..self.note(&self.host.now(), Source::Bulk) };
            let written = self.commit(note, |work| engine.take(work, batch))?;
            first = first.or(written.committed.map(|set| set.seq));
            (watch.progress)(&engine.progress());
        }
        Ok(Ended::Whole(first))
    }

    fn admit_edit(&self, assignments: &[Assignment]) -> Result<(), Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        body::check(assignments, &self.schema())
    }

    /// The contacts of a selection, as they are now.
    fn chosen(&self, selection: &Selection) -> Result<Chosen, Error> {
        let chosen = match selection {
            Selection::All => Chosen { keys: self.keys_in_order(&ListQuery::default())?, are_distinct: true },
            Selection::View(query) => Chosen { keys: self.keys_in_order(query)?, are_distinct: true },
            Selection::Keys(keys) => Chosen { keys: keys.clone(), are_distinct: false },
        };
        if chosen.keys.len() <= MOST_CONTACTS {
            return Ok(chosen);
        }
        let message = format!(
            "{} contacts were chosen; a bulk edit takes at most {MOST_CONTACTS}. Choose fewer.",
            chosen.keys.len()
        );
        Err(Error::refused(Issue::new(Code::MalformedRequest, message)))
    }

    /// One bulk edit at a time.
    fn editing(&self) -> Result<MutexGuard<'_, ()>, Error> {
        match self.editing.try_lock() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                let message = "Another bulk edit is running. Wait for its end, or cancel it.";
                Err(Error::refused(Issue::new(Code::MalformedRequest, message)))
            }
        }
    }
}

fn batch_of(edit: &BulkEdit) -> usize {
    edit.batch.unwrap_or(MOST_TOGETHER).clamp(1, MOST_TOGETHER)
}

/// How the change sets of a bulk edit ended.
enum Ended {
    /// All were made; the number of the first.
    Whole(Option<u64>),
    /// Whoever watches does not want it to go on.
    Early,
}
