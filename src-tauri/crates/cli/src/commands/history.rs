//! `kith history`.

use clap::Args;
use kith_book::{Answer, HistoryEntry};

use crate::{
    input::KeyArguments,
    output::{Outcome, plain, shown, strong},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith history`.
#[derive(Debug, Args)]
pub(crate) struct History {
    #[command(flatten)]
    contact: KeyArguments,
    /// How many changes at most [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl History {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let reply = book.history(&self.contact.key(), &self.limit.unwrap_or(usize::MAX))?;
            Ok(session.outcome(reply.answer, told))
        })
    }
}

fn told(answer: &Answer) -> String {
    let entries: Vec<HistoryEntry> =
        answer.data.clone().and_then(|data| serde_json::from_value(data).ok()).unwrap_or_default();
    entries.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn entry(entry: &HistoryEntry) -> String {
    let width = entry.fields.iter().map(|field| field.field.len()).max().unwrap_or_default();
    let fields = entry.fields.iter().map(|field| {
        let side =
            |value: &serde_json::Value| if value.is_null() { "(not set)".to_owned() } else { shown(value) };
        format!("  {:width$}  {} → {}\n", plain(&field.field), side(&field.old), side(&field.new))
    });
    let heading = format!("Change {}: {}", entry.change_id, super::word(&entry.operation));
    let source = super::word(&entry.source);
    let by = plain(&entry.by.name);
    format!("{}  {} by {by}, {source}\n{}", strong(&heading), entry.at, fields.collect::<String>())
}
