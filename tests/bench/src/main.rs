//! What an update costs on a large book, beside the disk's own limit and beside SQLite; and what a person at the desk
//! waits for. `docs/performance.md` has the figures and how they are made.

mod contenders;
mod desk;
mod figures;
mod large_schema;
mod machine;
mod report;
mod work;

use std::{
    env,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use mimalloc::MiMalloc;
use tempfile::TempDir;

use crate::work::Size;

/// The allocator of the released programs.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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
    /// One part, on the book in the folder, in a process of its own
    #[arg(long, hide = true, requires = "folder")]
    part: Option<Part>,
}

/// What is done in a process of its own.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Part {
    /// Updates, and no close.
    LeaveOpen,
    /// What a person waits for.
    Desk,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut size = if options.small { Size::SMALL } else { Size::FULL };
    size.contacts = options.contacts.unwrap_or(size.contacts);
    match (options.part, &options.folder) {
        (Some(part), Some(book)) => run(part, book, size),
        (_, folder) => all(folder.as_deref(), size, options.small),
    }
}

fn all(folder: Option<&Path>, size: Size, is_small: bool) -> Result<()> {
    let folder = scratch(folder)?;
    report::opening(size);
    let race = contenders::race(folder.path(), size)?;
    report::race(&race);
    for part in [Part::LeaveOpen, Part::Desk] {
        alone(part, &folder.path().join("book"), is_small)?;
    }
    let schemas = large_schema::measure(folder.path(), size)?;
    report::verdict(&race);
    report::schemas(&schemas);
    Ok(())
}

fn run(part: Part, book: &Path, size: Size) -> Result<()> {
    match part {
        Part::LeaveOpen => {
            desk::leave_open(book, size)?;
            // At once, as a kill: nothing that is open is brought to rest.
            process::exit(0)
        }
        Part::Desk => {
            report::desk(&desk::measure(book, size)?);
            Ok(())
        }
    }
}

/// Has a part done by another process, which writes its own figures out.
fn alone(part: Part, book: &Path, is_small: bool) -> Result<()> {
    let mut command = Command::new(env::current_exe()?);
    let name = part.to_possible_value().context("every part has a name")?;
    command.args(["--part", name.get_name(), "--folder"]).arg(book);
    if is_small {
        command.arg("--small");
    }
    let status = command.status()?;
    ensure!(status.success(), "the part {} failed: {status}", name.get_name());
    Ok(())
}

/// A folder that is gone afterwards.
fn scratch(folder: Option<&Path>) -> Result<TempDir> {
    let program = env::current_exe()?;
    let folder = folder.or_else(|| program.parent()).unwrap_or(Path::new("."));
    tempfile::tempdir_in(folder).with_context(|| format!("no folder can be made in {}", folder.display()))
}
