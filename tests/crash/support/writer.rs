//! The process that is killed, starved and lied to: it works on a book and writes down what it is answered.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use kith_book::{Book, Host, Opening, Source};
use kith_model::ChangeSet;
use uuid::Builder;

use super::{
    diary::{self, Diary, Entry},
    dice::Dice,
    facts::Facts,
    request::{Request, Sent},
    step::Step,
    upkeep,
};
use crate::book::{BEGINNING, user};

/// How much later than it is the writer's clock says it is, in milliseconds.
pub(super) static LATER: AtomicI64 = AtomicI64::new(0);

/// What a writer does.
#[derive(Debug, Clone)]
pub struct Work {
    /// The book's folder.
    pub book: PathBuf,
    /// The diary's file.
    pub diary: PathBuf,
    /// What is done follows from it and from the book.
    pub seed: u64,
    /// After so many steps the book is closed and the writer ends.
    pub steps: usize,
    /// How much larger than small the large requests are.
    pub scale: usize,
    /// Mostly other files are put in the place of the book's.
    pub replacing: bool,
}

/// How the work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All of it was done, errors answered included.
    Done,
    /// The book could not be opened, or not again; the diary says why.
    NotOpened,
}

/// Does the work.
///
/// # Errors
/// An answer is not to what was asked; the diary cannot be written.
pub fn work(work: &Work) -> Result<End> {
    let mut writer = Writer::new(work)?;
    let Some(mut book) = writer.open()? else { return Ok(End::NotOpened) };
    let mut dice = Dice::new(work.seed);
    for n in 0..work.steps {
        let step = if work.replacing { Step::draw_replacing(&mut dice) } else { Step::draw(&mut dice) };
        let mark = format!("{:x}-{n}", work.seed);
        if let Some(request) = Request::new(step, &book, &mark, work.scale, &mut dice) {
            writer.ask(&book, step, &request)?;
            continue;
        }
        match upkeep::perform(&mut writer, book, step, &mut dice)? {
            Some(again) => book = again,
            None => return Ok(End::NotOpened),
        }
    }
    writer.close(book)?;
    Ok(End::Done)
}

/// A writer at work.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) work: &'a Work,
    diary: Diary,
    /// What the book published last.
    last: Arc<Mutex<Option<ChangeSet>>>,
    /// The log was damaged and is not known to be repaired.
    damaged: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(work: &'a Work) -> Result<Self> {
        let diary = Diary::open(&work.diary)?;
        let damaged = Facts::of(diary::read(&work.diary)?)?.damaged;
        Ok(Self { work, diary, last: Arc::default(), damaged })
    }

    pub(super) fn open(&mut self) -> Result<Option<Book>> {
        if self.damaged {
            self.repair()?;
        }
        match open(&self.work.book, self.work.seed) {
            Ok(mut book) => {
                let slot = Arc::clone(&self.last);
                book.listen(Box::new(move |set| *hold(&slot) = Some(set.clone())));
                self.diary.write(&Entry::Opened { seed: self.work.seed })?;
                Ok(Some(book))
            }
            Err(error) => {
                self.diary.write(&Entry::NotOpened(error.to_string()))?;
                Ok(None)
            }
        }
    }

    /// Sends a request; why it was refused, if it was.
    pub(super) fn ask(&mut self, book: &Book, step: Step, request: &Request) -> Result<Option<String>> {
        self.diary.write(&Entry::Asked { step, changes: request.changes() })?;
        let sent = request.send(book);
        let published = hold(&self.last).take();
        let (entry, refused) = match (sent, published) {
            (_, Some(set)) => {
                request.is_answered_by(&set).with_context(|| format!("{step:?}"))?;
                (Entry::Answered(Box::new(set)), None)
            }
            (Sent::Done, None) => (Entry::Unchanged, None),
            (Sent::Refused(why), None) => (Entry::Refused(why.clone()), Some(why)),
        };
        self.diary.write(&entry)?;
        Ok(refused)
    }

    /// Writes down that a step on the whole book begins. What the book has and the diary does not is `found`.
    pub(super) fn begin(&mut self, step: Step, found: Vec<ChangeSet>) -> Result<()> {
        self.damaged |= step == Step::Repair;
        self.diary.write(&Entry::Begun { step, found })
    }

    /// Writes down that it ended, and how.
    pub(super) fn end<T>(&mut self, step: Step, done: Result<T, kith_book::Error>) -> Result<()> {
        let failed = done.err().map(|error| error.to_string());
        self.damaged &= step != Step::Repair || failed.is_some();
        self.diary.write(&Entry::Ended { step, failed })
    }

    pub(super) fn repair(&mut self) -> Result<()> {
        let repaired = Book::repair(&self.work.book, &|| host(self.work.seed));
        self.end(Step::Repair, repaired)
    }

    pub(super) fn close(&mut self, book: Book) -> Result<()> {
        let said = book.close().err().map(|error| error.to_string());
        self.diary.write(&Entry::Closed(said))
    }
}

/// Opens a book with a clock and identifiers that follow from the seed.
fn open(folder: &Path, seed: u64) -> Result<Book, kith_book::Error> {
    let opening =
        Opening { create: true, read_only: false, holder: "the writer".into(), source: Source::CommandLine };
    Book::open(folder, &opening, host(seed)).map(|(book, _report)| book)
}

fn host(seed: u64) -> Host {
    // One count for the whole process: a book that is opened again must not give an Id twice.
    static MADE: AtomicU64 = AtomicU64::new(0);
    static TICKS: AtomicI64 = AtomicI64::new(0);
    let beginning = BEGINNING.parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH).as_millisecond();
    let now = move || {
        let millis =
            beginning + LATER.load(Ordering::Relaxed) + 1_000 * TICKS.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
    };
    let new_uuid = move || {
        let mut dice =
            Dice::new(seed ^ MADE.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let number = u128::from(dice.number()) << 64 | u128::from(dice.number());
        Builder::from_random_bytes(number.to_be_bytes()).into_uuid()
    };
    Host::new(now, new_uuid, user())
}

fn hold<T>(slot: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
