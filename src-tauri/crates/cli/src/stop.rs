//! Why a command ends without an answer of the book.

use std::{io, path::Path};

use kith_book::{Answer, Code, Error, ErrorKind, Issue};

/// Why a command ends early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    /// The book could not be opened, or what was asked of it failed or was refused.
    #[error(transparent)]
    Book(#[from] Error),
    /// A file, or standard input, could not be read.
    #[error("Could not read {what}: {source}. Check the name and its permissions.")]
    Read {
        /// What was read.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("Could not write to {what}: {source}. Check the name, its permissions and the room on the disk.")]
    Write {
        /// What was written.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}

impl Stop {
    /// A file that could not be read.
    pub fn read(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let what = if file == Path::new("-") { "standard input".into() } else { file.display().to_string() };
        move |source| Self::Read { what, source }
    }

    /// A file or folder that could not be written.
    pub fn write(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let what = file.display().to_string();
        move |source| Self::Write { what, source }
    }

    /// Whether the work was ended before it was done.
    pub fn is_ended(&self) -> bool {
        matches!(self, Self::Book(error) if error.kind() == ErrorKind::Ended)
    }

    /// Whether another process holds the book.
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::Book(error) if error.kind() == ErrorKind::InUse)
    }
}

impl From<Stop> for Answer {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Book(error) => error.into(),
            Stop::Read { .. } | Stop::Write { .. } => Issue::new(Code::Internal, stop.to_string()).into(),
        }
    }
}
