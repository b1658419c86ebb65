//! The one public error, and the one place where it becomes an answer or a sentence.

use std::path::PathBuf;

use kith_index::IndexError;
use kith_model::{Code, Issue, Rejected, SchemaError, SchemaIssue, query::QueryError};
use kith_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{answer::Answer, drafts::DraftsFull, hatch::Told, schema::SchemaRefusal};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no book in the folder.
    #[error(
        "There is no book in {0}. Create one with `kith create` or `kith sample`, or name another with --book."
    )]
    NoBook(PathBuf),
    /// No backup of that name is kept with the book.
    #[error("There is no backup {0} with the book. It may have been removed meanwhile; choose another one.")]
    NoBackup(PathBuf),
    /// The sample goes into an empty book only.
    #[error(
        "The book already holds {0} contacts; the sample goes into an empty book. Name another with --book."
    )]
    NotEmpty(u64),
    /// There is no place for a person's data on this machine.
    #[error(
        "This machine names no folder for a person's data. Name the book's folder with --book or KITH_BOOK."
    )]
    NoDataFolder,
    /// A request that the contract refuses.
    #[error("{}", first_message(.0))]
    Refused(Box<Rejected>),
    /// A change of the schema that its own rules forbid, with the places that are wrong.
    #[error("{}", .0.issues.first().map(SchemaIssue::to_string).unwrap_or_default())]
    Unsound(SchemaRefusal),
    /// The shipped or stored schema cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The store failed.
    #[error("{}", sentence(.0))]
    Store(#[from] StoreError),
    /// A file of the book besides the store failed.
    #[error("Could not {action} {}: {source}", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A draft that is not kept.
    #[error(transparent)]
    Drafts(#[from] DraftsFull),
    /// The snapshot of the list cannot be used.
    #[error("{}", sentence(.0))]
    Index(#[from] IndexError),
    /// The list is not ready yet.
    #[error("The list is still being prepared. Try again in a moment.")]
    Unready,
    /// A list was asked for in another order before this one was made.
    #[error("The list was asked for in another order meanwhile.")]
    Overtaken,
    /// What the desk that has the book open tells.
    #[error("{}", .0.answer.errors.first().map(|issue| issue.message.as_str()).unwrap_or_default())]
    Told(Box<Told>),
    /// The desk that had the book open ended, or gave no answer that can be read.
    #[error(
        "The desk that has the book open gave no answer: {0}. Whether a change was made, the contact's history says; then \
         try again."
    )]
    DeskGone(std::io::Error),
    /// The desk that has the book open is of another version, and so may understand something else.
    #[error(
        "The book is open in the Kith desk of version {desk}, and this is version {own}. Close the desk, or open it anew, \
         then try again."
    )]
    OtherVersion {
        /// The desk's.
        desk: String,
        /// This program's.
        own: String,
    },
    /// A bug: texts cannot be ordered.
    #[error("Kith's own tables of languages could not be read. Install Kith anew.")]
    NoCollation,
    /// A bug: data of Kith's own could not be read.
    #[error("Kith's own {what} could not be read: {source}. Install Kith anew.")]
    Shipped {
        /// Which data.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
}

/// What kind of failure it is: what an exit code or a window decides by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorKind {
    /// The request was refused; its answer says why.
    Refused,
    /// Another process holds the book.
    InUse,
    /// What is stored is not what was written.
    Damaged,
    /// A long work was ended because somebody asked for it.
    Ended,
    /// Anything else.
    Failed,
}

impl Error {
    /// A refusal with one issue.
    #[must_use]
    pub fn refused(issue: Issue) -> Self {
        Self::Refused(Box::new(Rejected { errors: vec![issue], warnings: Vec::new() }))
    }

    /// A refusal with several issues.
    pub(crate) fn all_refused(errors: Vec<Issue>) -> Self {
        Self::Refused(Box::new(Rejected { errors, warnings: Vec::new() }))
    }

    /// The refusal of a change of the schema that its own rules forbid.
    pub(crate) fn unsound(issues: Vec<SchemaIssue>) -> Self {
        Self::Unsound(SchemaRefusal { issues })
    }

    /// The refusal of whatever would change a book that is to be read only.
    #[must_use]
    pub fn read_only() -> Self {
        Self::refused(read_only())
    }

    /// The kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Refused(_) | Self::Unsound(_) | Self::NotEmpty(_) | Self::Store(StoreError::ReadOnly) => {
                ErrorKind::Refused
            }
            Self::Told(told) => told.kind,
            Self::Store(StoreError::InUse { .. }) | Self::OtherVersion { .. } => ErrorKind::InUse,
            Self::Store(StoreError::Damaged { .. }) => ErrorKind::Damaged,
            Self::Store(StoreError::Ended) => ErrorKind::Ended,
            Self::NoBook(_)
            | Self::NoBackup(_)
            | Self::NoDataFolder
            | Self::Schema(_)
            | Self::Store(
                StoreError::Io { .. }
                | StoreError::Missing { .. }
                | StoreError::Newer { .. }
                | StoreError::NewerArchive { .. }
                | StoreError::KeyTaken { .. }
                | StoreError::Refused { .. }
                | StoreError::Engine { .. },
            )
            | Self::Io { .. }
            | Self::Drafts(_)
            | Self::Index(_)
            | Self::Unready
            | Self::Overtaken
            | Self::DeskGone(_)
            | Self::NoCollation
            | Self::Shipped { .. } => ErrorKind::Failed,
        }
    }
}

impl From<Error> for Answer {
    fn from(error: Error) -> Self {
        match (error.kind(), error) {
            (_, Error::Told(told)) => told.answer,
            (ErrorKind::Refused, Error::Refused(rejected)) => (*rejected).into(),
            (ErrorKind::Refused, Error::Unsound(refusal)) => refusal.into(),
            (ErrorKind::Refused, Error::Store(_)) => read_only().into(),
            (ErrorKind::Refused, error) => Issue::new(Code::NotUnique, error.to_string()).into(),
            (ErrorKind::InUse | ErrorKind::Damaged | ErrorKind::Ended | ErrorKind::Failed, error) => {
                Issue::new(Code::Internal, error.to_string()).into()
            }
        }
    }
}

/// A search that cannot be understood is refused, with its place.
impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        let place = error.bytes.start + 1;
        Self::refused(Issue::new(
            Code::MalformedRequest,
            format!("{} (At byte {place} of the search.)", error.message),
        ))
    }
}

/// That the book takes no writes.
pub(crate) fn read_only() -> Issue {
    Issue::new(
        Code::ReadOnly,
        "The book is open read-only, so nothing was changed. Open it without --read-only, or give yourself write \
         permission on its folder.",
    )
}

/// Another room's words as a sentence of its own.
fn sentence(error: &impl ToString) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    format!("{}{}.", first.collect::<String>(), letters.as_str().trim_end_matches('.'))
}

fn first_message(rejected: &Rejected) -> String {
    rejected.errors.first().map(|issue| issue.message.clone()).unwrap_or_default()
}

/// What a window can do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FailureKind {
    /// What is stored is damaged: it may be repaired.
    Damaged,
    /// Another process holds the book: it may be closed there.
    InUse,
    /// Anything else: it may be tried again.
    Failed,
}

/// A failure as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What a window can do about it.
    pub kind: FailureKind,
    /// What happened.
    pub message: String,
    /// What to do now, where the message does not say.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure that only trying again may help with.
    #[must_use]
    pub fn new(message: impl Into<String>, hint: Option<&str>) -> Self {
        Self { kind: FailureKind::Failed, message: message.into(), hint: hint.map(str::to_owned) }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::Damaged => FailureKind::Damaged,
            ErrorKind::InUse => FailureKind::InUse,
            ErrorKind::Refused | ErrorKind::Ended | ErrorKind::Failed => FailureKind::Failed,
        };
        // Every error says itself what to do.
        Self { kind, message: error.to_string(), hint: None }
    }
}
