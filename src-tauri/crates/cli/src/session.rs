//! What a command works with: the book it names, and how its answer is to look.

use std::{path::PathBuf, time::Instant};

use kith_book::{Answer, Book, Error, OpenBook, OpenReport, Opening, Source};

use crate::{
    arguments::Arguments,
    interrupt,
    output::{Outcome, Output},
    stop::Stop,
};

/// What a command does where there is no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It makes one.
    Create,
    /// It says that there is none.
    Refuse,
}

/// One run of `kith`.
pub(crate) struct Session {
    book: Option<PathBuf>,
    read_only: bool,
    holder: String,
    /// How answers are written.
    pub output: Output,
}

impl Session {
    /// The session the arguments ask for.
    pub fn new(arguments: &Arguments) -> Self {
        Self {
            book: arguments.book.clone().filter(|book| !book.as_os_str().is_empty()),
            read_only: arguments.read_only,
            holder: format!("kith {}", arguments.command.name()),
            output: if arguments.json { Output::Json } else { Output::People },
        }
    }

    /// Opens the book, or has the desk that has it open asked, works with it and lets it go. A signal waits until then.
    ///
    /// # Errors
    /// When the book cannot be opened, or the work ends early.
    pub fn with_book(
        &self,
        missing: Missing,
        work: impl FnOnce(&OpenBook) -> Result<Outcome, Stop>,
    ) -> Result<Outcome, Stop> {
        let _held = interrupt::hold();
        let book = self.open(missing)?;
        let outcome = work(&book);
        if let Err(error) = book.close() {
            // What was answered is on the disk; the next open does what closing could not.
            log::warn!("the book was not brought to rest: {error}");
        }
        if outcome.as_ref().is_err_and(Stop::is_ended) {
            interrupt::end_here(|| {
                "Interrupted. Nothing is lost; the work was not done to its end.".to_owned()
            });
        }
        outcome
    }

    /// An outcome with words for people where it is a success; a refusal's errors speak for themselves.
    pub fn outcome(&self, answer: Answer, words: impl FnOnce(&Answer) -> String) -> Outcome {
        if answer.success { self.told(answer, words) } else { self.told(answer, |_| String::new()) }
    }

    /// An outcome with words for people in any case. They are only looked for where somebody reads them.
    pub fn told(&self, answer: Answer, words: impl FnOnce(&Answer) -> String) -> Outcome {
        let text = match self.output {
            Output::People => words(&answer),
            Output::Json => String::new(),
        };
        Outcome { answer, text }
    }

    /// The book's folder, whether or not there is a book.
    ///
    /// # Errors
    /// When the system names no folder for it.
    pub fn folder(&self) -> Result<PathBuf, Error> {
        self.book.clone().map_or_else(Book::default_folder, Ok)
    }

    /// The same, for a command that changes the book without opening it.
    ///
    /// # Errors
    /// Under `--read-only`.
    pub fn folder_to_write(&self) -> Result<PathBuf, Error> {
        if self.read_only { Err(Error::read_only()) } else { self.folder() }
    }

    /// The desk that has the book open, where there is one.
    ///
    /// # Errors
    /// When it is of another version.
    pub fn at_desk(&self) -> Result<Option<OpenBook>, Error> {
        OpenBook::at_desk(&self.folder()?, self.read_only, &interrupt::go_on)
    }

    fn open(&self, missing: Missing) -> Result<OpenBook, Error> {
        let started = Instant::now();
        let folder = self.folder()?;
        let opening = Opening {
            create: missing == Missing::Create && !self.read_only,
            read_only: self.read_only,
            holder: self.holder.clone(),
            source: Source::CommandLine,
        };
        let (book, report) = OpenBook::open(&folder, &opening, &interrupt::go_on)?;
        match (&book, report) {
            (OpenBook::Here(book), Some(report)) => {
                let (folder, count) = (folder.display(), book.count());
                log::info!("opened {folder} with {count} contacts in {:?}", started.elapsed());
                tell(&report);
            }
            _ => log::info!("the desk has {} open and is asked", folder.display()),
        }
        Ok(book)
    }
}

fn tell(report: &OpenReport) {
    if let Some(why) = &report.rebuilt {
        log::info!("the records were built anew from the change log: {why}");
    }
    if report.replayed > 0 {
        log::info!("{} change sets were taken over from the change log", report.replayed);
    }
    if report.torn_tail {
        log::warn!(
            "a last change that was never answered was cut off the change log; a copy is kept beside it"
        );
    }
    report.notes.iter().for_each(|note| log::warn!("{note}"));
}
