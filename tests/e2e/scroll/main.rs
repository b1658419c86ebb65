//! Measures the frames of the real window while its whole list is scrolled from end to end, and for how long rows stay
//! blank meanwhile.

#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod report;

use std::process::ExitCode;

use clap::Parser;

/// The list scrolled from end to end in the real window.
#[derive(Debug, Parser)]
pub struct Options {
    /// How many contacts the book holds
    #[arg(long, default_value_t = 100_000)]
    contacts: u32,
    /// How often it is scrolled in each way
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// A size for every day: it shows that everything works, its figures mean little
    #[arg(long)]
    small: bool,
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let mut options = Options::parse();
    if options.small {
        (options.contacts, options.rounds) = (options.contacts.min(2_000), 1);
    }
    match measure::drags(&options) {
        Ok(drags) => {
            report::print(&options, &drags);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the scrolling could not be measured: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let Options { contacts: _, rounds: _, small: _ } = Options::parse();
    eprintln!("Scrolling can be measured on Linux only: elsewhere the web view has no WebDriver.");
    ExitCode::FAILURE
}
