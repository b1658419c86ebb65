//! The file of rejects: the refused rows in the format of the file they came from, with why. Mended and read in again it
//! makes no contact twice, as nothing of a refused row was taken.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use kith_formats::{
    csv,
    table::Cell,
    vcard::{self, Property},
};
use serde_json::{Map, Value, json};

use super::{
    REASON,
    rejects::Reject,
    shape::ImportRequest,
    source::{self, Content, FileFormat, REASON_PROPERTY},
};
use crate::{beside::Beside, book::Book, error::Error};

impl Book {
    /// Writes the rows that the last import refused into a file of the same format, and gives how many they are. The
    /// file appears when it is complete; a file that is there is replaced. Where none was refused there is no file.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn save_rejects(&self, request: &ImportRequest, file: &Path) -> Result<usize, Error> {
        let mut rows = self.still_refused()?.1.peekable();
        if rows.peek().is_none() {
            return Ok(0);
        }
        let read = |source| Error::Io { action: "read", path: request.file.clone(), source };
        let format =
            request.reading.format.map_or_else(|| source::format_of(&request.file), Ok).map_err(read)?;
        let header = source::open(&request.file, &request.reading)?.header().to_vec();
        let failed = |source| Error::Io { action: "write", path: file.to_owned(), source };
        let mut beside = Beside::new(file)?;
        let mut sink = Sink::new(BufWriter::new(beside.file()), format, &header).map_err(failed)?;
        let mut count = 0;
        for row in rows {
            sink.add(&row?).map_err(failed)?;
            count += 1;
        }
        sink.finish().map_err(failed)?;
        beside.keep()?;
        Ok(count)
    }
}

/// A file of rejects that is being written.
enum Sink<W: Write> {
    Table(csv::Writer<W>),
    Lines(W),
    Array(W, bool),
    Cards(vcard::Writer<W>),
}

impl<W: Write> Sink<W> {
    fn new(mut file: W, format: FileFormat, header: &[String]) -> io::Result<Self> {
        Ok(match format {
            FileFormat::Csv | FileFormat::Tsv | FileFormat::Xlsx => {
                let header: Vec<_> =
                    header.iter().filter(|name| *name != REASON).map(String::as_str).collect();
                let header = [header.as_slice(), &[REASON]].concat();
                let delimiter = if format == FileFormat::Tsv { '\t' } else { ',' };
                Self::Table(csv::Writer::new(
                    file,
                    &header,
                    csv::Options { delimiter, ..csv::Options::default() },
                )?)
            }
            FileFormat::Jsonl => Self::Lines(file),
            FileFormat::Json => {
                file.write_all(b"[")?;
                Self::Array(file, false)
            }
            FileFormat::Vcard => {
                let options = vcard::Options { uid_is_external_id: true };
                Self::Cards(vcard::Writer::new(file, vcard::Version::V4, options))
            }
        })
    }

    fn add(&mut self, reject: &Reject) -> io::Result<()> {
        match (self, reject.content()) {
            (Self::Table(writer), Content::Cells(mut cells)) => {
                cells.push(Cell::Text(reject.reason()));
                writer.row(&cells)
            }
            (Self::Cards(writer), Content::Card(card)) => {
                let reason = reject.reason().replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
                let why = Property { name: REASON_PROPERTY.to_owned(), value: reason, ..Property::default() };
                writer.card(&card.fields, &[card.unmapped, vec![why]].concat())
            }
            (Self::Lines(file), Content::Json(text)) => {
                serde_json::to_writer(&mut *file, &with_reason(&text, reject))?;
                file.write_all(b"\n")
            }
            (Self::Array(file, is_begun), Content::Json(text)) => {
                file.write_all(if std::mem::replace(is_begun, true) { b",\n" } else { b"\n" })?;
                Ok(serde_json::to_writer(file, &with_reason(&text, reject))?)
            }
            _ => Ok(()),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Table(writer) => writer.finish().map(drop),
            Self::Cards(writer) => writer.finish().map(drop),
            Self::Lines(mut file) => file.flush(),
            Self::Array(mut file, _) => {
                file.write_all(b"\n]\n")?;
                file.flush()
            }
        }
    }
}

/// A record with why it was refused; what is none stands in one as its text.
fn with_reason(text: &[u8], reject: &Reject) -> Map<String, Value> {
    let parsed: Result<Map<String, Value>, _> = serde_json::from_slice(text);
    let mut fields = parsed.unwrap_or_else(|_| {
        let text = json!({"Kith: text": String::from_utf8_lossy(text)});
        text.as_object().cloned().unwrap_or_default()
    });
    fields.insert(REASON.to_owned(), reject.reason().into());
    fields
}
