//! The use cases of Kith: create, read, update, delete, check, list, bulk, history, undo, backup, repair.
//!
//! Every door (the window, the command line, later an API) comes through here, so that a request means the same
//! whichever way it came. What a request may hold is decided in `kith-model`, how it is kept in `kith-store`.

mod answer;
mod assignment;
mod backup;
mod beside;
mod book;
mod contacts;
mod crm;
mod desk;
mod doctor;
mod drafts;
mod duplicates;
mod edit;
mod error;
mod export;
mod hatch;
mod history;
mod host;
mod import;
mod kept_rows;
mod list;
mod requests;
mod retention;
mod sample;
mod schema;
mod settings;
mod space;
mod undo;
mod unique;

pub use answer::{Answer, Reply};
pub use assignment::value_of;
pub use backup::{Backup, KeptBackup, Restored};
pub use book::{Book, Listener, Opening};
pub use contacts::{BulkOperation, BulkRequest, KeyField, UpdateOptions};
pub use desk::{
    About, Asked, BackupState, BookChanged, BookState, BulkEditRows, COMMANDS, ChangeLayout, ChangeSchema,
    ChangeSchemaFile, CheckContact, Command, ContactHistory, CopyContacts, CreateContact, Desk, DeskState,
    DropDraft, ExportProgress, ExportSchema, FILE_ENDINGS, FirstOnes, HandOver, ImportChoices, InspectImport,
    JumpTo, KeepDraft, KeepFor, NamedBackup, NamedContact, NamedMapping, PlaceOf, PreviewRows, PreviewSchema,
    PutBack, RecentRequests, RefusedRows, Restoration, RetryRows, SaveMapping, SchemaFile, SetApart,
    StartBook, StartKind, UndoChange, UpdateContact, UpkeepState, ValuesOf, WrittenChanges, WrittenFile,
};
pub use doctor::{Diagnosis, Lost, Repaired};
pub use drafts::{DraftsFull, KeptDraft, KeptDrafts};
pub use duplicates::{
    ApartPair, Certainty, DuplicateContact, DuplicatePair, DuplicateProgress, DuplicateReason, DuplicateStep,
    DuplicateWatch, Duplicates, Merge, ReasonKind,
};
pub use edit::{
    Act, Assignment, BulkEdit, BulkEditDone, BulkEditPage, BulkEditProgress, BulkEditReason, BulkEditReport,
    BulkEditRow, BulkEditVerdict, BulkEditWatch,
};
pub use error::{Error, ErrorKind, Failure, FailureKind};
pub use export::{
    ChangesExport, ChangesFormat, ChangesReport, ExportRequest, ExportWatch, Exported, Handed, Selection,
    Since,
};
pub use hatch::{OpenBook, Progress, Told, Watching};
pub use history::{ContactChange, HistoryEntry};
pub use host::Host;
pub use import::{
    Blank, ChosenSide, ColumnMapping, Constant, Contested, FileFormat, ImportConflict, ImportIssue,
    ImportMode, ImportPreview, ImportProgress, ImportReport, ImportRequest, InspectedFile, Join, Mapping,
    MendedRow, PreviewPage, PreviewRow, REASON, Reading, Reconcile, RefusedPage, RefusedRow, RowVerdict,
    Side, Split, UnfinishedImport, VCARD_PROPERTIES, Watch,
};
pub use list::{ListPage, ListQuery, ListRow, ListValue, ListValues, Preparing, StandingCounts};
pub use requests::RequestEntry;
pub use retention::{Forgotten, Retention, WouldForget};
pub use sample::{SAMPLE_SIZE, SampleContacts, sample_contacts};
pub use schema::{
    Attention, Breach, BrokenRule, ContactIssues, SchemaChange, SchemaFileKind, SchemaRefusal, SchemaReport,
    SchemaRequest,
};
pub use space::{BookSpace, Compaction};
pub use undo::Scope;

pub use kith_model::{
    Code, DifferenceKind, Enforcement, FieldMetadata, Issue, KeyChange, ObjectMetadata, Operation, RecordKey,
    Schema, SchemaCheck, SchemaDifference, SchemaEdit, SchemaIssue, SchemaPart, Source, StatusCode, User,
    query::{Filter, QueryError, SortKey},
};
pub use kith_store::OpenReport;
