//! Files of contacts, row by row, whatever their format.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use kith_formats::{
    csv::{self, Dialect},
    json,
    table::Cell,
};
use kith_model::{Code, Issue};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// The most bytes of a JSON file that is one array: 256 MiB.
const MAX_ARRAY_BYTES: u64 = 256 << 20;

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
    /// Whether apostrophes before formulas are taken away again, that an export put there.
    pub neutralised: bool,
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
    by_name.map_or_else(|| by_beginning(file), Ok)
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

/// Opens a file.
///
/// # Errors
/// [`Error::Io`]; [`Error::Refused`] where it is no file of contacts.
pub(super) fn open(file: &Path, reading: &Reading) -> Result<Box<dyn Source>, Error> {
    let io = |source| Error::Io { action: "read", path: file.to_owned(), source };
    let format = reading.format.map_or_else(|| format_of(file), Ok).map_err(io)?;
    match format {
        FileFormat::Csv | FileFormat::Tsv => {
            let found = csv::sniff_all(File::open(file).map_err(io)?).map_err(io)?;
            let dialect = Reading { format: Some(format), ..reading.clone() }.dialect(found);
            let table = csv::Table::open(File::open(file).map_err(io)?, &dialect).map_err(io)?;
            Ok(Box::new(Text { table, path: file.to_owned() }))
        }
        FileFormat::Xlsx | FileFormat::Vcard => {
            Err(Error::refused(Issue::new(Code::MalformedRequest, "This format is not read yet.")))
        }
        FileFormat::Json | FileFormat::Jsonl => {
            Ok(Box::new(Json::read(File::open(file).map_err(io)?).map_err(io)??))
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

    fn next(&mut self) -> Result<Option<Given>, Error> {
        let io = |source| Error::Io { action: "read", path: self.path.clone(), source };
        let Some(row) = self.table.next().transpose().map_err(io)? else { return Ok(None) };
        Ok(Some(Given { number: row.number, content: Content::Cells(row.cells), issues: row.issues }))
    }

    fn place(&self) -> u64 {
        self.table.place()
    }
}

/// The records of a file of JSON.
struct Json {
    rows: std::vec::IntoIter<Given>,
    place: u64,
}

impl Json {
    fn read(file: impl Read) -> io::Result<Result<Self, Error>> {
        let mut bytes = Vec::new();
        file.take(MAX_ARRAY_BYTES + 1).read_to_end(&mut bytes)?;
        let given = |row: json::Row<'_>| Given {
            number: row.number as u64,
            content: Content::Json(row.text.to_vec()),
            issues: Vec::new(),
        };
        let rows = json::rows(&bytes).map(|rows| rows.into_iter().map(given).collect::<Vec<_>>());
        Ok(rows
            .map(|rows| Self { rows: rows.into_iter(), place: bytes.len() as u64 })
            .map_err(Error::refused))
    }
}

impl Source for Json {
    fn next(&mut self) -> Result<Option<Given>, Error> {
        Ok(self.rows.next())
    }

    fn place(&self) -> u64 {
        self.place
    }
}
