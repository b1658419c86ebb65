//! The contacts that need attention.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use kith_model::{Record, RecordKey, Schema};
use kith_store::{GoOn, StoreError};

use super::keyed::Keyed;
use crate::{book::Book, error::Error};

/// How often it is told how far the reading is.
const STEP: u64 = 1_000;

/// The contacts that hold what a schema does not take.
pub(super) struct Needing {
    schema: Arc<Schema>,
    /// Those of which that can be told by themselves.
    faulty: Keyed,
    /// These and those that hold what only one may hold.
    all: Arc<BTreeSet<RecordKey>>,
}

impl Needing {
    /// Reads every contact.
    pub fn read(book: &Book, tell: &dyn Fn(u64), go_on: GoOn<'_>) -> Result<Self, Error> {
        let (schema, mut faulty) = (book.schema(), Vec::new());
        for (done, record) in (0..).zip(book.store.records()) {
            let record = record?;
            if u64::is_multiple_of(done, STEP) {
                tell(done);
                go_on().then_some(()).ok_or(StoreError::Ended)?;
            }
            if is_faulty(&schema, &record)? {
                faulty.push((record.id().to_owned(), Some(record.key())));
            }
        }
        let mut needing = Self { schema, faulty: Keyed::default(), all: Arc::default() };
        needing.faulty.replace(faulty);
        needing.join(book)?;
        Ok(needing)
    }

    /// Whether it was found out by this schema.
    pub fn is_of(&self, schema: &Arc<Schema>) -> bool {
        Arc::ptr_eq(&self.schema, schema)
    }

    /// Looks again at contacts that changed.
    pub fn look_again(&mut self, book: &Book, changed: HashSet<String>) -> Result<(), Error> {
        if changed.is_empty() {
            return Ok(());
        }
        let mut found = Vec::with_capacity(changed.len());
        for id in changed {
            let record = book.store.get(&RecordKey::Id(id.clone()))?;
            let key = match record {
                Some(record) if is_faulty(&self.schema, &record)? => Some(record.key()),
                _ => None,
            };
            found.push((id, key));
        }
        self.faulty.replace(found);
        self.join(book)
    }

    pub fn keys(&self) -> Arc<BTreeSet<RecordKey>> {
        Arc::clone(&self.all)
    }

    fn join(&mut self, book: &Book) -> Result<(), Error> {
        self.all = self.faulty.keys();
        if self.schema.unique_fields().next().is_none() {
            return Ok(());
        }
        let clashing: Vec<String> = book
            .with_unique(&self.schema, |unique| unique.clashing().into_iter().map(str::to_owned).collect())?;
        for id in clashing {
            if let Some(record) = book.store.get(&RecordKey::Id(id))? {
                Arc::make_mut(&mut self.all).insert(record.key());
            }
        }
        Ok(())
    }
}

fn is_faulty(schema: &Schema, record: &Record) -> Result<bool, Error> {
    Ok(!schema.faults(record)?.is_empty())
}
