//! SQLite with records and history only, as JSON text, and no index but the keys'.

use std::path::Path;

use anyhow::{Context, Result};
use kith_model::{FieldChange, Record};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::open;
use crate::{
    contenders::{
        Load,
        rules::{AT, Judge, Rules},
    },
    work::Update,
};

const TABLES: &str = "
    CREATE TABLE contact (external_id TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE history (seq INTEGER PRIMARY KEY, external_id TEXT NOT NULL, at TEXT NOT NULL, changes TEXT NOT NULL);
    CREATE INDEX history_of_contact ON history (external_id);
";

/// A database of contacts.
pub struct Plain {
    connection: Connection,
    judge: Judge,
}

impl Plain {
    /// Makes an empty one.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn new(path: &Path, rules: Rules) -> Result<Self> {
        let connection = open(path)?;
        connection.execute_batch(TABLES)?;
        Ok(Self { connection, judge: Judge::new(rules)? })
    }

    /// Updates a contact.
    ///
    /// # Errors
    /// When SQLite fails or there is nothing to update.
    pub fn update(&mut self, work: &Update) -> Result<()> {
        let transaction = self.connection.transaction()?;
        let stored = read(&transaction, &work.key)?.context("the contact is there")?;
        let after = self.judge.after(&stored, work)?;
        write(&transaction, &work.key, &after, &stored.changes_to(&after))?;
        Ok(transaction.commit()?)
    }
}

impl Load for Plain {
    fn load(&mut self, records: &[Record]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for record in records {
            transaction
                .prepare_cached("INSERT INTO contact (external_id, id, record) VALUES (?1, ?2, ?3)")?
                .execute(params![record.external_id(), record.id(), serde_json::to_string(record)?])?;
        }
        Ok(transaction.commit()?)
    }
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
