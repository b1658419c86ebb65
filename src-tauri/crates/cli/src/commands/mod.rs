//! The commands, one file each.

mod backup;
mod bulk;
mod check;
mod compact;
mod completions;
mod create;
mod delete;
mod doctor;
mod duplicates;
mod export;
mod format;
mod get;
mod history;
mod import;
mod list;
mod manual;
mod redo;
mod requests;
mod retention;
mod sample;
mod schema;
mod undo;
mod update;

use clap::Subcommand;
use kith_book::{Answer, Code, Issue, StatusCode};

use crate::{output::Outcome, session::Session, stop::Stop};

/// What `kith` can be asked to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a contact
    Get(get::Get),
    /// Create a contact
    Create(create::Create),
    /// Change fields of a contact; every other field keeps its value
    Update(update::Update),
    /// Delete a contact (`kith undo` brings it back)
    Delete(delete::Delete),
    /// Create, update or delete many contacts at once
    Bulk(bulk::Bulk),
    /// Tell what `update` would answer, changing nothing
    Check(check::Check),
    /// List contacts: search, filter, sort
    List(list::List),
    /// Show and change the schema of contacts
    Schema(schema::Schema),
    /// Take contacts from a file: CSV, XLSX, vCard, JSON
    Import(Box<import::Import>),
    /// Write contacts into a file, or what changed since the last time
    Export(Box<export::Export>),
    /// Find contacts that may be one person; nothing is merged
    Duplicates(duplicates::Duplicates),
    /// Show what happened to a contact, newest first
    History(history::History),
    /// Take a change back, or a part of it
    Undo(undo::Undo),
    /// Bring the change back that was last undone
    Redo,
    /// Write, list, check and restore backups
    Backup(backup::Backup),
    /// Check everything in the book's folder; with --repair put it right
    Doctor(doctor::Doctor),
    /// Say how long changes are kept, and forget older ones
    Retention(retention::Retention),
    /// Give the room back that rewritten contacts left on the disk
    Compact,
    /// Fill an empty book with sample contacts
    Sample(sample::Sample),
    /// Show the recent requests, newest first
    Requests(requests::Requests),
    /// Print the script by which a shell completes kith
    Completions(completions::Completions),
    /// Write the manual pages, for a package
    #[command(hide = true)]
    Manual(manual::Manual),
}

impl Command {
    /// Carries the command out.
    ///
    /// # Errors
    /// When there is no answer of a book to give.
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        match self {
            Self::Get(get) => get.run(session),
            Self::Create(create) => create.run(session),
            Self::Update(update) => update.run(session),
            Self::Delete(delete) => delete.run(session),
            Self::Bulk(bulk) => bulk.run(session),
            Self::Check(check) => check.run(session),
            Self::List(list) => list.run(session),
            Self::Schema(schema) => schema.run(session),
            Self::Import(import) => import.run(session),
            Self::Export(export) => export.run(session),
            Self::Duplicates(duplicates) => duplicates.run(session),
            Self::History(history) => history.run(session),
            Self::Undo(undo) => undo.run(session),
            Self::Redo => redo::run(session),
            Self::Backup(backup) => backup.run(session),
            Self::Doctor(doctor) => doctor.run(session),
            Self::Retention(retention) => retention.run(session),
            Self::Compact => compact::run(session),
            Self::Sample(sample) => sample.run(session),
            Self::Requests(requests) => requests.run(session),
            Self::Completions(completions) => Ok(completions.run(session)),
            Self::Manual(manual) => manual.run(session),
        }
    }

    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Get(_) => "get",
            Self::Create(_) => "create",
            Self::Update(_) => "update",
            Self::Delete(_) => "delete",
            Self::Bulk(_) => "bulk",
            Self::Check(_) => "check",
            Self::List(_) => "list",
            Self::Schema(_) => "schema",
            Self::Import(_) => "import",
            Self::Export(_) => "export",
            Self::Duplicates(_) => "duplicates",
            Self::History(_) => "history",
            Self::Undo(_) => "undo",
            Self::Redo => "redo",
            Self::Backup(_) => "backup",
            Self::Doctor(_) => "doctor",
            Self::Retention(_) => "retention",
            Self::Compact => "compact",
            Self::Sample(_) => "sample",
            Self::Requests(_) => "requests",
            Self::Completions(_) => "completions",
            Self::Manual(_) => "manual",
        }
    }
}

/// That what was typed, or a file, is not what a command takes; `hint` says where to see some.
fn no(what: &str, error: &serde_json::Error, hint: &str) -> Stop {
    let message = format!("This is no {what}: {error}. {hint}");
    Stop::Book(kith_book::Error::refused(Issue::new(Code::MalformedRequest, message)))
}

/// The answer, as a refusal with one error, and everything else that is in it.
fn refusal(answer: &Answer, code: Code, message: &str, status_code: StatusCode) -> Answer {
    Answer { success: false, status_code, errors: vec![Issue::new(code, message)], ..answer.clone() }
}

/// The word by which an enumeration goes in JSON.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
