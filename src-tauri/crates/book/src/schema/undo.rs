//! Taking a change of the schema or the layout back.

use kith_model::{
    Change, ChangeNote, ChangeSet, Code, Issue, ObjectMetadata, Operation, Record, SchemaPlan, Source,
    StatusCode, system,
};
use serde_json::json;

use super::{
    change::refusals,
    documents::{key, layout_from, shipped_document},
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
    undo::nothing_taken_back,
};

impl Book {
    /// Takes back what a change set did to the parts of the schema and the layout that are wanted. Parts that were changed since stay and are named;
    /// contacts that break a rule that comes back stay as they are and need attention.
    pub(crate) fn take_schema_back(
        &self,
        set: &ChangeSet,
        is_wanted: &dyn Fn(&str) -> bool,
        source: Source,
    ) -> Result<Reply, Error> {
        let alone = self.alone();
        let (mut documents, mut warnings) = (Vec::new(), Vec::new());
        for change in set.changes.iter().filter(|change| change.is_of_schema()) {
            let (document, kept) = self.document_before(change, is_wanted)?;
            warnings.extend(kept);
            documents.extend(document);
        }
        if documents.is_empty() {
            return Err(nothing_taken_back(&warnings, source));
        }
        for document in &documents {
            warnings.extend(self.may_be(document)?);
        }
        let note = ChangeNote { takes_back: Some(set.seq), ..self.note(&self.host.now(), source) };
        let seq = alone.keep(note, documents)?;
        let answer = Answer::success(StatusCode::OK)
            .with_data(json!({"ChangeId": set.seq.to_string(), "Contacts": 0}))
            .with_warnings(warnings);
        Ok(Reply::new(answer, seq))
    }

    /// A document with the parts of a change as they were before it; none where nothing of the change is left.
    fn document_before(
        &self,
        change: &Change,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<(Option<Record>, Vec<Issue>), Error> {
        let current = self.store.get(&key(&change.id))?.unwrap_or_default();
        // Before its first change a document was what Kith ships.
        let first = match (change.operation, change.id.as_str()) {
            (Operation::Create, system::SCHEMA_DOCUMENT) => Some(shipped_document()?),
            _ => None,
        };
        let (mut document, mut kept) = (current.clone(), Vec::new());
        for field in change.fields.iter().filter(|field| field.field != system::ID && is_wanted(&field.field))
        {
            let old = first.as_ref().map_or(&field.old, |first| first.get(&field.field));
            let now = current.get(&field.field);
            if *now == field.new {
                document.set(&field.field, old.clone());
            } else if now != old {
                kept.push(changed_since(&change.id, &field.field));
            }
        }
        Ok(((document != current).then_some(document), kept))
    }

    /// Whether a document may hold again; what contacts then break is told.
    fn may_be(&self, document: &Record) -> Result<Vec<Issue>, Error> {
        if document.id() == system::LAYOUT_DOCUMENT {
            return self.layout_may_be(document);
        }
        let metadata = ObjectMetadata::from_document(document)?;
        let plan = SchemaPlan::between(&self.schema(), metadata).map_err(Error::unsound)?;
        let (_, report) = self.survey(plan)?;
        match refusals(&report.broken, true).into_iter().next() {
            Some(refusal) => Err(Error::refused(refusal)),
            None => Ok(refusals(&report.broken, false)),
        }
    }

    /// Whether a layout may hold again; what of the parts that come back names fields that are gone is told.
    fn layout_may_be(&self, document: &Record) -> Result<Vec<Issue>, Error> {
        if let Some(issue) = layout_from(document)?.twice() {
            return Err(Error::refused(issue));
        }
        let current = self.store.get(&key(system::LAYOUT_DOCUMENT))?.unwrap_or_default();
        let mut back = Record::default();
        for change in current.changes_to(document) {
            back.set(&change.field, change.new);
        }
        Ok(layout_from(&back)?.unknown(&self.schema()).into_iter().collect())
    }
}

fn changed_since(document: &str, part: &str) -> Issue {
    let whole = if document == system::LAYOUT_DOCUMENT { "layout" } else { "schema" };
    let message = format!("{part} of the {whole} was changed since and stays as it is.");
    Issue::of(part, Code::StaleRecord, message)
}
