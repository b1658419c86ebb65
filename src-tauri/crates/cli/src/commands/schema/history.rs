//! `kith schema history`.

use clap::Args;
use kith_book::{Answer, SchemaChange};

use super::told;
use crate::{
    commands::word,
    output::{Outcome, plain, strong},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith schema history`.
#[derive(Debug, Args)]
pub(super) struct History {
    /// How many changes at most [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl History {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let reply = book.schema_history(&self.limit.unwrap_or(usize::MAX))?;
            Ok(session.outcome(reply.answer, changes))
        })
    }
}

fn changes(answer: &Answer) -> String {
    let changes: Vec<SchemaChange> =
        answer.data.clone().and_then(|data| serde_json::from_value(data).ok()).unwrap_or_default();
    let change = |change: &SchemaChange| {
        let heading = strong(&format!("Change {}", change.change_id));
        let (by, source) = (plain(&change.by.name), word(&change.source));
        format!("{heading}  {} by {by}, {source}\n{}", change.at, told::differences(&change.differences))
    };
    changes.iter().map(change).collect::<Vec<_>>().join("\n")
}
