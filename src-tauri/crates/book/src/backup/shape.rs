//! Backups as they are told.

use std::path::Path;

use kith_store::{ArchiveReport, RestoreReport};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::name::named;
use crate::error::Error;

/// A backup. Of one that does not read, only what its name says is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Backup {
    /// Its file.
    pub file: String,
    /// When it was made, RFC 3339 UTC.
    pub made_at: Option<String>,
    /// Why it was made, in a word or two.
    pub reason: Option<String>,
    /// How many contacts it holds.
    #[ts(type = "number | null")]
    pub contacts: Option<u64>,
    /// How many changes it holds.
    #[ts(type = "number | null")]
    pub changes: Option<u64>,
    /// The number of the last of them.
    #[ts(type = "number | null")]
    pub last: Option<u64>,
    /// When it was made.
    pub last_change_at: Option<String>,
    /// The size of the file.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether it reads, to the bit as it was written.
    pub reads: bool,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub problem: Option<String>,
}

impl Backup {
    /// A backup that does not read.
    pub(super) fn unreadable(file: &Path, why: Error) -> Self {
        let said = file.file_name().and_then(|name| name.to_str()).and_then(named);
        Self {
            file: file.display().to_string(),
            made_at: said.map(|(at, _)| format!("{at:.3}")),
            reason: said.map(|(_, reason)| reason.words().to_owned()),
            contacts: None,
            changes: None,
            last: None,
            last_change_at: None,
            bytes: std::fs::metadata(file).map_or(0, |metadata| metadata.len()),
            reads: false,
            problem: Some(why.to_string()),
        }
    }

    /// What a list of them is in the order of.
    pub(super) fn order(&self) -> (&str, &str) {
        (self.made_at.as_deref().unwrap_or_default(), &self.file)
    }
}

impl From<ArchiveReport> for Backup {
    fn from(report: ArchiveReport) -> Self {
        Self {
            file: report.path.display().to_string(),
            made_at: Some(report.made_at),
            reason: Some(report.reason),
            contacts: Some(report.records),
            changes: Some(report.last - report.base),
            last: Some(report.last),
            last_change_at: report.last_change_at,
            bytes: report.bytes,
            reads: true,
            problem: None,
        }
    }
}

/// A backup that was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Restored {
    /// Its file.
    pub file: String,
    /// When it was made.
    pub made_at: String,
    /// How many contacts the book holds now.
    #[ts(type = "number")]
    pub contacts: u64,
    /// How many changes.
    #[ts(type = "number")]
    pub changes: u64,
    /// There was no book before.
    pub created: bool,
    /// The folder the book is kept in that was there.
    pub replaced: Option<String>,
}

impl From<RestoreReport> for Restored {
    fn from(report: RestoreReport) -> Self {
        Self {
            file: report.archive.path.display().to_string(),
            made_at: report.archive.made_at,
            contacts: report.archive.records,
            changes: report.archive.last - report.archive.base,
            created: report.created,
            replaced: report.replaced.map(|folder| folder.display().to_string()),
        }
    }
}
