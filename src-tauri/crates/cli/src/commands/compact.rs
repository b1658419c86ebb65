//! `kith compact`.

use kith_book::Answer;

use crate::{
    interrupt,
    output::{Outcome, size},
    session::{Missing, Session},
    stop::Stop,
};

pub(crate) fn run(session: &Session) -> Result<Outcome, Stop> {
    session.with_book(Missing::Refuse, |book| {
        let done = book.compact(&interrupt::watched())?;
        let answer = Answer::of(&done);
        Ok(session.outcome(answer, |_| {
            format!("The records take {}; they took {}\n", size(done.bytes_after), size(done.bytes_before))
        }))
    })
}
