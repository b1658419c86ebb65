//! The words for file formats.

use std::path::Path;

use clap::ValueEnum;
use kith_book::FileFormat;

/// A format of files of contacts.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    Csv,
    Tsv,
    Xlsx,
    Vcard,
    Json,
    Jsonl,
}

impl From<Format> for FileFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Tsv => Self::Tsv,
            Format::Xlsx => Self::Xlsx,
            Format::Vcard => Self::Vcard,
            Format::Json => Self::Json,
            Format::Jsonl => Self::Jsonl,
        }
    }
}

/// The format that a file's name says.
pub(super) fn of_name(file: &Path) -> Option<FileFormat> {
    match file.extension()?.to_string_lossy().to_lowercase().as_str() {
        "csv" => Some(FileFormat::Csv),
        "tsv" | "tab" => Some(FileFormat::Tsv),
        "xlsx" => Some(FileFormat::Xlsx),
        "vcf" | "vcard" => Some(FileFormat::Vcard),
        "json" => Some(FileFormat::Json),
        "jsonl" | "ndjson" => Some(FileFormat::Jsonl),
        _ => None,
    }
}
