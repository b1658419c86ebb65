//! What is said through the hatch, besides the requests themselves.

use serde::{Deserialize, Serialize};

use crate::{
    answer::Answer,
    duplicates::DuplicateProgress,
    error::{Error, ErrorKind},
    import::ImportProgress,
};

/// Raised with every change of what is said. Requests are types of the book, so the version of Kith counts too.
const PROTOCOL: u32 = 1;

/// The first words of either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Greeting {
    protocol: u32,
    /// The version of Kith.
    pub version: String,
    /// Whether everything that comes may only look.
    pub read_only: bool,
}

impl Greeting {
    pub fn new(read_only: bool) -> Self {
        Self { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned(), read_only }
    }

    /// Whether the other side understands the same words.
    pub fn fits(&self, other: &Self) -> bool {
        self.protocol == other.protocol && self.version == other.version
    }
}

/// An error as it is told through the hatch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Its kind.
    pub kind: ErrorKind,
    /// Its answer.
    pub answer: Answer,
}

impl From<Error> for Told {
    fn from(error: Error) -> Self {
        Self { kind: error.kind(), answer: error.into() }
    }
}

/// How far a long work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// A file that is taken in.
    Import(ImportProgress),
    /// So many contacts of so many.
    Contacts(u64, u64),
    /// A search for duplicates.
    Duplicates(DuplicateProgress),
}

/// Who watches a long work.
#[derive(Clone, Copy)]
pub struct Watching<'a> {
    /// Is told how far it is.
    pub progress: &'a dyn Fn(Progress),
    /// Says whether it is to go on.
    pub go_on: &'a dyn Fn() -> bool,
}

impl Watching<'_> {
    /// Nobody watches.
    pub const NOBODY: Watching<'static> = Watching { progress: &|_| (), go_on: &|| true };
}
