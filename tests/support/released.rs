//! Books of released versions: one for each, in `tests/books`, with what it answered when it was made.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used)]

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use kith_book::{Book, ListQuery};
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::book::{external, id};

/// The contact of such a book that was deleted, by its ExternalId.
pub const DELETED: &str = "gone";

/// Where they are.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("books")
}

/// What a book answers about everything in it: contacts with their histories, schema, layout, what else it keeps.
#[must_use]
pub fn told(book: &Book) -> Value {
    let all = ListQuery { limit: usize::MAX, ..ListQuery::default() };
    let listed = book.list(&all, None).answer.data.expect("a list");
    let contacts = listed.as_array().expect("an array").iter().map(|record| {
        let key = id(record.get("Id").and_then(Value::as_str).expect("an Id"));
        json!({"Contact": record, "History": book.history_answer(&key, usize::MAX).answer.data})
    });
    json!({
        "Contacts": contacts.collect::<Vec<_>>(),
        "Deleted": book.history_answer(&external(DELETED), usize::MAX).answer.data,
        "Schema": book.schema().metadata(),
        "Layout": book.own_layout().expect("a layout"),
        "NotTheSame": book.apart().expect("pairs"),
        "Drafts": book.drafts().drafts,
        "Retention": book.retention().expect("a setting"),
        "Requests": book.recent_requests(None, usize::MAX).len(),
    })
}

/// Whether everything that was told then is told now. What a later version adds to an object is no difference.
///
/// # Errors
/// The first place that differs.
pub fn still(then: &Value, now: &Value, at: &str) -> Result<(), String> {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => then.iter().try_for_each(|(name, value)| {
            still(value, now.get(name).unwrap_or(&Value::Null), &format!("{at}/{name}"))
        }),
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            let mut pairs = then.iter().zip(now).enumerate();
            pairs.try_for_each(|(n, (then, now))| still(then, now, &format!("{at}/{n}")))
        }
        _ if then == now => Ok(()),
        _ => Err(format!("{at} was {then}, and is {now}")),
    }
}

/// A book out of its archive, in a folder of its own.
///
/// # Errors
/// The system's, and those of an archive that does not read.
pub fn unpacked(archive: &Path) -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    ZipArchive::new(File::open(archive)?)?.extract(folder.path())?;
    Ok(folder)
}

/// Packs a book that is closed, in the order of its names and with no times, so that one book is always one archive.
///
/// # Errors
/// The system's.
pub fn pack(folder: &Path, archive: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort_unstable();
    let mut out = ZipWriter::new(File::create_new(archive)?);
    for file in files {
        let name = file.strip_prefix(folder).map_err(io::Error::other)?;
        let options = SimpleFileOptions::default().compression_level(Some(9)).unix_permissions(0o600);
        out.start_file(name.to_string_lossy(), options)?;
        out.write_all(&fs::read(&file)?)?;
    }
    out.finish()?.sync_all()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
