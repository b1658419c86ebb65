//! Who updates: Kith, the bare disk, SQLite. They take turns, so that all meet the same machine.

mod disk;
pub mod kith;
mod sqlite;

use std::path::Path;

use anyhow::Result;
use kith_book::{Book, ListQuery};

use crate::{
    figures::Times,
    work::{Size, Update, shuffled, update},
};

use disk::Disk;
use sqlite::{Rules, Sqlite};

/// The times of every contender.
#[derive(Debug, Default)]
pub struct Race {
    /// 4 KiB written in place and synced: as fast as the disk lets anything be durable.
    pub disk: Times,
    /// Kith's full answer to an update, the list built as in the desk.
    pub desk: Times,
    /// Kith's full answer where no list was asked for, as on the command line.
    pub command_line: Times,
    /// SQLite with Kith's own rules: only how it is stored differs.
    pub sqlite: Times,
    /// SQLite with the body merged into the record and no rule looked at.
    pub sqlite_bare: Times,
}

/// What they work on.
struct Contenders {
    disk: Disk,
    desk: Book,
    command_line: Book,
    sqlite: Sqlite,
    sqlite_bare: Sqlite,
}

/// Lets them all do the same updates; leaves Kith's book in `folder/book`.
///
/// # Errors
/// When one of them fails.
pub fn race(folder: &Path, size: Size) -> Result<Race> {
    let mut contenders = Contenders::ready(folder, size)?;
    let keys = kith::keys(&contenders.command_line)?;
    contenders.command_line = reopened(contenders.command_line)?;
    let warm_up = size.updates / 10;
    let (mut warming, mut race) = (Race::default(), Race::default());
    for n in 0..warm_up + size.updates {
        let work = update(&keys, n);
        contenders.round(if n < warm_up { &mut warming } else { &mut race }, n, &work)?;
    }
    contenders.desk.close()?;
    contenders.command_line.close()?;
    Ok(race)
}

/// The same book without its list.
fn reopened(book: Book) -> Result<Book> {
    let folder = book.folder().to_owned();
    book.close()?;
    kith::open(&folder)
}

impl Contenders {
    fn ready(folder: &Path, size: Size) -> Result<Self> {
        let command_line = kith::fill(&folder.join("command-line"), size.contacts)?;
        let filled = |name: &str, rules| Sqlite::filled(&folder.join(name), &command_line, rules);
        let sqlite = filled("rules.sqlite", Rules::Kith)?;
        let sqlite_bare = filled("no-rules.sqlite", Rules::None)?;
        let desk = kith::fill(&folder.join("book"), size.contacts)?;
        desk.page(&ListQuery { limit: 100, ..ListQuery::default() })?;
        Ok(Self { disk: Disk::new(&folder.join("bare"))?, desk, command_line, sqlite, sqlite_bare })
    }

    /// One update by each. Who comes after whom is drawn anew: a turn leaves the processor and the disk to the next.
    fn round(&mut self, race: &mut Race, n: usize, work: &Update) -> Result<()> {
        for who in shuffled([0, 1, 2, 3, 4], n) {
            match who {
                0 => race.disk.take(|| self.disk.write(n))?,
                1 => race.desk.take(|| kith::update(&self.desk, work))?,
                2 => race.command_line.take(|| kith::update(&self.command_line, work))?,
                3 => race.sqlite.take(|| self.sqlite.update(work))?,
                _ => race.sqlite_bare.take(|| self.sqlite_bare.update(work))?,
            }
        }
        Ok(())
    }
}
