//! A look at a file before anything is done with it.

use std::path::Path;

use kith_formats::{presets, table::Cell};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    mapping::Mapping,
    rejects::shown,
    shape::ImportRequest,
    sheet,
    source::{self, Content, FileFormat, Reading},
    unfinished::UnfinishedImport,
};
use crate::{book::Book, error::Error};

/// How many rows are shown.
const SAMPLE: usize = 20;
/// How much of a cell or a record is shown.
const MOST_LETTERS: usize = 500;

/// What a look at a file found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InspectedFile {
    /// Its name, without its folder.
    pub name: String,
    /// How it is read: what was said of it, and what was found out.
    pub reading: Reading,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The names of a table's columns; empty where it is no table.
    pub header: Vec<String>,
    /// The first rows: their cells, or one text.
    pub sample: Vec<Vec<String>>,
    /// Which program the header is like that of; null where none is known.
    pub preset: Option<String>,
    /// What the header suggests; null where it is no table.
    pub mapping: Option<Mapping>,
    /// The columns of which that takes nothing.
    pub unmapped: Vec<String>,
    /// The mappings that the book keeps, by their names.
    pub saved_mappings: Vec<String>,
    /// The import that must be resumed, rolled back or kept first.
    pub unfinished: Option<UnfinishedImport>,
}

impl Book {
    /// Looks at a file.
    ///
    /// # Errors
    /// As [`Book::import`].
    pub fn inspect_file(&self, file: &Path, reading: &Reading) -> Result<InspectedFile, Error> {
        let reading = source::found(file, reading)?;
        let mut source = source::open(file, &reading)?;
        let header = source.header().to_vec();
        let request = ImportRequest { reading: reading.clone(), ..ImportRequest::of(file) };
        let mapping = self.suggest_mapping(&request)?;
        let mut sample = Vec::new();
        while sample.len() < SAMPLE
            && let Some(given) = source.next()?
        {
            sample.push(shown_row(&given.content));
        }
        let taken = |column: &&String| {
            mapping.iter().flat_map(|mapping| &mapping.columns).any(|mapped| mapped.column == **column)
        };
        Ok(InspectedFile {
            name: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            unmapped: header.iter().filter(|column| !taken(column)).cloned().collect(),
            preset: presets::recognise(&header).map(|preset| preset.name.to_owned()),
            sheets: if reading.format == Some(FileFormat::Xlsx) { sheet::names(file)? } else { Vec::new() },
            reading,
            header,
            sample,
            mapping,
            saved_mappings: self.mapping_names()?,
            unfinished: self.unfinished_import()?,
        })
    }
}

fn shown_row(content: &Content) -> Vec<String> {
    let cut = |text: &str| text.chars().take(MOST_LETTERS).collect();
    match content {
        Content::Cells(cells) => cells.iter().map(Cell::as_text).map(cut).collect(),
        Content::Json(text) => vec![cut(&String::from_utf8_lossy(text))],
        Content::Card(_) => vec![cut(&shown(content).to_string())],
    }
}
