//! The desk's session: which book is open, and what the window may ask of it, one method a command.

mod about;
mod asked;
mod bounds;
mod commands;
mod duplicates;
mod edit;
mod keeper;
mod keeping;
mod list;
mod numbers;
mod schema;
#[cfg(test)]
mod tests;
mod transfer;
mod types;

use std::{
    fs, io,
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard},
    thread,
};

use kith_model::{ChangeSet, Layout, Schema, Source};

pub use about::About;
pub use asked::{Asked, FILE_ENDINGS};
pub use commands::{COMMANDS, Command};
pub use duplicates::SetApart;
pub use edit::BulkEditRows;
pub use list::{CopyContacts, JumpTo, PlaceOf, ValuesOf};
pub use schema::{
    ChangeLayout, ChangeSchema, ChangeSchemaFile, ExportSchema, FirstOnes, PreviewSchema, SchemaFile,
};
pub use transfer::{
    ExportProgress, HandOver, ImportChoices, InspectImport, NamedMapping, PreviewRows, RefusedRows,
    RetryRows, SaveMapping, WrittenChanges, WrittenFile,
};
pub use types::{
    BackupState, BookChanged, BookState, CheckContact, ContactHistory, CreateContact, DeskState, DropDraft,
    KeepDraft, KeepFor, NamedBackup, NamedContact, PutBack, RecentRequests, Restoration, StartBook,
    StartKind, UndoChange, UpdateContact, UpkeepState,
};

use keeper::Keeper;

use crate::{
    answer::{Answer, Reply},
    book::{Book, Opening, shipped_layout},
    contacts::UpdateOptions,
    drafts::KeptDrafts,
    error::{Error, Failure},
    hatch::{DESK, Hatch},
    history::ContactChange,
    host::Host,
    list::{ListPage, ListQuery},
    requests::RequestEntry,
    sample::SAMPLE_SIZE,
    undo::Scope,
};

/// How many rows come with the state: one page of the window's list.
const FIRST_PAGE: usize = 100;

/// Who is told of every change, whichever door it came through.
type OnChange = Arc<dyn Fn(&BookChanged) + Send + Sync>;

/// The desk: one book, or none yet. A copy is the same desk.
#[derive(Clone)]
pub struct Desk {
    folder: Arc<Result<PathBuf, Error>>,
    read_only: bool,
    book: Arc<Mutex<Option<Open>>>,
    /// Read by whoever works with the book, once each; written by whoever puts another in its place.
    lent: Arc<RwLock<()>>,
    on_change: OnChange,
    /// The schema file that was shown last: what is applied is what was shown.
    schema_file: Arc<Mutex<Option<Vec<u8>>>>,
    /// What the window is asked to show and has not taken yet.
    asked: Arc<Mutex<Option<asked::Waiting>>>,
    transfer: Arc<transfer::Transfer>,
    search: Arc<duplicates::Search>,
    editing: Arc<edit::Editing>,
}

/// The open book, and who keeps it backed up.
struct Open {
    /// Where `kith` has its requests carried out; none where the system gave no socket, or nothing can be changed.
    hatch: Option<Hatch>,
    keeper: Keeper,
    book: Arc<Book>,
}

impl Open {
    fn close(self) -> Result<(), Error> {
        // Their threads have the book too.
        drop(self.hatch);
        drop(self.keeper);
        Arc::into_inner(self.book).map_or(Ok(()), Book::close)
    }
}

/// The open book in the hands of one command; none that has it is in the way of a restore unseen.
struct Lent<'a> {
    book: Arc<Book>,
    _returned: RwLockReadGuard<'a, ()>,
}

impl Deref for Lent<'_> {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.book
    }
}

impl Desk {
    /// The desk on the book in `folder`, which is opened when it is first asked for. Every change, whichever door it
    /// came through, is told to `on_change` once it is on the disk.
    pub fn on(
        folder: Result<PathBuf, Error>,
        read_only: bool,
        on_change: impl Fn(&BookChanged) + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder: Arc::new(folder),
            read_only,
            book: Arc::default(),
            lent: Arc::default(),
            on_change: Arc::new(on_change),
            schema_file: Arc::default(),
            asked: Arc::default(),
            transfer: Arc::default(),
            search: Arc::default(),
            editing: Arc::default(),
        }
    }

    /// Begins to open the book that is there and to find its first rows, so that both are done by the time a window
    /// asks. What fails here is told to the first who asks.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open_ahead(&self) -> io::Result<()> {
        let desk = self.clone();
        thread::Builder::new().name("opening".to_owned()).spawn(move || drop(desk.desk_state())).map(drop)
    }

    /// What the window starts from. Opens the book where there is one; a book that cannot be opened is told as
    /// `failure`, and tried again with the next call.
    ///
    /// # Errors
    /// [`Failure`] when Kith's own schema or layout cannot be read.
    pub fn desk_state(&self) -> Result<DeskState, Failure> {
        let opened = self.open_existing();
        let mut state = self.state()?;
        state.failure = opened.err().map(Failure::from);
        Ok(state)
    }

    /// Makes the person's book: empty, or with the sample in it.
    ///
    /// # Errors
    /// [`Failure`] when the book cannot be made or filled.
    pub fn start_book(&self, args: &StartBook) -> Result<DeskState, Failure> {
        let book = self.open(true)?;
        if args.kind == StartKind::Sample {
            let answer = book.fill_with_sample(SAMPLE_SIZE, 0).answer;
            failure_of(answer)?;
        }
        drop(book);
        self.state()
    }

    /// Reads a contact.
    #[must_use]
    pub fn read_contact(&self, args: &NamedContact) -> Reply {
        self.ask(|book| book.read(&args.key))
    }

    /// The contract's operation.
    #[must_use]
    pub fn update_contact(&self, args: &UpdateContact) -> Reply {
        let options =
            UpdateOptions { include_payload: args.include_payload, enforce_lock: args.enforce_lock };
        self.ask(|book| book.update(&args.key, args.body.as_bytes(), options))
    }

    /// What an update would answer.
    #[must_use]
    pub fn check_contact(&self, args: &CheckContact) -> Reply {
        let options = UpdateOptions { include_payload: false, enforce_lock: args.enforce_lock };
        self.ask(|book| book.check(&args.key, args.body.as_bytes(), options))
    }

    /// Creates a contact.
    #[must_use]
    pub fn create_contact(&self, args: &CreateContact) -> Reply {
        self.ask(|book| book.create(args.body.as_bytes()))
    }

    /// What a create would answer.
    #[must_use]
    pub fn check_new_contact(&self, args: &CreateContact) -> Reply {
        self.ask(|book| book.check_new(args.body.as_bytes()))
    }

    /// Deletes a contact.
    #[must_use]
    pub fn delete_contact(&self, args: &NamedContact) -> Reply {
        self.ask(|book| book.delete(&args.key))
    }

    /// Takes a change back, or a part of it.
    #[must_use]
    pub fn undo_change(&self, args: &UndoChange) -> Reply {
        let scope = Scope { contact: args.contact.clone(), fields: args.fields.clone() };
        self.ask(|book| book.undo_part(Some(&args.change_id), &scope))
    }

    /// Makes a contact again what it was right after a change.
    #[must_use]
    pub fn put_back_contact(&self, args: &PutBack) -> Reply {
        self.ask(|book| book.put_back(&args.key, &args.change_id))
    }

    /// A contact's changes, newest first.
    ///
    /// # Errors
    /// [`Failure`] where there never was such a contact, or the log cannot be read.
    pub fn contact_history(&self, args: &ContactHistory) -> Result<Vec<ContactChange>, Failure> {
        Ok(self.open(false)?.contact_changes(&args.key, bounds::given(args.limit))?)
    }

    /// The recent requests, of one contact or of all.
    ///
    /// # Errors
    /// [`Failure`] when there is no book.
    pub fn recent_requests(&self, args: &RecentRequests) -> Result<Vec<RequestEntry>, Failure> {
        Ok(self.open(false)?.recent_requests(args.key.as_ref(), bounds::given(args.limit)))
    }

    /// What was typed and not saved.
    ///
    /// # Errors
    /// [`Failure`] when there is no book.
    pub fn list_drafts(&self) -> Result<KeptDrafts, Failure> {
        Ok(self.open(false)?.drafts())
    }

    /// Keeps what was typed and not saved.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be kept.
    pub fn keep_draft(&self, args: &KeepDraft) -> Result<(), Failure> {
        Ok(self.open(false)?.keep_draft(args.draft.clone(), args.turn)?)
    }

    /// Drops a draft that was saved or given up.
    ///
    /// # Errors
    /// [`Failure`] when the file of drafts cannot be written.
    pub fn drop_draft(&self, args: &DropDraft) -> Result<(), Failure> {
        Ok(self.open(false)?.drop_draft(args.id.as_deref(), args.turn)?)
    }

    /// Lets the book go, with everything at rest on the disk.
    ///
    /// # Errors
    /// [`Error::Store`] when the last checkpoint fails; every answered change is on the disk all the same.
    pub fn close(&self) -> Result<(), Error> {
        self.slot().take().map_or(Ok(()), Open::close)
    }

    fn ask(&self, work: impl FnOnce(&Book) -> Reply) -> Reply {
        match self.open(false) {
            Ok(book) => work(&book),
            Err(error) => Answer::from(error).into(),
        }
    }

    fn folder(&self) -> Result<&Path, Error> {
        self.folder.as_ref().as_deref().map_err(|_| Error::NoDataFolder)
    }

    fn open_existing(&self) -> Result<(), Error> {
        if Book::exists(self.folder()?) { self.open(false).map(drop) } else { Ok(()) }
    }

    fn open(&self, create: bool) -> Result<Lent<'_>, Error> {
        let returned = self.lend();
        let book = Arc::clone(&self.opened(&mut self.slot(), create)?.book);
        Ok(Lent { book, _returned: returned })
    }

    fn lend(&self) -> RwLockReadGuard<'_, ()> {
        self.lent.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn opened<'a>(&self, slot: &'a mut Option<Open>, create: bool) -> Result<&'a Open, Error> {
        match slot {
            Some(open) => Ok(open),
            none => Ok(none.insert(self.opening(create)?)),
        }
    }

    fn opening(&self, create: bool) -> Result<Open, Error> {
        let opening =
            Opening { create, read_only: self.read_only, holder: DESK.to_owned(), source: Source::Desk };
        let (mut book, _report) = Book::open(self.folder()?, &opening, Host::this_machine())?;
        let on_change = Arc::clone(&self.on_change);
        book.listen(Box::new(move |set: &ChangeSet| on_change(&BookChanged::from(set))));
        let book = Arc::new(book);
        let keeper = Keeper::start(&book);
        Ok(Open { hatch: hatch_of(&book), keeper, book })
    }

    fn state(&self) -> Result<DeskState, Failure> {
        let _returned = self.lend();
        // The first rows may take a moment, for which nobody else is to wait.
        let (book, told) =
            self.slot().as_ref().map(|open| (Arc::clone(&open.book), open.keeper.told())).unzip();
        let (schema, layout) = match &book {
            Some(book) => (book.schema().metadata().clone(), Layout::clone(&book.layout())),
            None => (Schema::contact().map_err(Error::from)?.metadata().clone(), shipped_layout()?),
        };
        let user = book
            .as_ref()
            .map_or_else(|| Host::this_machine().user().clone(), |book| book.host().user().clone());
        Ok(DeskState {
            book: book.as_deref().map(BookState::from),
            failure: None,
            backup: told.as_ref().map(|told| told.backup.clone()),
            upkeep: told.map(|told| told.upkeep),
            first_page: book.and_then(|book| first_page(&book)),
            schema,
            layout,
            user,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    fn schema_file(&self) -> MutexGuard<'_, Option<Vec<u8>>> {
        self.schema_file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self) -> MutexGuard<'_, Option<Open>> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hatch of a book that is held for writing. Without one the window works all the same, and `kith` says that the book is
/// open here.
fn hatch_of(book: &Arc<Book>) -> Option<Hatch> {
    if book.takes_no_writes() {
        return None;
    }
    let told = |error: &io::Error| eprintln!("`kith` cannot ask this desk: {error}");
    Hatch::open(book).inspect_err(told).ok()
}

/// The first rows of the first view, where the list is there. Why they could not be found is told to the page when it asks
/// for them itself.
fn first_page(book: &Book) -> Option<ListPage> {
    let layout = book.layout();
    let view = layout.views.first()?;
    let page = book.page(&ListQuery { limit: FIRST_PAGE, ..ListQuery::from(view) }).ok()?;
    page.preparing.is_none().then_some(page)
}

/// The bytes of a file a person picked; one that is too long is not read.
fn read_bounded(file: &Path, most: u64, hint: Option<&str>) -> Result<Vec<u8>, Failure> {
    let io = |source| Error::Io { action: "read", path: file.to_owned(), source };
    let length = fs::metadata(file).map_err(io)?.len();
    if length > most {
        let message = format!("{} has {length} bytes; Kith reads at most {most}.", file.display());
        return Err(Failure::new(message, hint));
    }
    Ok(fs::read(file).map_err(io)?)
}

fn failure_of(answer: Answer) -> Result<(), Failure> {
    match answer.errors.into_iter().next() {
        Some(issue) => Err(Failure::new(issue.message, None)),
        None => Ok(()),
    }
}
