//! Drives one update through the real window and tells what happened, step by step.

#[cfg(target_os = "linux")]
mod story;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Opens the desk, finds a contact, edits it, saves it, and reads it back.
#[derive(Debug, Parser)]
pub struct Options {
    /// The book to work in; without it a sample book of the run's own, gone afterwards
    #[arg(long, value_name = "DIR")]
    book: Option<PathBuf>,
    /// Where the pictures of the window go
    #[arg(long, value_name = "DIR")]
    pictures: PathBuf,
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    match story::tell(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe update did not go through: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let Options { book: _, pictures: _ } = Options::parse();
    eprintln!("The window can be driven on Linux only: elsewhere its web view has no WebDriver.");
    ExitCode::FAILURE
}
