//! Measures how long the desk takes from its start to its first list that can be used, as a multiple of the time an
//! empty Tauri window takes to its first frame: both in the same run, one after the other in turn.

#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// The desk's start-up against an empty window's.
#[derive(Debug, Parser)]
pub struct Options {
    /// The built empty window
    #[arg(long, value_name = "PROGRAM")]
    empty: PathBuf,
    /// How often each is started
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// How many contacts the book holds
    #[arg(long, default_value_t = 250)]
    contacts: u32,
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let options = Options::parse();
    match measure::rounds(&options) {
        Ok(times) => {
            report::print(&options, &times);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the start-up could not be measured: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let Options { empty: _, rounds: _, contacts: _ } = Options::parse();
    eprintln!("Start-up can be measured on Linux only: elsewhere the web view has no WebDriver.");
    ExitCode::FAILURE
}
