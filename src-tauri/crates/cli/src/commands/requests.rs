//! `kith requests`.

use clap::Args;
use kith_book::{Answer, RequestEntry};

use super::word;
use crate::{
    output::{Column, Outcome, plain, table},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith requests`.
#[derive(Debug, Args)]
pub(crate) struct Requests {
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

impl Requests {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let entries = book.requests(&self.limit)?;
            let answer = Answer::of(&entries);
            Ok(session.outcome(answer, |_| told(&entries)))
        })
    }
}

fn told(entries: &[RequestEntry]) -> String {
    if entries.is_empty() {
        return "No requests yet\n".to_owned();
    }
    let columns = [
        Column::text("At"),
        Column::number("Status"),
        Column::text("Source"),
        Column::text("Operation"),
        Column::text("Key"),
        Column::number("ms"),
    ];
    table(&columns, entries.iter().map(row))
}

fn row(entry: &RequestEntry) -> Vec<String> {
    vec![
        entry.at.clone(),
        entry.http_status.to_string(),
        word(&entry.source),
        plain(&entry.operation),
        plain(entry.key.as_deref().unwrap_or_default()),
        format!("{:.1}", entry.total_time),
    ]
}
