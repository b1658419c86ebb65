//! What a start costs: a book opened in a new process until its first rows and until a complete search, and the memory
//! it holds then.

use std::{path::Path, thread, time::Duration};

use anyhow::{Result, ensure};

use crate::{
    contenders::{kith, load, sqlite::indexed::Indexed},
    figures::{Spread, Times, timed},
    jobs::{Filled, Job, Reopened, ask},
    machine::resident,
    work::{Size, shuffled},
};

/// A book of an ordinary size, for its memory.
pub const ORDINARY: usize = 10_000;
/// Found in every sample of more than a few contacts.
const SEARCH: &str = "müller";
/// For so long nothing is asked before memory is measured.
const IDLE: Duration = Duration::from_secs(1);

/// What every start took.
#[derive(Debug, Default)]
pub struct Starts {
    /// Until the first rows.
    pub rows: Times,
    /// Until a complete search.
    pub complete: Times,
    resident: Vec<f64>,
}

/// The starts of all.
#[derive(Debug, Default)]
pub struct Opened {
    /// Kith's.
    pub kith: Starts,
    /// SQLite's.
    pub sqlite: Starts,
    /// Kith's with a book of [`ORDINARY`] contacts, where the other has more.
    pub ordinary: Starts,
}

/// Starts all in turns, after one start of each that does not count: it fills the disk's cache.
///
/// # Errors
/// When one of them fails.
pub fn measure(folder: &Path, size: Size) -> Result<Opened> {
    let [book, small, sqlite] = ["book", "ordinary", "sqlite"].map(|name| folder.join(name));
    let ordinary = Size { contacts: size.contacts.min(ORDINARY), ..size };
    ask::<Filled>(Job::Fill, &book, size)?;
    ask::<Filled>(Job::Fill, &small, ordinary)?;
    if size.others {
        let filled = kith::open(&book)?;
        load(&filled, [&mut Indexed::new(&sqlite)?])?;
        filled.close()?;
    }
    let (mut warming, mut opened) = (Opened::default(), Opened::default());
    for round in 0..=size.repeats {
        let into = if round == 0 { &mut warming } else { &mut opened };
        for who in shuffled([0, 1, 2], round) {
            match who {
                0 => into.kith.push(ask(Job::Reopen, &book, size)?),
                1 if !size.others => {}
                1 => into.sqlite.push(ask(Job::ReopenSqlite, &sqlite, size)?),
                _ => into.ordinary.push(ask(Job::Reopen, &small, ordinary)?),
            }
        }
    }
    Ok(opened)
}

impl Starts {
    fn push(&mut self, reopened: Reopened) {
        self.rows.push(reopened.rows);
        self.complete.push(reopened.complete);
        self.resident.extend(reopened.resident.map(|bytes| bytes as f64));
    }

    /// Memory, in bytes.
    pub fn resident(&self) -> Spread {
        Spread::of(self.resident.iter().copied())
    }
}

/// The job of Kith's start.
///
/// # Errors
/// When the book fails.
pub fn reopen(folder: &Path) -> Result<Reopened> {
    let (book, opened) = timed(|| kith::open(folder))?;
    let (_, paged) = timed(|| kith::first(&book, ""))?;
    let (found, searched) = timed(|| kith::count(&book, SEARCH))?;
    ensure!(found > 0, "{SEARCH:?} was not found");
    thread::sleep(IDLE);
    kith::first(&book, "")?;
    let rows = opened + paged;
    let reopened = Reopened { rows, complete: rows + searched, resident: resident() };
    book.close()?;
    Ok(reopened)
}

/// The job of SQLite's.
///
/// # Errors
/// When SQLite fails.
pub fn reopen_sqlite(path: &Path) -> Result<Reopened> {
    let (mut database, opened) = timed(|| Indexed::open(path))?;
    let (_, paged) = timed(|| database.page(0))?;
    let (found, searched) = timed(|| database.count(SEARCH))?;
    ensure!(found > 0, "{SEARCH:?} was not found");
    let rows = opened + paged;
    Ok(Reopened { rows, complete: rows + searched, resident: resident() })
}
