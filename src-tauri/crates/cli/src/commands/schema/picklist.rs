//! `kith schema picklist`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kith_book::{SchemaEdit, SchemaRequest};

use super::Manner;
use crate::{commands::no, input::read, output::Outcome, session::Session, stop::Stop};

/// As many bytes of a picklist as are worth reading.
const ENOUGH: u64 = 17 << 20;

/// Where a person sees what is meant.
const HINT: &str = "`kith schema show --json` shows some under PicklistMetadata.";

/// Arguments of `kith schema picklist`.
#[derive(Debug, Args)]
pub(super) struct Picklist {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Put a picklist in the place of the one of its name, or add it
    Put {
        /// A file that holds the picklist's metadata as JSON, or - for standard input
        file: PathBuf,
        #[command(flatten)]
        manner: Manner,
    },
    /// Delete a picklist that no field uses
    Delete {
        /// The picklist
        name: String,
        #[command(flatten)]
        manner: Manner,
    },
}

impl Picklist {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let (edit, manner) = match &self.action {
            Action::Put { file, manner } => {
                let picklist = serde_json::from_slice(&read(file, ENOUGH)?)
                    .map_err(|error| no("picklist", &error, HINT))?;
                (SchemaEdit::PutPicklist { picklist }, manner)
            }
            Action::Delete { name, manner } => (SchemaEdit::DeletePicklist { name: name.clone() }, manner),
        };
        manner.carry_out(session, &SchemaRequest::Edits(vec![edit]))
    }
}
