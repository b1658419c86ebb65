//! What becomes of a damaged book: what it tells, what a look at it finds, what a repair makes of it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use kith_book::{Book, Diagnosis, Opening, Repaired, Source};
use serde::{Deserialize, Serialize};

use super::{
    loss::Loss,
    told::{self, Compared, Told, Was},
};
use crate::book::host;

/// How a damaged book is met.
#[derive(Debug, Clone, Default)]
pub struct Meeting {
    /// The book's folder.
    pub book: PathBuf,
    /// What it told while it was sound.
    pub was: PathBuf,
    /// The first to open it only reads.
    pub read_only: bool,
    /// It is repaired before anybody opened it.
    pub at_once: bool,
    /// The backups that are damaged too.
    pub damaged_backups: Vec<PathBuf>,
}

/// What was found, where nothing was wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// What the book told before the repair; `None` where it was repaired at once.
    pub compared: Option<Compared>,
    /// Whether the look at it found something.
    pub found: bool,
    /// Whether the repaired book tells what it told while it was sound.
    pub exact: bool,
    /// How many changes the repair says are lost.
    pub lost: u64,
    /// How many changes it took from backups.
    pub from_backups: u64,
}

/// Meets a damaged book as a person would: a look, work, a repair, work.
///
/// # Errors
/// Whatever is told wrong, missed or lost without a word.
pub fn judge(meeting: &Meeting) -> Result<Judged> {
    let mut was = told::read(&meeting.was)?;
    if !meeting.damaged_backups.is_empty() {
        was.backed_up = 0;
    }
    meeting.damaged_backups.iter().try_for_each(|backup| is_not_trusted(backup))?;
    let found = Found::by_doctor(&meeting.book);
    let compared = if meeting.at_once { None } else { Some(compare(meeting, &was, &found)?) };
    let repaired = repaired(meeting)?;
    let is = Told::by(&meeting.book, Some(&was.told)).context("after the repair")?;
    Loss::new(&is, &was, &repaired, torn(&meeting.book)?)
        .holds()
        .with_context(|| format!("after the repair, {repaired:?}"))?;
    beside(&meeting.book)?;
    let exact = is == was.told;
    ensure!(exact || found.anything(), "the look at it found nothing");
    let lost = repaired.lost.iter().map(|lost| lost.last - lost.first + 1).sum();
    Ok(Judged { compared, found: found.anything(), exact, lost, from_backups: repaired.from_backups })
}

/// The number of the last change set that an open took for one that was never finished, and cut off.
fn torn(book: &Path) -> Result<Option<u64>> {
    let number = |name: &str| name.strip_prefix("torn-")?.split('-').next()?.parse().ok();
    let names = std::fs::read_dir(book.join("log"))?.map(|entry| Ok(entry?.file_name()));
    let names = names.collect::<std::io::Result<Vec<_>>>()?;
    Ok(names.iter().filter_map(|name| number(name.to_str()?)).max())
}

fn compare(meeting: &Meeting, was: &Was, found: &Found) -> Result<Compared> {
    let compared = told::compare(&meeting.book, &was.told, meeting.read_only)?;
    let is_told = compared == Compared::Exact || found.anything();
    ensure!(is_told, "it is {compared:?}, and the look at it found nothing");
    Ok(compared)
}

/// What a look at a book found.
enum Found {
    Diagnosis(Box<Diagnosis>),
    Refused(String),
}

impl Found {
    fn by_doctor(book: &Path) -> Self {
        match Book::doctor(book, host(1)) {
            Ok(diagnosis) => Self::Diagnosis(diagnosis.into()),
            Err(error) => Self::Refused(error.to_string()),
        }
    }

    /// Whether it says anything against the book, a change cut short included.
    fn anything(&self) -> bool {
        match self {
            Self::Diagnosis(diagnosis) => {
                !diagnosis.sound || diagnosis.advice.iter().any(|advice| advice.contains("cut short"))
            }
            Self::Refused(why) => !why.is_empty(),
        }
    }
}

/// Repairs the book and looks at it again: nothing is wrong with it then, but for backups, which are no repair's to mend.
fn repaired(meeting: &Meeting) -> Result<Repaired> {
    let mended = Book::repair(&meeting.book, &|| host(2)).context("the repair")?;
    let again = Book::doctor(&meeting.book, host(3)).context("the look after the repair")?;
    for diagnosis in [&mended, &again] {
        let of_backups = |problem: &&String| problem.starts_with("The backup ");
        let others: Vec<_> = diagnosis.problems.iter().filter(|problem| !of_backups(problem)).collect();
        ensure!(others.is_empty(), "the repair leaves {others:?}");
        let count = diagnosis.problems.len();
        ensure!(count == meeting.damaged_backups.len(), "{count} damaged backups are told");
    }
    mended.repaired.context("the repair says nothing")
}

/// A damaged backup is known for one, and no book is made of it.
fn is_not_trusted(backup: &Path) -> Result<()> {
    let elsewhere = tempfile::tempdir()?;
    let restored = Book::backup_restore(backup, &elsewhere.path().join("book"));
    ensure!(Book::backup_verify(backup).is_err(), "{} verifies", backup.display());
    ensure!(restored.is_err(), "a book was made of {}", backup.display());
    Ok(())
}

/// What lies beside the store is read, or is told as an error, and keeps nobody from working.
fn beside(book: &Path) -> Result<()> {
    let opening =
        Opening { create: false, read_only: false, holder: "the judge".into(), source: Source::CommandLine };
    let (book, _) = Book::open(book, &opening, host(4))?;
    drop(book.recent_requests(None, usize::MAX));
    drop(book.drafts());
    drop(book.retention());
    let reply = book.create(br#"{"ExternalId":"after the damage"}"#);
    ensure!(reply.answer.success, "the book takes nothing more: {:?}", reply.answer.errors);
    Ok(book.close()?)
}
