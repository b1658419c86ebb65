//! What can be typed after `kith`.

use std::path::PathBuf;

use clap::{ArgAction, Parser};

use crate::commands::Command;

/// Keeps CRM contact records right: offline, on your own disk.
#[derive(Debug, Parser)]
#[command(name = "kith", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The book's folder [default: the one the desk keeps]
    #[arg(long, global = true, env = "KITH_BOOK", value_name = "DIR")]
    pub book: Option<PathBuf>,
    /// Answer with one JSON value on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Change nothing, whatever is asked
    #[arg(long, global = true)]
    pub read_only: bool,
    /// Say more on standard error; repeat it for more still
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }
}
