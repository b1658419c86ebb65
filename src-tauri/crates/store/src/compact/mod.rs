//! Compaction: sled's file grows with every rewrite and never shrinks. A copy of what is alive, written in the order of
//! its keys, takes its place. The book goes on meanwhile.

mod copy;

#[cfg(test)]
mod tests;

use std::{
    io,
    path::{Path, PathBuf},
};

use copy::Copying;

use crate::{
    checkpoint::file_length,
    disk, durable,
    engine::{Engine, keys},
    error::StoreError,
    go_on::{self, GoOn},
    log::RESERVE,
    rebuild::sled_path,
    verify::PAGE,
    write::Writer,
};

/// A file that is smaller is not worth the work.
const SMALL: u64 = 16 << 20;
/// How many times what is alive the file may be.
const WASTEFUL: u64 = 2;

/// How much room the records take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// The length of sled's file, in bytes.
    pub on_disk: u64,
    /// The keys and values in it that are in use, in bytes.
    pub live: u64,
}

impl Space {
    /// Whether a compaction is worth offering: the file is over twice what is alive in it.
    #[must_use]
    pub fn is_wasteful(&self) -> bool {
        self.on_disk > SMALL && self.on_disk > WASTEFUL.saturating_mul(self.live)
    }
}

/// What a compaction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// The length of sled's file before, in bytes.
    pub before: u64,
    /// And after.
    pub after: u64,
}

/// How much room the records take. Between pages nothing is held, so what is written meanwhile may count or not.
pub(crate) fn space(engine: &Engine, go_on: GoOn<'_>) -> Result<Space, StoreError> {
    let mut live = 0;
    for space in keys::SPACES {
        let mut after: Option<sled::IVec> = None;
        loop {
            go_on::check(go_on)?;
            let page = engine.with("measure the records", |view| view.page(space, after.as_deref(), PAGE))?;
            live += page.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum::<u64>();
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
        }
    }
    Ok(Space { on_disk: file_length(engine.path())?, live })
}

/// Puts a fresh copy in the place of sled's folder. Where it ends early or fails the old folder stays in use.
pub(crate) fn compact(engine: &Engine, writer: &Writer, go_on: GoOn<'_>) -> Result<Compacted, StoreError> {
    let _alone = writer.upkeep();
    go_on::check(go_on)?;
    let dir = {
        let mut state = writer.lock();
        state.checkpoint(engine)?;
        state.folder().to_owned()
    };
    let (new, old) = (new_path(&dir), old_path(&dir));
    disk::remove_folder(&new)?;
    let before = file_length(engine.path())?;
    replace(engine, writer, &new, &old, go_on).inspect_err(|_| {
        // What is left of it is in nobody's way: the next attempt takes it off.
        drop(disk::remove_folder(&new));
    })?;
    // Where this fails the next open takes it off.
    drop(disk::remove_folder(&old));
    writer.lock().checkpoint(engine)?;
    Ok(Compacted { before, after: file_length(engine.path())? })
}

/// Makes and verifies the copy while the book goes on, and holds the writers up for what they wrote last and the swap.
fn replace(
    engine: &Engine,
    writer: &Writer,
    new: &Path,
    old: &Path,
    go_on: GoOn<'_>,
) -> Result<(), StoreError> {
    let _following = writer.follow();
    let mut copying = Copying::begin(engine, writer, new, go_on)?;
    copying.verify()?;
    copying.catch_up()?;
    go_on::check(go_on)?;
    let mut state = writer.lock();
    let meta = copying.finish(&mut state)?;
    // sled cannot be opened on a full disk, and the one that is open would have been closed by then.
    if durable::room_in(new) < RESERVE {
        return Err(StoreError::io("open", new)(io::ErrorKind::StorageFull.into()));
    }
    engine.replace(new, old, meta)
}

/// Brings right what a kill during a compaction left: an old folder without a new one is still the one in use, and a copy
/// that has not taken its place never will.
pub(crate) fn finish(dir: &Path) -> Result<(), StoreError> {
    disk::remove_folder(&new_path(dir))?;
    let (sled, old) = (sled_path(dir), old_path(dir));
    match (old.exists(), sled.exists()) {
        (true, false) => disk::rename(&old, &sled),
        (true, true) => disk::remove_folder(&old),
        (false, _) => Ok(()),
    }
}

/// Where a folder is made that is to take the place of sled's.
pub(crate) fn new_path(dir: &Path) -> PathBuf {
    dir.join("sled.new")
}

fn old_path(dir: &Path) -> PathBuf {
    dir.join("sled.old")
}
