//! The columns that lists were sorted or filtered by, in memory.

use std::{collections::HashMap, sync::Arc};

use kith_model::Record;

use crate::{
    column::{SegmentColumn, Stored, store},
    rows::{group_of, local_of},
};

/// A field's values in every row.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Those of the snapshot.
    pub segments: Arc<Vec<SegmentColumn>>,
    /// Those of the rows after it.
    pub tail: Vec<Box<[u8]>>,
}

impl Column {
    pub fn get(&self, row: u32) -> Stored<'_> {
        match self.segments.get(group_of(row)) {
            Some(segment) => segment.get(local_of(row)),
            None => {
                self.tail_value((group_of(row) - self.segments.len()) * crate::grams::MOST + local_of(row))
            }
        }
    }

    pub fn tail_value(&self, place: usize) -> Stored<'_> {
        Stored::new(self.tail.get(place).map_or(&[], |value| value))
    }
}

/// Columns by field.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    loaded: HashMap<String, Arc<Column>>,
}

impl Columns {
    pub fn get(&self, field: &str) -> Option<&Arc<Column>> {
        self.loaded.get(field)
    }

    pub fn insert(&mut self, field: &str, column: Column) {
        self.loaded.insert(field.to_owned(), Arc::new(column));
    }

    /// Gives a new row of the tail its values.
    pub fn push(&mut self, record: &Record) {
        let mut bytes = Vec::new();
        for (field, column) in &mut self.loaded {
            store(record.get(field), &mut bytes);
            // Copied first where a sort is still reading it.
            Arc::make_mut(column).tail.push(bytes.as_slice().into());
        }
    }

    /// Lets columns go that nothing needs.
    pub fn keep(&mut self, is_needed: impl Fn(&str) -> bool) {
        self.loaded.retain(|field, _| is_needed(field));
    }

    pub fn len(&self) -> usize {
        self.loaded.len()
    }
}
