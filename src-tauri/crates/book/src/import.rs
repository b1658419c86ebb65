//! Taking contacts from a file into the book.

use kith_formats::json::rows;
use kith_model::{Body, Code, Issue, RecordKey, Source, system};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    backup::Reason,
    book::Book,
    contacts::{Work, without_null_keys},
    error::{Error, read_only},
};

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ImportIssue {
    /// The row's number in the file, from 1.
    #[ts(type = "number")]
    pub row: usize,
    /// What is wrong with it.
    #[serde(flatten)]
    pub issue: Issue,
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ImportReport {
    /// Rows read.
    #[ts(type = "number")]
    pub read: usize,
    /// Contacts created.
    #[ts(type = "number")]
    pub created: usize,
    /// Contacts updated.
    #[ts(type = "number")]
    pub updated: usize,
    /// Contacts that were already as the file has them.
    #[ts(type = "number")]
    pub unchanged: usize,
    /// Rows refused; the book holds nothing of them.
    #[ts(type = "number")]
    pub rejected: usize,
    /// Why, row by row.
    pub issues: Vec<ImportIssue>,
    /// What else a person should know: that there is no backup from before.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(optional, as = "Option<Vec<Issue>>")]
    pub warnings: Vec<Issue>,
}

impl Book {
    /// Takes the contacts of a JSON or JSON Lines file: each is updated where the book has its ExternalId (or, where it
    /// has none, its Id), else created. A refused row does not stop the others; all that is taken is one change. A backup is
    /// made first, where the newest one does not have everything.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file is no JSON at all or the book is read-only; [`Error::Store`].
    pub fn import_json(&self, file: &[u8]) -> Result<ImportReport, Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        let rows = rows(file).map_err(Error::refused)?;
        let mut report = ImportReport { read: rows.len(), ..ImportReport::default() };
        if let Err(error) = self.backup_before(Reason::BeforeImport, &|| true) {
            report.warnings.push(no_backup(&error));
        }
        self.commit(self.note(&self.host.now(), Source::Import), |work| {
            rows.iter().try_for_each(|row| {
                let taken = row.body().map_err(Error::refused).and_then(|body| work.take(body, &mut report));
                match taken {
                    Err(Error::Refused(rejected)) => {
                        report.rejected += 1;
                        let issues = rejected.errors.into_iter();
                        report.issues.extend(issues.map(|issue| ImportIssue { row: row.number, issue }));
                        Ok(())
                    }
                    other => other,
                }
            })
        })?;
        Ok(report)
    }
}

/// A backup that could not be made refuses no import, and is told.
fn no_backup(error: &Error) -> Issue {
    Issue::new(Code::Internal, format!("There is no backup from before the import. {error}"))
}

impl Work<'_, '_> {
    /// One contact of a file. What Kith stamps itself is not taken from it, so that an export can be read back.
    fn take(&mut self, body: Body, report: &mut ImportReport) -> Result<(), Error> {
        let mut body = without_null_keys(body);
        body.fields.retain(|name, _| !system::is_system(name));
        let text = |value: &Option<serde_json::Value>| value.as_ref()?.as_str().map(str::to_owned);
        let key =
            text(&body.external_id).map(RecordKey::ExternalId).or_else(|| text(&body.id).map(RecordKey::Id));
        let stored = match &key {
            Some(key) => self.find(key)?,
            None => None,
        };
        match (key, stored) {
            (Some(key), Some(stored)) => {
                self.update(&key, &body, crate::UpdateOptions::default())?;
                let same = self.find(&key)?.is_some_and(|after| after.etag() == stored.etag());
                *(if same { &mut report.unchanged } else { &mut report.updated }) += 1;
            }
            _ => {
                self.create(&body, false)?;
                report.created += 1;
            }
        }
        Ok(())
    }
}
