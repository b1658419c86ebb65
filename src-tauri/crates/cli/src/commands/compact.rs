//! `kith compact`.

use kith_book::{Answer, Code, Issue, StatusCode};

use crate::{
    output::{Outcome, size},
    session::{Missing, Session},
    stop::Stop,
};

pub(crate) fn run(session: &Session) -> Result<Outcome, Stop> {
    session.with_book(Missing::Refuse, |book| {
        let done = book.compact()?;
        let answer = match serde_json::to_value(done) {
            Ok(data) => Answer::success(StatusCode::OK).with_data(data),
            Err(error) => Issue::new(Code::Internal, error.to_string()).into(),
        };
        Ok(session.outcome(answer, |_| {
            format!("The records take {}; they took {}\n", size(done.bytes_after), size(done.bytes_before))
        }))
    })
}
