//! What the writer asked and what it was answered, in a file outside the book: the word that the book is held to.
//!
//! One JSON value a line. A request is written down before it is sent, its answer after it came. Lines are written with
//! `writev`, a call that nothing of Kith makes, so that faults injected into the book's calls spare the diary.

use std::{
    fs::{File, OpenOptions},
    io::{IoSlice, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use anyhow::{Context as _, Result, bail};
use kith_model::ChangeSet;
use serde::{Deserialize, Serialize};

use super::step::Step;

/// A line of the diary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// The book was opened.
    Opened {
        /// The seed of the work that begins.
        seed: u64,
    },
    /// The book could not be opened, and why.
    NotOpened(String),
    /// A request is about to be sent.
    Asked {
        /// What is asked.
        step: Step,
        /// How many changes it comes to, where that is known beforehand.
        changes: Option<usize>,
    },
    /// The request was answered, and this is the change it made.
    Answered(Box<ChangeSet>),
    /// The request was answered, and there was nothing to change.
    Unchanged,
    /// The request was answered with an error.
    Refused(String),
    /// The book was closed; what was said against it.
    Closed(Option<String>),
    /// Something is about to be done to the whole book. What it had before that was not answered to this writer is in
    /// `found`, where it may be forgotten now.
    Begun {
        /// What is done.
        step: Step,
        /// The change sets up to which it may forget.
        found: Vec<ChangeSet>,
    },
    /// It was done, or given up.
    Ended {
        /// What was done.
        step: Step,
        /// Why it was given up, if it was.
        failed: Option<String>,
    },
}

/// The diary, open at its end.
#[derive(Debug)]
pub struct Diary(File);

impl Diary {
    /// Opens a diary, or begins one. A last line that a kill cut short was never written.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn open(path: &Path) -> Result<Self> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        file.set_len(whole(&bytes).len() as u64)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self(file))
    }

    /// Writes a line.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, entry: &Entry) -> Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        let mut rest = line.as_slice();
        while !rest.is_empty() {
            let count = self.0.write_vectored(&[IoSlice::new(rest)]).context("the diary")?;
            if count == 0 {
                bail!("the diary takes nothing");
            }
            rest = rest.get(count..).unwrap_or_default();
        }
        Ok(())
    }
}

/// Every whole line of a diary.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<Vec<Entry>> {
    let bytes = std::fs::read(path).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(Vec::new()),
        _ => Err(error),
    })?;
    let lines = whole(&bytes).split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).context("a line of the diary")).collect()
}

fn whole(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    bytes.get(..end).unwrap_or_default()
}
