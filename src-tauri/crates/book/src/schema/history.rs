//! The past of schema and layout, told part by part.

use kith_model::{ChangeNote, Layout, ObjectMetadata, Operation, Record, Schema, SchemaDifference, system};
use kith_store::{RecordChange, StoreError};

use super::{
    SchemaChange,
    documents::{key, layout_from, shipped_document},
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
};

impl Book {
    /// The changes of the schema and the layout, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Store`]; [`Error::Schema`] where an old state cannot be read.
    pub fn schema_history(&self, limit: usize) -> Result<Vec<SchemaChange>, Error> {
        let mut schema = Past::of(self, system::SCHEMA_DOCUMENT, shipped_document()?)?;
        let mut layout = Past::of(self, system::LAYOUT_DOCUMENT, Record::default())?;
        let mut told = Vec::new();
        while told.len() < limit {
            let Some(seq) = schema.seq().max(layout.seq()) else { break };
            let newer = (schema.document.clone(), layout.document.clone());
            let (of_schema, of_layout) = (schema.back(seq)?, layout.back(seq)?);
            let Some(note) = of_schema.or(of_layout) else { break };
            let differences = differences((&schema.document, &layout.document), (&newer.0, &newer.1))?;
            let change_id = seq.to_string();
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

/// A document on its way back through its changes.
struct Past {
    /// As it was right after the change that comes next.
    document: Record,
    /// As it was before its first change.
    first: Record,
    next: Option<RecordChange>,
    earlier: Box<dyn Iterator<Item = Result<RecordChange, StoreError>>>,
}

impl Past {
    fn of(book: &Book, id: &str, first: Record) -> Result<Self, Error> {
        let mut earlier = book.store.history(&key(id));
        let document = book.store.get(&key(id))?.unwrap_or_else(|| first.clone());
        Ok(Self { document, first, next: earlier.next().transpose()?, earlier: Box::new(earlier) })
    }

    /// The number of the change that comes next.
    fn seq(&self) -> Option<u64> {
        self.next.as_ref().map(|next| next.seq)
    }

    /// Goes back over the change of that number, where it is one of this document, and gives what is said of it.
    fn back(&mut self, seq: u64) -> Result<Option<ChangeNote>, Error> {
        let Some(found) = self.next.take_if(|next| next.seq == seq) else { return Ok(None) };
        self.next = self.earlier.next().transpose()?;
        if found.change.operation == Operation::Create {
            self.document = self.first.clone();
        } else {
            for field in found.change.fields {
                self.document.set(&field.field, field.old);
            }
        }
        Ok(Some(found.note))
    }
}

/// What differs from one pair of schema and layout to another.
fn differences(old: (&Record, &Record), new: (&Record, &Record)) -> Result<Vec<SchemaDifference>, Error> {
    let (before, after) = (ObjectMetadata::from_document(old.0)?, ObjectMetadata::from_document(new.0)?);
    let mut differences = SchemaDifference::between(&before, &after);
    if old.1 != new.1 {
        let layouts = (layout_from(old.1)?, layout_from(new.1)?);
        differences.extend(of_layouts(layouts, &Schema::compile(before)?, &Schema::compile(after)?));
    }
    Ok(differences)
}

/// What a person saw change, as the schema was then; where that is nothing, what changed out of sight.
fn of_layouts((before, after): (Layout, Layout), old: &Schema, new: &Schema) -> Vec<SchemaDifference> {
    let seen = before.clone().fitted(old).differences_to(&after.clone().fitted(new));
    if seen.is_empty() { before.differences_to(&after) } else { seen }
}
