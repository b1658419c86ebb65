//! The refused rows of an import as they are kept in the book's folder while it runs, one line of JSON each. A file of
//! rejects in the source's format is made of them.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use kith_formats::{table::Cell, vcard::Card};
use kith_model::Issue;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    shape::ImportRequest,
    source::{Content, Given},
};
use crate::{beside::Beside, error::Error, settings::private};

const FILE: &str = "imports.rejects";

/// A refused row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Reject {
    /// Its number in the file.
    pub row: u64,
    /// What it holds.
    pub content: Value,
    /// Why it was refused.
    pub issues: Vec<Issue>,
}

/// What the refused rows are of: the first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Head {
    /// A name of the import that no other has.
    pub import: String,
    /// What was asked for.
    pub request: ImportRequest,
    /// The names of a table's columns.
    pub header: Vec<String>,
}

/// Where refused rows are kept. There is no file before the first.
pub(super) struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    head: Head,
    length: u64,
    is_synced: bool,
}

impl Rejects {
    /// Begins anew.
    pub fn begin(
        folder: &Path,
        import: String,
        request: &ImportRequest,
        header: &[String],
    ) -> Result<Self, Error> {
        let path = folder.join(FILE);
        remove(folder)?;
        let head = Head { import, request: request.clone(), header: header.to_vec() };
        Ok(Self { path, file: None, head, length: 0, is_synced: true })
    }

    /// Goes on after `length` bytes; begins anew where that is none.
    pub fn go_on(
        folder: &Path,
        length: u64,
        import: String,
        request: &ImportRequest,
        header: &[String],
    ) -> Result<Self, Error> {
        if length == 0 {
            return Self::begin(folder, import, request, header);
        }
        let path = folder.join(FILE);
        let open = || {
            let mut file = OpenOptions::new().write(true).open(&path)?;
            file.set_len(length)?;
            file.seek(SeekFrom::End(0))?;
            Ok(file)
        };
        let file = open().map_err(|source| Error::Io { action: "write", path: path.clone(), source })?;
        let head = Head { import, request: request.clone(), header: header.to_vec() };
        Ok(Self { path, file: Some(BufWriter::new(file)), head, length, is_synced: true })
    }

    /// Keeps a row.
    pub fn add(&mut self, given: &Given, issues: &[Issue]) -> Result<(), Error> {
        let reject = Reject { row: given.number, content: shown(&given.content), issues: issues.to_vec() };
        let written = self.write(&reject).map_err(|source| self.failed(source))?;
        self.length += written;
        self.is_synced = false;
        Ok(())
    }

    /// Puts what is kept on the disk, and gives its length.
    pub fn sync(&mut self) -> Result<u64, Error> {
        if let Some(file) = self.file.as_mut().filter(|_| !self.is_synced) {
            let synced = file.flush().and_then(|()| file.get_ref().sync_data());
            synced.map_err(|source| self.failed(source))?;
            self.is_synced = true;
        }
        Ok(self.length)
    }

    fn write(&mut self, reject: &Reject) -> io::Result<u64> {
        let (mut lines, file) = match &mut self.file {
            Some(file) => (Vec::new(), file),
            none => (line_of(&self.head)?, none.insert(BufWriter::new(private(&self.path)?))),
        };
        lines.extend(line_of(reject)?);
        file.write_all(&lines)?;
        Ok(lines.len() as u64)
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Io { action: "write", path: self.path.clone(), source }
    }
}

fn line_of(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

/// The rows that the last import refused, in the order of the file, and what they are of.
pub(super) fn read(
    folder: &Path,
) -> Result<(Option<Head>, impl Iterator<Item = Result<Reject, Error>> + use<>), Error> {
    let path = folder.join(FILE);
    let failed = |source| Error::Io { action: "read", path: path.clone(), source };
    let file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        opened => Some(BufReader::new(opened.map_err(failed)?)),
    };
    let mut lines = file.map(BufRead::lines);
    let first = lines.as_mut().and_then(Iterator::next).transpose().map_err(failed)?;
    let head = first.map(|line| serde_json::from_str(&line)).transpose();
    let head = head.map_err(|error| failed(error.into()))?;
    let rejects = lines.into_iter().flatten().map(move |line| {
        let read = line.and_then(|line| Ok(serde_json::from_str(&line)?));
        read.map_err(|source| Error::Io { action: "read", path: path.clone(), source })
    });
    Ok((head, rejects))
}

/// Puts other rows in their place.
pub(super) fn replace(folder: &Path, head: &Head, rows: &[Reject]) -> Result<(), Error> {
    let path = folder.join(FILE);
    if rows.is_empty() {
        return remove(folder);
    }
    let mut beside = Beside::new(&path)?;
    let mut out = BufWriter::new(beside.file());
    let mut write = || {
        out.write_all(&line_of(head)?)?;
        rows.iter().try_for_each(|row| out.write_all(&line_of(row)?))?;
        out.flush()
    };
    write().map_err(|source| Error::Io { action: "write", path: path.clone(), source })?;
    drop(out);
    beside.keep()
}

/// Removes them.
pub(super) fn remove(folder: &Path) -> Result<(), Error> {
    let path = folder.join(FILE);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Error::Io { action: "remove", path, source })
        }
        _ => Ok(()),
    }
}

impl Reject {
    /// What the row holds.
    pub fn content(&self) -> Content {
        match &self.content {
            Value::Array(cells) => Content::Cells(cells.iter().map(cell).collect()),
            Value::Object(card) => Content::Card(Box::new(card_of(card))),
            Value::String(text) => Content::Json(text.clone().into_bytes()),
            other => Content::Json(other.to_string().into_bytes()),
        }
    }

    /// Why it was refused, in one text.
    pub fn reason(&self) -> String {
        let told = self.issues.iter().map(|issue| match &issue.field {
            Some(field) if !issue.message.contains(field.as_str()) => format!("{field}: {}", issue.message),
            _ => issue.message.clone(),
        });
        told.collect::<Vec<_>>().join(" ")
    }
}

/// A row's content as JSON; bytes that are no text stand as U+FFFD.
pub(super) fn shown(content: &Content) -> Value {
    match content {
        Content::Json(text) => String::from_utf8_lossy(text).into(),
        Content::Cells(cells) => cells.iter().map(shown_cell).collect(),
        Content::Card(card) => json!({"Fields": card.fields, "Unmapped": card.unmapped}),
    }
}

fn shown_cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Boolean(value) => (*value).into(),
        Cell::Number(text) => json!({"Number": text}),
        Cell::Date(text) => json!({"Date": text}),
        Cell::DateTime(text) => json!({"DateTime": text}),
    }
}

fn cell(shown: &Value) -> Cell {
    let part = |name| shown.get(name).and_then(Value::as_str).map(str::to_owned);
    match shown {
        Value::String(text) => Cell::Text(text.clone()),
        Value::Bool(value) => Cell::Boolean(*value),
        Value::Object(_) => part("Number")
            .map(Cell::Number)
            .or_else(|| part("Date").map(Cell::Date))
            .or_else(|| part("DateTime").map(Cell::DateTime))
            .unwrap_or_default(),
        Value::Null | Value::Number(_) | Value::Array(_) => Cell::Empty,
    }
}

fn card_of(shown: &Map<String, Value>) -> Card {
    let fields = shown.get("Fields").and_then(Value::as_object).cloned().unwrap_or_default();
    let unmapped = shown.get("Unmapped").cloned().unwrap_or_default();
    Card { fields, unmapped: serde_json::from_value(unmapped).unwrap_or_default(), ..Card::default() }
}
