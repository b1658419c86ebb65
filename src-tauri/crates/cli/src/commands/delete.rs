//! `kith delete`.

use clap::Args;

use crate::{
    input::KeyArguments,
    output::{Outcome, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith delete`.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    contact: KeyArguments,
}

impl Delete {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let key = self.contact.key();
        session.with_book(Missing::Refuse, |book| {
            let reply = book.delete(&key)?;
            let change = reply.change_id.unwrap_or_default();
            Ok(session.outcome(reply.answer, |_| {
                format!(
                    "Deleted the contact with {} (`kith undo {change}` brings it back)\n",
                    plain(&key.to_string())
                )
            }))
        })
    }
}
