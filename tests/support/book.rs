//! A book in a folder of its own, with a clock and identifiers that are the same in every run.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used)]

use std::{
    ops::Deref,
    path::Path,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};

use jiff::Timestamp;
use kith_book::{
    Book, BulkOperation, BulkRequest, Error, Host, ImportReport, ImportRequest, KeyField, ListQuery, Opening,
    RecordKey, Reply, Source, UpdateOptions, User, Watch,
};
use kith_store::{OpenOptions, Store};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Builder;

/// The first moment of a test's clock; each look at it is a second later.
pub const BEGINNING: &str = "2026-01-02T03:04:05.678Z";

/// The person whose changes a test makes.
#[must_use]
pub fn user() -> User {
    User { id: "u-1".into(), name: "Una Berg".into() }
}

/// A host whose clock ticks a second a look and whose identifiers are counted. `run` keeps those of one book apart
/// when it is opened again.
#[must_use]
pub fn host(run: u64) -> Host {
    let beginning: Timestamp = BEGINNING.parse().expect("a moment");
    let ticks = AtomicI64::new(i64::try_from(run).expect("few runs") * 1_000_000);
    let made = AtomicU64::new(0);
    let now = move || {
        let seconds = beginning.as_millisecond() + 1_000 * ticks.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_millisecond(seconds).expect("a moment")
    };
    let new_uuid = move || {
        let number = u128::from(run) << 64 | u128::from(made.fetch_add(1, Ordering::Relaxed));
        Builder::from_random_bytes(number.to_be_bytes()).into_uuid()
    };
    Host::new(now, new_uuid, user())
}

/// Opens the book in `folder`.
///
/// # Errors
/// What the book says.
pub fn open(folder: &Path, read_only: bool, run: u64) -> Result<Book, Error> {
    let opening =
        Opening { create: !read_only, read_only, holder: "the tests".into(), source: Source::CommandLine };
    Book::open(folder, &opening, host(run)).map(|(book, _report)| book)
}

/// The key of the owning system.
#[must_use]
pub fn external(key: &str) -> RecordKey {
    RecordKey::ExternalId(key.into())
}

/// Kith's own key.
#[must_use]
pub fn id(key: &str) -> RecordKey {
    RecordKey::Id(key.into())
}

/// Takes the contacts of a file of JSON that holds these bytes into a book.
///
/// # Errors
/// What the book says.
pub fn import_json(book: &Book, file: &[u8]) -> Result<ImportReport, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("contacts.json");
    std::fs::write(&path, file).expect("a file");
    book.import(&ImportRequest::of(path), &Watch::NOBODY)
}

/// A book that goes with the test. It answers whatever [`Book`] answers.
pub struct TestBook {
    book: Option<Book>,
    folder: TempDir,
    run: u64,
}

impl Deref for TestBook {
    type Target = Book;

    fn deref(&self) -> &Book {
        self.book.as_ref().expect("the book is open")
    }
}

impl Default for TestBook {
    fn default() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let book = open(folder.path(), false, 0).expect("a new book");
        Self { book: Some(book), folder, run: 0 }
    }
}

impl TestBook {
    /// An empty book.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The book that is in this folder; it goes with the test too.
    #[must_use]
    pub fn found_in(folder: TempDir, run: u64) -> Self {
        let book = open(folder.path(), false, run).expect("the book");
        Self { book: Some(book), folder, run }
    }

    /// A book that holds these contacts.
    #[must_use]
    pub fn with(contacts: impl IntoIterator<Item = Value>) -> Self {
        let book = Self::new();
        for contact in contacts {
            book.made(&contact);
        }
        book
    }

    /// The book's folder, also when the book is closed.
    #[must_use]
    pub fn folder_path(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the book and opens it again.
    pub fn reopen(&mut self) {
        self.open_again(false);
    }

    /// Closes the book and opens it to read only.
    pub fn reopen_read_only(&mut self) {
        self.open_again(true);
    }

    fn open_again(&mut self, read_only: bool) {
        self.close();
        self.run += 1;
        self.book = Some(open(self.folder.path(), read_only, self.run).expect("the book again"));
    }

    /// Closes the book.
    pub fn close(&mut self) {
        if let Some(book) = self.book.take() {
            book.close().expect("a book at rest");
        }
    }

    /// Creates a contact, which must be taken; its Id.
    #[must_use = "use `made` for a contact that has another key"]
    pub fn created(&self, contact: &Value) -> String {
        let reply = self.create(contact.to_string().as_bytes());
        let made = reply.answer.data.as_ref().and_then(Value::as_str);
        made.unwrap_or_else(|| fail("was not created", &reply)).to_owned()
    }

    /// Creates a contact, which must be taken.
    pub fn made(&self, contact: &Value) {
        let _id = self.created(contact);
    }

    /// Updates the contact with that ExternalId.
    #[must_use]
    pub fn put(&self, key: &str, body: &Value) -> Reply {
        self.put_by(&external(key), body)
    }

    /// Updates a contact.
    #[must_use]
    pub fn put_by(&self, key: &RecordKey, body: &Value) -> Reply {
        self.update(key, body.to_string().as_bytes(), UpdateOptions::default())
    }

    /// Updates the contact with that ExternalId under EnforceOptimisticLocking.
    #[must_use]
    pub fn put_locked(&self, key: &str, body: &Value) -> Reply {
        let options = UpdateOptions { enforce_lock: true, ..UpdateOptions::default() };
        self.update(&external(key), body.to_string().as_bytes(), options)
    }

    /// A bulk request, each record for itself, without payloads.
    #[must_use]
    pub fn bulk_of(&self, operation: BulkOperation, by: KeyField, rows: &Value) -> Reply {
        let request = BulkRequest { operation, by, all_or_nothing: false, include_payload: false };
        self.bulk(rows.to_string().as_bytes(), request)
    }

    /// The whole record with a key.
    #[must_use]
    pub fn whole_by(&self, key: &RecordKey) -> Value {
        let reply = self.read(key);
        reply.answer.data.clone().unwrap_or_else(|| fail("is not there", &reply))
    }

    /// The whole record with an ExternalId.
    #[must_use]
    pub fn whole(&self, key: &str) -> Value {
        self.whole_by(&external(key))
    }

    /// One field of the record with an ExternalId.
    #[must_use]
    pub fn field(&self, key: &str, field: &str) -> Value {
        self.whole(key).get(field).cloned().unwrap_or_default()
    }

    /// Everything a request may change: each record with how many changes it has had, in the order of their keys.
    #[must_use]
    pub fn contents(&self) -> Vec<(Value, usize)> {
        let all = ListQuery { limit: usize::MAX, ..ListQuery::default() };
        let records = self.list(&all, None).answer.data.expect("a list");
        let records = records.as_array().expect("an array").clone();
        let changes = |record: &Value| {
            let key = id(record.get("Id").and_then(Value::as_str).expect("an Id"));
            self.history(&key, usize::MAX).expect("a history").len()
        };
        records.into_iter().map(|record| (record.clone(), changes(&record))).collect()
    }

    /// Takes the contacts of a file of JSON that holds these bytes.
    ///
    /// # Errors
    /// What the book says.
    pub fn import_json(&self, file: &[u8]) -> Result<ImportReport, Error> {
        import_json(self, file)
    }

    /// Closes the book and has the store walk and cross-check everything.
    ///
    /// # Panics
    /// When anything is wrong.
    pub fn verified(mut self) {
        self.close();
        let options = OpenOptions { create: false, read_only: true, holder: "the tests".into() };
        let (store, _report) = Store::open(self.folder.path(), &options).expect("the store");
        let report = store.verify().expect("a report");
        assert!(report.is_sound(), "{:?}", report.problems);
    }
}

#[expect(clippy::panic, reason = "what a test calls may end it")]
fn fail(what: &str, reply: &Reply) -> ! {
    panic!("the contact {what}: {:?}", reply.answer)
}
