//! Files that contacts are written into, whatever their format.

use std::io::{self, Write};

use kith_formats::{csv, vcard};
use kith_model::{FieldMetadata, Record, Schema, system};
use serde_json::{Map, Value};

use super::{ExportRequest, values::Column};
use crate::import::{FileFormat, VCARD_PROPERTIES, properties_of};

/// A file that is being written.
pub(super) enum Sink<'a, W: Write> {
    Table(csv::Writer<W>, Vec<Column<'a>>),
    /// JSON: whether it is an array, and whether a record was written.
    Json {
        file: W,
        fields: Option<Vec<&'a str>>,
        schema: &'a Schema,
        is_array: bool,
        is_begun: bool,
    },
    Cards(vcard::Writer<W>, Vec<&'a str>),
}

impl<'a, W: Write> Sink<'a, W> {
    /// Begins a file.
    pub fn new(
        mut file: W,
        request: &ExportRequest,
        fields: &[&'a FieldMetadata],
        schema: &'a Schema,
    ) -> io::Result<Self> {
        let names = || fields.iter().map(|field| field.field_name.as_str()).collect();
        Ok(match request.format {
            FileFormat::Csv | FileFormat::Tsv => {
                let columns: Vec<_> = fields.iter().flat_map(|field| Column::of(field)).collect();
                let header: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
                let usual = if request.format == FileFormat::Tsv { '\t' } else { ',' };
                let options = csv::Options {
                    delimiter: request.delimiter.unwrap_or(usual),
                    byte_order_mark: request.byte_order_mark,
                    neutralise: request.neutralise,
                };
                Self::Table(csv::Writer::new(file, &header, options)?, columns)
            }
            FileFormat::Xlsx => {
                let why = "Kith does not write workbooks yet. Choose CSV, which every spreadsheet opens.";
                return Err(io::Error::new(io::ErrorKind::Unsupported, why));
            }
            FileFormat::Json | FileFormat::Jsonl => {
                let is_array = request.format == FileFormat::Json;
                if is_array {
                    file.write_all(b"[")?;
                }
                let fields = request.fields.is_some().then(names);
                Self::Json { file, fields, schema, is_array, is_begun: false }
            }
            FileFormat::Vcard => {
                let version = if request.old_vcard { vcard::Version::V3 } else { vcard::Version::V4 };
                let options = vcard::Options { uid_is_external_id: true };
                Self::Cards(vcard::Writer::new(file, version, options), names())
            }
        })
    }

    /// Writes a contact.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        match self {
            Self::Table(writer, columns) => {
                let cells: Vec<_> =
                    columns.iter().map(|column| column.cell(record.get(column.field()))).collect();
                writer.row(&cells)
            }
            Self::Json { file, fields, schema, is_array, is_begun } => {
                let begin: &[u8] = match (*is_array, std::mem::replace(is_begun, true)) {
                    (true, false) => b"\n",
                    (true, true) => b",\n",
                    (false, _) => b"",
                };
                file.write_all(begin)?;
                match fields {
                    Some(fields) => serde_json::to_writer(&mut *file, &some(record, fields))?,
                    None => serde_json::to_writer(&mut *file, &whole(record, schema))?,
                }
                if *is_array { Ok(()) } else { file.write_all(b"\n") }
            }
            Self::Cards(writer, fields) => {
                let unmapped = record.get(VCARD_PROPERTIES).as_str().map(properties_of).unwrap_or_default();
                let held = fields
                    .iter()
                    .filter(|field| **field != VCARD_PROPERTIES)
                    .map(|field| (*field, record.get(field)));
                let held = held.filter(|(_, value)| !value.is_null());
                let fields: Map<String, Value> =
                    held.map(|(field, value)| (field.to_owned(), value.clone())).collect();
                writer.card(&fields, &unmapped)
            }
        }
    }

    /// Ends the file.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Table(writer, _) => writer.finish().map(drop),
            Self::Cards(writer, _) => writer.finish().map(drop),
            Self::Json { mut file, is_array, .. } => {
                if is_array {
                    file.write_all(b"\n]\n")?;
                }
                file.flush()
            }
        }
    }
}

fn some<'r>(record: &'r Record, fields: &[&'r str]) -> Map<String, Value> {
    fields.iter().map(|field| ((*field).to_owned(), record.get(field).clone())).collect()
}

/// A whole record: what it holds, in the schema's order, system fields last.
fn whole(record: &Record, schema: &Schema) -> Map<String, Value> {
    let place = |name: &str| (system::is_system(name), schema.position(name).unwrap_or(usize::MAX));
    let mut fields: Vec<_> = record.fields().collect();
    fields.sort_by_key(|(name, _)| place(name));
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
}
