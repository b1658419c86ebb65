//! Opening sled, and letting go of it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use crate::{
    disk,
    engine::{Failure, View},
    error::StoreError,
    guard::{Fault, guarded},
};

/// sled's default is 1 GiB.
const CACHE: u64 = 64 << 20;
/// sled's default is 512 KiB. A segment is used again when less than half of it is alive, which happens sooner to a small
/// one. And sled takes a new buffer of that size for each one it writes (ADR 0022).
pub(crate) const SEGMENT: usize = 128 << 10;
/// sled lets go of its own lock a moment after its handle is dropped.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(10);

/// An open sled database.
#[derive(Debug)]
pub(crate) struct Handle {
    db: Option<sled::Db>,
    path: PathBuf,
    number: u64,
}

impl Handle {
    /// Opens the database in `path`, or makes one there. A panic of sled is a [`Fault`]: damage after an unclean stop
    /// made it panic in `open` more often than not.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let mut attempt = 1;
        let db = loop {
            match guarded(|| config(path).open().map_err(Fault::from)) {
                Err(Fault::Sled(error)) if is_lock(&error) && attempt < TRIES => thread::sleep(PAUSE),
                result => break result?,
            }
            attempt += 1;
        };
        let made_private = disk::make_private(path).map_err(sled::Error::from);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let handle = Self { db: Some(db), path: path.to_owned(), number };
        made_private?;
        guarded(|| handle.view().finish()).map_err(Failure::into_fault)?;
        Ok(handle)
    }

    /// The database's folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which of this process's handles it is.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The records.
    pub fn view(&self) -> View<'_> {
        View::new(self.db.as_deref(), &self.path)
    }
}

impl Drop for Handle {
    /// sled flushes when dropped, which may panic as anything else in it.
    fn drop(&mut self) {
        let db = self.db.take();
        let dropped: Result<(), Fault> = guarded(|| {
            drop(db);
            Ok(())
        });
        drop(dropped);
    }
}

/// Moves what a kill during sled's `open` leaves (`snap.*.generating`) out of its folder: with it there every later
/// open fails with `Corruption` (sled#1527, #1533). Gives the names that were moved.
pub(crate) fn set_stale_snapshots_aside(dir: &Path, sled: &Path) -> Result<Vec<String>, StoreError> {
    let mut moved = Vec::new();
    let entries = match fs::read_dir(sled) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(moved),
        Err(error) => return Err(StoreError::io("read the folder", sled)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read the folder", sled))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            let aside = dir.join("aside");
            disk::create_folder(&aside)?;
            disk::rename(&entry.path(), &disk::free_name(&aside, &name, ""))?;
            moved.push(name);
        }
    }
    Ok(moved)
}

fn config(path: &Path) -> sled::Config {
    // No flusher thread, which would end silently; no compression, with which re-opening took 15 times as long.
    sled::Config::new()
        .path(path)
        .cache_capacity(CACHE)
        .segment_size(SEGMENT)
        .flush_every_ms(None)
        .use_compression(false)
}

/// The lock error has no type of its own, only this text.
fn is_lock(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(error) if error.to_string().contains("could not acquire lock"))
}
