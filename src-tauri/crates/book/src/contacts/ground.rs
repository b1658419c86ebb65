//! What a change set is made on: what the store holds and, where it is only rehearsed, what was rehearsed before it.

use std::sync::Arc;

use kith_model::{PartOf, Record, RecordKey};
use kith_store::{StoreError, Transaction};

use super::ahead::Ahead;

/// The records as they are for a change set that is being made.
pub(crate) struct Ground<'a, 't> {
    transaction: &'a mut Transaction<'t>,
    ahead: Option<&'a mut Ahead>,
}

impl<'a, 't> Ground<'a, 't> {
    /// What the store holds. What is put is staged in its transaction.
    pub fn of(transaction: &'a mut Transaction<'t>) -> Self {
        Self { transaction, ahead: None }
    }

    /// What the store would hold after what was rehearsed. What is put is kept with that, and nowhere else.
    pub fn ahead(transaction: &'a mut Transaction<'t>, ahead: &'a mut Ahead) -> Self {
        Self { transaction, ahead: Some(ahead) }
    }

    /// Says what the change set is a part of.
    pub fn set_part_of(&mut self, part_of: PartOf) {
        self.transaction.set_part_of(part_of);
    }

    /// The record with a key.
    pub fn get(&mut self, key: &RecordKey) -> Result<Option<Arc<Record>>, StoreError> {
        if let Some(ahead) = &mut self.ahead
            && let Some(record) = ahead.get(key)?
        {
            return Ok(Some(Arc::new(record)));
        }
        self.transaction.get(key)
    }

    /// `before` becomes `after`, or `after` comes into being.
    pub fn put(&mut self, before: Option<&Record>, after: Record) -> Result<(), StoreError> {
        match &mut self.ahead {
            Some(ahead) => ahead.put(&after),
            None => self.transaction.put(before, after),
        }
    }

    /// A record goes.
    pub fn delete(&mut self, record: &Record) -> Result<(), StoreError> {
        match &self.ahead {
            Some(_) => Err(StoreError::Refused { what: "a delete cannot be rehearsed".to_owned() }),
            None => self.transaction.delete(record),
        }
    }
}
