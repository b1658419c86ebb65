//! Bringing a damaged book right: its records from the change log, or all of it from what is left.

use std::path::Path;

use kith_store::{OpenReport, RepairReport, StoreError, VerifyReport};

use super::{Diagnosis, Lost, Repaired, opening, sentence};
use kith_model::{ChangeNote, Source};

use crate::{
    backup::{self, Reason},
    book::Book,
    error::Error,
    host::Host,
    list, requests,
};

const HOLDER: &str = "kith doctor --repair";

impl Book {
    /// Repairs what is wrong in the folder of a book that nobody has open, and looks at everything then. A book that is
    /// sound stays as it is.
    ///
    /// # Errors
    /// [`Error::NoBook`]; [`Error::Refused`] where the folder cannot be written to; [`Error::Store`] when another process
    /// holds the book, it is of a later version, the disk fails, or nothing of a book is left: the book is as it was then.
    pub fn repair(folder: &Path, host: &dyn Fn() -> Host) -> Result<Diagnosis, Error> {
        list::remove_snapshot(folder);
        let mut repair = Repair { folder, host, done: Repaired::default() };
        let (book, verified) = repair.mended()?;
        let mut found = Diagnosis::default();
        found.took(&book, verified)?;
        book.close()?;
        repair.requests()?;
        found.looked_around(folder)?;
        found.repaired = Some(repair.done);
        Ok(found.settled())
    }
}

struct Repair<'a> {
    folder: &'a Path,
    host: &'a dyn Fn() -> Host,
    done: Repaired,
}

impl Repair<'_> {
    /// Opening builds the records anew where it sees that they are wrong, and where the book was closed knowing it; what
    /// is wrong after that is wrong in the change log.
    fn mended(&mut self) -> Result<(Book, VerifyReport), Error> {
        for _ in 0..2 {
            let Some((book, verified)) = self.opened()? else { break };
            if verified.is_sound() {
                return Ok((book, verified));
            }
            self.back_up(&book);
            if let Err(error) = book.close() {
                self.did(format!("The book could not be brought to rest before the repair: {error}"));
            }
        }
        self.rescue()?;
        let failed = || {
            let message = "open what was repaired: it is damaged again".to_owned();
            Error::Store(StoreError::Engine { action: "repair the book", message })
        };
        self.opened()?.ok_or_else(failed)
    }

    /// Opens the book for writing and verifies it; `None` where its change log is damaged.
    fn opened(&mut self) -> Result<Option<(Book, VerifyReport)>, Error> {
        let (book, report) = match Book::open(self.folder, &opening(false, HOLDER), (self.host)()) {
            Ok(opened) => opened,
            Err(Error::Store(error @ StoreError::Damaged { .. })) => {
                self.did(format!("The book could not be opened: {}", Error::Store(error)));
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if book.store.is_read_only() {
            return Err(Error::read_only());
        }
        self.opening_did(&book, &report);
        let verified = book.store.verify()?;
        Ok(Some((book, verified)))
    }

    fn opening_did(&mut self, book: &Book, report: &OpenReport) {
        if let Some(why) = &report.rebuilt {
            self.did(format!(
                "The contacts' records were not what the change log says ({why}). They were built anew from it; nothing \
                 is lost."
            ));
            self.back_up(book);
        }
        if report.torn_tail {
            self.did(
                "A last change that was cut short and never answered was cut off the change log; a copy is kept in log/."
                    .to_owned(),
            );
        }
        report.notes.iter().for_each(|note| self.did(sentence(note)));
    }

    /// Makes one backup, where the change log can be read; where it cannot, its damaged parts are kept anyway.
    fn back_up(&mut self, book: &Book) {
        if self.done.backup.is_some() || book.store.last_seq() == 0 {
            return;
        }
        match book.keep_backup(Reason::BeforeRepair, &|| true) {
            Ok(made) => {
                self.did(format!("A backup was made: {}.", made.file));
                self.done.backup = Some(made.file);
            }
            Err(error) => self.did(format!("No backup could be made: {error}")),
        }
    }

    /// Makes the book anew from everything that can still be read.
    fn rescue(&mut self) -> Result<(), Error> {
        let archives = backup::newest_first(self.folder)?;
        let host = (self.host)();
        let note = ChangeNote {
            at: host.now(),
            by: host.user().clone(),
            source: Source::Repair,
            takes_back: None,
            from_crm: false,
            part_of: None,
        };
        let report = kith_store::repair(self.folder, &archives, &note, HOLDER)?;
        self.did(made_anew(&report));
        if let Some(folder) = &report.replaced {
            self.did(format!("The damaged parts are kept in {}.", folder.display()));
        }
        let lost = report.lost.into_iter().map(|(first, last)| Lost { first, last });
        let done = std::mem::take(&mut self.done);
        self.done = Repaired {
            from_log: report.from_log,
            from_backups: report.from_backups,
            from_records: report.from_records,
            lost: lost.collect(),
            doubtful: report.doubtful.iter().map(|doubt| sentence(doubt)).collect(),
            replaced: report.replaced.map(|folder| folder.display().to_string()),
            ..done
        };
        Ok(())
    }

    /// Takes out of the recent requests what cannot be read.
    fn requests(&mut self) -> Result<(), Error> {
        for (lines, kept) in requests::mend(self.folder)? {
            self.did(format!(
                "{lines} of the recent requests could not be read and were taken out; the file is kept as {}.",
                kept.display()
            ));
        }
        Ok(())
    }

    /// What is tried twice is told once.
    fn did(&mut self, what: String) {
        if !self.done.done.contains(&what) {
            self.done.done.push(what);
        }
    }
}

fn made_anew(report: &RepairReport) -> String {
    format!(
        "The book was made anew from what can still be read: {}, from {} of the change log, {} of backups, and {} of \
         the records alone.",
        many(report.records, "contact"),
        many(report.from_log, "change"),
        many(report.from_backups, "change"),
        many(report.from_records, "contact")
    )
}

/// A count and its noun.
fn many(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
