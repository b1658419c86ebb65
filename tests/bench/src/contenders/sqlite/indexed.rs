//! SQLite doing what Kith does: records in the same codec, indexes for the list, the searched text in an FTS5 table
//! of trigrams, and the history, all kept by one transaction.

use std::path::Path;

use anyhow::{Context, Result};
use kith_model::Record;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::open;
use crate::{
    contenders::{
        Load,
        codec::Codec,
        indexed::{Searched, sorted_by},
        rules::{AT, Judge, Rules},
    },
    work::Update,
};

const TABLES: &str = "
    CREATE TABLE contact (
        row INTEGER PRIMARY KEY, external_id TEXT NOT NULL UNIQUE, id TEXT NOT NULL UNIQUE,
        name TEXT, email TEXT, account TEXT, record BLOB NOT NULL
    );
    CREATE INDEX contact_by_name ON contact (name);
    CREATE INDEX contact_by_email ON contact (email);
    CREATE INDEX contact_by_account ON contact (account);
    CREATE VIRTUAL TABLE contact_text USING fts5(text, digits, tokenize = 'trigram case_sensitive 1');
    CREATE TABLE history (seq INTEGER PRIMARY KEY, contact INTEGER NOT NULL, at TEXT NOT NULL, changes BLOB NOT NULL);
    CREATE INDEX history_of_contact ON history (contact);
";
const INSERT: &str = "INSERT INTO contact (external_id, id, name, email, account, record)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const UPDATE: &str = "UPDATE contact SET name = ?2, email = ?3, account = ?4, record = ?5 WHERE row = ?1";
const KEEP: &str = "INSERT INTO history (contact, at, changes) VALUES (?1, ?2, ?3)";

/// A database of contacts with all indexes.
pub struct Indexed {
    pub(super) connection: Connection,
    pub(super) codec: Codec,
    searched: Searched,
    judge: Judge,
}

impl Indexed {
    /// Makes an empty one.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn new(path: &Path) -> Result<Self> {
        let connection = open(path)?;
        connection.execute_batch(TABLES)?;
        Self::of(connection)
    }

    /// Opens one that is there.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn open(path: &Path) -> Result<Self> {
        Self::of(open(path)?)
    }

    fn of(connection: Connection) -> Result<Self> {
        let (searched, judge) = (Searched::new()?, Judge::new(Rules::Kith)?);
        Ok(Self { connection, codec: Codec::new()?, searched, judge })
    }

    /// Brings its text index into the form that is quickest to search.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn optimize(&self) -> Result<()> {
        self.connection.execute("INSERT INTO contact_text (contact_text) VALUES ('optimize')", [])?;
        self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE;")?;
        Ok(())
    }

    /// Updates a contact.
    ///
    /// # Errors
    /// When SQLite fails or there is nothing to update.
    pub fn update(&mut self, work: &Update) -> Result<()> {
        let transaction = self.connection.transaction()?;
        let (row, stored) = read(&transaction, &work.key)?.context("the contact is there")?;
        let before = self.codec.record(&stored)?;
        let after = self.judge.after(&before, work)?;
        let record = self.codec.encode(&after)?;
        transaction.prepare_cached(UPDATE)?.execute(params![
            row,
            sorted_by(&after, "Name"),
            sorted_by(&after, "Email"),
            sorted_by(&after, "Account"),
            record
        ])?;
        let texts = self.searched.texts(&after);
        if texts != self.searched.texts(&before) {
            transaction
                .prepare_cached("UPDATE contact_text SET text = ?2, digits = ?3 WHERE rowid = ?1")?
                .execute(params![row, texts.0, texts.1])?;
        }
        let changes = self.codec.encode_changes(&before.changes_to(&after))?;
        transaction.prepare_cached(KEEP)?.execute(params![row, AT, changes])?;
        Ok(transaction.commit()?)
    }

    fn insert(&mut self, record: &Record) -> Result<()> {
        let stored = self.codec.encode(record)?;
        self.connection.prepare_cached(INSERT)?.execute(params![
            record.external_id(),
            record.id(),
            sorted_by(record, "Name"),
            sorted_by(record, "Email"),
            sorted_by(record, "Account"),
            stored
        ])?;
        let row = self.connection.last_insert_rowid();
        let (text, digits) = self.searched.texts(record);
        self.connection
            .prepare_cached("INSERT INTO contact_text (rowid, text, digits) VALUES (?1, ?2, ?3)")?
            .execute(params![row, text, digits])?;
        // That it was made; the values are the record's.
        self.connection.prepare_cached(KEEP)?.execute(params![row, AT, b""])?;
        Ok(())
    }
}

impl Load for Indexed {
    fn load(&mut self, records: &[Record]) -> Result<()> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        records.iter().try_for_each(|record| self.insert(record))?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }
}

fn read(transaction: &Transaction<'_>, key: &str) -> Result<Option<(i64, Vec<u8>)>> {
    let mut statement =
        transaction.prepare_cached("SELECT row, record FROM contact WHERE external_id = ?1")?;
    Ok(statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}
