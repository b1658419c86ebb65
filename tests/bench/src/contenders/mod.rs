//! Who updates: Kith, the bare disk, SQLite. They take turns, so that all meet the same machine.

mod disk;
pub mod kith;
mod sqlite;

use std::path::Path;

use anyhow::Result;
use kith_book::Book;

use crate::{
    figures::Times,
    work::{Size, Update, update},
};

/// The times of every contender.
#[derive(Debug, Default)]
pub struct Race {
    /// 4 KiB written in place and synced: as fast as the disk lets anything be durable.
    pub disk: Times,
    /// Kith's full answer to an update.
    pub kith: Times,
    /// SQLite with Kith's own rules: only how it is stored differs.
    pub sqlite: Times,
    /// SQLite with the body merged into the record and no rule looked at.
    pub sqlite_bare: Times,
}

/// Lets them all do the same updates.
///
/// # Errors
/// When one of them fails.
pub fn race(book: Book, folder: &Path, size: Size) -> Result<Race> {
    let keys = kith::keys(&book)?;
    let mut disk = disk::Disk::new(&folder.join("bare"))?;
    let mut sqlite = sqlite::Sqlite::filled(&folder.join("rules.sqlite"), &book, sqlite::Rules::Kith)?;
    let mut bare = sqlite::Sqlite::filled(&folder.join("bare.sqlite"), &book, sqlite::Rules::None)?;
    let mut turn = |race: &mut Race, n: usize, work: &Update| -> Result<()> {
        // Whoever comes after a slow sync meets a quieter disk: everybody comes after everybody.
        for place in 0..4 {
            match (place + n) % 4 {
                0 => race.disk.take(|| disk.write(n))?,
                1 => race.kith.take(|| kith::update(&book, work))?,
                2 => race.sqlite.take(|| sqlite.update(work))?,
                _ => race.sqlite_bare.take(|| bare.update(work))?,
            }
        }
        Ok(())
    };
    let warm_up = size.updates / 10;
    let (mut warming, mut race) = (Race::default(), Race::default());
    for n in 0..warm_up + size.updates {
        let work = update(&keys, n);
        turn(if n < warm_up { &mut warming } else { &mut race }, n, &work)?;
    }
    book.close()?;
    Ok(race)
}
