//! Kith: the whole answer, as the desk and the command line get it.

use std::path::Path;

use anyhow::{Result, ensure};
use kith_book::{Answer, Book, Host, ListQuery, Opening, RecordKey, Source, UpdateOptions};
use serde_json::Value;

use crate::work::Update;

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

/// The externalIds of a book.
///
/// # Errors
/// When they cannot be listed.
pub fn keys(book: &Book) -> Result<Vec<String>> {
    let rows = rows(book, Some(&["ExternalId".to_owned()]))?;
    Ok(rows.iter().filter_map(|row| row.get("ExternalId")?.as_str().map(str::to_owned)).collect())
}

/// Every record of a book.
///
/// # Errors
/// When they cannot be listed.
pub fn rows(book: &Book, fields: Option<&[String]>) -> Result<Vec<Value>> {
    let everything = ListQuery { limit: usize::MAX, ..ListQuery::default() };
    let answer = book.list(&everything, fields).answer;
    taken(&answer)?;
    match answer.data {
        Some(Value::Array(rows)) => Ok(rows),
        _ => Ok(Vec::new()),
    }
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
