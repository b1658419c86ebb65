//! The contacts of a bulk edit to look at, and as a table to keep.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use kith_formats::{csv, table::Cell};
use kith_model::{RecordKey, query::text_of, system};

use super::{BulkEditDone, BulkEditPage, BulkEditRow, BulkEditVerdict};
use crate::{beside::Beside, error::Error};

const HEADER: [&str; 8] =
    [system::EXTERNAL_ID, system::ID, "Contact", "Outcome", "Field", "Old value", "New value", "Message"];

impl BulkEditDone {
    /// A page of the contacts with a verdict, or of all.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn page(
        &self,
        verdict: Option<BulkEditVerdict>,
        offset: usize,
        limit: usize,
    ) -> Result<BulkEditPage, Error> {
        let (rows, matches) =
            self.rows.page(|each| verdict.is_none_or(|verdict| verdict == each), offset, limit)?;
        Ok(BulkEditPage { rows, matches })
    }

    /// Writes what became of each contact into a table of text: a line for each field that changed and for each message.
    /// Gives how many contacts are in it.
    ///
    /// # Errors
    /// [`Error::Io`]: no file is left then, and one that was there is as it was.
    pub fn save(&self, file: &Path) -> Result<u64, Error> {
        let failed = |source| Error::Io { action: "write", path: file.to_owned(), source };
        let mut beside = Beside::new(file)?;
        // Spreadsheets are what opens it.
        let options = csv::Options { byte_order_mark: true, neutralise: true, ..csv::Options::default() };
        let mut table = csv::Writer::new(BufWriter::new(beside.file()), &HEADER, options).map_err(failed)?;
        let mut written = 0;
        for row in self.rows.each::<BulkEditRow>() {
            write(&mut table, &row?).map_err(failed)?;
            written += 1;
        }
        table.finish().map_err(failed)?;
        beside.keep()?;
        Ok(written)
    }
}

fn write(table: &mut csv::Writer<impl Write>, row: &BulkEditRow) -> io::Result<()> {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let (external_id, id) = match &row.key {
        RecordKey::ExternalId(key) => (Some(key.clone()), None),
        RecordKey::Id(key) => (None, Some(key.clone())),
    };
    let line = |rest: [Option<String>; 4]| {
        let about = [external_id.clone(), id.clone(), Some(row.name.clone()), Some(word(row.verdict).into())];
        about.into_iter().chain(rest).map(text).collect::<Vec<_>>()
    };
    for change in &row.fields {
        let field = Some(change.field.clone());
        table.row(&line([field, text_of(&change.old), text_of(&change.new), None]))?;
    }
    for issue in &row.issues {
        table.row(&line([issue.field.clone(), None, None, Some(issue.message.clone())]))?;
    }
    if row.fields.is_empty() && row.issues.is_empty() {
        table.row(&line([None, None, None, None]))?;
    }
    Ok(())
}

fn word(verdict: BulkEditVerdict) -> &'static str {
    match verdict {
        BulkEditVerdict::Changed => "changed",
        BulkEditVerdict::Unchanged => "unchanged",
        BulkEditVerdict::Refused => "refused",
    }
}
