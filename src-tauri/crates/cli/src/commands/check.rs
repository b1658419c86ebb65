//! `kith check`.

use clap::Args;
use kith_book::UpdateOptions;

use crate::{
    input::{BodyArguments, KeyArguments},
    output::{Outcome, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    contact: KeyArguments,
    #[command(flatten)]
    body: BodyArguments,
    /// Check the body's ETag too, as `update --enforce-lock` does
    #[arg(long)]
    enforce_lock: bool,
}

impl Check {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let given = self.body.given()?;
        let key = self.contact.key();
        let options = UpdateOptions { include_payload: false, enforce_lock: self.enforce_lock };
        session.with_book(Missing::Refuse, |book| {
            let answer = book.check(&key, &options, &given.into_bytes(book)?)?.answer;
            Ok(session.outcome(answer, |_| {
                format!("The update of the contact with {} would be taken\n", plain(&key.to_string()))
            }))
        })
    }
}
