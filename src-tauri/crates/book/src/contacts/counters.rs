//! The next numbers of automatic fields, kept in a document and written in the change set that uses them.

use std::{collections::HashMap, sync::Arc};

use kith_model::{Record, RecordKey, Schema, system};
use kith_store::StoreError;

use super::ground::Ground;

/// The numbers of a change set that is being made.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// The document as it was; read when a number is first asked for.
    stored: Option<Option<Arc<Record>>>,
    next: HashMap<String, u64>,
}

impl Counters {
    /// The next number of every automatic field of the schema.
    pub fn next(
        &mut self,
        schema: &Schema,
        ground: &mut Ground<'_, '_>,
    ) -> Result<HashMap<String, u64>, StoreError> {
        if schema.auto_numbers().next().is_none() {
            return Ok(HashMap::new());
        }
        let stored = match &mut self.stored {
            Some(stored) => stored,
            none => none.insert(ground.get(&key())?),
        };
        let next = |name: &str| self.next.get(name).copied();
        Ok(numbers(schema, stored.as_deref(), next))
    }

    /// Notes that a contact was created with `numbers`.
    pub fn use_up(&mut self, numbers: HashMap<String, u64>) {
        self.next.extend(numbers.into_iter().map(|(field, number)| (field, number.saturating_add(1))));
    }

    /// Writes down where the numbers go on, where any was used.
    pub fn keep(self, ground: &mut Ground<'_, '_>) -> Result<(), StoreError> {
        if self.next.is_empty() {
            return Ok(());
        }
        let before = self.stored.flatten();
        let mut after = before.as_deref().cloned().unwrap_or_default();
        after.set(system::ID, system::COUNTERS_DOCUMENT.into());
        for (field, next) in self.next {
            after.set(&field, next.into());
        }
        ground.put(before.as_deref(), after)
    }
}

/// The next number of every automatic field, as a book stands.
pub(super) fn numbers(
    schema: &Schema,
    document: Option<&Record>,
    known: impl Fn(&str) -> Option<u64>,
) -> HashMap<String, u64> {
    let next = |field: &kith_model::FieldMetadata| {
        let stored = document.and_then(|document| document.get(&field.field_name).as_u64());
        let next = known(&field.field_name).or(stored);
        (field.field_name.clone(), next.unwrap_or_else(|| field.first_number()))
    };
    schema.auto_numbers().map(next).collect()
}

pub(super) fn key() -> RecordKey {
    RecordKey::Id(system::COUNTERS_DOCUMENT.to_owned())
}
