//! Checkpoints: sled on the disk for good, and the manifest that says so.

use std::{
    fs,
    path::{Path, PathBuf},
};

use uuid::Uuid;

use crate::{
    durable,
    engine::{Engine, Meta},
    error::StoreError,
    log::Start,
    manifest::Manifest,
};

/// A checkpoint is due after so many changes…
const MOST_CHANGES: u64 = 10_000;
/// …or so many bytes of payload.
const MOST_BYTES: u64 = 32 << 20;

/// What was written since the last checkpoint.
#[derive(Debug, Default)]
pub(crate) struct Due {
    changes: u64,
    bytes: u64,
}

impl Due {
    /// Counts a change set.
    pub fn count(&mut self, changes: usize, bytes: usize) {
        self.changes += changes as u64;
        self.bytes += bytes as u64;
    }

    /// Whether it is time.
    pub fn is_now(&self) -> bool {
        self.changes >= MOST_CHANGES || self.bytes >= MOST_BYTES
    }
}

/// Who makes checkpoints, and where.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    dir: PathBuf,
    book: Uuid,
}

impl Checkpoint {
    pub fn new(dir: &Path, book: Uuid) -> Self {
        Self { dir: dir.to_owned(), book }
    }

    /// The book's folder.
    pub fn folder(&self) -> &Path {
        &self.dir
    }

    /// Flushes sled, syncs its files and its folder, writes the manifest. Says whether sled's own sync was seen to reach
    /// `fdatasync`, where it wrote.
    ///
    /// The files are synced by us in any case: see `durable`.
    pub fn make(&self, engine: &Engine, last: Option<Start>) -> Result<bool, StoreError> {
        let before = durable::engine_syncs();
        let flushed = engine.with("flush", |view| {
            let bytes = view.flush()?;
            Ok((view.meta()?.unwrap_or_default(), bytes))
        });
        let (meta, bytes) = flushed.and_then(|flushed| sync(engine).map(|()| flushed)).inspect_err(|_| {
            // The system may forget what it could not write, and call the next sync a success.
            engine.suspect();
        })?;
        self.manifest(meta, last, None).write(&self.dir)?;
        Ok(bytes == 0 || !cfg!(target_os = "linux") || durable::engine_syncs() > before)
    }

    /// The last manifest before the lock is given back: it also holds the length of sled's file, which shows later
    /// whether the file was cut or replaced while the book was closed.
    pub fn seal(&self, engine: &Engine, last: Option<Start>) -> Result<(), StoreError> {
        let meta = engine.with("close", |view| Ok(view.meta()?.unwrap_or_default()))?;
        engine.close();
        sync(engine)?;
        let length = file_length(engine.path())?;
        self.manifest(meta, last, Some(length)).write(&self.dir)
    }

    fn manifest(&self, meta: Meta, last: Option<Start>, closed_length: Option<u64>) -> Manifest {
        Manifest {
            book: self.book,
            checkpoint: meta.applied,
            segment: last.map_or(1, |last| last.segment),
            offset: last.map_or(0, |last| last.offset),
            records: meta.records,
            fingerprint: meta.fingerprint,
            closed_length,
        }
    }
}

fn sync(engine: &Engine) -> Result<(), StoreError> {
    durable::sync_folder(engine.path()).map_err(StoreError::io("sync the folder", engine.path()))
}

/// The length of sled's file; 0 when there is none.
pub(crate) fn file_length(sled: &Path) -> Result<u64, StoreError> {
    let path = sled.join("db");
    match fs::metadata(&path) {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(StoreError::io("look at", path)(error)),
    }
}
