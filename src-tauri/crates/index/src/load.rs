//! Reading columns that a list needs and that are not in memory.

use std::sync::Arc;

use kith_model::{Record, RecordKey};

use crate::{
    asked::Asked,
    base::{Base, GoesOn},
    column::{SegmentColumn, store},
    columns::Column,
    error::IndexError,
    index::Index,
    key::key_of,
};

/// Columns that are to be read, with all it needs: while they are read the index may go on changing.
pub struct LoadJob {
    fields: Vec<String>,
    base: Arc<Base>,
}

/// Columns as a [`LoadJob`] read them: what the snapshot has of them.
pub struct LoadedColumns {
    columns: Vec<(String, Vec<SegmentColumn>)>,
    /// The snapshot they are of.
    base: Arc<Base>,
}

impl LoadJob {
    /// Reads them; `None` once `goes_on` says no.
    ///
    /// # Errors
    /// [`IndexError`] when the snapshot is damaged.
    pub fn run(self, goes_on: &(dyn Fn() -> bool + Sync)) -> Result<Option<LoadedColumns>, IndexError> {
        let mut columns = Vec::with_capacity(self.fields.len());
        for field in self.fields {
            let Some(column) = self.base.column(&field, goes_on)? else { return Ok(None) };
            columns.push((field, column));
        }
        Ok(Some(LoadedColumns { columns, base: self.base }))
    }
}

impl Index {
    /// The fields of what is asked whose values are not in memory.
    #[must_use]
    pub fn missing(&self, asked: &Asked<'_>) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for field in asked.fields().filter(|field| !self.has(field)) {
            if !fields.iter().any(|known| known == field) {
                fields.push(field.to_owned());
            }
        }
        fields
    }

    /// The reading of fields' columns.
    #[must_use]
    pub fn load_job(&self, fields: Vec<String>) -> LoadJob {
        LoadJob { fields, base: Arc::clone(&self.base) }
    }

    /// The contacts from number `from` on whose values the snapshot does not have, in the order [`Self::keep_columns`]
    /// wants them; more of them may follow later.
    pub fn changed_keys(&self, from: usize) -> impl Iterator<Item = Option<RecordKey>> {
        self.tail.keys().iter().enumerate().skip(from).map(|(place, key)| {
            let row = self.tail.first() + u32::try_from(place).unwrap_or(u32::MAX);
            self.live.contains(row).then(|| key_of(key)).flatten()
        })
    }

    /// Whether columns are of this index and not of one that it has replaced.
    #[must_use]
    pub fn is_of(&self, loaded: &LoadedColumns) -> bool {
        Arc::ptr_eq(&loaded.base, &self.base)
    }

    /// Keeps columns that were read and are of this index, with the values of the contacts that changed since its snapshot
    /// was made: one for each of [`Self::changed_keys`].
    pub fn keep_columns(&mut self, loaded: LoadedColumns, changed: &[Option<Record>]) {
        let nothing = Record::default();
        let mut bytes = Vec::new();
        for (field, segments) in loaded.columns {
            // Somebody else may have been quicker.
            if self.has(&field) {
                continue;
            }
            let mut column = Column { segments: Arc::new(segments), tail: Vec::with_capacity(changed.len()) };
            for record in changed {
                store(record.as_ref().unwrap_or(&nothing).get(&field), &mut bytes);
                column.tail.push(bytes.as_slice().into());
            }
            self.columns.insert(&field, column);
        }
    }
}

/// A column of what an index begins with.
pub(crate) fn whole(base: &Base, field: &str) -> Result<Column, IndexError> {
    let always: GoesOn<'_> = &|| true;
    let segments = base.column(field, always)?.unwrap_or_default();
    Ok(Column { segments: Arc::new(segments), tail: Vec::new() })
}
