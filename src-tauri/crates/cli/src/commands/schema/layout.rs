//! `kith schema layout`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kith_book::Answer;
use serde_json::{Map, Value};

use crate::{
    commands::no,
    input::read,
    output::{Outcome, plain, strong},
    session::{Missing, Session},
    stop::Stop,
};

/// As many bytes of a layout as are worth reading.
const ENOUGH: u64 = 2 << 20;

/// Where a person sees what is meant.
const HINT: &str = "`kith schema layout show` shows them.";

/// Arguments of `kith schema layout`.
#[derive(Debug, Args)]
pub(super) struct Layout {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show the groups of the form and the columns of the list
    Show,
    /// Replace parts of the layout
    Set {
        /// A file that holds a JSON object of parts, or - for standard input; null brings the shipped one back
        file: PathBuf,
    },
}

impl Layout {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        match &self.action {
            Action::Show => show(session),
            Action::Set { file } => {
                let parts: Map<String, Value> = serde_json::from_slice(&read(file, ENOUGH)?)
                    .map_err(|error| no("object of a layout's parts", &error, HINT))?;
                session.with_book(Missing::Refuse, |book| {
                    let answer = book.change_layout(&parts)?.answer;
                    Ok(session.outcome(answer, |_| "Changed the layout\n".to_owned()))
                })
            }
        }
    }
}

fn show(session: &Session) -> Result<Outcome, Stop> {
    session.with_book(Missing::Refuse, |book| {
        let layout = book.layout()?;
        let answer = Answer::of(&layout);
        Ok(session.outcome(answer, |_| {
            let columns = list("Columns", &layout.list_columns);
            let groups = layout.groups.iter().map(|group| list(&group.label, &group.fields));
            columns + &groups.collect::<String>()
        }))
    })
}

fn list(heading: &str, fields: &[String]) -> String {
    let fields: Vec<_> = fields.iter().map(|field| plain(field)).collect();
    format!("{}  {}\n", strong(&plain(heading)), fields.join(", "))
}
