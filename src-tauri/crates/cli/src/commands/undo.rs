//! `kith undo`.

use clap::Args;
use kith_book::{Answer, RecordKey, Scope};
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
    /// Only the part of it that is about the contact with this externalId
    #[arg(long, value_name = "EXTERNAL_ID", conflicts_with = "id")]
    contact: Option<String>,
    /// Only the part of it that is about the contact with this Id
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Only this field; may be given more than once
    #[arg(long = "field", value_name = "NAME")]
    fields: Vec<String>,
}

impl Undo {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let scope = self.scope();
            let answer = book.undo(&self.change_id, &scope)?.answer;
            let verb = if scope == Scope::default() { "Took change" } else { "Took a part of change" };
            Ok(session.outcome(answer, |answer| told(verb, "back", answer)))
        })
    }

    fn scope(&self) -> Scope {
        let by_id = || self.id.clone().map(RecordKey::Id);
        let contact = self.contact.clone().map(RecordKey::ExternalId).or_else(by_id);
        Scope { contact, fields: self.fields.clone() }
    }
}

/// What was taken back or brought back.
pub(super) fn told(verb: &str, back: &str, answer: &Answer) -> String {
    let part = |name| answer.data.as_ref().and_then(|data| data.get(name));
    let change = part("ChangeId").map(shown).unwrap_or_default();
    let contacts = part("Contacts").and_then(Value::as_u64).unwrap_or_default();
    // A change of the schema or the layout is about none.
    let about = if contacts == 0 { String::new() } else { format!(" ({})", count(contacts, "contact")) };
    format!("{verb} {change} {back}{about}\n")
}
