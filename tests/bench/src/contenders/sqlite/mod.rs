//! SQLite as a careful programmer would use it here: WAL, synchronous=FULL, prepared statements, one transaction an
//! update that reads the record, writes it and adds a row to its history.

pub mod indexed;
pub mod plain;
pub mod search;

use std::path::Path;

use anyhow::Result;
use rusqlite::Connection;

/// Kilobytes of cache: as much memory as it could want for updates.
const CACHE: i64 = -256_000;
/// Bytes that it may read as memory instead of copying them.
const MAPPED: i64 = 8 << 30;

/// Opens a database, which is made where there is none.
///
/// # Errors
/// When SQLite fails.
pub fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.pragma_update(None, "mmap_size", MAPPED)?;
    Ok(connection)
}
