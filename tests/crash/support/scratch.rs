//! A folder with a book and its diary, kept when something was found.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use tempfile::TempDir;

use super::{
    check::Checked,
    process::{self, Ended},
};

/// No step takes longer, on whatever machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A book under test.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    /// The book's folder.
    pub book: PathBuf,
    /// The diary's file.
    pub diary: PathBuf,
}

impl Scratch {
    /// A folder without a book yet.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("kith-crash-").tempdir()?;
        let (book, diary) = (folder.path().join("book"), folder.path().join("diary.jsonl"));
        Ok(Self { folder, book, diary })
    }

    /// The same with a book elsewhere.
    #[must_use]
    pub fn with_book(mut self, book: PathBuf) -> Self {
        self.book = book;
        self
    }

    /// A copy of this one.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn copy(&self) -> Result<Self> {
        let copy = Self::new()?;
        copy_folder(&self.book, &copy.book)?;
        fs::copy(&self.diary, &copy.diary)?;
        Ok(copy)
    }

    /// The folder around both.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The command that has the writer work on the book.
    ///
    /// # Errors
    /// There is no writer.
    pub fn writing(&self, seed: u64, steps: usize, scale: usize) -> Result<Command> {
        let mut command = self.command("write")?;
        command.args(["--seed".to_owned(), seed.to_string(), "--steps".to_owned(), steps.to_string()]);
        command.args(["--scale".to_owned(), scale.to_string()]);
        Ok(command)
    }

    /// Has the writer work on the book to the end.
    ///
    /// # Errors
    /// It did not come to it.
    pub fn write(&self, seed: u64, steps: usize, scale: usize) -> Result<()> {
        let ended = process::run(&mut self.writing(seed, steps, scale)?, PATIENCE)?;
        ensure!(ended.code == Some(0), "the writer: {}", ended.told());
        Ok(())
    }

    /// Holds the book to its diary, in a process of its own.
    ///
    /// # Errors
    /// Whatever is wrong, a check that hangs or ends otherwise included.
    pub fn check(&self, read_only: bool) -> Result<Checked> {
        let mut command = self.command("check")?;
        if read_only {
            command.arg("--read-only");
        }
        let ended = process::run(&mut command, PATIENCE)?;
        ensure!(ended.code == Some(0), "the check: {}", ended.told());
        serde_json::from_str(&ended.stdout).with_context(|| ended.told())
    }

    /// The command of one of the writer's tasks.
    ///
    /// # Errors
    /// There is no writer.
    pub fn command(&self, task: &str) -> Result<Command> {
        let mut command = Command::new(process::writer()?);
        command.arg(task).arg("--book").arg(&self.book).arg("--diary").arg(&self.diary);
        Ok(command)
    }

    /// Keeps the folder; where it is.
    pub fn keep(&mut self) -> PathBuf {
        self.folder.disable_cleanup(true);
        self.folder.path().to_owned()
    }
}

/// That a writer which was not killed ended as one may: done, or with a book that could not be opened.
///
/// # Errors
/// It hung, panicked, was ended by a signal or found an answer wrong.
pub fn is_orderly(ended: &Ended) -> Result<()> {
    if matches!(ended.code, Some(0 | NOT_OPENED)) && !ended.hung {
        return Ok(());
    }
    bail!("the writer: {}", ended.told())
}

/// What the writer exits with when the book could not be opened.
pub const NOT_OPENED: i32 = 3;

/// Copies a folder with everything below it.
///
/// # Errors
/// Something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
