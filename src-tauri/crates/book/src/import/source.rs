//! Files of contacts, row by row, whatever their format.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use kith_formats::json;
use kith_formats::table::Cell;
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

/// Opens a file.
///
/// # Errors
/// [`Error::Io`]; [`Error::Refused`] where it is no file of contacts.
pub(super) fn open(file: &Path, reading: &Reading) -> Result<Box<dyn Source>, Error> {
    let io = |source| Error::Io { action: "read", path: file.to_owned(), source };
    match reading.format {
        Some(FileFormat::Csv | FileFormat::Tsv | FileFormat::Xlsx | FileFormat::Vcard) => {
            Err(Error::refused(Issue::new(Code::MalformedRequest, "This format is not read yet.")))
        }
        Some(FileFormat::Json | FileFormat::Jsonl) | None => {
            let reader = File::open(file).map_err(io)?;
            Ok(Box::new(Json::read(reader).map_err(io)??))
        }
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
        Ok(rows.map(|rows| Self { rows: rows.into_iter(), place: bytes.len() as u64 }).map_err(Error::refused))
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
