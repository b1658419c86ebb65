//! What one durable update costs: Kith's whole answer beside the disk's own limit, SQLite and redb.

use std::path::Path;

use anyhow::Result;
use kith_book::Book;

use crate::{
    contenders::{
        disk::Disk,
        kith, load,
        redb::Redb,
        rules::Rules,
        sqlite::{indexed::Indexed, plain::Plain},
    },
    figures::Times,
    machine,
    work::{Size, Update, shuffled, update},
};

/// The times of every contender.
#[derive(Debug, Default)]
pub struct Race {
    /// 4 KiB written in place and synced: as fast as the disk lets anything be durable.
    pub disk: Times,
    /// Kith's full answer to an update, the list built as in the desk.
    pub desk: Times,
    /// Kith's full answer where no list was asked for, as on the command line.
    pub command_line: Times,
    /// SQLite with Kith's own rules, doing the same: record, indexes, history.
    pub indexed: Times,
    /// SQLite with Kith's own rules, record and history only.
    pub plain: Times,
    /// SQLite with the body merged into the record and no rule looked at, record and history only.
    pub bare: Times,
    /// redb with Kith's own rules, record and history only.
    pub redb: Times,
}

/// What they work on.
struct Contenders {
    disk: Disk,
    desk: Book,
    command_line: Book,
    others: Option<Others>,
}

/// Who is not Kith.
struct Others {
    indexed: Indexed,
    plain: Plain,
    bare: Plain,
    redb: Redb,
}

/// Lets them all do the same updates.
///
/// # Errors
/// When one of them fails.
pub fn race(folder: &Path, size: Size) -> Result<Race> {
    let (mut contenders, keys) = Contenders::ready(folder, size)?;
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

impl Contenders {
    /// All of them with the same contacts, and their keys.
    fn ready(folder: &Path, size: Size) -> Result<(Self, Vec<String>)> {
        let [desk, command_line] = ["desk", "command-line"].map(|name| folder.join(name));
        let book = kith::fill(&desk, size.contacts)?;
        let keys = kith::keys(&book)?;
        let others = size.others.then(|| Others::ready(folder, &book)).transpose()?;
        book.close()?;
        machine::copy(&desk, &command_line)?;
        let (desk, command_line) = (kith::open(&desk)?, kith::open(&command_line)?);
        kith::first(&desk, "")?;
        let disk = Disk::new(&folder.join("disk"))?;
        Ok((Self { disk, desk, command_line, others }, keys))
    }

    /// One update by each. Who comes after whom is drawn anew: a turn leaves the processor and the disk to the next.
    fn round(&mut self, race: &mut Race, n: usize, work: &Update) -> Result<()> {
        for who in shuffled([0, 1, 2, 3, 4, 5, 6], n) {
            match (who, &mut self.others) {
                (0, _) => race.disk.take(|| self.disk.write(n))?,
                (1, _) => race.desk.take(|| kith::update(&self.desk, work))?,
                (2, _) => race.command_line.take(|| kith::update(&self.command_line, work))?,
                (3, Some(others)) => race.indexed.take(|| others.indexed.update(work))?,
                (4, Some(others)) => race.plain.take(|| others.plain.update(work))?,
                (5, Some(others)) => race.bare.take(|| others.bare.update(work))?,
                (_, Some(others)) => race.redb.take(|| others.redb.update(work))?,
                (_, None) => {}
            }
        }
        Ok(())
    }
}

impl Others {
    /// All of them with the contacts of a book.
    fn ready(folder: &Path, book: &Book) -> Result<Self> {
        let mut indexed = Indexed::new(&folder.join("indexed.sqlite"))?;
        let mut plain = Plain::new(&folder.join("plain.sqlite"), Rules::Kith)?;
        let mut bare = Plain::new(&folder.join("bare.sqlite"), Rules::None)?;
        let mut redb = Redb::new(&folder.join("redb"))?;
        load(book, [&mut indexed, &mut plain, &mut bare, &mut redb])?;
        Ok(Self { indexed, plain, bare, redb })
    }
}
