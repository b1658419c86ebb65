//! The command line, `kith`: the same book as the window, through the same doors, without a display.
//!
//! Its words, its JSON and its exit codes are an interface that scripts hold on to. Each command is a file in
//! `commands/`; what goes in is read in `input/`, what comes out is written in `output/`.

mod arguments;
mod commands;
mod exit;
mod input;
mod interrupt;
mod output;
mod session;
mod stop;
mod usage;

use std::process::ExitCode;

use clap::Parser;

use crate::{arguments::Arguments, session::Session};

/// Runs the command that the process was started with, and gives its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::refuse(&error),
    };
    start_log(arguments.verbose);
    if let Err(error) = interrupt::watch() {
        log::warn!("Ctrl-C ends the command at once: {error}");
    }
    let session = Session::new(&arguments);
    let outcome = arguments.command.run(&session);
    output::write(session.output, outcome)
}

/// Logs to standard error: warnings, and more with each `-v`; `KITH_LOG` decides where it is set.
fn start_log(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "info",
        2 => "debug",
        _ => "trace",
    };
    let environment = env_logger::Env::new().filter_or("KITH_LOG", level);
    if let Err(error) = env_logger::Builder::from_env(environment).try_init() {
        eprintln!("there is no log: {error}");
    }
}
