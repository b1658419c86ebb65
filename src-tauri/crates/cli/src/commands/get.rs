//! `kith get`.

use clap::Args;
use kith_book::{Error, OpenBook};
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
            let answer = book.read(&self.contact.key())?.answer;
            let form = Form::of(book)?;
            Ok(session.outcome(answer, |answer| form.record(answer.data.as_ref().unwrap_or_default())))
        })
    }
}

/// How a record is shown.
pub(super) struct Form {
    /// The width of the longest name of a field.
    width: usize,
    /// The groups, with their fields.
    groups: Vec<(String, Vec<String>)>,
}

impl Form {
    /// The form of a book.
    ///
    /// # Errors
    /// When the desk that has it open cannot be asked.
    pub fn of(book: &OpenBook) -> Result<Self, Error> {
        let names = book.metadata()?.field_metadata.into_iter().map(|field| field.field_name.len());
        let groups = book.layout()?.groups.into_iter().map(|group| (group.label, group.fields));
        Ok(Self { width: names.max().unwrap_or_default(), groups: groups.collect() })
    }

    /// A record in its groups, what is not set left out.
    pub fn record(&self, data: &Value) -> String {
        let width = self.width;
        let groups = self.groups.iter().map(|(label, fields)| {
            let set = fields.iter().filter_map(|name| {
                let value = data.get(name).filter(|value| !value.is_null())?;
                Some(format!("  {name:width$}  {}\n", shown(value)))
            });
            (strong(label), set.collect::<String>())
        });
        let written = groups.filter(|(_, fields)| !fields.is_empty());
        written.map(|(label, fields)| format!("{label}\n{fields}")).collect::<Vec<_>>().join("\n")
    }
}
