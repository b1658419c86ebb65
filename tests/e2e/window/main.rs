//! Measures what a person waits for at the desk, by the window itself: from a key to the rows it found, from the choice of
//! a contact to its form, from the order to save to "Saved"; and the memory that the desk takes meanwhile.

#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod report;

use std::process::ExitCode;

use clap::Parser;

/// Finding, opening and saving in the real window.
#[derive(Debug, Parser)]
pub struct Options {
    /// How many contacts the book holds
    #[arg(long, default_value_t = 100_000)]
    contacts: u32,
    /// How often the searches are typed
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
        (options.contacts, options.rounds) = (options.contacts.min(1_000), 1);
    }
    match measure::stays(&options) {
        Ok(measured) => {
            report::print(&options, &measured);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the window could not be measured: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let Options { contacts: _, rounds: _, small: _ } = Options::parse();
    eprintln!("The window can be measured on Linux only: elsewhere the web view has no WebDriver.");
    ExitCode::FAILURE
}
