//! Files of contacts, row by row, whatever their format.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    rc::Rc,
};

use kith_formats::{
    csv::{self, Dialect},
    json,
    table::Cell,
    vcard::{self, Card},
};
use kith_model::Issue;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::sheet::Sheet;
use crate::error::Error;

/// A format of files of contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Comma-separated values, and what programs make of them.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// An Excel workbook.
    Xlsx,
    /// vCard.
    Vcard,
    /// JSON: an array of records.
    Json,
    /// JSON Lines: a record a line.
    Jsonl,
}

/// How a file is read. What is not said is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase", default)]
pub struct Reading {
    /// Its format.
    #[ts(optional)]
    pub format: Option<FileFormat>,
    /// The encoding of a table of text, by its name in the WHATWG Encoding Standard.
    #[ts(optional)]
    pub encoding: Option<String>,
    /// What parts its cells.
    #[ts(optional)]
    pub delimiter: Option<char>,
    /// What a cell stands between that holds delimiters.
    #[ts(optional)]
    pub quote: Option<char>,
    /// Whether the first row names the columns.
    #[ts(optional)]
    pub header: Option<bool>,
    /// The sheet of a workbook; none for its first.
    #[ts(optional)]
    pub sheet: Option<String>,
    /// Whether apostrophes before formulas are taken away again, that an export put there.
    pub neutralised: bool,
    /// Whether a vCard's `UID` is left to the card, instead of being the contact's ExternalId.
    pub uid_is_none: bool,
}

impl Reading {
    /// How a table of text is written, as far as it is said; the rest as it was found out.
    fn dialect(&self, found: Dialect) -> Dialect {
        let is_tsv = self.format == Some(FileFormat::Tsv);
        Dialect {
            encoding: self.encoding.clone().unwrap_or(found.encoding),
            delimiter: self.delimiter.unwrap_or(if is_tsv { '\t' } else { found.delimiter }),
            quote: self.quote.unwrap_or(found.quote),
            header: self.header.unwrap_or(found.header),
            neutralised: self.neutralised,
        }
    }
}

/// What one row of a file holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// A record as JSON text, or what stands in its place.
    Json(Vec<u8>),
    /// The cells of a table's row.
    Cells(Vec<Cell>),
    /// A vCard.
    Card(Box<Card>),
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    /// Its number in the file, from 1; grows from row to row.
    pub number: u64,
    /// What it holds.
    pub content: Content,
    /// What is wrong with the row as a whole.
    pub issues: Vec<Issue>,
}

/// A file that is being read.
pub(super) trait Source {
    /// The names of a table's columns.
    fn header(&self) -> &[String] {
        &[]
    }

    /// What is wrong with its header.
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }

    /// The next row; none at the end.
    fn next(&mut self) -> Result<Option<Given>, Error>;

    /// How many bytes of the file were read so far.
    fn place(&self) -> u64;
}

/// The format of a file: by its name's ending, else by how it begins.
pub(super) fn format_of(file: &Path) -> io::Result<FileFormat> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let by_name = match ending.as_deref() {
        Some("csv" | "txt") => Some(FileFormat::Csv),
        Some("tsv" | "tab") => Some(FileFormat::Tsv),
        Some("xlsx" | "xlsm" | "xlsb" | "xls" | "ods") => Some(FileFormat::Xlsx),
        Some("vcf" | "vcard") => Some(FileFormat::Vcard),
        Some("json") => Some(FileFormat::Json),
        Some("jsonl" | "ndjson") => Some(FileFormat::Jsonl),
        _ => None,
    };
    match by_name {
        // Names of tables are given to other files, too.
        Some(FileFormat::Csv) if by_beginning(file)? == FileFormat::Vcard => Ok(FileFormat::Vcard),
        Some(format) => Ok(format),
        None => by_beginning(file),
    }
}

fn by_beginning(file: &Path) -> io::Result<FileFormat> {
    let mut bytes = Vec::new();
    File::open(file)?.take(4096).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    Ok(if bytes.starts_with(b"PK") {
        FileFormat::Xlsx
    } else if text.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCARD")) {
        FileFormat::Vcard
    } else if text.starts_with('[') {
        FileFormat::Json
    } else if text.starts_with('{') || text.is_empty() {
        FileFormat::Jsonl
    } else {
        FileFormat::Csv
    })
}

/// How a file is read, with what was not said found out.
pub(super) fn found(file: &Path, reading: &Reading) -> Result<Reading, Error> {
    let io = |source| Error::Io { action: "read", path: file.to_owned(), source };
    let format = reading.format.map_or_else(|| format_of(file), Ok).map_err(io)?;
    let reading = Reading { format: Some(format), ..reading.clone() };
    if !matches!(format, FileFormat::Csv | FileFormat::Tsv) {
        return Ok(reading);
    }
    let found = csv::sniff_all(File::open(file).map_err(io)?).map_err(io)?;
    let dialect = reading.dialect(found);
    Ok(Reading {
        encoding: Some(dialect.encoding),
        delimiter: Some(dialect.delimiter),
        quote: Some(dialect.quote),
        header: Some(dialect.header),
        ..reading
    })
}

/// Opens a file.
///
/// # Errors
/// [`Error::Io`]; [`Error::Refused`] where it is no file of contacts.
pub(super) fn open(file: &Path, reading: &Reading) -> Result<Box<dyn Source>, Error> {
    let io = |source| Error::Io { action: "read", path: file.to_owned(), source };
    let reading = &found(file, reading)?;
    match reading.format.unwrap_or(FileFormat::Csv) {
        FileFormat::Csv | FileFormat::Tsv => {
            let dialect = reading.dialect(Dialect::default());
            let table = csv::Table::open(File::open(file).map_err(io)?, &dialect).map_err(io)?;
            Ok(Box::new(Text { table, path: file.to_owned() }))
        }
        FileFormat::Vcard => {
            let options = vcard::Options { uid_is_external_id: !reading.uid_is_none };
            let file_read = Counting::new(File::open(file).map_err(io)?);
            let place = Rc::clone(&file_read.place);
            Ok(Box::new(Cards {
                reader: vcard::Reader::new(file_read, options),
                place,
                path: file.to_owned(),
            }))
        }
        FileFormat::Xlsx => Ok(Box::new(Sheet::open(file, reading)?)),
        FileFormat::Json | FileFormat::Jsonl => {
            let has_lines = !is_array(file).map_err(io)?;
            let counted = Counting::new(File::open(file).map_err(io)?);
            let place = Rc::clone(&counted.place);
            Ok(Box::new(Json { reader: json::Reader::new(counted), place, path: file.to_owned(), has_lines }))
        }
    }
}

/// The rows of a table of text.
struct Text {
    table: csv::Table<File>,
    path: PathBuf,
}

impl Source for Text {
    fn header(&self) -> &[String] {
        self.table.header()
    }

    fn issues(&self) -> Vec<Issue> {
        self.table.issues().to_vec()
    }

    fn next(&mut self) -> Result<Option<Given>, Error> {
        let io = |source| Error::Io { action: "read", path: self.path.clone(), source };
        let Some(row) = self.table.next().transpose().map_err(io)? else { return Ok(None) };
        Ok(Some(Given { number: row.number, content: Content::Cells(row.cells), issues: row.issues }))
    }

    fn place(&self) -> u64 {
        self.table.place()
    }
}

/// The property of a card of rejects that says why it was refused.
pub(super) const REASON_PROPERTY: &str = "X-KITH-WHY-REFUSED";

/// A file of which it is known how much was read.
struct Counting {
    file: File,
    place: Rc<Cell64>,
}

/// A number that two hold.
type Cell64 = std::cell::Cell<u64>;

impl Counting {
    fn new(file: File) -> Self {
        Self { file, place: Rc::default() }
    }
}

impl Read for Counting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.place.set(self.place.get() + read as u64);
        Ok(read)
    }
}

/// The cards of a file of vCards.
struct Cards {
    reader: vcard::Reader<Counting>,
    place: Rc<Cell64>,
    path: PathBuf,
}

impl Source for Cards {
    fn next(&mut self) -> Result<Option<Given>, Error> {
        let io = |source| Error::Io { action: "read", path: self.path.clone(), source };
        let Some(mut card) = self.reader.next().transpose().map_err(io)? else { return Ok(None) };
        card.unmapped.retain(|property| !property.is(REASON_PROPERTY));
        Ok(Some(Given { number: card.number, content: Content::Card(Box::new(card)), issues: Vec::new() }))
    }

    fn place(&self) -> u64 {
        self.place.get()
    }
}

/// The records of a file of JSON.
struct Json {
    reader: json::Reader<Counting>,
    place: Rc<Cell64>,
    path: PathBuf,
    /// Whether it is JSON Lines, whose rows go by their lines.
    has_lines: bool,
}

impl Source for Json {
    fn next(&mut self) -> Result<Option<Given>, Error> {
        let io = |source| Error::Io { action: "read", path: self.path.clone(), source };
        let Some(record) = self.reader.next().transpose().map_err(io)? else { return Ok(None) };
        let number = if self.has_lines { record.line } else { record.number };
        let issues = record.issue.into_iter().collect();
        Ok(Some(Given { number, content: Content::Json(record.text), issues }))
    }

    fn place(&self) -> u64 {
        self.place.get()
    }
}

/// Whether a file of JSON begins with an array.
fn is_array(file: &Path) -> io::Result<bool> {
    let mut bytes = Vec::new();
    File::open(file)?.take(4096).read_to_end(&mut bytes)?;
    // UTF-16 has a zero beside each of these letters.
    let first = bytes
        .iter()
        .find(|byte| !matches!(byte, 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0) && !byte.is_ascii_whitespace());
    Ok(first == Some(&b'['))
}
