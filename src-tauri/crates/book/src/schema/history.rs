//! The past of the schema, told part by part.

use kith_model::{ObjectMetadata, Operation, Record, SchemaDifference, system};

use super::{
    SchemaChange,
    documents::{key, shipped_document},
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
};

impl Book {
    /// The changes of the schema, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Store`]; [`Error::Schema`] where an old state cannot be read.
    pub fn schema_history(&self, limit: usize) -> Result<Vec<SchemaChange>, Error> {
        let key = key(system::SCHEMA_DOCUMENT);
        let mut document = self.store.get(&key)?.unwrap_or_default();
        let mut after = self.schema().metadata().clone();
        let mut told = Vec::new();
        for found in self.store.history(&key).take(limit) {
            let found = found?;
            document = before(document, &found.change)?;
            let metadata = ObjectMetadata::from_document(&document)?;
            let differences = SchemaDifference::between(&metadata, &after);
            after = metadata;
            let note = found.note;
            let change_id = found.seq.to_string();
            told.push(SchemaChange { change_id, at: note.at, by: note.by, source: note.source, differences });
        }
        Ok(told)
    }

    /// [`Book::schema_history`] as an answer.
    #[must_use]
    pub fn schema_history_answer(&self, limit: usize) -> Reply {
        self.schema_history(limit).map_or_else(Answer::from, |told| Answer::of(&told)).into()
    }
}

/// The document as it was before a change; before the first one the schema was the shipped one.
fn before(mut document: Record, change: &kith_model::Change) -> Result<Record, Error> {
    if change.operation == Operation::Create {
        return shipped_document();
    }
    for field in &change.fields {
        document.set(&field.field, field.old.clone());
    }
    Ok(document)
}
