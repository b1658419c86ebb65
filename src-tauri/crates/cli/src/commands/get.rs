//! `kith get`.

use clap::Args;
use kith_book::Book;
use serde_json::Value;

use crate::{
    input::KeyArguments,
    output::{Outcome, shown, strong},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith get`.
#[derive(Debug, Args)]
pub(crate) struct Get {
    #[command(flatten)]
    contact: KeyArguments,
}

impl Get {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let answer = book.read(&self.contact.key()).answer;
            Ok(session.outcome(answer, |answer| record(book, answer.data.as_ref().unwrap_or_default())))
        })
    }
}

/// A record in the groups of the form, what is not set left out.
pub(super) fn record(book: &Book, data: &Value) -> String {
    let width = book.schema().fields().iter().map(|field| field.field_name.len()).max().unwrap_or_default();
    let layout = book.layout();
    let groups = layout.groups.iter().map(|group| {
        let set = group.fields.iter().filter_map(|name| {
            let value = data.get(name).filter(|value| !value.is_null())?;
            Some(format!("  {name:width$}  {}\n", shown(value)))
        });
        (strong(&group.label), set.collect::<String>())
    });
    let written = groups.filter(|(_, fields)| !fields.is_empty());
    written.map(|(label, fields)| format!("{label}\n{fields}")).collect::<Vec<_>>().join("\n")
}
