//! What a book comes to when every contact is changed again and again: how fast, and how large after a compaction.

use std::path::Path;

use anyhow::Result;
use kith_book::{BulkOperation, BulkRequest, KeyField};

use crate::{
    contenders::kith::{fill, keys, open, taken},
    figures::{Times, timed},
    machine::bytes_in,
    work::{Size, bulk},
};

/// The bytes of a book.
#[derive(Debug, Clone, Copy)]
pub struct Bytes {
    /// Its whole folder.
    pub all: u64,
    /// The change log in it, which is the history.
    pub log: u64,
}

/// The figures.
#[derive(Debug)]
pub struct Rewritten {
    /// Each time that every contact was changed.
    pub turns: Times,
    /// The compaction.
    pub compaction: std::time::Duration,
    /// After the load.
    pub loaded: Bytes,
    /// After the last change.
    pub changed: Bytes,
    /// After the compaction.
    pub compacted: Bytes,
}

/// Fills a book, changes it, compacts it.
///
/// # Errors
/// When the book fails.
pub fn measure(folder: &Path, size: Size) -> Result<Rewritten> {
    let at = folder.join("book");
    let book = fill(&at, size.contacts)?;
    let keys = keys(&book)?;
    book.close()?;
    let loaded = Bytes::of(&at)?;
    let book = open(&at)?;
    let mut turns = Times::default();
    for turn in 0..size.rewrites {
        turns.take(|| keys.chunks(size.bulk).try_for_each(|keys| change(&book, keys, turn)))?;
    }
    let changed = Bytes::of(&at)?;
    let (_, compaction) = timed(|| book.compact(&|| true))?;
    book.close()?;
    Ok(Rewritten { turns, compaction, loaded, changed, compacted: Bytes::of(&at)? })
}

fn change(book: &kith_book::Book, keys: &[String], turn: usize) -> Result<()> {
    taken(&book.bulk(bulk(keys, turn).as_bytes(), UPDATES).answer)
}

/// A request that updates contacts by their ExternalId.
pub const UPDATES: BulkRequest = BulkRequest {
    operation: BulkOperation::Update,
    by: KeyField::ExternalId,
    all_or_nothing: false,
    include_payload: false,
};

impl Bytes {
    fn of(folder: &Path) -> Result<Self> {
        Ok(Self { all: bytes_in(folder)?, log: bytes_in(&folder.join("log"))? })
    }
}

impl Rewritten {
    /// What the book has after it all, without what the log grew by since the load.
    pub fn besides_history(&self) -> u64 {
        self.compacted.all.saturating_sub(self.compacted.log.saturating_sub(self.loaded.log))
    }
}
