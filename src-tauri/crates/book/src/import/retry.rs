//! The refused rows of the last import, mended and tried again by what was asked for then. A row is taken once: those that
//! were are noted in the change set that took them, so that not even a crash between the two has one taken twice.

use kith_model::{ChangeNote, Code, Issue, Record, RecordKey, Source as From, system};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{
    engine::Engine,
    mapping::Mapping,
    rejects::{self, Head, Reject},
    shape::{ImportReport, RowVerdict},
    source::{Content, FileFormat, Given, Source},
};
use crate::{
    book::Book,
    contacts::Work,
    error::{Error, read_only},
};

/// The document that says which rows were taken: a field for each, and the import they are of.
pub(crate) const DOCUMENT: &str = "kith:retried";
const IMPORT: &str = "Import";
/// Most rows of one request.
const MOST_ROWS: usize = 1_000;

/// A row that the last import refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct RefusedRow {
    /// Its number in the file.
    #[ts(type = "number")]
    pub row: u64,
    /// What it holds: a table's cells, a record's text, or the fields of a card.
    #[ts(type = "JsonValue")]
    pub content: Value,
    /// Why it was refused.
    pub issues: Vec<Issue>,
}

/// Rows that the last import refused and that were not taken since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct RefusedPage {
    /// The format of the file; null where there are no rows.
    pub format: Option<FileFormat>,
    /// The names of a table's columns.
    pub header: Vec<String>,
    /// What became of the columns.
    pub mapping: Option<Mapping>,
    /// The rows from the offset on.
    pub rows: Vec<RefusedRow>,
    /// How many there are.
    #[ts(type = "number")]
    pub matches: usize,
}

/// A refused row, mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct MendedRow {
    /// Its number in the file.
    #[ts(type = "number")]
    pub row: u64,
    /// What it holds now, in the form of [`RefusedRow::content`].
    #[ts(type = "JsonValue")]
    pub content: Value,
}

impl Book {
    /// Rows that the last import refused and that were not taken since.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub fn refused_rows(&self, offset: usize, limit: usize) -> Result<RefusedPage, Error> {
        let (head, rows) = self.still_refused()?;
        let (mut page, mut matches) = (Vec::new(), 0);
        for reject in rows {
            let Reject { row, content, issues } = reject?;
            if matches >= offset && page.len() < limit {
                page.push(RefusedRow { row, content, issues });
            }
            matches += 1;
        }
        let request = head.as_ref().map(|head| &head.request);
        Ok(RefusedPage {
            format: request.and_then(|request| request.reading.format),
            mapping: request.and_then(|request| request.mapping.clone()),
            header: head.map(|head| head.header).unwrap_or_default(),
            rows: page,
            matches,
        })
    }

    /// Tries refused rows of the last import again, as they were mended. What is taken is one change, with an undo of its
    /// own; what is refused again stays with the refused rows, as it was mended.
    ///
    /// # Errors
    /// [`Error::Refused`] where one is not among the refused rows (it was taken already), another import is unfinished or
    /// the book is read-only; [`Error::Io`], [`Error::Store`].
    pub fn retry_rows(&self, mended: &[MendedRow]) -> Result<ImportReport, Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        let _alone = self.importing()?;
        self.nothing_unfinished()?;
        let (head, rows) = self.still_refused()?;
        let mut rows = rows.collect::<Result<Vec<_>, Error>>()?;
        let head = head.ok_or_else(|| none(mended.first().map_or(0, |row| row.row)))?;
        let given = mend(&mut rows, mended, &head)?;
        let source = Box::new(Mended { header: head.header.clone(), rows: given.into_iter() });
        let mut engine = Engine::of(&head.request, source, 0, self.schema())?;
        engine.reconcile(self)?;
        let (mut batch, mut came) = (Vec::new(), Vec::new());
        engine.batch(&mut batch)?;
        let from_crm = head.request.reconcile.is_some();
        let note = ChangeNote { from_crm, ..self.note(&self.host.now(), From::Import) };
        let written = self.commit(note, |work| {
            engine.take(work, &batch, &mut None, &mut |told| {
                came.push((told.given.number, told.verdict, told.issues.to_vec()));
                Ok(())
            })?;
            let is_made = |verdict| matches!(verdict, RowVerdict::Create | RowVerdict::Update);
            let made: Vec<u64> =
                came.iter().filter(|(_, verdict, _)| is_made(*verdict)).map(|(row, ..)| *row).collect();
            note_taken(work, &head.import, &made)
        })?;
        for (number, verdict, issues) in came {
            match verdict {
                RowVerdict::Refused => {
                    rows.iter_mut()
                        .filter(|row| row.row == number)
                        .for_each(|row| row.issues.clone_from(&issues));
                }
                _ => rows.retain(|row| row.row != number),
            }
        }
        rejects::replace(self.folder(), &head, &rows)?;
        engine.report.change_id = written.committed.map(|set| set.seq.to_string());
        Ok(engine.into_report())
    }

    /// The refused rows without those that were taken since.
    pub(super) fn still_refused(
        &self,
    ) -> Result<(Option<Head>, impl Iterator<Item = Result<Reject, Error>> + use<>), Error> {
        let (head, rows) = rejects::read(self.folder())?;
        let taken = self.store.get(&key())?;
        let import = head.as_ref().map(|head| Value::from(head.import.as_str()));
        let taken = taken.filter(|taken| import.is_some_and(|import| *taken.get(IMPORT) == import));
        let is_left =
            move |row: &Reject| taken.as_ref().is_none_or(|taken| taken.get(&row.row.to_string()).is_null());
        Ok((head, rows.filter(move |row| row.as_ref().map_or(true, &is_left))))
    }
}

/// Puts what was mended into the refused rows, and gives the rows that are to be tried.
fn mend(rows: &mut [Reject], mended: &[MendedRow], head: &Head) -> Result<Vec<Given>, Error> {
    if mended.len() > MOST_ROWS {
        let message = format!("At most {MOST_ROWS} rows are tried at a time; {} came.", mended.len());
        return Err(Error::refused(Issue::new(Code::MalformedRequest, message)));
    }
    let mut given: Vec<Given> = Vec::new();
    for MendedRow { row, content } in mended {
        let is_given = given.iter().any(|given| given.number == *row);
        let reject =
            rows.iter_mut().find(|reject| reject.row == *row && !is_given).ok_or_else(|| none(*row))?;
        if std::mem::discriminant(content) != std::mem::discriminant(&reject.content) {
            let message = format!("Row {row} came in another form than it was refused in.");
            return Err(Error::refused(Issue::new(Code::InvalidType, message)));
        }
        reject.content = content.clone();
        given.push(Given {
            number: *row,
            issues: too_long(&reject.content(), head),
            content: reject.content(),
        });
    }
    given.sort_by_key(|given| given.number);
    Ok(given)
}

/// That a row has more cells than the table has columns.
fn too_long(content: &Content, head: &Head) -> Vec<Issue> {
    match content {
        Content::Cells(cells)
            if cells.iter().skip(head.header.len()).any(|cell| !cell.as_text().is_empty()) =>
        {
            let message =
                format!("The row has {} cells, the table {} columns.", cells.len(), head.header.len());
            vec![Issue::new(Code::MalformedRequest, message)]
        }
        _ => Vec::new(),
    }
}

/// Notes in the change set that takes them that rows are taken.
fn note_taken(work: &mut Work<'_, '_>, import: &str, rows: &[u64]) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let before = work.find(&key())?;
    let same = before.as_deref().filter(|before| before.get(IMPORT).as_str() == Some(import));
    let mut after = same.map_or_else(Record::default, Record::clone);
    after.set(system::ID, DOCUMENT.into());
    after.set(IMPORT, import.into());
    for row in rows {
        after.set(&row.to_string(), true.into());
    }
    Ok(work.put(before.as_deref(), after)?)
}

fn key() -> RecordKey {
    RecordKey::Id(DOCUMENT.to_owned())
}

fn none(row: u64) -> Error {
    let message =
        format!("Row {row} is not among the refused rows of the last import, or was taken already.");
    Error::refused(Issue::new(Code::NotFound, message))
}

/// Rows that were mended.
struct Mended {
    header: Vec<String>,
    rows: std::vec::IntoIter<Given>,
}

impl Source for Mended {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn next(&mut self) -> Result<Option<Given>, Error> {
        Ok(self.rows.next())
    }

    fn place(&self) -> u64 {
        0
    }
}
