//! The open book.

use std::{
    env,
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockWriteGuard},
    time::Instant,
};

use kith_index::Collation;
use kith_model::{Access, ChangeNote, ChangeSet, Layout, Record, Schema, Source};
use kith_store::{OpenOptions, OpenReport, Store, StoreError, Written};

use crate::{
    answer::Reply,
    backup::OnBackup,
    contacts::{Ahead, Ground, Work},
    drafts::Drafts,
    error::Error,
    host::Host,
    list::{Live, Standings},
    requests::{Asked, RequestLog},
    schema::{layout_of, schema_of},
    unique::{Claims, Unique},
};

/// Who is told of a change set once it is on the disk.
pub type Listener = Box<dyn Fn(&ChangeSet) + Send + Sync>;

/// How a book is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Make a book where there is none.
    pub create: bool,
    /// Change nothing, whatever is asked.
    pub read_only: bool,
    /// Who opens it, for the message to the next one: `Kith desk`, `kith update`.
    pub holder: String,
    /// Where changes are said to come from.
    pub source: Source,
}

/// A book: the contacts in a folder, with their schema. All requests go through it.
pub struct Book {
    inside: Arc<Inside>,
    pub(crate) source: Source,
    /// Whoever came through this door may change nothing.
    read_only: bool,
}

/// What every door to an open book shares. Public only as what a book leads to; nothing of it is seen outside.
pub struct Inside {
    pub(crate) store: Store,
    schema: RwLock<Arc<Schema>>,
    layout: RwLock<Arc<Layout>>,
    /// Shared by those who write contacts, held alone by who changes the schema: what is written was judged by the
    /// schema that holds when it is on the disk. Who only reads never waits for it.
    gate: RwLock<()>,
    /// Held while a change set is made: what is unique in it is unique on the disk.
    unique: Mutex<Unique>,
    pub(crate) host: Host,
    folder: PathBuf,
    lists: Live,
    pub(crate) standings: Standings,
    collation: Arc<Collation>,
    requests: RequestLog,
    /// Held while a backup is written into the book's own folder.
    pub(crate) backing_up: Mutex<()>,
    /// Who is told of each backup that is kept.
    pub(crate) on_backup: OnceLock<OnBackup>,
    /// Held while a file is taken in: one at a time.
    pub(crate) importing: Mutex<()>,
    /// Held while a bulk edit is made: one at a time.
    pub(crate) editing: Mutex<()>,
    drafts: Drafts,
    listener: OnceLock<Listener>,
}

impl Deref for Book {
    type Target = Inside;

    fn deref(&self) -> &Inside {
        &self.inside
    }
}

impl Book {
    /// Opens the book in `folder`.
    ///
    /// # Errors
    /// [`Error::NoBook`] where there is none and none is to be made; [`Error::Store`] when another process holds it or
    /// it is damaged beyond what opening mends by itself.
    pub fn open(folder: &Path, opening: &Opening, host: Host) -> Result<(Self, OpenReport), Error> {
        if !opening.create && !Store::exists(folder) {
            return Err(Error::NoBook(folder.to_owned()));
        }
        let options = OpenOptions {
            create: opening.create,
            read_only: opening.read_only,
            holder: opening.holder.clone(),
        };
        let (store, report) = Store::open(folder, &options)?;
        let schema = schema_of(&store, &[])?;
        let layout = layout_of(&store, &[], &schema)?;
        let collation = collation(&host)?;
        let inside = Inside {
            requests: RequestLog::new(folder, store.is_read_only()),
            drafts: Drafts::new(folder),
            store,
            schema: RwLock::new(Arc::new(schema)),
            layout: RwLock::new(Arc::new(layout)),
            gate: RwLock::new(()),
            unique: Mutex::default(),
            host,
            folder: folder.to_owned(),
            lists: Live::default(),
            standings: Standings::default(),
            collation,
            backing_up: Mutex::new(()),
            on_backup: OnceLock::new(),
            importing: Mutex::new(()),
            editing: Mutex::new(()),
            listener: OnceLock::new(),
        };
        let book = Self { inside: Arc::new(inside), source: opening.source, read_only: opening.read_only };
        if !book.store.is_read_only() {
            // Where that cannot be done now, the next bulk edit says why before it does anything.
            let _later = book.take_half_done_back();
        }
        Ok((book, report))
    }

    /// The same open book for who comes through another door.
    pub(crate) fn through(&self, source: Source, read_only: bool) -> Self {
        Self { inside: Arc::clone(&self.inside), source, read_only: self.read_only || read_only }
    }

    /// Whether there is a book in `folder`.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        Store::exists(folder)
    }

    /// The folder of the person's own book: `KITH_BOOK`, or the one the desk keeps.
    ///
    /// # Errors
    /// [`Error::NoDataFolder`] where the system names none.
    pub fn default_folder() -> Result<PathBuf, Error> {
        if let Some(folder) = env::var_os("KITH_BOOK").filter(|folder| !folder.is_empty()) {
            return Ok(folder.into());
        }
        dirs::data_dir().map(|data| data.join("app.kith.desk").join("book")).ok_or(Error::NoDataFolder)
    }

    /// Has every change told to `listener` once it is on the disk, for as long as the book is open.
    pub fn listen(&mut self, listener: Listener) {
        let _ = self.listener.set(listener);
    }

    /// The book's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The schema of its contacts, as it is now.
    #[must_use]
    pub fn schema(&self) -> Arc<Schema> {
        Arc::clone(&self.schema.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The layout of its contacts, as it is now.
    #[must_use]
    pub fn layout(&self) -> Arc<Layout> {
        Arc::clone(&self.layout.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The person whose changes these are.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// How many contacts it holds.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.store.count()
    }

    /// Whether nothing can be changed: the book is open read-only, or the schema forbids it.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.takes_no_writes() || self.schema().metadata().write_access == Access::None
    }

    /// Whether nothing can be changed, whatever the schema says.
    pub(crate) fn takes_no_writes(&self) -> bool {
        self.read_only || self.store.is_read_only()
    }

    /// Brings everything to rest on the disk and lets the book go.
    ///
    /// # Errors
    /// [`Error::Store`] when the last checkpoint fails; every answered change is on the disk all the same.
    pub fn close(self) -> Result<(), Error> {
        // The last door closes it.
        Ok(Arc::into_inner(self.inside).map_or(Ok(()), |inside| inside.store.close())?)
    }

    /// Makes one change set of what `work` does, by the schema as it is then, and tells of it once it is on the disk.
    pub(crate) fn commit<T, E: From<StoreError>>(
        &self,
        note: ChangeNote,
        work: impl FnOnce(&mut Work<'_, '_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        if self.read_only {
            return Err(StoreError::ReadOnly.into());
        }
        let open = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let (at, schema) = (note.at.clone(), self.schema());
        let mut unique = self.unique.lock().unwrap_or_else(PoisonError::into_inner);
        unique.follow(&schema, &self.store)?;
        let written = self.store.write(note, |transaction| {
            let ground = Ground::of(transaction);
            let mut making = Work::new(self, &schema, &at, ground, Claims::new(&unique));
            let value = work(&mut making)?;
            making.finish()?;
            Ok::<_, E>(value)
        })?;
        written.committed.iter().for_each(|set| unique.take_over(set));
        drop((unique, open));
        self.publish(written.committed.as_ref());
        Ok(written)
    }

    /// Does as [`Self::commit`] does by a schema, but for the last step: nothing of it is written, and what would have
    /// been is kept in `ahead`, for what is rehearsed after it.
    pub(crate) fn rehearse<T>(
        &self,
        note: ChangeNote,
        schema: &Schema,
        ahead: &mut Ahead,
        work: impl FnOnce(&mut Work<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _open = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let at = note.at.clone();
        let mut unique = self.unique.lock().unwrap_or_else(PoisonError::into_inner);
        unique.follow(schema, &self.store)?;
        let mut done = None;
        let written = self.store.write(note, |transaction| {
            let claims = Claims::after(&unique, ahead.take_staged());
            let ground = Ground::ahead(transaction, ahead);
            let mut making = Work::new(self, schema, &at, ground, claims);
            let value = work(&mut making)?;
            let staged = making.finish()?;
            ahead.keep_staged(staged);
            done = Some(value);
            Err::<(), _>(Rehearsed::Done)
        });
        match (written, done) {
            (Err(Rehearsed::Failed(error)), _) => Err(error),
            (_, Some(value)) => Ok(value),
            (_, None) => Err(StoreError::Ended.into()),
        }
    }

    /// Waits until nobody writes contacts, and keeps it so.
    pub(crate) fn alone(&self) -> Alone<'_> {
        Alone { book: self, _gate: self.gate.write().unwrap_or_else(PoisonError::into_inner) }
    }

    /// Works with the holders of unique values.
    pub(crate) fn with_unique<T>(
        &self,
        schema: &Schema,
        work: impl FnOnce(&Unique) -> T,
    ) -> Result<T, StoreError> {
        let mut unique = self.unique.lock().unwrap_or_else(PoisonError::into_inner);
        unique.follow(schema, &self.store)?;
        Ok(work(&unique))
    }

    pub(crate) fn note(&self, at: &str, source: Source) -> ChangeNote {
        ChangeNote {
            at: at.to_owned(),
            by: self.host.user().clone(),
            source,
            takes_back: None,
            from_crm: false,
            part_of: None,
        }
    }

    /// Runs a request, times it, keeps it among the recent requests.
    pub(crate) fn request(&self, asked: &Asked<'_>, work: impl FnOnce() -> Result<Reply, Error>) -> Reply {
        let started = Instant::now();
        let reply = work().unwrap_or_else(|error| Reply::from(crate::Answer::from(error))).timed(started);
        if !self.read_only {
            self.requests.add(asked, self.source, &self.host, &reply);
        }
        reply
    }

    pub(crate) fn request_log(&self) -> &RequestLog {
        &self.requests
    }

    pub(crate) fn draft_file(&self) -> &Drafts {
        &self.drafts
    }

    /// The list's index.
    pub(crate) fn lists(&self) -> &Live {
        &self.lists
    }

    /// The order of texts in the person's language.
    pub(crate) fn collation(&self) -> &Arc<Collation> {
        &self.collation
    }

    /// Has the list look at what changed, and tells the listener.
    fn publish(&self, set: Option<&ChangeSet>) {
        let Some(set) = set else { return };
        self.lists.note(set);
        self.standings.note(set);
        if let Some(listener) = self.listener.get() {
            listener(set);
        }
    }
}

/// Why a change set that is only rehearsed is given up.
enum Rehearsed {
    Done,
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Rehearsed {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// The right to change schema and layout: nobody writes contacts as long as it is held.
pub(crate) struct Alone<'a> {
    book: &'a Book,
    _gate: RwLockWriteGuard<'a, ()>,
}

impl Alone<'_> {
    /// Makes one change set of documents, which hold from then on. Gives its number, none where nothing differs.
    pub fn keep(self, note: ChangeNote, documents: Vec<Record>) -> Result<Option<u64>, Error> {
        let book = self.book;
        if book.read_only {
            return Err(StoreError::ReadOnly.into());
        }
        // What cannot hold is not written.
        let schema = schema_of(&book.store, &documents)?;
        let layout = layout_of(&book.store, &documents, &schema)?;
        let written = book.store.write::<_, StoreError>(note, |transaction| {
            documents.into_iter().try_for_each(|document| {
                let before = transaction.get(&document.key())?;
                transaction.put(before.as_deref(), document)
            })
        })?;
        let committed = written.committed;
        *book.schema.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(schema);
        *book.layout.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(layout);
        drop(self);
        book.publish(committed.as_ref());
        Ok(committed.map(|set| set.seq))
    }
}

fn collation(host: &Host) -> Result<Arc<Collation>, Error> {
    Collation::of(host.language()).map(Arc::new).ok_or(Error::NoCollation)
}

/// The layout of contacts as Kith ships it.
pub(crate) fn shipped_layout() -> Result<Layout, Error> {
    Layout::contact().map_err(|source| Error::Shipped { what: "layout", source })
}

#[cfg(test)]
mod tests {
    use kith_model::{Code, RecordKey};

    use super::*;
    use crate::UpdateOptions;

    fn open(folder: &Path) -> Book {
        let opening =
            Opening { create: true, read_only: false, holder: "the tests".into(), source: Source::Desk };
        Book::open(folder, &opening, Host::this_machine()).unwrap().0
    }

    #[test]
    fn an_object_that_takes_no_writes_makes_the_book_read_only() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path());
        assert!(book.create(br#"{"ExternalId":"x"}"#).answer.success);
        let mut metadata = book.schema().metadata().clone();
        metadata.write_access = Access::None;
        *book.schema.write().unwrap() = Arc::new(Schema::compile(metadata).unwrap());
        let key = RecordKey::ExternalId("x".into());
        let replies = [
            book.update(&key, br#"{"Title":1}"#, UpdateOptions::default()),
            book.create(b"{}"),
            book.delete(&RecordKey::ExternalId("nobody".into())),
            book.undo(None),
        ];
        for reply in replies {
            let codes: Vec<_> = reply.answer.errors.iter().map(|issue| issue.code).collect();
            assert_eq!((codes, reply.http_status), (vec![Code::ReadOnly], 403));
        }
        assert!(book.read(&key).answer.success);
    }

    #[test]
    fn a_field_that_takes_no_writes_takes_its_own_value_only() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path());
        assert!(book.create(br#"{"ExternalId":"x","Title":"CEO"}"#).answer.success);
        let mut metadata = book.schema().metadata().clone();
        for field in metadata.field_metadata.iter_mut().filter(|field| field.field_name == "Title") {
            field.write_access = Access::None;
        }
        *book.schema.write().unwrap() = Arc::new(Schema::compile(metadata).unwrap());
        let key = RecordKey::ExternalId("x".into());
        let update = |body: &[u8]| book.update(&key, body, UpdateOptions::default()).answer;
        assert_eq!(update(br#"{"Title":"CTO"}"#).errors[0].code, Code::FieldNotWritable);
        assert!(update(br#"{"Title":"CEO","Fax":"1"}"#).success);
    }
}
