//! Writing an archive: from the log alone, as a stream, under its name only when it was read back.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use kith_model::{ChangeSet, Operation};
use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, PersistError};
use uuid::Uuid;
use zstd::stream::write::Encoder;

use super::{
    ArchiveAbout, ArchiveReport, BaseRecord, End, GoOn, Header, check,
    line::{FORMAT, LineRef, MOST},
    room::Roomy,
};
use crate::{
    base, durable,
    engine::keys::StorageKey,
    error::StoreError,
    go_on,
    log::{BookId, LogDir},
};

/// zstd's own default: the next levels are much slower and save little.
const LEVEL: i32 = 3;

/// Writes the log up to change set `last` to the new file `out`.
///
/// Answered change sets never change, so neither a lock nor sled is needed, and changes may be made meanwhile.
///
/// # Errors
/// `Refused` when the file is there already; `Ended`; `Damaged` when the log is; `Io`.
pub(crate) fn of_log(
    log: &LogDir,
    last: u64,
    out: &Path,
    about: &ArchiveAbout,
    go_on: GoOn<'_>,
) -> Result<ArchiveReport, StoreError> {
    let base = base::needed(log)?;
    let header = Header {
        format: FORMAT,
        book: Uuid::from_bytes(log.book()),
        made_at: about.made_at.clone(),
        made_by: about.made_by.clone(),
        reason: about.reason.clone(),
        base: base.unwrap_or(0),
        last,
        last_change_at: log.find(last, last)?.map(|entry| entry.set.note.at),
    };
    save(out, go_on, |file, path| {
        let mut writer = ArchiveWriter::begin(file, path, &header)?;
        about.schema.iter().try_for_each(|schema| writer.line(&LineRef::Schema(schema)))?;
        if let Some(base) = base {
            let mut reader = base::open(log, base)?;
            while let Some(record) = reader.next_record()? {
                writer.record(&record)?;
            }
        }
        if header.last > header.base {
            log.pass(header.base + 1, header.last, &mut |set| {
                go_on::check(go_on)?;
                writer.change(&set)
            })?;
        }
        writer.finish()
    })
}

/// Writes records, as they are after change set `base`, to the new file `out`: what a pruned log begins with.
///
/// # Errors
/// As [`of_log`].
pub(crate) fn of_records(
    book: BookId,
    base: u64,
    out: &Path,
    go_on: GoOn<'_>,
    records: impl FnOnce(&mut ArchiveWriter) -> Result<(), StoreError>,
) -> Result<ArchiveReport, StoreError> {
    let header =
        Header { book: Uuid::from_bytes(book), base, last: base, reason: "base".into(), ..Header::none() };
    save(out, go_on, |file, path| {
        let mut writer = ArchiveWriter::begin(file, path, &header)?;
        records(&mut writer)?;
        writer.finish()
    })
}

/// Writes a file beside its place, syncs it, reads it back and gives it its name. Whatever goes wrong, nothing is left.
fn save(
    out: &Path,
    go_on: GoOn<'_>,
    fill: impl FnOnce(File, &Path) -> Result<File, StoreError>,
) -> Result<ArchiveReport, StoreError> {
    if out.exists() {
        return Err(taken(out));
    }
    let folder = out.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut prefix = out.file_name().unwrap_or_default().to_owned();
    prefix.push(".");
    let made = tempfile::Builder::new().prefix(&prefix).suffix(".tmp").tempfile_in(folder);
    let tmp = made.map_err(StoreError::io("make a file in", folder))?;
    let file = tmp.as_file().try_clone().map_err(StoreError::io("write", out))?;
    let file = fill(file, tmp.path())?;
    file.sync_all().map_err(StoreError::io("sync", tmp.path()))?;
    let report = check(tmp.path(), go_on)?;
    name(tmp, out)?;
    sync_name(folder)?;
    Ok(ArchiveReport { path: out.to_owned(), ..report })
}

/// Gives the file its name, which nobody else may have.
fn name(tmp: NamedTempFile, out: &Path) -> Result<(), StoreError> {
    let named = tmp.persist_noclobber(out).or_else(|PersistError { error, file }| {
        // Not every file system can rename without replacing.
        if error.kind() == io::ErrorKind::AlreadyExists || out.exists() {
            return Err(taken(out));
        }
        file.persist(out).map_err(|PersistError { error, .. }| StoreError::io("write", out)(error))
    });
    named.map(drop)
}

/// Not every file system that backups are put on can sync a folder.
fn sync_name(folder: &Path) -> Result<(), StoreError> {
    match durable::sync_names(folder) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(StoreError::io("sync the folder", folder)(error))
        }
        _ => Ok(()),
    }
}

fn taken(out: &Path) -> StoreError {
    let what = format!("{} is there already, and a backup never replaces a file", out.display());
    StoreError::Refused { what }
}

/// Writes the lines of an archive, in their order.
pub(crate) struct ArchiveWriter {
    out: Encoder<'static, BufWriter<Roomy>>,
    path: PathBuf,
    hash: Sha256,
    line: Vec<u8>,
    records: u64,
    changes: u64,
    /// Records there are after the change sets so far.
    alive: u64,
}

impl ArchiveWriter {
    /// Begins an archive in an empty file; `path` is its name, for errors.
    pub fn begin(file: File, path: &Path, header: &Header) -> Result<Self, StoreError> {
        let encoder = Encoder::new(BufWriter::new(Roomy::new(file)), LEVEL).and_then(|mut encoder| {
            // So that zstd's own tools can tell a damaged file too.
            encoder.include_checksum(true)?;
            Ok(encoder)
        });
        let out = encoder.map_err(StoreError::io("write", path))?;
        let path = path.to_owned();
        let (hash, line) = (Sha256::new(), Vec::new());
        let mut writer = Self { out, path, hash, line, records: 0, changes: 0, alive: 0 };
        writer.line(&LineRef::Archive(header))?;
        Ok(writer)
    }

    /// Writes a record as it was after the base; they come in the order of their storage keys.
    pub fn record(&mut self, record: &BaseRecord) -> Result<(), StoreError> {
        self.records += 1;
        self.alive += StorageKey::of(&record.fields).contacts();
        self.line(&LineRef::Record(record))
    }

    /// Writes a change set.
    pub fn change(&mut self, set: &ChangeSet) -> Result<(), StoreError> {
        self.changes += 1;
        for change in set.changes.iter().filter(|change| !change.is_of_document()) {
            match change.operation {
                Operation::Create => self.alive += 1,
                Operation::Delete => self.alive = self.alive.saturating_sub(1),
                Operation::Update => {}
            }
        }
        self.line(&LineRef::Change(set))
    }

    /// Writes the end. Gives the file, which is to be synced.
    pub fn finish(mut self) -> Result<File, StoreError> {
        let sha256 = hexadecimal(&self.hash.clone().finalize());
        let (records, changes, records_at_last) = (self.records, self.changes, self.alive);
        self.line(&LineRef::End(&End { records, changes, records_at_last, sha256 }))?;
        let file = self.out.finish().and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error));
        file.map(Roomy::into_file).map_err(StoreError::io("write", &self.path))
    }

    fn line(&mut self, line: &LineRef<'_>) -> Result<(), StoreError> {
        self.line.clear();
        let json = serde_json::to_writer(&mut self.line, line);
        json.map_err(|error| StoreError::Refused { what: format!("a line cannot be written: {error}") })?;
        self.line.push(b'\n');
        if self.line.len() > MOST {
            return Err(StoreError::Refused { what: "a record or change is too large for a backup".into() });
        }
        self.hash.update(&self.line);
        self.out.write_all(&self.line).map_err(StoreError::io("write", &self.path))
    }
}

/// Bytes as pairs of hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
