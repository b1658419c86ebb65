//! What can be asked of an open book: one list, from which come the requests that go through the hatch, what the desk
//! does for each, and the methods by which a door asks, wherever the book is open.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use kith_model::{Layout, ObjectMetadata, RecordKey, Schema, SchemaEdit};
use kith_store::{GoOn, OpenReport, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    DESK,
    asking::AtDesk,
    words::{Progress, Told, Watching},
};
use crate::{
    answer::Reply,
    backup::Backup,
    book::{Book, Opening},
    contacts::{BulkRequest, UpdateOptions},
    doctor::Diagnosis,
    duplicates::{ApartPair, DuplicateWatch, Duplicates},
    error::Error,
    export::{ChangesExport, ChangesReport, ExportRequest, ExportWatch, Exported},
    host::Host,
    import::{ImportReport, ImportRequest, Mapping, UnfinishedImport, Watch},
    list::ListQuery,
    requests::RequestEntry,
    retention::{Forgotten, Retention},
    schema::{Attention, SchemaFileKind, SchemaRequest},
    space::Compaction,
    undo::Scope,
};

/// How long a desk that has just taken the book is waited for until it can be asked.
const STARTING: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(20);

/// A book that can be worked with: open here, or open at the desk.
pub enum OpenBook {
    /// This process has it open.
    Here(Book),
    /// The desk has it open and is asked.
    AtDesk(AtDesk),
}

impl OpenBook {
    /// Opens the book in `folder`, or finds the desk that has it open. What the opening said is there only of a book that
    /// was opened here.
    ///
    /// # Errors
    /// As [`Book::open`]; [`Error::OtherVersion`] for a desk of another version.
    pub fn open(
        folder: &Path,
        opening: &Opening,
        go_on: GoOn<'_>,
    ) -> Result<(Self, Option<OpenReport>), Error> {
        let started = Instant::now();
        loop {
            if let Some(desk) = Self::at_desk(folder, opening.read_only, go_on)? {
                return Ok((desk, None));
            }
            match Book::open(folder, opening, Host::this_machine()) {
                Err(Error::Store(StoreError::InUse { holder, .. }))
                    if holder == DESK && started.elapsed() < STARTING && go_on() =>
                {
                    thread::sleep(PAUSE);
                }
                opened => return opened.map(|(book, report)| (Self::Here(book), Some(report))),
            }
        }
    }

    /// The desk that has the book in `folder` open, where there is one.
    ///
    /// # Errors
    /// [`Error::OtherVersion`].
    pub fn at_desk(folder: &Path, read_only: bool, go_on: GoOn<'_>) -> Result<Option<Self>, Error> {
        Ok(AtDesk::reach(folder, read_only, go_on)?.map(Self::AtDesk))
    }

    /// Lets the book go.
    ///
    /// # Errors
    /// As [`Book::close`].
    pub fn close(self) -> Result<(), Error> {
        match self {
            Self::Here(book) => book.close(),
            Self::AtDesk(_) => Ok(()),
        }
    }

    /// The schema of its contacts.
    ///
    /// # Errors
    /// When the desk cannot be asked.
    pub fn schema(&self) -> Result<Arc<Schema>, Error> {
        match self {
            Self::Here(book) => Ok(book.schema()),
            Self::AtDesk(_) => Ok(Arc::new(Schema::compile(self.metadata()?)?)),
        }
    }
}

/// What a request comes with besides its arguments.
#[derive(Clone, Copy)]
pub(super) struct Besides<'a> {
    /// Bytes as they came: a body, a file.
    pub body: &'a [u8],
    /// Who watches.
    pub watch: &'a Watching<'a>,
}

impl Default for Besides<'_> {
    fn default() -> Self {
        Self { body: &[], watch: &Watching::NOBODY }
    }
}

/// Each line is `method, Request (arguments; what comes besides) -> what it gives = what the book does`.
macro_rules! calls {
    ($book:ident; $($(#[$about:meta])* $name:ident, $request:ident
        ($($argument:ident: $type:ty),*; $($besides:ident: $kind:ty),*) -> $gives:ty = $does:expr;)*) => {
        /// A request, as it goes through the hatch.
        #[derive(Debug, Serialize, Deserialize)]
        pub(super) enum Request {
            $($request { $($argument: $type),* },)*
        }

        impl Request {
            /// Carries it out and writes what it gives, or the error, as JSON.
            pub fn carry_out($book: &Book, request: &[u8], besides: Besides<'_>, out: impl io::Write) -> io::Result<()> {
                match serde_json::from_slice(request)? {
                    $(Self::$request { $($argument),* } => {
                        $(let $argument = &$argument;)*
                        $(let $besides: $kind = besides.$besides;)*
                        let given = done(|| -> Result<$gives, Error> { $does });
                        Ok(serde_json::to_writer(out, &given.map_err(Told::from))?)
                    })*
                }
            }
        }

        impl OpenBook {
            $($(#[$about])*
            ///
            /// # Errors
            /// As the method of [`Book`]; when the desk cannot be asked.
            // Each argument is a reference to the very type that goes through the hatch.
            #[allow(clippy::ptr_arg)]
            pub fn $name(&self, $($argument: &$type,)* $($besides: $kind,)*) -> Result<$gives, Error> {
                match self {
                    Self::Here($book) => $does,
                    Self::AtDesk(desk) => {
                        #[allow(clippy::needless_update)]
                        let besides = Besides { $($besides,)* ..Besides::default() };
                        desk.ask(&Request::$request { $($argument: $argument.clone()),* }, besides)
                    }
                }
            })*
        }
    };
}

calls! { book;
    /// The metadata of its schema.
    metadata, Metadata (;) -> ObjectMetadata = Ok(book.schema().metadata().clone());
    /// The layout of its contacts.
    layout, Layout (;) -> Layout = Ok(Layout::clone(&book.layout()));
    /// Reads a contact.
    read, Read (key: RecordKey;) -> Reply = Ok(book.read(key));
    /// Creates a contact.
    create, Create (; body: &[u8]) -> Reply = Ok(book.create(body));
    /// Updates a contact.
    update, Update (key: RecordKey, options: UpdateOptions; body: &[u8]) -> Reply = Ok(book.update(key, body, *options));
    /// What an update would answer.
    check, Check (key: RecordKey, options: UpdateOptions; body: &[u8]) -> Reply = Ok(book.check(key, body, *options));
    /// Deletes a contact.
    delete, Delete (key: RecordKey;) -> Reply = Ok(book.delete(key));
    /// Carries out a bulk request.
    bulk, Bulk (request: BulkRequest; body: &[u8]) -> Reply = Ok(book.bulk(body, *request));
    /// Lists contacts.
    list, List (query: ListQuery, fields: Option<Vec<String>>; watch: &Watching<'_>) -> Reply =
        Ok(book.list_in_time(query, fields.as_deref(), watch.go_on));
    /// A contact's history.
    history, History (key: RecordKey, limit: usize;) -> Reply = Ok(book.history_answer(key, *limit));
    /// The recent requests.
    requests, Requests (limit: usize;) -> Vec<RequestEntry> = Ok(book.recent_requests(None, *limit));
    /// Takes a change back, or a part of it.
    undo, Undo (change_id: Option<String>, scope: Scope;) -> Reply = Ok(book.undo_part(change_id.as_deref(), scope));
    /// Brings back what was last undone.
    redo, Redo (;) -> Reply = Ok(book.redo());
    /// What a change of the schema would come to; without edits, one by a file.
    preview_schema, PreviewSchema (edits: Option<Vec<SchemaEdit>>; body: &[u8]) -> Reply =
        Ok(book.preview_schema(&schema_request(edits.as_deref(), body)));
    /// Changes the schema; without edits, by a file.
    change_schema, ChangeSchema (edits: Option<Vec<SchemaEdit>>, keep: bool; body: &[u8]) -> Reply =
        Ok(book.change_schema(&schema_request(edits.as_deref(), body), *keep));
    /// Writes the schema to a new file.
    export_schema, ExportSchema (file: PathBuf, kind: SchemaFileKind;) -> () = book.export_schema(file, *kind);
    /// How schema and layout were changed.
    schema_history, SchemaHistory (limit: usize;) -> Reply = Ok(book.schema_history_answer(*limit));
    /// The contacts that hold what the schema no longer takes.
    attention, Attention (limit: usize;) -> Attention = book.attention(*limit);
    /// Replaces parts of the layout.
    change_layout, ChangeLayout (parts: Map<String, Value>;) -> Reply = Ok(book.change_layout(parts));
    /// Takes a file in.
    import, Import (request: ImportRequest; watch: &Watching<'_>) -> ImportReport =
        book.import(request, &Watch { progress: &|done| (watch.progress)(Progress::Import(*done)), go_on: watch.go_on });
    /// What taking a file in would come to.
    check_import, CheckImport (request: ImportRequest; watch: &Watching<'_>) -> ImportReport =
        book.check_import(request, &Watch { progress: &|done| (watch.progress)(Progress::Import(*done)), go_on: watch.go_on });
    /// Goes on with an import that was ended early.
    resume_import, ResumeImport (; watch: &Watching<'_>) -> ImportReport =
        book.resume_import(&Watch { progress: &|done| (watch.progress)(Progress::Import(*done)), go_on: watch.go_on });
    /// Takes back what it did.
    roll_import_back, RollImportBack (;) -> Reply = book.roll_import_back();
    /// Leaves what it did as it is.
    keep_import, KeepImport (;) -> UnfinishedImport = book.keep_import();
    /// What it was asked to do.
    unfinished_request, UnfinishedImport (;) -> Option<ImportRequest> = book.unfinished_request();
    /// Writes the rows that an import refused into a file.
    save_rejects, SaveRejects (request: ImportRequest, file: PathBuf;) -> usize = book.save_rejects(request, file);
    /// The mapping that the names of a file's columns suggest.
    suggest_mapping, SuggestMapping (request: ImportRequest;) -> Option<Mapping> = book.suggest_mapping(request);
    /// The columns of a file that a mapping leaves out.
    unmapped_columns, UnmappedColumns (request: ImportRequest, mapping: Mapping;) -> Vec<String> =
        book.unmapped_columns(request, mapping);
    /// The mapping that the book keeps under a name.
    saved_mapping, SavedMapping (name: String;) -> Option<Mapping> = book.saved_mapping(name);
    /// Keeps a mapping under a name.
    save_mapping, SaveMapping (name: String, mapping: Option<Mapping>;) -> () = book.save_mapping(name, mapping.as_ref());
    /// Writes contacts into a file.
    export, Export (request: ExportRequest, file: PathBuf; watch: &Watching<'_>) -> Exported = {
        book.wait_for_list(watch.go_on)?;
        let progress = |some, all| (watch.progress)(Progress::Contacts(some, all));
        book.export(request, file, &ExportWatch { progress: &progress, go_on: watch.go_on })
    };
    /// Writes what changed into a file.
    export_changes, ExportChanges (request: ChangesExport, file: PathBuf;) -> ChangesReport =
        book.export_changes(request, file);
    /// Notes that changes were handed over.
    hand_over, HandOver (upto: u64;) -> Option<u64> = book.hand_over(*upto);
    /// Contacts that may be one person.
    duplicates, Duplicates (limit: usize; watch: &Watching<'_>) -> Duplicates = {
        let progress = |done| (watch.progress)(Progress::Duplicates(done));
        book.duplicates(*limit, &DuplicateWatch { progress: &progress, go_on: watch.go_on })
    };
    /// Remembers that two contacts are not the same person, or that they may be.
    set_apart, SetApart (one: RecordKey, other: RecordKey, apart: bool;) -> Reply = Ok(book.set_apart(one, other, *apart));
    /// The contacts that are remembered not to be the same person.
    apart, Apart (;) -> Vec<ApartPair> = book.apart();
    /// Writes a backup.
    create_backup, CreateBackup (file: Option<PathBuf>;) -> Backup = book.backup_create(file.as_deref());
    /// Looks at everything in the book's folder.
    examine, Examine (;) -> Diagnosis = book.examine();
    /// How long changes are kept.
    retention, Retention (;) -> Retention = book.retention();
    /// Keeps changes for so many days.
    set_retention, SetRetention (days: Option<u32>;) -> Retention = book.set_retention(*days);
    /// Forgets the changes that are older.
    apply_retention, ApplyRetention (; watch: &Watching<'_>) -> Forgotten = book.apply_retention(watch.go_on);
    /// Gives the room back that rewritten contacts left.
    compact, Compact (; watch: &Watching<'_>) -> Compaction = book.compact(watch.go_on);
    /// Fills an empty book with sample contacts.
    fill_with_sample, FillWithSample (contacts: usize, seed: u64; watch: &Watching<'_>) -> Reply =
        Ok(book.fill_with_sample_while(*contacts, *seed, &|made| {
            (watch.progress)(Progress::Contacts(made, *contacts as u64));
            (watch.go_on)()
        }));
}

/// Does what a call does, up to its first error.
fn done<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    work()
}

fn schema_request(edits: Option<&[SchemaEdit]>, file: &[u8]) -> SchemaRequest {
    match edits {
        Some(edits) => SchemaRequest::Edits(edits.to_vec()),
        None => SchemaRequest::File(file.to_vec()),
    }
}
