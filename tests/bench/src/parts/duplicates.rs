//! Contacts that may be one person, looked for among all of a book.
//!
//! The sample has 1,600 names in a few dozen companies, so that at 100,000 nearly every contact has its like: more pairs than
//! any book of a person's.

use std::{cell::Cell, path::Path, time::Duration};

use anyhow::{Result, ensure};
use kith_book::{DuplicateProgress, DuplicateStep, DuplicateWatch};

use crate::{
    contenders::kith::fill,
    figures::{Times, timed},
    work::Size,
};

/// How many pairs the window shows.
const SHOWN: usize = 200;

/// The figures.
#[derive(Debug, Default)]
pub struct Searched {
    /// The whole search.
    pub search: Times,
    /// Until it ended where it was asked to, in the midst of comparing.
    pub ended: Duration,
    /// How many pairs there are.
    pub found: u64,
}

/// Searches.
///
/// # Errors
/// When the book fails.
pub fn measure(folder: &Path, size: Size) -> Result<Searched> {
    let book = fill(&folder.join("book"), size.contacts)?;
    let mut searched = Searched::default();
    for _ in 0..size.repeats {
        searched.found = searched.search.take(|| book.duplicates(SHOWN, &DuplicateWatch::NOBODY))?.found;
    }
    let is_read = Cell::new(false);
    let progress =
        |progress: DuplicateProgress| is_read.set(is_read.get() || progress.step == DuplicateStep::Compare);
    let watch = DuplicateWatch { progress: &progress, go_on: &|| !is_read.get() };
    let (ended, whole) = timed(|| Ok::<_, anyhow::Error>(book.duplicates(SHOWN, &watch).is_err()))?;
    ensure!(ended || size.contacts <= 50_000, "a search goes on although it was to end");
    searched.ended = whole;
    book.close()?;
    Ok(searched)
}
