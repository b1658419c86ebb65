//! `kith redo`.

use super::undo::told;
use crate::{
    output::Outcome,
    session::{Missing, Session},
    stop::Stop,
};

/// Brings the change back that was last undone.
pub(super) fn run(session: &Session) -> Result<Outcome, Stop> {
    session.with_book(Missing::Refuse, |book| {
        let answer = book.redo()?.answer;
        Ok(session.outcome(answer, |answer| told("Took undo", "back", answer)))
    })
}
