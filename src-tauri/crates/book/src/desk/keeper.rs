//! The desk's own thread: while the book is open it makes the backup of the day, forgets what is no longer to be kept and
//! measures the room, and does what takes long for the list; it ends when the book is let go. So does long work that a person asked for.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError, RwLock},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use jiff::{civil::Date, tz::TimeZone};
use kith_store::GoOn;

use super::types::{BackupState, UpkeepState};
use crate::{
    backup::Backup,
    book::Book,
    error::{Error, Failure},
    space::Compaction,
};

/// How long a book is open before its first backup: the start belongs to the list.
const IDLE: Duration = Duration::from_secs(30);
/// How often it is looked whether one is due.
const PAUSE: Duration = Duration::from_secs(60 * 60);
/// The most contacts whose list is built while the window waits: it is there before anybody sees that it was not.
const BUILT_AT_ONCE: u64 = 20_000;

/// Keeps an open book backed up and in order.
pub(super) struct Keeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What there is to tell.
#[derive(Clone, Default)]
pub(super) struct Told {
    pub backup: BackupState,
    pub upkeep: UpkeepState,
}

/// What the keeper's thread and those of its caller share.
#[derive(Default)]
pub(super) struct Shared {
    called: Mutex<Called>,
    calling: Condvar,
    /// Shared by long work that a person asked for; alone by who lets the book go.
    working: RwLock<()>,
    told: Mutex<Told>,
}

/// What the keeper's thread is called for.
#[derive(Default)]
struct Called {
    /// The book is let go.
    ending: bool,
    /// The list has long work.
    list: bool,
}

/// Why the keeper's thread goes on.
enum Turn {
    Ending,
    List,
    Due,
}

/// The days on which each was last done, so that it is done once a day.
#[derive(Default)]
struct Days {
    forgot: Option<Date>,
    measured: Option<Date>,
}

impl Keeper {
    /// Starts to keep a book.
    pub fn start(book: &Arc<Book>) -> Self {
        Self::start_with(book, IDLE, PAUSE)
    }

    fn start_with(book: &Arc<Book>, idle: Duration, pause: Duration) -> Self {
        let shared = Arc::new(Shared::default());
        if !book.is_read_only() {
            let waker = Arc::clone(&shared);
            book.lists()
                .build_beside(BUILT_AT_ONCE, Box::new(move || waker.call(|called| called.list = true)));
        }
        let backed_up = Arc::clone(&shared);
        book.tell_backups(Box::new(move |made| backed_up.backed_up(made)));
        let thread = (!book.is_read_only()).then(|| {
            let (book, shared) = (Arc::clone(book), Arc::clone(&shared));
            thread::Builder::new().name("backups".to_owned()).spawn(move || shared.keep(&book, idle, pause))
        });
        let thread = thread.and_then(|thread| {
            let failed = |error| shared.backup_failed(Failure::new(no_thread(&error), None));
            thread.map_err(failed).ok()
        });
        Self { shared, thread }
    }

    /// What there is to tell of the backups and the upkeep.
    pub fn told(&self) -> Told {
        self.shared.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What outlives the caller's hold of the desk's book.
    pub fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }
}

impl Drop for Keeper {
    /// Whatever is being done is given up at its next step, so that nobody waits for it. Afterwards the book is in no hand
    /// of ours.
    fn drop(&mut self) {
        self.shared.call(|called| called.ending = true);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
        drop(self.shared.working.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Shared {
    /// Has long work done that ends when the book is let go.
    pub fn long<T>(
        &self,
        book: Arc<Book>,
        work: impl FnOnce(&Book, GoOn<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _working = self.working.read().unwrap_or_else(PoisonError::into_inner);
        let done = work(&book, &|| !self.is_ending());
        // Before whoever lets go of it hears that nobody works with it any more.
        drop(book);
        done
    }

    /// Gives the room back that rewritten contacts left.
    pub fn compact(&self, book: Arc<Book>) -> Result<Compaction, Error> {
        let done = self.long(book, |book, go_on| book.compact(go_on))?;
        self.tell(|told| told.upkeep.wasted = None);
        Ok(done)
    }

    fn keep(&self, book: &Book, idle: Duration, pause: Duration) {
        self.tell(|told| told.backup.last = book.last_backup_at().unwrap_or_default());
        let mut days = Days::default();
        let (mut due, mut first) = (Instant::now() + idle, true);
        loop {
            match self.next_turn(due) {
                Turn::Ending => return,
                Turn::List => {
                    // What fails is told to whoever asks for the list, who tries it again.
                    let _ = book.lists().complete(&book.making(), &|| !self.is_ending());
                    let _ = book.complete_standings(&|| !self.is_ending());
                }
                Turn::Due => {
                    self.back_up(book);
                    // Measuring reads every record: not in the first hour, which may be all of a short visit.
                    self.look_after(book, &mut days, !first);
                    (due, first) = (Instant::now() + pause, false);
                }
            }
        }
    }

    fn back_up(&self, book: &Book) {
        match book.backup_if_due(&|| !self.is_ending()) {
            Ok(_) => self.tell(|told| told.backup.failure = None),
            Err(_) if self.is_ending() => {}
            Err(error) => self.backup_failed(error.into()),
        }
    }

    /// Forgets and measures, each once a day; what failed is tried again the next time.
    fn look_after(&self, book: &Book, days: &mut Days, measure: bool) {
        let today = Some(TimeZone::UTC.to_datetime(book.host.moment()).date());
        let done: Result<(), Error> = (|| {
            if days.forgot != today && !self.is_ending() {
                book.apply_retention(&|| !self.is_ending())?;
                days.forgot = today;
            }
            if measure && days.measured != today && !self.is_ending() {
                let wasted = book.wasted_space(&|| !self.is_ending())?;
                self.tell(|told| told.upkeep.wasted = wasted);
                days.measured = today;
            }
            Ok(())
        })();
        if !self.is_ending() {
            self.tell(|told| told.upkeep.failure = done.err().map(Failure::from));
        }
    }

    /// A backup was made, whatever for.
    fn backed_up(&self, made: &Backup) {
        self.tell(|told| told.backup = BackupState { last: made.made_at.clone(), failure: None });
    }

    fn backup_failed(&self, failure: Failure) {
        self.tell(|told| told.backup.failure = Some(failure));
    }

    fn tell(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn is_ending(&self) -> bool {
        self.called.lock().unwrap_or_else(PoisonError::into_inner).ending
    }

    fn call(&self, change: impl FnOnce(&mut Called)) {
        change(&mut self.called.lock().unwrap_or_else(PoisonError::into_inner));
        self.calling.notify_all();
    }

    /// Waits for a call, or until the time has come.
    fn next_turn(&self, due: Instant) -> Turn {
        let called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = due.saturating_duration_since(Instant::now());
        let is_not_called = |called: &mut Called| !called.ending && !called.list;
        let waited = self.calling.wait_timeout_while(called, wait, is_not_called);
        let mut called = waited.unwrap_or_else(PoisonError::into_inner).0;
        match (called.ending, std::mem::take(&mut called.list)) {
            (true, _) => Turn::Ending,
            (false, true) => Turn::List,
            (false, false) => Turn::Due,
        }
    }
}

fn no_thread(error: &std::io::Error) -> String {
    format!("There are no automatic backups: {error}. Start Kith again.")
}

#[cfg(test)]
mod tests {
    use kith_model::Source;

    use super::*;
    use crate::{book::Opening, error::ErrorKind, host::Host};

    fn book(folder: &std::path::Path) -> Arc<Book> {
        let opening =
            Opening { create: true, read_only: false, holder: "the tests".into(), source: Source::Desk };
        Arc::new(Book::open(folder, &opening, Host::this_machine()).unwrap().0)
    }

    fn until(there: impl Fn() -> bool) {
        let start = Instant::now();
        while !there() {
            assert!(start.elapsed() < Duration::from_secs(60), "it never came");
            thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_book_with_changes_is_backed_up_once_it_is_idle_and_the_thread_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let book = book(folder.path());
        assert!(book.create(br#"{"ExternalId":"x"}"#).answer.success);
        let keeper = Keeper::start_with(&book, Duration::ZERO, Duration::from_secs(3600));
        until(|| keeper.told().backup.last.is_some());
        assert_eq!(keeper.told().backup.failure, None);
        drop(keeper);
        assert_eq!(Book::backups(folder.path()).unwrap().len(), 1);
        Arc::into_inner(book).expect("nobody else has it").close().unwrap();
    }

    #[test]
    fn a_failure_is_kept_to_be_told_and_goes_when_it_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let book = book(folder.path());
        assert!(book.create(br#"{"ExternalId":"x"}"#).answer.success);
        std::fs::write(folder.path().join("backups"), "no folder").unwrap();
        let keeper = Keeper::start_with(&book, Duration::ZERO, Duration::from_millis(5));
        until(|| keeper.told().backup.failure.is_some());
        std::fs::remove_file(folder.path().join("backups")).unwrap();
        until(|| keeper.told().backup.failure.is_none() && keeper.told().backup.last.is_some());
    }

    #[test]
    fn what_is_no_longer_to_be_kept_is_forgotten_and_a_setting_that_cannot_be_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let book = book(folder.path());
        assert!(book.create(br#"{"ExternalId":"x"}"#).answer.success);
        std::fs::write(folder.path().join("settings.json"), "{").unwrap();
        let keeper = Keeper::start_with(&book, Duration::ZERO, Duration::from_millis(5));
        until(|| keeper.told().upkeep.failure.is_some());
        std::fs::write(folder.path().join("settings.json"), "{}").unwrap();
        until(|| keeper.told().upkeep.failure.is_none());
        assert_eq!(keeper.told().upkeep.wasted, None);
    }

    #[test]
    fn a_compaction_ends_when_the_book_is_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let book = book(folder.path());
        let keeper = Keeper::start(&book);
        let (shared, compacted) = (keeper.shared(), Arc::clone(&book));
        let compacting = thread::spawn(move || {
            loop {
                if let Err(error) = shared.compact(Arc::clone(&compacted)) {
                    return error;
                }
            }
        });
        drop(keeper);
        assert_eq!(compacting.join().unwrap().kind(), ErrorKind::Ended);
        Arc::into_inner(book).expect("nobody else has it").close().unwrap();
    }

    #[test]
    fn letting_the_book_go_waits_for_no_idle_time() {
        let folder = tempfile::tempdir().unwrap();
        let book = book(folder.path());
        let started = Instant::now();
        drop(Keeper::start(&book));
        assert!(started.elapsed() < IDLE);
    }
}
