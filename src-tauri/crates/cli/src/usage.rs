//! Wrong usage: said in the words of the parser, and as an answer where JSON is asked for.

use std::{env, process::ExitCode};

use clap::error::ErrorKind;
use kith_book::{Answer, Code, Issue};

use crate::{
    exit,
    output::{self, Outcome, Output},
};

/// Says what is wrong with the arguments, or the help that was asked for.
pub(crate) fn refuse(error: &clap::Error) -> ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_help || !wants_json() {
        // Nothing is left to do where the words cannot be written.
        drop(error.print());
        return if is_help { ExitCode::SUCCESS } else { exit::USAGE.into() };
    }
    let message = error.render().to_string();
    let answer = Answer::from(Issue::new(Code::MalformedRequest, message.trim()));
    output::write(Output::Json, Ok(Outcome { answer, text: String::new() }));
    exit::USAGE.into()
}

/// The parser gave up, so the flag is looked for by itself; after `--` it would be a value.
fn wants_json() -> bool {
    env::args_os().skip(1).take_while(|argument| argument != "--").any(|argument| argument == "--json")
}
