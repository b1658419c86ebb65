//! What an update costs on a large book, beside the disk's own limit and beside SQLite; and what a person at the desk
//! waits for. `docs/performance.md` has the figures and how they are made.

mod contenders;
mod desk;
mod figures;
mod machine;
mod report;
mod work;

use std::{env, path::PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use tempfile::TempDir;

use crate::work::Size;

/// Measures updates, reads and lists.
#[derive(Debug, Parser)]
struct Options {
    /// A size for every day: it shows that everything works, its figures mean little
    #[arg(long)]
    small: bool,
    /// How many contacts the books hold [default: 100000, small 2000]
    #[arg(long, value_name = "N")]
    contacts: Option<usize>,
    /// Where the books are made, on the disk that is measured [default: beside this program]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut size = if options.small { Size::SMALL } else { Size::FULL };
    size.contacts = options.contacts.unwrap_or(size.contacts);
    let folder = scratch(options.folder)?;
    report::opening(size);
    let book = contenders::kith::fill(&folder.path().join("book"), size.contacts)?;
    let race = contenders::race(book, folder.path(), size)?;
    report::race(&race);
    report::desk(&desk::measure(&folder.path().join("book"), size)?);
    report::verdict(&race);
    Ok(())
}

/// A folder that is gone afterwards.
fn scratch(folder: Option<PathBuf>) -> Result<TempDir> {
    let program = env::current_exe()?;
    let beside = program.parent().map(PathBuf::from).unwrap_or_default();
    let folder = folder.unwrap_or(beside);
    tempfile::tempdir_in(&folder).with_context(|| format!("no folder can be made in {}", folder.display()))
}
