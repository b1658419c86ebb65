//! redb: a table of records and one of their history, in one durable transaction an update. It has no index.

use std::path::Path;

use anyhow::{Context, Result};
use kith_model::Record;
use redb::{Database, Durability, ReadableTable, TableDefinition, WriteTransaction};

use super::{
    Load,
    codec::Codec,
    rules::{Judge, Rules},
};
use crate::work::Update;

const RECORDS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("records");
const HISTORY: TableDefinition<'_, (&str, u64), &[u8]> = TableDefinition::new("history");
/// Bytes of cache, as much as SQLite's.
const CACHE: usize = 256 << 20;

/// A database of contacts.
pub struct Redb {
    database: Database,
    codec: Codec,
    judge: Judge,
}

impl Redb {
    /// Makes an empty one.
    ///
    /// # Errors
    /// When redb fails.
    pub fn new(path: &Path) -> Result<Self> {
        let database = Database::builder().set_cache_size(CACHE).create(path)?;
        Ok(Self { database, codec: Codec::new()?, judge: Judge::new(Rules::Kith)? })
    }

    /// Updates a contact.
    ///
    /// # Errors
    /// When redb fails or there is nothing to update.
    pub fn update(&mut self, work: &Update) -> Result<()> {
        let transaction = self.begin()?;
        {
            let mut records = transaction.open_table(RECORDS)?;
            let stored = records.get(work.key.as_str())?.context("the contact is there")?;
            let before = self.codec.record(stored.value())?;
            drop(stored);
            let after = self.judge.after(&before, work)?;
            records.insert(work.key.as_str(), self.codec.encode(&after)?.as_slice())?;
            let changes = self.codec.encode_changes(&before.changes_to(&after))?;
            let number = (work.key.as_str(), self.judge.updates());
            transaction.open_table(HISTORY)?.insert(number, changes.as_slice())?;
        }
        Ok(transaction.commit()?)
    }

    fn begin(&self) -> Result<WriteTransaction> {
        let mut transaction = self.database.begin_write()?;
        transaction.set_durability(Durability::Immediate)?;
        Ok(transaction)
    }
}

impl Load for Redb {
    fn load(&mut self, records: &[Record]) -> Result<()> {
        let transaction = self.begin()?;
        {
            let mut table = transaction.open_table(RECORDS)?;
            for record in records {
                let key = record.external_id().unwrap_or_default();
                table.insert(key, self.codec.encode(record)?.as_slice())?;
            }
        }
        Ok(transaction.commit()?)
    }
}
