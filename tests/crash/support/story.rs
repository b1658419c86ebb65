//! The records that change sets come to.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use kith_model::{Change, ChangeSet, Operation, Record};

/// What the change sets tell when they are told one after the other.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub records: BTreeMap<String, Record>,
    /// For every record there ever was, where its changes are: set and index, oldest first.
    pub pasts: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Story {
    /// Tells change sets, the first one on an empty book.
    ///
    /// # Errors
    /// One does not follow on those before it.
    pub fn of(sets: &[ChangeSet]) -> Result<Self> {
        let mut story = Self::default();
        for (at, set) in sets.iter().enumerate() {
            for (index, change) in set.changes.iter().enumerate() {
                story.tell(change).with_context(|| format!("change set {}", set.seq))?;
                story.pasts.entry(change.id.clone()).or_default().push((at, index));
            }
        }
        Ok(story)
    }

    fn tell(&mut self, change: &Change) -> Result<()> {
        let before = self.records.remove(&change.id);
        ensure!(
            before.is_none() == (change.operation == Operation::Create),
            "{} {:?}",
            change.id,
            change.operation
        );
        let mut record = before.unwrap_or_default();
        for field in &change.fields {
            ensure!(*record.get(&field.field) == field.old, "{} had another {}", change.id, field.field);
        }
        record.apply(&change.fields);
        if change.operation == Operation::Delete {
            ensure!(record == Record::default(), "{} is not wholly deleted", change.id);
        } else {
            self.records.insert(change.id.clone(), record);
        }
        Ok(())
    }
}
