//! What can go wrong with a book on the disk.

use std::{io, path::PathBuf};

use kith_model::RecordKey;

/// Why the store could not do what it was asked. Every message says what happened, to what, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused to read or write.
    #[error("could not {action} {}: {source}. {}", .path.display(), advice(.source))]
    Io {
        /// What was tried, as in "could not … ".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another process has the book open.
    #[error("the book is open in {holder}{}. Close it there, then try again", with_pid(*.pid))]
    InUse {
        /// The name the holder gave when it opened the book.
        holder: String,
        /// Its process number, where it is known.
        pid: Option<u32>,
    },
    /// There is no book in the folder.
    #[error("there is no book in {}. Create one, or name the folder that holds it", .path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The book was written by a later version of Kith; nothing was touched.
    #[error("the book has format {found}, this Kith knows up to {known}. Update Kith to open it")]
    Newer {
        /// The format of the book.
        found: u32,
        /// The newest format this version reads.
        known: u32,
    },
    /// The backup was written by a later version of Kith.
    #[error("{} has backup format {found}, this Kith knows up to {known}. Update Kith to read it", .path.display())]
    NewerArchive {
        /// The backup's file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format this version reads.
        known: u32,
    },
    /// What is stored is not what was written.
    #[error("{what}, in {}. {hint}", .path.display())]
    Damaged {
        /// What is wrong.
        what: String,
        /// The file or folder it was found in.
        path: PathBuf,
        /// What to do now.
        hint: String,
    },
    /// The book is open for reading only.
    #[error("the book is open read-only. Open it with write permission to change it")]
    ReadOnly,
    /// Another record already has the key.
    #[error("another record already has {key}. Give this one a different key")]
    KeyTaken {
        /// The key that is taken.
        key: RecordKey,
    },
    /// A change that cannot be stored as it is.
    #[error("{what}. Nothing was changed")]
    Refused {
        /// What is wrong with the change.
        what: String,
    },
    /// A long work was ended because somebody asked for it.
    #[error("the work was ended before it was done. Nothing is lost; begin it anew when there is time")]
    Ended,
    /// The engine that keeps the records failed; what was answered is in the change log.
    #[error("the record store could not {action}: {message}. Nothing answered is lost; try again")]
    Engine {
        /// What was tried.
        action: &'static str,
        /// What the engine said.
        message: String,
    },
}

impl StoreError {
    /// Names the action and the file of an operating system error.
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    /// Damage that opening the book anew mends from the change log.
    pub(crate) fn damaged_engine(what: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let hint =
            "Close the book and open it again: its records are then built anew from the change log".into();
        Self::Damaged { what: what.into(), path: path.into(), hint }
    }

    /// Damage to the change log, which opening the book does not mend: a repair makes a new book of what is left.
    pub(crate) fn damaged_log(what: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let hint = "Nothing was changed. Repair the book (`kith doctor --repair`) or restore a backup".into();
        Self::Damaged { what: what.into(), path: path.into(), hint }
    }
}

impl StoreError {
    /// Damage to an archive, or a file that is none.
    pub(crate) fn damaged_archive(what: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let hint = "No book was changed. Use another backup".into();
        Self::Damaged { what: what.into(), path: path.into(), hint }
    }
}

fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "Free some space on the disk, then try again"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Check the folder's permissions"
        }
        _ => "Check the disk, then try again",
    }
}

fn with_pid(pid: Option<u32>) -> String {
    pid.map_or_else(String::new, |pid| format!(" (process {pid})"))
}
