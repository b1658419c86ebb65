//! A book that nothing may be written to.
//!
//! sled cannot open a database without writing to its folder. So its files are copied to a folder for temporary files,
//! opened there, and brought up to the log, which is read where it is; where the copy is not sound the records are built
//! from the log instead. The folder goes when the store is closed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{
    checkpoint::file_length,
    disk,
    engine::{Engine, Handle},
    error::StoreError,
    examine::{Verdict, examine},
    guard::guarded,
    lock::{Holder, Lock},
    open::OpenReport,
    rebuild::{self, sled_path},
    replay,
    store::Store,
    survey::{Left, Survey, survey},
    swap,
};

/// Opens the book in `dir` for reading, beside other readers.
pub(crate) fn open(dir: &Path, notes: Vec<String>) -> Result<(Store, OpenReport), StoreError> {
    let locked = Lock::shared(dir)?;
    swap::refuse_pending(dir)?;
    let left = locked.as_ref().map_or(Left::Unknown, |(lock, last)| Left::from_lock(lock, last.as_ref()));
    let mut report = OpenReport { notes, ..OpenReport::default() };
    let missing = || StoreError::Missing { path: dir.to_owned() };
    let mut survey = survey(dir, left)?.ok_or_else(missing)?;
    report.notes.append(&mut survey.notes);
    report.torn_tail = survey.end.as_ref().is_some_and(|end| end.torn.is_some());
    let copy = tempfile::Builder::new().prefix("kith-").tempdir();
    let copy = copy.map_err(StoreError::io("make a folder in", std::env::temp_dir()))?;
    let handle = records(dir, &copy, &survey, &mut report)?;
    let path = handle.path().to_owned();
    let replayed = guarded(|| {
        let view = handle.view();
        let count = match &survey.end {
            Some(_) => replay::from(&view, &survey.log, survey.start, survey.last())?,
            // Its making was cut short before the log: it is an empty book.
            None => 0,
        };
        Ok((count, view.meta()?.unwrap_or_default()))
    });
    let (count, meta) =
        replayed.map_err(|failure: crate::engine::Failure| failure.told("apply the change log", &path))?;
    report.replayed = count;
    let engine = Engine::new(handle, survey.log.clone(), meta);
    let lock = locked.map(|(lock, _)| (lock, Holder::default()));
    Ok((Store { engine, log: survey.log, writer: None, lock, copy: Some(copy) }, report))
}

/// The records in the temporary folder: a copy of sled, or built anew.
fn records(
    dir: &Path,
    copy: &TempDir,
    survey: &Survey,
    report: &mut OpenReport,
) -> Result<Handle, StoreError> {
    let from = sled_path(dir);
    let length = file_length(&from)?;
    let to = copied(&from, copy)?;
    let why = match Handle::open(&to) {
        Ok(handle) => match examine(&handle, survey, length)? {
            Verdict::Sound(_) => return Ok(handle),
            Verdict::Rebuild(why) => why,
        },
        Err(fault) => fault.message(),
    };
    let anew = copy.path().join("anew");
    rebuild::build(&anew, &survey.log, survey.last())?;
    report.rebuilt = Some(why);
    Handle::open(&anew).map_err(|fault| StoreError::Engine { action: "open", message: fault.message() })
}

/// Copies sled's files but an unfinished snapshot; there may be none.
pub(crate) fn copied(from: &Path, copy: &TempDir) -> Result<PathBuf, StoreError> {
    let to = copy.path().join("sled");
    disk::create_folder(&to)?;
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(to),
        Err(error) => return Err(StoreError::io("read the folder", from)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read the folder", from))?;
        let name = entry.file_name();
        let is_file = entry.file_type().map_err(StoreError::io("read the folder", from))?.is_file();
        if is_file && !name.to_string_lossy().ends_with(".generating") {
            fs::copy(entry.path(), to.join(name)).map_err(StoreError::io("copy", entry.path()))?;
        }
    }
    Ok(to)
}
