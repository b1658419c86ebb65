//! `kith undo`.

use clap::Args;
use kith_book::Answer;
use serde_json::Value;

use crate::{
    output::{Outcome, count, shown},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith undo`.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The change, as `kith history` names it [default: the last one]
    #[arg(value_name = "CHANGE_ID")]
    change_id: Option<String>,
}

impl Undo {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let answer = book.undo(self.change_id.as_deref()).answer;
            Ok(session.outcome(answer, |answer| told("Took change", "back", answer)))
        })
    }
}

/// What was taken back or brought back.
pub(super) fn told(verb: &str, back: &str, answer: &Answer) -> String {
    let part = |name| answer.data.as_ref().and_then(|data| data.get(name));
    let change = part("ChangeId").map(shown).unwrap_or_default();
    let contacts = part("Contacts").and_then(Value::as_u64).unwrap_or_default();
    format!("{verb} {change} {back} ({})\n", count(contacts, "contact"))
}
