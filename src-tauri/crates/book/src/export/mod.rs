//! Writing contacts into files: the whole book, a view of it, or chosen contacts.

mod changes;
mod marker;
mod sink;
mod values;

use std::{io::BufWriter, path::Path};

use kith_model::{FieldMetadata, Record, RecordKey, Schema};
use kith_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use changes::{ChangesExport, ChangesFormat, ChangesReport, Since};
pub(crate) use marker::DOCUMENT as HANDED;
pub use marker::Handed;

use self::sink::Sink;
use crate::{beside::Beside, book::Book, error::Error, import::FileFormat, list::ListQuery};

/// How often whoever watches is told.
const STEP: u64 = 1_000;

/// Which contacts are written, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Selection {
    /// All, in the order of their keys.
    #[default]
    All,
    /// Those of a list, in its order; its offset and limit do not count.
    View(ListQuery),
    /// These.
    Keys(Vec<RecordKey>),
}

/// What is written, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The format.
    pub format: FileFormat,
    /// Which contacts.
    #[serde(default)]
    pub selection: Selection,
    /// Which fields, in their order; none for all that a contact can have, without what Kith stamps in a table.
    #[serde(default)]
    #[ts(optional)]
    pub fields: Option<Vec<String>>,
    /// What parts the cells of a table of text; none for what is usual.
    #[serde(default)]
    #[ts(optional)]
    pub delimiter: Option<char>,
    /// Whether a table of text begins with a byte order mark, by which spreadsheets know UTF-8.
    #[serde(default)]
    pub byte_order_mark: bool,
    /// Whether an apostrophe is put before what a spreadsheet would take for a formula. An import takes it away again.
    #[serde(default)]
    pub neutralise: bool,
    /// Whether vCards are written as version 3.0, not 4.0.
    #[serde(default)]
    pub old_vcard: bool,
}

impl ExportRequest {
    /// The whole book in a format.
    #[must_use]
    pub fn of(format: FileFormat) -> Self {
        Self {
            format,
            selection: Selection::All,
            fields: None,
            delimiter: None,
            byte_order_mark: false,
            neutralise: false,
            old_vcard: false,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Exported {
    /// How many contacts.
    #[ts(type = "number")]
    pub written: u64,
}

/// Who watches an export: is told how many contacts of how many are written, and says whether it is to go on.
pub struct ExportWatch<'a> {
    /// Is told how far it is.
    pub progress: &'a dyn Fn(u64, u64),
    /// Says whether it is to go on; where not, no file is left.
    pub go_on: &'a dyn Fn() -> bool,
}

impl ExportWatch<'_> {
    /// Nobody watches.
    pub const NOBODY: ExportWatch<'static> = ExportWatch { progress: &|_, _| (), go_on: &|| true };
}

impl Book {
    /// Writes contacts into a file, which only its owner can read. It appears when it is complete, in the place of one
    /// that is there.
    ///
    /// # Errors
    /// [`Error::Refused`] for a field the schema does not have or a search that cannot be understood;
    /// [`Error::Unready`]; [`Error::Io`]; [`Error::Store`], `Ended` too. No file is left then, and one that was there is
    /// as it was.
    pub fn export(
        &self,
        request: &ExportRequest,
        file: &Path,
        watch: &ExportWatch<'_>,
    ) -> Result<Exported, Error> {
        let schema = self.schema();
        let fields = self.exported_fields(request, &schema)?;
        let failed = |source| Error::Io { action: "write", path: file.to_owned(), source };
        let mut beside = Beside::new(file)?;
        let mut sink = Sink::new(BufWriter::new(beside.file()), request, &fields, &schema).map_err(failed)?;
        let mut written = 0;
        let mut write = |record: &Record| {
            sink.add(&schema.readable(record)).map_err(failed)?;
            written += 1;
            Ok(written)
        };
        match &request.selection {
            Selection::All => {
                let total = self.count();
                for record in self.store.records() {
                    tell(watch, write(&record?)?, total)?;
                }
            }
            Selection::View(query) => self.write_keys(&self.keys_in_order(query)?, &mut write, watch)?,
            Selection::Keys(keys) => self.write_keys(keys, &mut write, watch)?,
        }
        sink.finish().map_err(failed)?;
        beside.keep()?;
        Ok(Exported { written })
    }

    fn write_keys(
        &self,
        keys: &[RecordKey],
        write: &mut dyn FnMut(&Record) -> Result<u64, Error>,
        watch: &ExportWatch<'_>,
    ) -> Result<(), Error> {
        for key in keys {
            // One that was deleted meanwhile is no longer in the list either.
            if let Some(record) = self.store.get(key)? {
                tell(watch, write(&record)?, keys.len() as u64)?;
            }
        }
        Ok(())
    }

    fn exported_fields<'a>(
        &self,
        request: &ExportRequest,
        schema: &'a Schema,
    ) -> Result<Vec<&'a FieldMetadata>, Error> {
        let readable = |field: &&FieldMetadata| field.is_readable();
        match &request.fields {
            Some(names) => {
                let field = |name: &String| {
                    schema.field(name).filter(readable).ok_or_else(|| Error::refused(schema.unknown(name)))
                };
                names.iter().map(field).collect()
            }
            None => {
                let is_key =
                    |field: &&FieldMetadata| kith_model::system::key_field(&field.field_name).is_some();
                let all = || schema.fields().iter().filter(readable);
                let mut keys: Vec<_> = all().filter(is_key).collect();
                keys.reverse();
                let others = all().filter(|field| !field.is_system());
                Ok(keys.into_iter().chain(others).collect())
            }
        }
    }
}

fn tell(watch: &ExportWatch<'_>, written: u64, total: u64) -> Result<(), Error> {
    if !written.is_multiple_of(STEP) {
        return Ok(());
    }
    (watch.progress)(written, total);
    if (watch.go_on)() { Ok(()) } else { Err(StoreError::Ended.into()) }
}
