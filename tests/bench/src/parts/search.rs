//! What one keystroke's search costs, over a log of what people type: the first hits and the exact count, beside
//! SQLite's FTS5 with trigrams on the same texts.

use std::path::Path;

use anyhow::{Result, ensure};
use kith_book::Book;

use crate::{
    contenders::{
        PAGE, kith, load,
        sqlite::{
            indexed::Indexed,
            search::{Chosen, is_for_trigrams},
        },
    },
    figures::Times,
    queries,
    work::{Size, shuffled},
};

/// One query in so many warms up what is measured.
const WARM_UP: usize = 10;

/// The times of some of the queries.
#[derive(Debug, Default)]
pub struct Class {
    /// Kith's first page, which is what a window asks for.
    pub first: Times,
    /// Kith's count alone.
    pub count: Times,
    /// SQLite's best hundred.
    pub ranked: Times,
    /// SQLite's first hundred in no order.
    pub unranked: Times,
    /// SQLite's count.
    pub counted: Times,
}

/// The times of all queries.
#[derive(Debug, Default)]
pub struct Search {
    /// Queries whose every word FTS5 can find by its trigrams.
    pub trigrams: Class,
    /// Queries with a shorter word, for which it looks through every text.
    pub short: Class,
}

struct Contenders {
    book: Book,
    sqlite: Option<Indexed>,
}

/// Lets both answer the same queries.
///
/// # Errors
/// When one of them fails, or both find another number of contacts.
pub fn measure(folder: &Path, size: Size) -> Result<Search> {
    let mut contenders = Contenders::ready(folder, size)?;
    let log = queries::log(&contenders.book, size.sessions)?;
    let (mut warming, mut search) = (Class::default(), Search::default());
    for (n, query) in log.iter().step_by(WARM_UP).enumerate() {
        contenders.round(&mut warming, n, query)?;
    }
    for (n, query) in log.iter().enumerate() {
        let is_long = is_for_trigrams(query);
        contenders.round(if is_long { &mut search.trigrams } else { &mut search.short }, n, query)?;
    }
    contenders.book.close()?;
    Ok(search)
}

impl Contenders {
    fn ready(folder: &Path, size: Size) -> Result<Self> {
        let at = folder.join("book");
        let book = kith::fill(&at, size.contacts)?;
        let mut sqlite = None;
        if size.others {
            let sqlite = sqlite.insert(Indexed::new(&folder.join("sqlite"))?);
            load(&book, [sqlite])?;
            sqlite.optimize()?;
        }
        book.close()?;
        Ok(Self { book: kith::open(&at)?, sqlite })
    }

    fn round(&mut self, class: &mut Class, n: usize, query: &str) -> Result<()> {
        let Self { book, sqlite } = self;
        let Some(sqlite) = sqlite else {
            class.first.take(|| kith::first(book, query))?;
            class.count.take(|| kith::count(book, query))?;
            return Ok(());
        };
        let (mut firsts, mut counts) = ([0; 3], [0; 2]);
        for who in shuffled([0, 1, 2, 3, 4], n) {
            match who {
                0 => firsts[0] = class.first.take(|| kith::first(book, query))?,
                1 => counts[0] = class.count.take(|| kith::count(book, query))?,
                2 => firsts[1] = class.ranked.take(|| sqlite.first(query, Chosen::ByRank))?,
                3 => firsts[2] = class.unranked.take(|| sqlite.first(query, Chosen::AsTheyCome))?,
                _ => counts[1] = class.counted.take(|| sqlite.count(query))?,
            }
        }
        // Who finds other contacts does not do the same work.
        ensure!(counts[0] == counts[1], "{query:?}: Kith finds {}, SQLite {}", counts[0], counts[1]);
        ensure!(firsts == [counts[0].min(PAGE); 3], "{query:?}: pages of {firsts:?}, {} found", counts[0]);
        Ok(())
    }
}
