//! `kith schema`: the schema manager.

mod attention;
mod field;
mod file;
mod history;
mod layout;
mod picklist;
mod show;
mod told;

use clap::{Args, Subcommand};
use kith_book::SchemaRequest;

use crate::{
    output::Outcome,
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show every field with its rules
    Show,
    /// Write the schema to a file
    Export(file::Export),
    /// Take a schema from a file: object metadata, or a JSON Schema
    Import(file::Import),
    /// Add, change, deprecate or delete a field
    Field(field::Field),
    /// Add, change or delete a picklist
    Picklist(picklist::Picklist),
    /// Show or change the groups of the form and the columns of the list
    Layout(layout::Layout),
    /// List the contacts that hold what the schema no longer takes
    Check(attention::Check),
    /// Show how the schema was changed, newest first
    History(history::History),
}

/// How a change of the schema is made.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Manner {
    /// Say what would change and which contacts would break a rule, changing nothing
    #[arg(long)]
    dry_run: bool,
    /// Change it even where contacts break a new rule: they stay as they are and need attention
    #[arg(long)]
    keep: bool,
}

impl Schema {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        match &self.action {
            Action::Show => show::run(session),
            Action::Export(export) => export.run(session),
            Action::Import(import) => import.run(session),
            Action::Field(field) => field.run(session),
            Action::Picklist(picklist) => picklist.run(session),
            Action::Layout(layout) => layout.run(session),
            Action::Check(check) => check.run(session),
            Action::History(history) => history.run(session),
        }
    }
}

impl Manner {
    /// Carries a change of the schema out, or says what it would come to.
    fn carry_out(self, session: &Session, request: &SchemaRequest) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let (edits, file) = match request {
                SchemaRequest::Edits(edits) => (Some(edits.clone()), &[][..]),
                SchemaRequest::File(file) => (None, file.as_slice()),
            };
            let reply = match self.dry_run {
                true => book.preview_schema(&edits, file)?,
                false => book.change_schema(&edits, &self.keep, file)?,
            };
            Ok(session.told(told::whole(reply.answer), |answer| told::report(answer, self.dry_run)))
        })
    }
}
