//! `kith create`.

use clap::Args;

use crate::{
    input::BodyArguments,
    output::{Outcome, shown},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith create`.
#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    body: BodyArguments,
}

impl Create {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let given = self.body.given()?;
        session.with_book(Missing::Create, |book| {
            let answer = book.create(&given.into_bytes(book)?)?.answer;
            Ok(session.outcome(answer, |answer| {
                format!("Created the contact with Id {}\n", shown(answer.data.as_ref().unwrap_or_default()))
            }))
        })
    }
}
