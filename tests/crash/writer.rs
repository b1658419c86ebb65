//! `crash-writer`: the process that is killed, starved and lied to, and the one that looks what became of the book.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use kith_tests::crash::{
    check, full,
    judge::{self, Meeting},
    scratch, told,
    writer::{End, Work, work},
};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Work on a book and write down every answer.
    Write(Writing),
    /// Fill the disk under a book, read, free space, go on.
    Fill(Writing),
    /// Hold a book to its diary.
    Check(Looking),
    /// Write down what a sound book tells.
    Tell(Looking),
    /// Meet a damaged book, repair it, and hold it to what was written down.
    Judge(Looking),
}

#[derive(Args)]
struct Writing {
    #[arg(long)]
    book: PathBuf,
    #[arg(long)]
    diary: PathBuf,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = usize::MAX)]
    steps: usize,
    #[arg(long, default_value_t = 1)]
    scale: usize,
    #[arg(long)]
    replacing: bool,
}

#[derive(Args)]
struct Looking {
    #[arg(long)]
    book: PathBuf,
    #[arg(long)]
    diary: PathBuf,
    #[arg(long)]
    read_only: bool,
    #[arg(long, default_value = "told")]
    was: PathBuf,
    #[arg(long)]
    at_once: bool,
    #[arg(long)]
    damaged_backup: Vec<PathBuf>,
}

fn main() -> ExitCode {
    perform(Arguments::parse().task).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn perform(task: Task) -> Result<ExitCode> {
    match task {
        Task::Write(writing) => {
            let end = work(&writing.into())?;
            let code = if end == End::Done { 0 } else { scratch::NOT_OPENED };
            Ok(u8::try_from(code)?.into())
        }
        Task::Fill(writing) => full::fill(&writing.into()).map(|()| ExitCode::SUCCESS),
        Task::Check(looking) => {
            let checked = check::check(&looking.book, &looking.diary, looking.read_only)?;
            println!("{}", serde_json::to_string(&checked)?);
            Ok(ExitCode::SUCCESS)
        }
        Task::Tell(looking) => told::write_down(&looking.book, &looking.was).map(|()| ExitCode::SUCCESS),
        Task::Judge(looking) => {
            println!("{}", serde_json::to_string(&judge::judge(&looking.into())?)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

impl From<Writing> for Work {
    fn from(writing: Writing) -> Self {
        let Writing { book, diary, seed, steps, scale, replacing } = writing;
        Self { book, diary, seed, steps, scale, replacing }
    }
}

impl From<Looking> for Meeting {
    fn from(looking: Looking) -> Self {
        let Looking { book, was, read_only, at_once, damaged_backup: damaged_backups, .. } = looking;
        Self { book, was, read_only, at_once, damaged_backups }
    }
}
