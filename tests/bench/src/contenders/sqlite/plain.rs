//! SQLite as a careful programmer would use it here: WAL, synchronous=FULL, prepared statements, one transaction an
//! update that reads the record, writes it and adds a row to its history.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use kith_book::Book;
use kith_model::{Body, FieldChange, Record, RecordKey, Schema, Stamp, UpdateRequest, User, update};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value};

use super::kith::rows;
use crate::work::Update;

const TABLES: &str = "
    CREATE TABLE contact (external_id TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE history (seq INTEGER PRIMARY KEY, external_id TEXT NOT NULL, at TEXT NOT NULL, changes TEXT NOT NULL);
    CREATE INDEX history_of_contact ON history (external_id);
";
const AT: &str = "2026-01-02T03:04:05.678Z";

/// What is done to the body besides storing it.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// Kith's own: schema, formats, keys, stamps.
    Kith,
    /// None: the body is parsed and merged.
    None,
}

/// A database with the contacts of a book.
pub struct Sqlite {
    connection: Connection,
    schema: Schema,
    rules: Rules,
    updates: u64,
}

impl Sqlite {
    /// Makes it and takes every contact of `book` over.
    ///
    /// # Errors
    /// When SQLite or the book fails.
    pub fn filled(path: &Path, book: &Book, rules_of: Rules) -> Result<Self> {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // Kilobytes: as much memory as it could want at this size.
        connection.pragma_update(None, "cache_size", -256_000)?;
        connection.execute_batch(TABLES)?;
        let transaction = connection.transaction()?;
        for row in rows(book, None)? {
            insert(&transaction, row)?;
        }
        transaction.commit()?;
        Ok(Self { connection, schema: Schema::contact()?, rules: rules_of, updates: 0 })
    }

    /// Updates a contact.
    ///
    /// # Errors
    /// When SQLite fails or there is nothing to update.
    pub fn update(&mut self, work: &Update) -> Result<()> {
        self.updates += 1;
        let transaction = self.connection.transaction()?;
        let stored = read(&transaction, &work.key)?.context("the contact is there")?;
        let after = match self.rules {
            Rules::Kith => by_the_rules(&self.schema, &stored, work, self.updates)?,
            Rules::None => merged(&stored, work)?,
        };
        write(&transaction, &work.key, &after, &stored.changes_to(&after))?;
        Ok(transaction.commit()?)
    }
}

fn insert(transaction: &Transaction<'_>, row: Value) -> Result<()> {
    let Value::Object(fields) = row else { return Ok(()) };
    let record = Record::from_fields(fields);
    transaction
        .prepare_cached("INSERT INTO contact (external_id, id, record) VALUES (?1, ?2, ?3)")?
        .execute(params![record.external_id(), record.id(), serde_json::to_string(&record)?])?;
    Ok(())
}

fn read(transaction: &Transaction<'_>, key: &str) -> Result<Option<Record>> {
    let mut statement = transaction.prepare_cached("SELECT record FROM contact WHERE external_id = ?1")?;
    let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn write(transaction: &Transaction<'_>, key: &str, after: &Record, changes: &[FieldChange]) -> Result<()> {
    transaction
        .prepare_cached("UPDATE contact SET record = ?2 WHERE external_id = ?1")?
        .execute(params![key, serde_json::to_string(after)?])?;
    transaction
        .prepare_cached("INSERT INTO history (external_id, at, changes) VALUES (?1, ?2, ?3)")?
        .execute(params![key, AT, serde_json::to_string(changes)?])?;
    Ok(())
}

fn by_the_rules(schema: &Schema, stored: &Record, work: &Update, n: u64) -> Result<Record> {
    let body = Body::parse(work.body.as_bytes()).map_err(|issue| anyhow!(issue.message))?;
    let key = RecordKey::ExternalId(work.key.clone());
    let request =
        UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
    let by = User { id: "u".to_owned(), name: "Una".to_owned() };
    let stamp = Stamp { at: AT.to_owned(), by, etag: format!("{n:032x}") };
    let accepted = update(schema, stored, &body, &request, &stamp);
    Ok(accepted.map_err(|rejected| anyhow!("{:?}", rejected.errors))?.record)
}

fn merged(stored: &Record, work: &Update) -> Result<Record> {
    let mut after = stored.clone();
    for (field, value) in serde_json::from_str::<Map<String, Value>>(&work.body)? {
        after.set(&field, value);
    }
    Ok(after)
}
