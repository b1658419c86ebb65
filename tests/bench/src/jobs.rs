//! What is done in a process of its own, so that its memory and its start are nobody else's.

use std::{
    env,
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::work::Size;

/// One of them.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Job {
    /// A new book is filled.
    Fill,
    /// A file is imported.
    Import,
    /// Updates, and no close.
    LeaveOpen,
    /// What a person waits for.
    Desk,
    /// A book is opened, listed and searched.
    Reopen,
    /// The same with SQLite's database.
    ReopenSqlite,
}

/// What filling a book took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Filled {
    /// Making the contacts alone.
    pub making: Duration,
    /// Making them and having them in the log and in sled.
    pub filled: Duration,
    /// The list and a complete search after that.
    pub listed: Duration,
}

/// What an import took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Imported {
    /// Until the last row was in the log and in sled.
    pub taken: Duration,
    /// The list and a complete search after that.
    pub listed: Duration,
    /// Memory at most until then, above that of the empty book, in bytes.
    pub memory: Option<u64>,
}

/// What opening took, in a new process.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Reopened {
    /// Until the first rows of the list.
    pub rows: Duration,
    /// Until a search over all contacts was answered.
    pub complete: Duration,
    /// Memory of the process then, in bytes.
    pub resident: Option<u64>,
}

/// Has a job done by another process on a book and gives what it tells.
///
/// # Errors
/// When it fails.
pub fn ask<T: DeserializeOwned>(job: Job, book: &Path, size: Size) -> Result<T> {
    let output = done(job, book, size, Stdio::piped())?;
    serde_json::from_slice(&output.stdout).with_context(|| format!("what the job {job:?} told"))
}

/// Has a job done by another process on a book; what it writes is shown.
///
/// # Errors
/// When it fails.
pub fn run(job: Job, book: &Path, size: Size) -> Result<()> {
    done(job, book, size, Stdio::inherit()).map(drop)
}

fn done(job: Job, book: &Path, size: Size, stdout: Stdio) -> Result<Output> {
    let mut command = Command::new(env::current_exe()?);
    let name = job.to_possible_value().context("every job has a name")?;
    command.args(["--job", name.get_name(), "--contacts", &size.contacts.to_string(), "--folder"]).arg(book);
    if size.tried < Size::FULL.tried {
        command.arg("--small");
    }
    let output = command.stdout(stdout).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the job {} failed: {}", name.get_name(), output.status);
    Ok(output)
}
