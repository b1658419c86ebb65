//! Files that contacts are written into, whatever their format.

use std::io::{self, Write};

use kith_formats::{csv, json, vcard, xlsx};
use kith_model::{FieldMetadata, Record, Schema, system};
use serde_json::{Map, Value};

use super::{ExportRequest, values::Column};
use crate::import::{FileFormat, VCARD_PROPERTIES, properties_of};

/// A file that is being written.
pub(super) enum Sink<'a, W: Write + Send> {
    Table(csv::Writer<W>, Vec<Column<'a>>),
    Json {
        writer: json::Writer<W>,
        fields: Option<Vec<&'a str>>,
        schema: &'a Schema,
    },
    /// A workbook, which is written at its end.
    Sheet {
        writer: Box<xlsx::Writer>,
        columns: Vec<Column<'a>>,
        file: W,
    },
    Cards(vcard::Writer<W>, Vec<&'a str>),
}

impl<'a, W: Write + Send> Sink<'a, W> {
    /// Begins a file.
    pub fn new(
        file: W,
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
                let columns: Vec<_> = fields.iter().flat_map(|field| Column::of(field)).collect();
                let header: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
                Self::Sheet { writer: Box::new(xlsx::Writer::new("Contacts", &header)?), columns, file }
            }
            FileFormat::Json | FileFormat::Jsonl => {
                let form =
                    if request.format == FileFormat::Json { json::Form::Array } else { json::Form::Lines };
                let fields = request.fields.is_some().then(names);
                Self::Json { writer: json::Writer::new(file, form), fields, schema }
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
            Self::Sheet { writer, columns, .. } => {
                let cells: Vec<_> =
                    columns.iter().map(|column| column.cell(record.get(column.field()))).collect();
                writer.row(&cells)
            }
            Self::Json { writer, fields, schema } => match fields {
                Some(fields) => writer.record(&some(record, fields)),
                None => writer.record(&whole(record, schema)),
            },
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
            Self::Sheet { writer, file, .. } => writer.finish(file).map(drop),
            Self::Json { writer, .. } => writer.finish().map(drop),
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
