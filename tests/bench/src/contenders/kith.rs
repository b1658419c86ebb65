//! Kith: the whole answer, as the desk and the command line get it.

use std::path::Path;

use anyhow::{Result, ensure};
use kith_book::{Answer, Book, Host, ListQuery, Opening, RecordKey, SortKey, Source, UpdateOptions};
use serde_json::Value;

use super::PAGE;
use crate::work::Update;

/// What the list is sorted by when the desk opens.
pub const FIRST_ORDER: &str = "Name";
/// Contacts that are in memory at once when all are gone through.
const CHUNK: usize = 10_000;
const EXTERNAL_ID: &str = "ExternalId";

/// Opens a book, which is made where there is none.
///
/// # Errors
/// When it does not open.
pub fn open(folder: &Path) -> Result<Book> {
    let opening = Opening {
        create: true,
        read_only: false,
        holder: "the benchmark".to_owned(),
        source: Source::CommandLine,
    };
    Ok(Book::open(folder, &opening, Host::this_machine())?.0)
}

/// A book of that many sample contacts.
///
/// # Errors
/// When it cannot be filled.
pub fn fill(folder: &Path, contacts: usize) -> Result<Book> {
    let book = open(folder)?;
    taken(&book.fill_with_sample(contacts, 0).answer)?;
    Ok(book)
}

/// The externalIds of a book, in the order in which its contacts were made.
///
/// # Errors
/// When they cannot be listed.
pub fn keys(book: &Book) -> Result<Vec<String>> {
    let mut keys = Vec::new();
    each_chunk(book, Some(&[EXTERNAL_ID.to_owned()]), |rows| {
        keys.extend(rows.iter().filter_map(|row| row.get(EXTERNAL_ID)?.as_str().map(str::to_owned)));
        Ok(())
    })?;
    Ok(keys)
}

/// Goes through the records of a book in the order in which they were made, never all in memory at once.
///
/// # Errors
/// When they cannot be listed or the work fails.
pub fn each_chunk(
    book: &Book,
    fields: Option<&[String]>,
    mut work: impl FnMut(Vec<Value>) -> Result<()>,
) -> Result<()> {
    for offset in (0..).step_by(CHUNK) {
        let query = ListQuery { sort: sort("CreatedDate"), offset, limit: CHUNK, ..ListQuery::default() };
        let rows = rows(book, &query, fields)?;
        if rows.is_empty() {
            break;
        }
        work(rows)?;
    }
    Ok(())
}

/// The records of a query.
///
/// # Errors
/// When they cannot be listed.
pub fn rows(book: &Book, query: &ListQuery, fields: Option<&[String]>) -> Result<Vec<Value>> {
    let answer = book.list(query, fields).answer;
    taken(&answer)?;
    match answer.data {
        Some(Value::Array(rows)) => Ok(rows),
        _ => Ok(Vec::new()),
    }
}

/// How many rows are on a page of the list in an order.
///
/// # Errors
/// When the book fails.
pub fn page(book: &Book, search: &str, field: &str, offset: usize) -> Result<usize> {
    let query = ListQuery {
        search: search.to_owned(),
        sort: sort(field),
        offset,
        limit: PAGE,
        ..ListQuery::default()
    };
    Ok(book.page(&query)?.rows.len())
}

/// How many rows the first page of a search has, in the list's first order.
///
/// # Errors
/// When the book fails.
pub fn first(book: &Book, search: &str) -> Result<usize> {
    page(book, search, FIRST_ORDER, 0)
}

/// How many contacts a search finds.
///
/// # Errors
/// When the book fails.
pub fn count(book: &Book, search: &str) -> Result<usize> {
    let query = ListQuery { search: search.to_owned(), sort: sort(FIRST_ORDER), ..ListQuery::default() };
    Ok(book.page(&query)?.matches)
}

fn sort(field: &str) -> Vec<SortKey> {
    vec![SortKey { field: field.to_owned(), descending: false }]
}

/// The full answer to an update.
///
/// # Errors
/// When it is refused.
pub fn update(book: &Book, update: &Update) -> Result<()> {
    let key = RecordKey::ExternalId(update.key.clone());
    let reply = book.update(&key, update.body.as_bytes(), UpdateOptions::default());
    ensure!(reply.change_id.is_some(), "nothing was written: {:?}", reply.answer);
    Ok(())
}

/// Stops at an answer that is a refusal.
///
/// # Errors
/// With the refusal.
pub fn taken(answer: &Answer) -> Result<()> {
    ensure!(answer.success, "{:?}", answer.errors);
    Ok(())
}
