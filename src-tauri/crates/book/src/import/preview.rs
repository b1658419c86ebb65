//! What an import would do, by the code that does it: every batch is a change set that is given up, and what it would
//! have made is kept for the batches after it.

use std::sync::Arc;

use kith_model::{FieldChange, Issue, RecordKey, Source, system};
use kith_store::StoreError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{
    engine::{Engine, Told},
    reconcile::Contested,
    rejects::shown,
    shape::{ImportReport, ImportRequest, RowVerdict, Watch},
};
use crate::{
    book::Book,
    contacts::Ahead,
    error::{Error, read_only},
    history::is_stamp,
    kept_rows::{KeptRows, RowsToKeep},
};

/// What one row comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct PreviewRow {
    /// The row's number in the file.
    #[ts(type = "number")]
    pub row: u64,
    /// What becomes of it.
    pub verdict: RowVerdict,
    /// The contact it is for; none for one that is refused or left out, and for a new one without an ExternalId.
    pub key: Option<RecordKey>,
    /// Field by field, what the contact has and what it would have; what Kith stamps itself is left out.
    pub fields: Vec<FieldChange>,
    /// Why it is refused, or what is doubtful about it.
    pub issues: Vec<Issue>,
    /// What both sides changed, where the file is the CRM's newer state.
    #[serde(default)]
    pub contested: Vec<Contested>,
    /// The fields that only the book changed, which stay.
    #[serde(default)]
    pub kept: Vec<String>,
    /// The earlier row with the same key.
    #[ts(type = "number | null")]
    pub repeats: Option<u64>,
    /// What a refused row holds: its cells, or its text.
    #[ts(type = "JsonValue")]
    pub content: Value,
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct PreviewPage {
    /// The rows from the offset on.
    pub rows: Vec<PreviewRow>,
    /// How many rows there are with the verdict that was asked for.
    #[ts(type = "number")]
    pub matches: usize,
}

/// What a row comes to, and whether it has contested fields.
type Kind = (RowVerdict, bool);

/// What an import would do, to look at.
pub struct ImportPreview {
    /// What it would come to.
    pub report: ImportReport,
    rows: KeptRows<Kind>,
}

impl Book {
    /// What [`Book::import`] would report, changing nothing.
    ///
    /// # Errors
    /// As [`Book::import`].
    pub fn check_import(&self, request: &ImportRequest, watch: &Watch<'_>) -> Result<ImportReport, Error> {
        self.rehearse_import(request, watch, &mut |_| Ok(()))
    }

    /// What [`Book::import`] would do, row by row, changing nothing.
    ///
    /// # Errors
    /// As [`Book::import`].
    pub fn preview_import(&self, request: &ImportRequest, watch: &Watch<'_>) -> Result<ImportPreview, Error> {
        let mut rows = RowsToKeep::in_folder(self.folder())?;
        let report = self.rehearse_import(request, watch, &mut |told| {
            rows.add((told.verdict, !told.met.contested.is_empty()), &PreviewRow::from(told))
        })?;
        Ok(ImportPreview { report, rows: rows.finish()? })
    }

    fn rehearse_import(
        &self,
        request: &ImportRequest,
        watch: &Watch<'_>,
        see: &mut dyn FnMut(&Told<'_>) -> Result<(), Error>,
    ) -> Result<ImportReport, Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        let prepared = self.prepare(request)?;
        let schema = prepared.schema(&self.schema())?;
        let mut engine = Engine::open(&prepared.request, Arc::clone(&schema))?;
        engine.reconcile(self)?;
        let mut ahead = Ahead::in_folder(self.folder())?;
        let mut rows = Vec::new();
        while engine.has_more() {
            if !(watch.go_on)() {
                return Err(StoreError::Ended.into());
            }
            engine.batch(&mut rows)?;
            let note = self.note(&self.host.now(), Source::Import);
            self.rehearse(note, &schema, &mut ahead, |work| engine.take(work, &rows, &mut None, see))?;
            (watch.progress)(&engine.progress());
        }
        Ok(engine.into_report())
    }
}

impl ImportPreview {
    /// A page of the rows with a verdict, or of all; of those with contested fields alone where that is asked for.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn page(
        &self,
        verdict: Option<RowVerdict>,
        contested: bool,
        offset: usize,
        limit: usize,
    ) -> Result<PreviewPage, Error> {
        let is_wanted = |(is, has): Kind| verdict.is_none_or(|verdict| verdict == is) && (has || !contested);
        let (rows, matches) = self.rows.page(is_wanted, offset, limit)?;
        Ok(PreviewPage { rows, matches })
    }
}

/// Whether a row's key is that of a contact that is there, or its own.
fn is_known(told: &Told<'_>, key: &RecordKey) -> bool {
    told.before.is_some() || matches!(key, RecordKey::ExternalId(_))
}

/// Whether a field of a new contact is Kith's own work.
fn is_made(field: &str) -> bool {
    matches!(field, system::ID | system::CREATED_DATE | system::CREATED_BY)
}

impl From<&Told<'_>> for PreviewRow {
    fn from(told: &Told<'_>) -> Self {
        let nothing = kith_model::Record::default();
        let fields = told.after.map(|after| told.before.unwrap_or(&nothing).changes_to(after));
        let mut fields = fields.unwrap_or_default();
        // What is drawn anew for each contact is another one when the row is taken.
        fields.retain(|field| !(is_stamp(&field.field) || told.before.is_none() && is_made(&field.field)));
        let is_refused = told.verdict == RowVerdict::Refused;
        Self {
            row: told.given.number,
            verdict: told.verdict,
            key: told.before.or(told.after).map(kith_model::Record::key).filter(|key| is_known(told, key)),
            fields,
            issues: told.issues.to_vec(),
            contested: told.met.contested.clone(),
            kept: told.met.kept.clone(),
            repeats: told.repeats,
            content: if is_refused { shown(&told.given.content) } else { Value::Null },
        }
    }
}
