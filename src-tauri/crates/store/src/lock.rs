//! One book, one process: the lock file, and what it remembers of the last holder.

use std::{
    fs::{File, TryLockError},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{disk, error::StoreError};

/// How often the lock is asked for: a holder that just ended releases it a moment later.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// What the lock file says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Holder {
    pub pid: u32,
    /// The name the holder gave.
    pub holder: String,
    /// The machine's start at which it was held; another one means that the power may have gone in between.
    pub boot: String,
    /// The lock file it was written to; another one means that the folder is a copy, perhaps one of a book in use.
    #[serde(default)]
    pub file: u64,
    /// Whether the holder closed the book, and found nothing wrong with it.
    pub clean: bool,
}

/// The lock, held as long as this lives.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// The lock's file in a book's folder.
    pub fn path(dir: &Path) -> PathBuf {
        dir.join("lock")
    }

    /// Takes the lock for writing and gives what the last holder left; `None` when the file is new or unreadable.
    ///
    /// # Errors
    /// `InUse` when another process holds it; `Io`.
    pub fn exclusive(dir: &Path) -> Result<(Self, Option<Holder>), StoreError> {
        let path = Self::path(dir);
        let file = disk::private().create(true).truncate(false).open(&path);
        let mut lock = Self { file: file.map_err(StoreError::io("open", &path))?, path };
        lock.acquire(File::try_lock)?;
        let last = lock.holder();
        Ok((lock, last))
    }

    /// Takes the lock for reading, beside other readers; `None` where there is no lock file that can be read.
    ///
    /// # Errors
    /// `InUse` when a writer holds it.
    pub fn shared(dir: &Path) -> Result<Option<(Self, Option<Holder>)>, StoreError> {
        let path = Self::path(dir);
        let Ok(file) = File::open(&path) else { return Ok(None) };
        let mut lock = Self { file, path };
        lock.acquire(File::try_lock_shared)?;
        let last = lock.holder();
        Ok(Some((lock, last)))
    }

    /// Whether a holder has been written to this very file, not to one that this is a copy of.
    pub fn is_file_of(&self, holder: &Holder) -> bool {
        number(&self.file).is_ok_and(|file| file == holder.file)
    }

    /// Writes who holds the book now, or that it was closed, and syncs it.
    pub fn write(&mut self, holder: &Holder) -> Result<(), StoreError> {
        let write = || {
            let holder = Holder { file: number(&self.file)?, ..holder.clone() };
            let bytes = serde_json::to_vec(&holder)?;
            disk::write_at(&self.file, &bytes, 0)?;
            self.file.set_len(bytes.len() as u64)?;
            self.file.sync_all()
        };
        write().map_err(StoreError::io("write", &self.path))
    }

    fn acquire(&mut self, take: fn(&File) -> Result<(), TryLockError>) -> Result<(), StoreError> {
        for attempt in 1..=TRIES {
            match take(&self.file) {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) if attempt < TRIES => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", &self.path)(error)),
            }
        }
        let found = self.holder();
        let holder =
            found.as_ref().map_or_else(|| "another program".to_owned(), |found| found.holder.clone());
        Err(StoreError::InUse { holder, pid: found.map(|found| found.pid) })
    }

    fn holder(&mut self) -> Option<Holder> {
        let mut text = String::new();
        let read = self.file.rewind().and_then(|()| self.file.read_to_string(&mut text));
        if read.is_err() {
            return None;
        }
        serde_json::from_str(&text).unwrap_or_default()
    }
}

/// What tells a file from a copy of it.
#[cfg(unix)]
fn number(file: &File) -> io::Result<u64> {
    Ok(std::os::unix::fs::MetadataExt::ino(&file.metadata()?))
}

/// Elsewhere a copy is not told from its original.
#[cfg(not(unix))]
fn number(_file: &File) -> io::Result<u64> {
    Ok(0)
}

/// What tells this start of the machine from others; empty where the system does not say, which counts as another one.
pub(crate) fn boot_id() -> String {
    let read: io::Result<String> = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    read.map(|id| id.trim().to_owned()).unwrap_or_default()
}
