//! What an import costs: a CSV file of many rows taken into an empty book, until a complete search; beside the program
//! `sqlite3`, which takes the same file with `.import` and makes the same indexes.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use kith_book::{ImportRequest, Watch, sample_contacts};
use kith_formats::{
    csv::{Options, Writer},
    table::Cell,
};

use crate::{
    contenders::kith,
    figures::{Times, timed},
    jobs::{Imported, Job, ask},
    machine::{highest, resident},
    work::Size,
};

/// The columns of the file.
const COLUMNS: [&str; 20] = [
    "ExternalId",
    "Salutation",
    "FirstName",
    "LastName",
    "Name",
    "Title",
    "Department",
    "Email",
    "Phone",
    "MobilePhone",
    "Fax",
    "LeadSource",
    "MailingStreet",
    "MailingPostalCode",
    "MailingCity",
    "MailingState",
    "MailingCountry",
    "MailingCountryCode",
    "Birthdate",
    "Description",
];
/// The file, beside the book.
const FILE: &str = "people.csv";
/// What `sqlite3` is told, after the names of the columns and before that of the file.
const INDEXES: &str = "
CREATE UNIQUE INDEX contact_by_key ON contact (ExternalId);
CREATE INDEX contact_by_name ON contact (Name);
CREATE INDEX contact_by_email ON contact (Email);
CREATE INDEX contact_by_city ON contact (MailingCity);
CREATE VIRTUAL TABLE contact_text USING fts5(text, tokenize = 'trigram');
INSERT INTO contact_text (rowid, text) SELECT rowid, concat FROM (
    SELECT rowid, Name || char(10) || Email || char(10) || Phone || char(10) || MobilePhone || char(10) || Title
        || char(10) || MailingCity || char(10) || ExternalId AS concat FROM contact);
SELECT count(*) FROM contact_text WHERE text MATCH 'berlin';
";

/// The imports of all.
#[derive(Debug, Default)]
pub struct Imports {
    /// Kith: every row checked, in the log and in sled.
    pub taken: Times,
    /// And listed, until a complete search.
    pub complete: Times,
    /// Its memory at most, above what it held before the first row.
    pub memory: Vec<f64>,
    /// The program `sqlite3`; none where it is not installed.
    pub sqlite: Times,
}

/// Imports a file with each, round by round.
///
/// # Errors
/// When one of them fails.
pub fn measure(folder: &Path, size: Size, repeats: usize) -> Result<Imports> {
    let file = folder.join(FILE);
    write(&file, size.contacts)?;
    let mut imports = Imports::default();
    for round in 0..repeats {
        let book = folder.join(format!("book{round}"));
        let Imported { taken, listed, memory } = ask(Job::Import, &book, size)?;
        imports.taken.push(taken);
        imports.complete.push(taken + listed);
        imports.memory.extend(memory.map(|bytes| bytes as f64));
        std::fs::remove_dir_all(&book)?;
        if size.others
            && let Some(time) = by_sqlite(folder, &file)?
        {
            imports.sqlite.push(time);
        }
    }
    Ok(imports)
}

/// The job of an import: the file beside the book.
///
/// # Errors
/// When the book fails, or a row is refused.
pub fn import(folder: &Path, size: Size) -> Result<Imported> {
    let book = kith::open(folder)?;
    let before = resident();
    let file = folder.with_file_name(FILE);
    let watch = Watch { progress: &|_| (), go_on: &|| true };
    let (report, taken) =
        timed(|| book.import(&ImportRequest::of(&file), &watch).map_err(anyhow::Error::from))?;
    ensure!(report.created == size.contacts, "{} were created: {:?}", report.created, report.issues);
    let memory = highest().zip(before).map(|(most, before)| most.saturating_sub(before));
    let (_, listed) = timed(|| kith::first(&book, "").and_then(|_| kith::count(&book, "berlin")))?;
    book.close()?;
    Ok(Imported { taken, listed, memory })
}

fn write(file: &Path, contacts: usize) -> Result<()> {
    let sink = BufWriter::new(File::create(file)?);
    let mut writer = Writer::new(sink, &COLUMNS, Options::default())?;
    for contact in sample_contacts(contacts, 0)? {
        let cell = |name| match contact.get(name) {
            Some(serde_json::Value::String(text)) => Cell::Text(text.clone()),
            _ => Cell::Empty,
        };
        writer.row(&COLUMNS.map(cell))?;
    }
    writer.finish()?;
    Ok(())
}

fn by_sqlite(folder: &Path, file: &Path) -> Result<Option<Duration>> {
    let database = folder.join("people.db");
    let started = Command::new("sqlite3").arg(&database).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let Ok(mut program) = started else { return Ok(None) };
    let columns = COLUMNS.map(|name| format!("{name} TEXT")).join(", ");
    let script = format!(
        "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\nPRAGMA cache_size = -256000;\n\
         CREATE TABLE contact ({columns});\n.import --csv --skip 1 {} contact\n{INDEXES}",
        file.display()
    );
    let (_, time) = timed(|| {
        program.stdin.take().context("its input is a pipe")?.write_all(script.as_bytes())?;
        let ended = program.wait()?;
        ensure!(ended.success(), "sqlite3 failed: {ended}");
        Ok(())
    })?;
    for end in ["", "-wal", "-shm"] {
        let path = folder.join(format!("people.db{end}"));
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    Ok(Some(time))
}
