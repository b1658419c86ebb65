//! A look at everything in a book's folder, which changes nothing, and the repair of what is wrong there.

mod repair;
mod shape;

use std::path::Path;

use kith_model::Source;
use kith_store::{OpenReport, StoreError, VerifyReport};

pub use shape::{Diagnosis, Lost, Repaired};

use crate::{
    backup,
    book::{Book, Opening},
    error::Error,
    host::Host,
    requests,
};

/// What a repair of a damaged change log does.
const RESCUE: &str = "`kith doctor --repair` makes the book anew from the changes and contacts that can still be read \
                      and from its backups, says what could not be saved, and keeps the damaged parts.";
/// What a repair does where it is not known yet what is damaged.
const MEND: &str = "`kith doctor --repair` builds the records anew from the change log. Where that is damaged too, it makes \
                    the book anew from all that can still be read and from its backups, says what could not be saved, \
                    and keeps the damaged parts.";
/// What a repair of damaged records does.
const REBUILD: &str =
    "Opening the book for writing, or `kith doctor --repair`, builds the records anew from the change log.";

impl Book {
    /// Looks at everything in the folder of a book that nobody has open, and changes nothing in it.
    ///
    /// # Errors
    /// [`Error::NoBook`]; [`Error::Store`] when another process holds the book, it is of a later version, or the system
    /// refuses to read. Damage is told in the diagnosis.
    pub fn doctor(folder: &Path, host: Host) -> Result<Diagnosis, Error> {
        let mut found = Diagnosis::default();
        match Self::open(folder, &opening(true, "kith doctor"), host) {
            Ok((book, report)) => {
                found.told_by_opening(&report);
                found.looked_into(&book)?;
                book.close()?;
            }
            Err(Error::Store(error @ StoreError::Damaged { .. })) => {
                found.problems.push(Error::Store(error).to_string());
                found.advice.push(RESCUE.to_owned());
            }
            Err(Error::Store(error @ StoreError::Refused { .. })) => {
                found.problems.push(Error::Store(error).to_string());
            }
            Err(error) => return Err(error),
        }
        found.looked_around(folder)?;
        Ok(found.settled())
    }

    /// Looks at everything in the folder of this book while it is open, and changes nothing in it. Writes wait meanwhile.
    ///
    /// # Errors
    /// [`Error::Store`] when the system refuses to read. Damage is told in the diagnosis.
    pub fn examine(&self) -> Result<Diagnosis, Error> {
        let mut found = Diagnosis::default();
        found.looked_into(self)?;
        found.looked_around(self.folder())?;
        Ok(found.settled())
    }
}

fn opening(read_only: bool, holder: &str) -> Opening {
    Opening { create: false, read_only, holder: holder.to_owned(), source: Source::CommandLine }
}

impl Diagnosis {
    /// What opening would have to do is told before it is done.
    fn told_by_opening(&mut self, report: &OpenReport) {
        if let Some(why) = &report.rebuilt {
            self.problems.push(format!(
                "The contacts' records are not what the change log says: {why}. Nothing is lost. {REBUILD}"
            ));
        }
        if report.torn_tail {
            self.advice.push(
                "The change log ends in a change that was cut short and never answered. The next opening for writing \
                 cuts it off and keeps a copy."
                    .to_owned(),
            );
        }
        self.advice.extend(report.notes.iter().map(|note| sentence(note)));
    }

    /// Verifies an open book.
    fn looked_into(&mut self, book: &Book) -> Result<(), Error> {
        let verified = book.store.verify()?;
        if !verified.is_sound() {
            self.advice.push(MEND.to_owned());
        }
        self.took(book, verified)
    }

    /// Takes over what a verification found in an open book, and how much room it takes.
    fn took(&mut self, book: &Book, verified: VerifyReport) -> Result<(), Error> {
        self.contacts = Some(verified.records);
        self.changes = Some(verified.change_sets);
        self.deleted = Some(verified.deleted);
        let is_sound = verified.is_sound();
        self.problems.extend(verified.problems.iter().map(|problem| sentence(problem)));
        if is_sound && let Some(space) = book.wasted_space(&|| true)? {
            let mib = |bytes: u64| bytes >> 20;
            self.advice.push(format!(
                "The records take {} MiB on the disk, of which {} MiB are in use. `kith compact` gives the rest back.",
                mib(space.on_disk),
                mib(space.live)
            ));
        }
        Ok(())
    }

    /// Looks at what lies beside the store: the backups, the recent requests.
    fn looked_around(&mut self, folder: &Path) -> Result<(), Error> {
        for (file, error) in backup::checked(folder)? {
            match error {
                None => self.backups += 1,
                Some(error) => {
                    self.problems.push(format!("The backup {} does not read: {error}", file.display()));
                }
            }
        }
        if self.backups == 0 && self.changes != Some(0) {
            self.advice
                .push("There is no backup in the book's folder. `kith backup create` makes one.".to_owned());
        }
        for (file, lines) in requests::unreadable(folder)? {
            self.problems.push(format!(
                "{lines} of the recent requests cannot be read, in {}. Contacts and history do not depend on them. \
                 `kith doctor --repair` takes them out and keeps the file.",
                file.display()
            ));
        }
        Ok(())
    }

    fn settled(mut self) -> Self {
        self.sound = self.problems.is_empty();
        self
    }
}

/// Words of the store as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
