//! Who is measured: Kith, the bare disk, SQLite, redb, fjall. They take turns, so that all meet the same machine.

pub mod codec;
pub mod disk;
pub mod fjall;
pub mod indexed;
pub mod kith;
pub mod redb;
pub mod rules;
pub mod sqlite;

use std::time::Instant;

use anyhow::Result;
use kith_book::Book;
use kith_model::Record;
use serde_json::Value;

use crate::figures::Times;

/// How many rows a window asks for.
pub const PAGE: usize = 100;
/// Contacts in one transaction of a load, as in one change set of Kith's sample.
const BATCH: usize = 1_000;

/// Who takes contacts over.
pub trait Load {
    /// Stores records in one durable transaction.
    ///
    /// # Errors
    /// When it fails.
    fn load(&mut self, records: &[Record]) -> Result<()>;
}

/// Has each take over every contact of a book, in turns. Gives the times of each, batch by batch.
///
/// # Errors
/// When one of them fails.
pub fn load<const N: usize>(book: &Book, mut all: [&mut dyn Load; N]) -> Result<[Times; N]> {
    let mut times = std::array::from_fn(|_| Times::default());
    kith::each_chunk(book, None, |rows| {
        for batch in records(rows).chunks(BATCH) {
            for (contender, times) in all.iter_mut().zip(&mut times) {
                let start = Instant::now();
                contender.load(batch)?;
                times.push(start.elapsed());
            }
        }
        Ok(())
    })?;
    Ok(times)
}

fn records(rows: Vec<Value>) -> Vec<Record> {
    let fields = rows.into_iter().filter_map(|row| match row {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    fields.map(Record::from_fields).collect()
}
