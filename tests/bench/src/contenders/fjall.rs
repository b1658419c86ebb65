//! fjall: a log-structured store of records and their history, each batch synced. It has no index.

use std::path::Path;

use anyhow::Result;
use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};
use kith_model::Record;

use super::{Load, codec::Codec};

/// A database of contacts.
pub struct Fjall {
    database: Database,
    records: Keyspace,
    history: Keyspace,
    codec: Codec,
}

impl Fjall {
    /// Makes an empty one.
    ///
    /// # Errors
    /// When fjall fails.
    pub fn new(path: &Path) -> Result<Self> {
        let database = Database::builder(path).open()?;
        let [records, history] =
            ["records", "history"].map(|name| database.keyspace(name, KeyspaceCreateOptions::default));
        Ok(Self { records: records?, history: history?, database, codec: Codec::new()? })
    }
}

impl Load for Fjall {
    fn load(&mut self, records: &[Record]) -> Result<()> {
        let mut batch = self.database.batch().durability(Some(PersistMode::SyncData));
        for record in records {
            let key = record.external_id().unwrap_or_default();
            batch.insert(&self.records, key, self.codec.encode(record)?);
            // That it was made; the values are the record's.
            batch.insert(&self.history, format!("{key}\n0"), "");
        }
        Ok(batch.commit()?)
    }
}
