//! What requests do inside one change set: it is on the disk together or not at all.

use std::{collections::HashMap, sync::Arc};

use kith_model::{Body, Claim, PartOf, Record, RecordKey, Schema, system};
use kith_store::StoreError;
use serde_json::Value;

use super::{counters::Counters, ground::Ground};
use crate::{
    book::Book,
    unique::{Claims, Staged},
};

/// A change set that is being made, by one schema.
pub(crate) struct Work<'a, 't> {
    pub(crate) book: &'a Book,
    pub(crate) schema: &'a Schema,
    pub(crate) at: &'a str,
    ground: Ground<'a, 't>,
    claims: Claims<'a>,
    pub(super) counters: Counters,
}

impl<'a, 't> Work<'a, 't> {
    pub(crate) fn new(
        book: &'a Book,
        schema: &'a Schema,
        at: &'a str,
        ground: Ground<'a, 't>,
        claims: Claims<'a>,
    ) -> Self {
        Self { book, schema, at, ground, claims, counters: Counters::default() }
    }

    pub(crate) fn find(&mut self, key: &RecordKey) -> Result<Option<Arc<Record>>, StoreError> {
        self.ground.get(key)
    }

    /// `before` becomes `after`, or `after` comes into being.
    pub(crate) fn put(&mut self, before: Option<&Record>, after: Record) -> Result<(), StoreError> {
        self.claims.stage(before, Some(&after));
        self.ground.put(before, after)
    }

    pub(crate) fn remove(&mut self, record: &Record) -> Result<(), StoreError> {
        self.claims.stage(Some(record), None);
        self.ground.delete(record)
    }

    /// Says what the change set is a part of.
    pub(crate) fn set_part_of(&mut self, part_of: PartOf) {
        self.ground.set_part_of(part_of);
    }

    /// Whether another contact than `id` holds a value that only one may: an ExternalId, or that of a unique field.
    pub(crate) fn is_held(&mut self, field: &str, value: &Value, id: &str) -> Result<bool, StoreError> {
        if field != system::EXTERNAL_ID {
            return Ok(self.claims.is_held(field, value, id));
        }
        let Some(external_id) = value.as_str() else { return Ok(false) };
        let holder = self.find(&RecordKey::ExternalId(external_id.to_owned()))?;
        Ok(holder.is_some_and(|holder| holder.id() != id))
    }

    /// The unique fields of a body whose value another contact holds.
    pub(super) fn taken(&self, stored: Option<&Record>, body: &Body) -> Vec<String> {
        taken(self.schema, stored, body, &self.claims)
    }

    /// The next number of every automatic field.
    pub(super) fn next_numbers(&mut self) -> Result<HashMap<String, u64>, StoreError> {
        self.counters.next(self.schema, &mut self.ground)
    }

    /// Stages what comes of everything that was done, and gives who came to hold which unique value.
    pub(crate) fn finish(mut self) -> Result<Staged, StoreError> {
        self.counters.keep(&mut self.ground)?;
        Ok(self.claims.into_staged())
    }
}

impl Book {
    /// What [`Work::taken`] would give, outside a change set.
    pub(super) fn taken(
        &self,
        schema: &Schema,
        stored: Option<&Record>,
        body: &Body,
    ) -> Result<Vec<String>, StoreError> {
        // Whoever writes holds the index as long as that takes: most bodies claim nothing, and need not wait.
        if schema.claims(stored, body).is_empty() {
            return Ok(Vec::new());
        }
        self.with_unique(schema, |unique| taken(schema, stored, body, &Claims::new(unique)))
    }
}

fn taken(schema: &Schema, stored: Option<&Record>, body: &Body, claims: &Claims<'_>) -> Vec<String> {
    let id = stored.map_or("", Record::id);
    let mut claimed = schema.claims(stored, body);
    claimed.retain(|claim| claims.is_held(&claim.field, &claim.value, id));
    claimed.into_iter().map(|Claim { field, .. }| field).collect()
}
