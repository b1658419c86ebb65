//! Archives: a book in one file, with its whole history. What backups are, and what a pruned log begins with.
//!
//! An archive is a zstd file of JSON Lines: a header, perhaps a schema, records, change sets, an end with counts and a
//! checksum of all before. `docs/backup-format.md` has every line. It is read as hostile: line by line, each of bounded
//! length, and nothing counts before the end was right.

mod line;
mod read;
mod room;
mod write;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use serde_json::Value;
use uuid::Uuid;

pub(crate) use line::{BaseRecord, End, Header};
pub(crate) use read::{ArchiveReader, Part};
pub(crate) use write::{of_log, of_records};

use crate::go_on::GoOn;
use crate::{error::StoreError, go_on, restore};

/// What an archive says of itself besides what it is made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArchiveAbout {
    /// When it is made, RFC 3339 UTC.
    pub made_at: String,
    /// By which program: "kith 0.1.0".
    pub made_by: String,
    /// Why: "by hand", "daily", "before import".
    pub reason: String,
    /// The schema of its records, for whoever reads it without the program.
    pub schema: Option<Value>,
}

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveReport {
    /// Its file.
    pub path: PathBuf,
    /// Which book it was made of.
    pub book: Uuid,
    /// When it was made.
    pub made_at: String,
    /// By which program.
    pub made_by: String,
    /// Why.
    pub reason: String,
    /// The change set before the first one it holds.
    pub base: u64,
    /// The last change set it holds.
    pub last: u64,
    /// When that was made; `None` in a book without changes.
    pub last_change_at: Option<String>,
    /// How many contacts there are after it.
    pub records: u64,
    /// The size of the file.
    pub bytes: u64,
    /// The size of what is in it.
    pub content_bytes: u64,
}

/// What an archive's first line says; the rest was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveHeading {
    /// Which book it was made of.
    pub book: Uuid,
    /// When it was made.
    pub made_at: String,
    /// Why.
    pub reason: String,
    /// The last change set it holds.
    pub last: u64,
    /// When that was made.
    pub last_change_at: Option<String>,
}

/// Reads an archive's first line.
///
/// # Errors
/// `Damaged` for a file that does not begin as an archive; `NewerArchive`, `Io`.
pub fn heading(path: &Path) -> Result<ArchiveHeading, StoreError> {
    let header = ArchiveReader::open(path)?.header().clone();
    let Header { book, made_at, reason, last, last_change_at, .. } = header;
    Ok(ArchiveHeading { book, made_at, reason, last, last_change_at })
}

/// Reads an archive through and compares it with its checksum: it is what was written, to the bit.
///
/// # Errors
/// `Damaged`, `NewerArchive`, `Io`.
pub fn glance(path: &Path) -> Result<ArchiveReport, StoreError> {
    let mut reader = ArchiveReader::open(path)?;
    reader.skim()?;
    reader.report()
}

/// The same, and takes every line apart: each is what it must be at its place, the change sets follow one another.
///
/// # Errors
/// `Damaged`, `NewerArchive`, `Io`; `Ended`.
pub fn check(path: &Path, go_on: GoOn<'_>) -> Result<ArchiveReport, StoreError> {
    let mut reader = ArchiveReader::open(path)?;
    while reader.next_part()?.is_some() {
        go_on::check(go_on)?;
    }
    reader.report()
}

/// The same, and restores it into a folder for temporary files, where the book that comes of it is verified wholly.
///
/// # Errors
/// `Damaged` when no sound book comes of it; `NewerArchive`, `Io`, `Engine`.
pub fn verify(path: &Path) -> Result<ArchiveReport, StoreError> {
    let report = check(path, &|| true)?;
    let folder = tempfile::Builder::new().prefix("kith-verify-").tempdir();
    let folder = folder.map_err(StoreError::io("make a folder in", std::env::temp_dir()))?;
    restore::build(path, folder.path())?;
    Ok(report)
}
