//! Drives the real window through the main flows and takes the pictures that the documents show.

#[cfg(target_os = "linux")]
mod flows;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Opens the desk on a sample book, goes through the main flows, and saves a picture of each, light and dark.
#[derive(Debug, Parser)]
pub struct Options {
    /// Where the pictures go
    #[arg(long, value_name = "DIR")]
    pictures: PathBuf,
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    match flows::go_through(&Options::parse().pictures) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe tour ended early: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let Options { pictures: _ } = Options::parse();
    eprintln!("The window can be driven on Linux only: elsewhere its web view has no WebDriver.");
    ExitCode::FAILURE
}
