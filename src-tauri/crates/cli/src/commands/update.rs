//! `kith update`: the contract's operation.

use clap::Args;
use kith_book::UpdateOptions;

use super::get::Form;
use crate::{
    input::{BodyArguments, KeyArguments},
    output::{Outcome, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith update`.
#[derive(Debug, Args)]
pub(crate) struct Update {
    #[command(flatten)]
    contact: KeyArguments,
    #[command(flatten)]
    body: BodyArguments,
    /// Give the record back (IncludeRecordPayloadInResponse)
    #[arg(long)]
    include_payload: bool,
    /// Refuse the update if the record changed since its ETag was read (EnforceOptimisticLocking)
    #[arg(long)]
    enforce_lock: bool,
}

impl Update {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let given = self.body.given()?;
        let key = self.contact.key();
        let options =
            UpdateOptions { include_payload: self.include_payload, enforce_lock: self.enforce_lock };
        session.with_book(Missing::Refuse, |book| {
            let reply = book.update(&key, &options, &given.into_bytes(book)?)?;
            let form = Form::of(book)?;
            let changed = reply.change_id;
            Ok(session.outcome(reply.answer, |answer| {
                let key = plain(&key.to_string());
                let said = match changed {
                    Some(change) => format!("Updated the contact with {key} (change {change})\n"),
                    None => format!("The contact with {key} already has these values; nothing was written\n"),
                };
                said + &answer
                    .data
                    .as_ref()
                    .map(|data| format!("\n{}", form.record(data)))
                    .unwrap_or_default()
            }))
        })
    }
}
