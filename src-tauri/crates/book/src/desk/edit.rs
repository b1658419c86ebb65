//! What the window asks about many contacts at once.
//!
//! The order in which a page asks: `preview_bulk_edit`, `bulk_edit_rows` page by page, then `run_bulk_edit`, which sets what
//! was previewed, and `bulk_edit_rows` again for what became of it. While a preview or an edit runs the event
//! `bulk-edit-progress` tells how far it is, and `stop_bulk_edit` ends it: nothing of it is left then.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Desk, WrittenFile,
    numbers::{read_assignments, read_query},
};
use crate::{
    Book, Error,
    edit::{
        BulkEdit, BulkEditDone, BulkEditPage, BulkEditProgress, BulkEditReport, BulkEditVerdict,
        BulkEditWatch,
    },
    error::Failure,
    export::Selection,
};

/// Most rows of a page.
const MOST_ROWS: usize = 1_000;

/// Arguments of `bulk_edit_rows`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BulkEditRows {
    /// Which contacts; null for all.
    pub verdict: Option<BulkEditVerdict>,
    /// How many of them to pass over.
    #[ts(type = "number")]
    pub offset: usize,
    /// How many to give, at most 1,000.
    #[ts(type = "number")]
    pub limit: usize,
}

/// The bulk edit that is in the hands of the desk.
#[derive(Default)]
pub(super) struct Editing {
    /// What was previewed last.
    previewed: Mutex<Option<BulkEditDone>>,
    /// What was made last, once it was.
    made: Mutex<Option<BulkEditDone>>,
    stop: AtomicBool,
    on_progress: Mutex<Option<OnProgress>>,
}

type OnProgress = Arc<dyn Fn(&BulkEditProgress) + Send + Sync>;

impl Desk {
    /// Has the progress of bulk edits and their previews told to `on_progress`.
    pub fn watch_edits(&self, on_progress: impl Fn(&BulkEditProgress) + Send + Sync + 'static) {
        *locked(&self.editing.on_progress) = Some(Arc::new(on_progress));
    }

    /// What a bulk edit would come to. `bulk_edit_rows` shows its contacts afterwards.
    ///
    /// # Errors
    /// [`Failure`] for a field that is none or cannot be set so, or when it was stopped.
    pub fn preview_bulk_edit(&self, args: &BulkEdit) -> Result<BulkEditReport, Failure> {
        let selection = match &args.selection {
            Selection::View(query) => Selection::View(read_query(query)?),
            other => other.clone(),
        };
        let assignments = read_assignments(&args.assignments);
        let edit = BulkEdit { selection, assignments, batch: None };
        let previewed = self.watched_edit(|book, watch| book.preview_edit(&edit, watch))?;
        let report = previewed.report.clone();
        *locked(&self.editing.made) = None;
        *locked(&self.editing.previewed) = Some(previewed);
        Ok(report)
    }

    /// Contacts of the last preview, or of the edit once it was made, with what becomes of each field by field.
    ///
    /// # Errors
    /// [`Failure`] when there was no preview.
    pub fn bulk_edit_rows(&self, args: &BulkEditRows) -> Result<BulkEditPage, Failure> {
        let limit = args.limit.min(MOST_ROWS);
        let page = |of: &BulkEditDone| Ok(of.page(args.verdict, args.offset, limit)?);
        if let Some(made) = &*locked(&self.editing.made) {
            return page(made);
        }
        locked(&self.editing.previewed).as_ref().map_or_else(|| Err(no_preview()), page)
    }

    /// Makes the bulk edit that was previewed. Where it was stopped the report says `Cancelled`, and nothing is changed.
    ///
    /// # Errors
    /// [`Failure`] when there was no preview, a field was changed since so that it cannot be set any more, or the book
    /// fails: nothing of it is left then, at the latest when the book is opened next.
    pub fn run_bulk_edit(&self) -> Result<BulkEditReport, Failure> {
        // What was previewed is made once: a second call needs a second look.
        let previewed = locked(&self.editing.previewed).take().ok_or_else(no_preview)?;
        let made = self.watched_edit(|book, watch| book.edit_previewed(&previewed, watch));
        if made.is_err() {
            *locked(&self.editing.previewed) = Some(previewed);
        }
        let made = made?;
        let report = made.report.clone();
        *locked(&self.editing.made) = Some(made);
        Ok(report)
    }

    /// Has the preview or the bulk edit that runs end after the contacts it is at.
    pub fn stop_bulk_edit(&self) {
        self.editing.stop.store(true, Ordering::SeqCst);
    }

    /// Writes what became of each contact of the last bulk edit, or would become by its preview, into a file.
    ///
    /// # Errors
    /// [`Failure`] when there was none, or the file cannot be written.
    pub fn save_bulk_edit(&self, file: &Path) -> Result<WrittenFile, Failure> {
        let write =
            |of: &BulkEditDone| Ok(WrittenFile { file: file.display().to_string(), written: of.save(file)? });
        if let Some(made) = &*locked(&self.editing.made) {
            return write(made);
        }
        locked(&self.editing.previewed).as_ref().map_or_else(|| Err(no_preview()), write)
    }

    /// Long work, which a person can stop and closing the desk ends.
    fn watched_edit<T>(
        &self,
        work: impl FnOnce(&Book, &BulkEditWatch<'_>) -> Result<T, Error>,
    ) -> Result<T, Failure> {
        self.editing.stop.store(false, Ordering::SeqCst);
        let told = locked(&self.editing.on_progress).clone();
        let progress = |progress: &BulkEditProgress| told.iter().for_each(|told| told(progress));
        self.long(|book, go_on| {
            let go_on = || go_on() && !self.editing.stop.load(Ordering::SeqCst);
            work(book, &BulkEditWatch { progress: &progress, go_on: &go_on })
        })
    }
}

fn no_preview() -> Failure {
    Failure::new("There is no preview of a bulk edit.", Some("Ask for the preview first."))
}

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
