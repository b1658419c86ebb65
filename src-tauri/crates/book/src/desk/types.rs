//! What crosses to the window besides the platform's own shapes.

use kith_model::{Change, ChangeSet, Layout, ObjectMetadata, Operation, RecordKey, User};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    backup::{Backup, Restored},
    book::Book,
    drafts::KeptDraft,
    error::Failure,
    list::ListPage,
    space::BookSpace,
};

/// The open book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BookState {
    /// Its folder.
    pub folder: String,
    /// How many contacts it holds.
    #[ts(type = "number")]
    pub record_count: u64,
    /// Whether nothing in it can be changed.
    pub read_only: bool,
}

impl From<&Book> for BookState {
    fn from(book: &Book) -> Self {
        Self {
            folder: book.folder().display().to_string(),
            record_count: book.count(),
            read_only: book.is_read_only(),
        }
    }
}

/// What there is to tell of the automatic backups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupState {
    /// When the newest backup was made that is kept with the book.
    pub last: Option<String>,
    /// Why the one that was due could not be made.
    pub failure: Option<Failure>,
}

/// What there is to tell of what the desk does with a book unasked, besides its backups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpkeepState {
    /// How much room the records take, where a compaction is worth it.
    pub wasted: Option<BookSpace>,
    /// Why changes that are to be forgotten could not be, or the room could not be measured.
    pub failure: Option<Failure>,
}

/// What the window starts from. No book and no failure is a first start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeskState {
    /// The open book.
    pub book: Option<BookState>,
    /// Why the book that is there could not be opened.
    pub failure: Option<Failure>,
    /// What there is to tell of the open book's automatic backups.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub backup: Option<BackupState>,
    /// What there is to tell of its upkeep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub upkeep: Option<UpkeepState>,
    /// The first rows of the layout's first view; none where finding them takes a while, and in an empty desk.
    pub first_page: Option<ListPage>,
    /// The schema of contacts.
    pub schema: ObjectMetadata,
    /// Their layout.
    pub layout: Layout,
    /// The person whose changes these are.
    pub user: User,
    /// Kith's version.
    pub version: String,
}

/// Records that changed, told once the change is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BookChanged {
    /// The change.
    pub change_id: String,
    /// The keys of its contacts, as they are afterwards.
    pub keys: Vec<RecordKey>,
    /// Whether schema or layout are others than before: the window asks for them anew.
    pub schema: bool,
    /// Whether contacts are gone with it.
    pub gone: bool,
}

impl From<&ChangeSet> for BookChanged {
    fn from(set: &ChangeSet) -> Self {
        Self {
            change_id: set.seq.to_string(),
            keys: set.changes.iter().filter(|change| !change.is_of_document()).map(Change::key).collect(),
            schema: set.changes.iter().any(Change::is_of_schema),
            gone: set.changes.iter().any(|change| change.operation == Operation::Delete),
        }
    }
}

/// How a first start begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum StartKind {
    /// With the sample contacts.
    Sample,
    /// With nothing.
    Empty,
}

/// Arguments of `start_book`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StartBook {
    /// How it begins.
    pub kind: StartKind,
}

/// Arguments of commands that name one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedContact {
    /// The contact's key.
    pub key: RecordKey,
}

/// Arguments of `update_contact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateContact {
    /// The contact's key.
    pub key: RecordKey,
    /// The body, JSON text, taken as it is.
    pub body: String,
    /// Give the record back.
    pub include_payload: bool,
    /// Refuse the update if the record changed since it was read.
    pub enforce_lock: bool,
}

/// Arguments of `check_contact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckContact {
    /// The contact's key.
    pub key: RecordKey,
    /// The body, JSON text, taken as it is.
    pub body: String,
    /// Refuse the update if the record changed since it was read.
    pub enforce_lock: bool,
}

/// Arguments of `create_contact` and `check_new_contact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreateContact {
    /// The body, JSON text, taken as it is.
    pub body: String,
}

/// Arguments of `undo_change`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoChange {
    /// The change to take back.
    pub change_id: String,
    /// The one contact whose part of it is taken back; none for all.
    #[serde(default)]
    #[ts(optional)]
    pub contact: Option<RecordKey>,
    /// The fields that are taken back; none for all.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub fields: Vec<String>,
}

/// Arguments of `put_back_contact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PutBack {
    /// The contact's key.
    pub key: RecordKey,
    /// The change after which it was as it is to be.
    pub change_id: String,
}

/// Arguments of `keep_draft`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct KeepDraft {
    /// What to keep; when is written by the book.
    pub draft: KeptDraft,
    /// A number that grows with every call about the same contact, so that one that comes late is known.
    #[ts(type = "number")]
    pub turn: u64,
}

/// Arguments of `drop_draft`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DropDraft {
    /// The contact's Id; none for the one that is being created.
    pub id: Option<String>,
    /// As in `KeepDraft`.
    #[ts(type = "number")]
    pub turn: u64,
}

/// Arguments of `contact_history`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactHistory {
    /// The contact's key.
    pub key: RecordKey,
    /// How many changes at most.
    #[ts(type = "number")]
    pub limit: usize,
}

/// Arguments of `recent_requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecentRequests {
    /// The contact whose requests are asked for; none for all.
    pub key: Option<RecordKey>,
    /// How many at most.
    #[ts(type = "number")]
    pub limit: usize,
}

/// Arguments of commands that name a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedBackup {
    /// Its file, as the list of backups has it; no other is taken.
    pub file: String,
}

/// Arguments of `preview_retention` and `set_retention`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeepFor {
    /// For how many days changes are kept; null is for ever.
    pub days: Option<u32>,
}

/// A backup that was restored, and the one that was made before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Restoration {
    /// What was restored.
    pub restored: Restored,
    /// Of what was there; null where nothing was.
    pub before: Option<Backup>,
}
