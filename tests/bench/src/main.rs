//! What Kith's core costs on a large book, each figure beside the machine's own limits and beside others doing the same
//! in the same run. `docs/performance.md` has the figures and how they are made.

mod contenders;
mod figures;
mod jobs;
mod limits;
mod machine;
mod parts;
mod queries;
mod report;
mod work;

use std::{
    env,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use mimalloc::MiMalloc;
use serde::Serialize;
use tempfile::TempDir;

use crate::{
    jobs::Job,
    limits::Limits,
    parts::{desk, duplicates, import, load, open, pages, rewrite, schema, search, update},
    work::Size,
};

/// The allocator of the released programs.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Measures one part of what the core does.
#[derive(Debug, Parser)]
struct Options {
    /// What is measured
    #[arg(long, required_unless_present = "job")]
    part: Option<Part>,
    /// A size for every day: it shows that everything works, its figures mean little
    #[arg(long)]
    small: bool,
    /// How many contacts the books hold [default: 100000, small 2000]
    #[arg(long, value_name = "N")]
    contacts: Option<usize>,
    /// How often what takes long is done anew [default: by its length]
    #[arg(long, value_name = "N")]
    rounds: Option<usize>,
    /// Kith alone, without those that do the same work: at a million contacts their loads take longest
    #[arg(long)]
    alone: bool,
    /// Where the books are made, on the disk that is measured [default: beside this program]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// One job on the book in the folder, for another process that measures
    #[arg(long, hide = true, requires = "folder", conflicts_with = "part")]
    job: Option<Job>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// One durable update
    Update,
    /// One keystroke in the search box
    Search,
    /// A page of the list anywhere, and the list in a new order
    Pages,
    /// A book opened again, and its memory
    Open,
    /// Many contacts at once
    Load,
    /// A file of many rows
    Import,
    /// Every contact changed again and again, and a compaction
    Rewrite,
    /// What a person at the desk waits for
    Desk,
    /// A schema of 500 fields
    Schema,
    /// Contacts that may be one person
    Duplicates,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut size = if options.small { Size::SMALL } else { Size::FULL };
    size.contacts = options.contacts.unwrap_or(size.contacts);
    size.others = !options.alone;
    size.repeats = options.rounds.unwrap_or(size.repeats);
    ensure!(size.contacts > 0 && size.repeats > 0, "nothing is to be measured");
    match (options.job, options.part) {
        (Some(job), _) => carry_out(job, options.folder.as_deref().unwrap_or(Path::new(".")), size),
        (_, Some(part)) => measure(part, &options, size),
        _ => Ok(()),
    }
}

/// Measures a part, the machine before and after it.
fn measure(part: Part, options: &Options, size: Size) -> Result<()> {
    let scratch = scratch(options.folder.as_deref())?;
    let folder = scratch.path();
    report::opening(size);
    let mut limits = Limits::default();
    limits.try_again(folder, size)?;
    match part {
        Part::Update => report::update::print(&update::race(folder, size)?, size),
        Part::Search => report::search::print(&search::measure(folder, size)?, size),
        Part::Pages => report::pages::print(&pages::measure(folder, size)?, size),
        Part::Open => report::open::print(&open::measure(folder, size)?, size),
        Part::Load => {
            report::load::print(&load::measure(folder, size, size.long_repeats(options.rounds))?, size);
        }
        Part::Import => {
            report::import::print(&import::measure(folder, size, size.long_repeats(options.rounds))?, size);
        }
        Part::Rewrite => report::rewrite::print(&rewrite::measure(folder, size)?, size),
        Part::Desk => desk::all(folder, size)?,
        Part::Schema => report::schema::print(&schema::measure(folder, size)?),
        Part::Duplicates => report::duplicates::print(&duplicates::measure(folder, size)?, size),
    }
    limits.try_again(folder, size)?;
    report::limits(&limits);
    Ok(())
}

fn carry_out(job: Job, book: &Path, size: Size) -> Result<()> {
    match job {
        Job::Fill => tell(&load::fill(book, size)?),
        Job::Import => tell(&import::import(book, size)?),
        Job::Reopen => tell(&open::reopen(book)?),
        Job::ReopenSqlite => tell(&open::reopen_sqlite(book)?),
        Job::LeaveOpen => {
            desk::leave_open(book, size)?;
            // At once, as a kill: nothing that is open is brought to rest.
            process::exit(0)
        }
        Job::Desk => {
            report::desk::print(&desk::measure(book, size)?);
            Ok(())
        }
    }
}

fn tell(what: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(what)?);
    Ok(())
}

/// A folder that is gone afterwards.
fn scratch(folder: Option<&Path>) -> Result<TempDir> {
    let program = env::current_exe()?;
    let folder = folder.or_else(|| program.parent()).unwrap_or(Path::new("."));
    tempfile::tempdir_in(folder).with_context(|| format!("no folder can be made in {}", folder.display()))
}
