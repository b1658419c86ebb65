//! What a scroll and a click on a column cost: a page of the list at any place, and the list in an order for the first
//! time.

use std::{path::Path, time::Duration};

use anyhow::{Result, ensure};
use kith_book::Book;
use kith_model::Record;

use crate::{
    contenders::{
        Load, PAGE,
        indexed::sorted_by,
        kith::{self, FIRST_ORDER},
        load,
        sqlite::indexed::Indexed,
    },
    figures::{Times, timed},
    work::{Size, shuffled, spread},
};

/// Orders that are asked for one after the other.
const ORDERS: [&str; 6] = ["LastName", "Email", "Account", "Title", "MailingCity", "ModifiedDate"];

/// The times.
#[derive(Debug, Default)]
pub struct Pages {
    /// A page anywhere in Kith's list.
    pub page: Times,
    /// The same of SQLite, by its index and an offset.
    pub sqlite: Times,
    /// Each order when it is first asked for, with its name.
    pub orders: Vec<Order>,
}

/// What a new order costs.
#[derive(Debug)]
pub struct Order {
    /// The field that is sorted by.
    pub field: &'static str,
    /// Kith's first page in it.
    pub first: Times,
    /// Its bare values, folded and in memory already, sorted by the standard library.
    pub bare: Times,
}

/// The values of the orders, record by record.
#[derive(Default)]
struct Values([Vec<(String, u32)>; ORDERS.len()]);

/// Measures both.
///
/// # Errors
/// When a contender fails.
pub fn measure(folder: &Path, size: Size) -> Result<Pages> {
    let at = folder.join("book");
    let mut values = Values::default();
    let book = kith::fill(&at, size.contacts)?;
    let mut sqlite = None;
    if size.others {
        let sqlite = sqlite.insert(Indexed::new(&folder.join("sqlite"))?);
        load(&book, [sqlite, &mut values])?;
    } else {
        load(&book, [&mut values])?;
    }
    values.shuffle();
    book.close()?;
    let mut pages = Pages::default();
    let book = kith::open(&at)?;
    kith::first(&book, "")?;
    for n in 0..size.pages {
        pages.turn(&book, sqlite.as_mut(), n, size)?;
    }
    book.close()?;
    pages.orders = orders(&at, &values, size.repeats)?;
    Ok(pages)
}

impl Pages {
    fn turn(&mut self, book: &Book, mut sqlite: Option<&mut Indexed>, n: usize, size: Size) -> Result<()> {
        let last = size.contacts.saturating_sub(PAGE);
        let offset = if n == 0 { last } else { spread(n) % (last + 1) };
        for who in shuffled([0, 1], n) {
            let rows = match (who, &mut sqlite) {
                (0, _) => self.page.take(|| kith::page(book, "", FIRST_ORDER, offset))?,
                (_, Some(sqlite)) => self.sqlite.take(|| sqlite.page(offset))?,
                (_, None) => continue,
            };
            ensure!(rows == PAGE.min(size.contacts), "{rows} rows at {offset}");
        }
        Ok(())
    }
}

fn orders(folder: &Path, values: &Values, repeats: usize) -> Result<Vec<Order>> {
    let order = |field| Order { field, first: Times::default(), bare: Times::default() };
    let mut orders: Vec<_> = ORDERS.map(order).into();
    for _ in 0..repeats {
        // Opened anew, so that no order but the first is there.
        let book = kith::open(folder)?;
        kith::first(&book, "")?;
        for (order, values) in orders.iter_mut().zip(&values.0) {
            order.first.push(timed(|| kith::page(&book, "", order.field, 0))?.1);
            order.bare.push(sorted(values.clone())?);
        }
        book.close()?;
    }
    Ok(orders)
}

fn sorted(mut values: Vec<(String, u32)>) -> Result<Duration> {
    let ((), time) = timed::<_, anyhow::Error>(|| {
        values.sort_unstable();
        Ok(())
    })?;
    drop(values);
    Ok(time)
}

impl Values {
    /// Brings them out of the order in which the contacts were made, which is that of their dates.
    fn shuffle(&mut self) {
        for values in &mut self.0 {
            values.sort_by_key(|(_, row)| spread(*row as usize));
        }
    }
}

impl Load for Values {
    fn load(&mut self, records: &[Record]) -> Result<()> {
        for (field, values) in ORDERS.iter().zip(&mut self.0) {
            for record in records {
                let row = u32::try_from(values.len())?;
                values.push((sorted_by(record, field).unwrap_or_default(), row));
            }
        }
        Ok(())
    }
}
