//! An import that was ended early: resumed, kept as it is, or rolled back.

use std::sync::{MutexGuard, TryLockError};

use kith_model::{Code, Issue, Reached, Source};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Place,
    engine::Engine,
    journal::{self, Running, Seen},
    rejects::{self, Rejects},
    shape::{ImportReport, ImportRequest, Watch},
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
};

/// An import that was begun and has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct UnfinishedImport {
    /// The file.
    pub file: String,
    /// When it was begun, RFC 3339 UTC.
    pub at: String,
    /// The import's number; none where nothing was changed yet.
    pub change_id: Option<String>,
    /// Rows that were taken, with those refused and left out.
    #[ts(type = "number")]
    pub read: u64,
    /// Contacts created so far.
    #[ts(type = "number")]
    pub created: u64,
    /// Contacts updated so far.
    #[ts(type = "number")]
    pub updated: u64,
    /// Why it cannot be resumed: the file is gone or another.
    pub not_resumable: Option<String>,
}

impl Book {
    /// The import that was ended early, if one was.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub fn unfinished_import(&self) -> Result<Option<UnfinishedImport>, Error> {
        let Some(running) = journal::read(self.folder())? else { return Ok(None) };
        let (first, reached) = self.reached(&running)?;
        Ok(Some(UnfinishedImport {
            file: running.request.file.display().to_string(),
            at: running.at.clone(),
            change_id: first.map(|seq| seq.to_string()),
            read: reached.read,
            created: reached.created,
            updated: reached.updated,
            not_resumable: changed(&running).err(),
        }))
    }

    /// What was asked for of the import that was ended early.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn unfinished_request(&self) -> Result<Option<ImportRequest>, Error> {
        Ok(journal::read(self.folder())?.map(|running| running.request))
    }

    /// Goes on with the import that was ended early. The report is that of the whole import.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none or its file is another by now; else as [`Book::import`].
    pub fn resume_import(&self, watch: &Watch<'_>) -> Result<ImportReport, Error> {
        let (_alone, running) = self.take_up()?;
        if let Err(message) = changed(&running) {
            return Err(Error::refused(Issue::new(Code::StaleRecord, message)));
        }
        let (first, reached) = self.reached(&running)?;
        let mut engine = Engine::open(&running.request, self.schema())?;
        engine.reconcile(self)?;
        engine.go_on_after(reached)?;
        let rejects = Rejects::go_on(
            self.folder(),
            reached.rejects,
            self.host.new_id(),
            &running.request,
            engine.header(),
        )?;
        for reject in rejects::read(self.folder())?.1 {
            let reject = reject?;
            engine.add_issues(reject.row, &reject.issues);
        }
        self.run(engine, rejects, Place { first, is_noted: true }, watch)
    }

    /// Takes back what the import that was ended early did. `Data` tells how many contacts that were.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none; [`Error::Store`].
    pub fn roll_import_back(&self) -> Result<Reply, Error> {
        let (_alone, running) = self.take_up()?;
        let reply = match self.reached(&running)?.0 {
            Some(first) => match self.take_group_back(first, Source::Undo) {
                // What it did was taken back already, or was edited since.
                Err(Error::Refused(refused)) => {
                    Answer::of(&serde_json::json!({"Contacts": 0})).with_warnings(refused.errors).into()
                }
                taken => taken?,
            },
            None => Answer::of(&serde_json::json!({"Contacts": 0})).into(),
        };
        rejects::remove(self.folder())?;
        journal::remove(self.folder())?;
        Ok(reply)
    }

    /// Leaves what the import that was ended early did as it is.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none; [`Error::Store`].
    pub fn keep_import(&self) -> Result<UnfinishedImport, Error> {
        let kept = self.unfinished_import()?.ok_or_else(none)?;
        let _taken = self.take_up()?;
        journal::remove(self.folder())?;
        Ok(kept)
    }

    /// One import at a time.
    pub(super) fn importing(&self) -> Result<MutexGuard<'_, ()>, Error> {
        match self.importing.try_lock() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                let message = "Another import is running. Wait for its end, or end it.";
                Err(Error::refused(Issue::new(Code::MalformedRequest, message)))
            }
        }
    }

    pub(super) fn nothing_unfinished(&self) -> Result<(), Error> {
        let Some(unfinished) = self.unfinished_import()? else { return Ok(()) };
        let message = format!(
            "The import of {} was ended after {} rows. Resume it, roll it back or keep what it did before you begin \
             another one (`kith import --resume`, `--roll-back` or `--keep`).",
            unfinished.file, unfinished.read
        );
        Err(Error::refused(Issue::new(Code::MalformedRequest, message)))
    }

    fn take_up(&self) -> Result<(MutexGuard<'_, ()>, Running), Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        let alone = self.importing()?;
        let running = journal::read(self.folder())?.ok_or_else(none)?;
        Ok((alone, running))
    }

    /// The number of an import's first change set, and how far it was with its last: the log knows.
    fn reached(&self, running: &Running) -> Result<(Option<u64>, Reached), Error> {
        for set in self.store.change_sets_back() {
            let set = set?;
            if set.seq <= running.before {
                break;
            }
            if set.note.source == Source::Import
                && let Some(reached) = set.note.part_of.and_then(|part| part.reached)
            {
                return Ok((set.first(), reached));
            }
        }
        Ok((None, Reached::default()))
    }
}

/// That a file is another than the import was begun with.
fn changed(running: &Running) -> Result<(), String> {
    let file = running.request.file.display();
    match Seen::of(&running.request.file) {
        Ok(seen) if seen == running.seen => Ok(()),
        Ok(_) => Err(format!(
            "{file} was changed since the import was begun, so it cannot be resumed. Roll it back or keep what it did."
        )),
        Err(error) => Err(format!(
            "{file} cannot be read any longer ({error}), so the import cannot be resumed. Put the file back, roll the \
             import back or keep what it did."
        )),
    }
}

fn none() -> Error {
    Error::refused(Issue::new(Code::NotFound, "There is no import that was ended early."))
}
