//! What a person waits for: opening, lists, searching, reading; and what it takes of the machine. Measured in a process
//! of its own, so that its memory is the desk's and nobody else's.

use std::{path::Path, time::Duration};

use anyhow::Result;
use kith_book::{Book, RecordKey};

use super::rewrite::UPDATES;
use crate::{
    contenders::kith::{self, first, keys, open, taken, update},
    figures::{Times, timed},
    jobs::{Filled, Job, ask, run},
    machine::{bytes_in, resident},
    work::{self, Size, bulk, spread},
};

/// What is typed into the search box, letter by letter.
const TYPED: [&str; 4] = ["maria", "contoso berlin", "+49 30", "weiß"];

/// The figures of a book that is opened again.
#[derive(Debug)]
pub struct Desk {
    /// Opening it after a kill: the changes since the last checkpoint are replayed.
    pub open_after_kill: Duration,
    /// Opening it after it was closed.
    pub open: Duration,
    /// Opening it and the first page of the list.
    pub first_page: Duration,
    /// The list in another order, for the first time.
    pub sort: Duration,
    /// One contact by its externalId.
    pub read: Times,
    /// A page after each letter typed into the search box.
    pub keystroke: Times,
    /// Contacts a second in one bulk update.
    pub bulk_rate: f64,
    /// Memory of the process before the list is built, in bytes.
    pub resident: Option<u64>,
    /// And after.
    pub resident_with_list: Option<u64>,
    /// The book's folder, in bytes.
    pub on_disk: u64,
}

/// Fills a book, has it left as by a kill, and measures it; the last process writes its own figures out.
///
/// # Errors
/// When the book or a process fails.
pub fn all(folder: &Path, size: Size) -> Result<()> {
    let book = folder.join("book");
    ask::<Filled>(Job::Fill, &book, size)?;
    run(Job::LeaveOpen, &book, size)?;
    run(Job::Desk, &book, size)
}

/// Updates contacts and leaves the book as a kill would: nothing is closed, the process is to end at once.
///
/// # Errors
/// When the book fails.
pub fn leave_open(folder: &Path, size: Size) -> Result<()> {
    let book = open(folder)?;
    let keys = keys(&book)?;
    for n in 0..size.updates {
        update(&book, &work::update(&keys, n))?;
    }
    std::mem::forget(book);
    Ok(())
}

/// Measures a book that was left so.
///
/// # Errors
/// When the book fails.
pub fn measure(folder: &Path, size: Size) -> Result<Desk> {
    let (book, open_after_kill) = timed(|| open(folder))?;
    book.close()?;
    let (book, opened) = timed(|| open(folder))?;
    let resident_alone = resident();
    let (_, paged) = timed(|| first(&book, ""))?;
    let resident_with_list = resident();
    let (_, sort) = timed(|| kith::page(&book, "", "ModifiedDate", 0))?;
    let keys = keys(&book)?;
    let read = reads(&book, &keys, size.reads)?;
    let keystroke = keystrokes(&book, size.reads / 50)?;
    let bulk_rate = bulk_rate(&book, &keys, size.bulk)?;
    book.close()?;
    Ok(Desk {
        open_after_kill,
        open: opened,
        first_page: opened + paged,
        sort,
        read,
        keystroke,
        bulk_rate,
        resident: resident_alone,
        resident_with_list,
        on_disk: bytes_in(folder)?,
    })
}

fn reads(book: &Book, keys: &[String], count: usize) -> Result<Times> {
    let mut times = Times::default();
    for n in 0..count {
        let key = keys.get(spread(n) % keys.len().max(1)).cloned().unwrap_or_default();
        times.take(|| taken(&book.read(&RecordKey::ExternalId(key)).answer))?;
    }
    Ok(times)
}

fn keystrokes(book: &Book, count: usize) -> Result<Times> {
    let mut times = Times::default();
    let ends =
        TYPED.iter().flat_map(|word| word.char_indices().map(move |(at, c)| (word, at + c.len_utf8())));
    let typed = ends.filter_map(|(word, end)| word.get(..end));
    for search in typed.cycle().take(count) {
        times.take(|| first(book, search))?;
    }
    Ok(times)
}

fn bulk_rate(book: &Book, keys: &[String], count: usize) -> Result<f64> {
    let some = keys.get(..count).unwrap_or(keys);
    let body = bulk(some, 0);
    let ((), took) = timed(|| taken(&book.bulk(body.as_bytes(), UPDATES).answer))?;
    Ok(some.len() as f64 / took.as_secs_f64())
}
