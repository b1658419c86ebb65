//! What comes out: one answer, for people or as JSON.

mod issues;
mod table;
mod text;

use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

use kith_book::Answer;

use crate::{exit, stop::Stop};

pub(crate) use table::{Column, table};
pub(crate) use text::{cell, count, plain, shown, size, strong};

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// The envelope, one JSON value.
    Json,
    /// Words and tables.
    People,
}

/// What a command comes to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// The same for people; empty where it is a refusal or nobody reads it.
    pub text: String,
}

/// Writes the outcome of a command and gives its exit code.
pub(crate) fn write(output: Output, outcome: Result<Outcome, Stop>) -> ExitCode {
    let in_use = outcome.as_ref().is_err_and(Stop::is_in_use);
    let Outcome { answer, text } =
        outcome.unwrap_or_else(|stop| Outcome { answer: stop.into(), text: String::new() });
    let written = match output {
        Output::Json => as_json(&answer),
        Output::People => for_people(&answer, &text),
    };
    match written {
        // A reader that went away is no failure.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("Could not write the answer: {error}.");
            exit::FAILED.into()
        }
        _ if in_use => exit::IN_USE.into(),
        _ => exit::of(answer.status_code),
    }
}

fn as_json(answer: &Answer) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, answer)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn for_people(answer: &Answer, text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    anstream::stderr().lock().write_all(issues::told(answer).as_bytes())
}
