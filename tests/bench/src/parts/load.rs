//! What a bulk load costs: every contact in the log, in sled and in the list, beside SQLite with the same records,
//! indexes and history, and fjall with records and history only.

use std::{fs, path::Path, time::Duration};

use anyhow::Result;
use kith_book::sample_contacts;

use crate::{
    contenders::{fjall::Fjall, kith, load, sqlite::indexed::Indexed},
    figures::{Times, timed},
    jobs::{Filled, Job, ask},
    machine::bytes_in,
    work::Size,
};

/// The loads, one of each in every round.
#[derive(Debug, Default)]
pub struct Loads {
    /// Making the contacts, which is part of Kith's own time and of nobody else's.
    pub making: Times,
    /// Kith: contacts made, in the log and in sled.
    pub filled: Times,
    /// And listed, until a complete search.
    pub complete: Times,
    /// The same without making them.
    pub kith: Times,
    /// SQLite.
    pub sqlite: Times,
    /// fjall.
    pub fjall: Times,
    /// Bytes on the disk of Kith, SQLite and fjall.
    pub bytes: [u64; 3],
    /// Compacting Kith's book after that.
    pub compaction: Times,
    /// And what it has on the disk then.
    pub compacted: u64,
}

/// Loads all, round by round.
///
/// # Errors
/// When one of them fails.
pub fn measure(folder: &Path, size: Size, repeats: usize) -> Result<Loads> {
    let mut loads = Loads::default();
    for _ in 0..repeats {
        let place = folder.join("load");
        fs::create_dir(&place)?;
        loads.round(&place, size)?;
        fs::remove_dir_all(&place)?;
    }
    Ok(loads)
}

impl Loads {
    fn round(&mut self, folder: &Path, size: Size) -> Result<()> {
        let [book, sqlite, fjall] = ["book", "sqlite", "fjall"].map(|name| folder.join(name));
        let Filled { making, filled, listed } = ask(Job::Fill, &book, size)?;
        self.making.push(making);
        self.filled.push(filled);
        self.complete.push(filled + listed);
        self.kith.push((filled + listed).saturating_sub(making));
        self.bytes = [bytes_in(&book)?, 0, 0];
        if size.others {
            self.load_others(&book, &sqlite, &fjall)?;
        }
        let open = kith::open(&book)?;
        self.compaction.take(|| open.compact(&|| true))?;
        open.close()?;
        self.compacted = bytes_in(&book)?;
        Ok(())
    }

    fn load_others(&mut self, book: &Path, sqlite: &Path, fjall: &Path) -> Result<()> {
        let open = kith::open(book)?;
        let mut others = (Indexed::new(sqlite)?, Fjall::new(fjall)?);
        let [by_sqlite, by_fjall] = load(&open, [&mut others.0, &mut others.1])?;
        self.sqlite.push(by_sqlite.sum());
        self.fjall.push(by_fjall.sum());
        open.close()?;
        // Closing brings what waits in their logs to its place.
        drop(others);
        self.bytes = [self.bytes[0], bytes_in(sqlite)?, bytes_in(fjall)?];
        Ok(())
    }
}

/// The job of filling a book.
///
/// # Errors
/// When the book fails.
pub fn fill(folder: &Path, size: Size) -> Result<Filled> {
    let making = made(size.contacts)?;
    let (book, filled) = timed(|| kith::fill(folder, size.contacts))?;
    let (_, listed) = timed(|| kith::first(&book, "").and_then(|_| kith::count(&book, "berlin")))?;
    book.close()?;
    Ok(Filled { making, filled, listed })
}

fn made(contacts: usize) -> Result<Duration> {
    Ok(timed(|| sample_contacts(contacts, 0).map(|contacts| contacts.for_each(drop)))?.1)
}
