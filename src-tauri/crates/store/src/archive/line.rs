//! The lines of an archive. Each is an object with one key that says what it is.

use kith_model::{ChangeSet, Record};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::codec;

/// The newest format this version reads, and the one it writes.
pub(crate) const FORMAT: u32 = 1;
/// Most bytes of a line: the largest change set, and what stands around it.
pub(super) const MOST: usize = codec::LIMIT + 4096;
/// What the last line begins with.
pub(super) const END: &[u8] = b"{\"End\":";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Header {
    pub format: u32,
    /// The book it was made of.
    pub book: Uuid,
    pub made_at: String,
    pub made_by: String,
    pub reason: String,
    /// The change set the records are at; 0 where there are none, as the changes begin with the first.
    pub base: u64,
    /// The last change set.
    pub last: u64,
    /// When that was made.
    pub last_change_at: Option<String>,
}

/// The first line as far as any format has it.
#[derive(Deserialize)]
pub(super) struct AnyArchive {
    #[serde(rename = "Archive")]
    pub archive: AnyHeader,
}

/// What every format's header says.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AnyHeader {
    pub format: u32,
}

/// A record as it was after change set `base`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BaseRecord {
    /// The change set that wrote it.
    pub seq: u64,
    pub fields: Record,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct End {
    /// How many records come before the change sets, documents too.
    pub records: u64,
    /// How many change sets.
    pub changes: u64,
    /// How many contacts there are after the last change set.
    pub records_at_last: u64,
    /// Of all bytes before this line, in hexadecimal.
    pub sha256: String,
}

/// A line that is read.
#[derive(Deserialize)]
pub(super) enum Line {
    Archive(Header),
    Schema(Value),
    Record(BaseRecord),
    Change(ChangeSet),
    End(End),
}

/// A line that is written.
#[derive(Serialize)]
pub(super) enum LineRef<'a> {
    Archive(&'a Header),
    Schema(&'a Value),
    Record(&'a BaseRecord),
    Change(&'a ChangeSet),
    End(&'a End),
}
