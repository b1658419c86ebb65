//! The room that a book takes, and giving back what its rewritten records left.

use kith_store::{GoOn, Space, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{book::Book, error::Error};

/// How much room the records take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BookSpace {
    /// Their file, in bytes.
    #[ts(type = "number")]
    pub on_disk: u64,
    /// What is in use of it, in bytes.
    #[ts(type = "number")]
    pub live: u64,
}

/// What a compaction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Compaction {
    /// The bytes of the records' file before.
    #[ts(type = "number")]
    pub bytes_before: u64,
    /// And after.
    #[ts(type = "number")]
    pub bytes_after: u64,
}

impl From<Space> for BookSpace {
    fn from(Space { on_disk, live }: Space) -> Self {
        Self { on_disk, live }
    }
}

impl Book {
    /// How much room the records take. Reads them all, as long as `go_on` says so.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn space(&self, go_on: GoOn<'_>) -> Result<BookSpace, Error> {
        Ok(self.store.space(go_on)?.into())
    }

    /// How much room the records take, where a compaction is worth it. Reads them all, as long as `go_on` says so.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn wasted_space(&self, go_on: GoOn<'_>) -> Result<Option<BookSpace>, Error> {
        let space = self.store.space(go_on)?;
        Ok(space.is_wasteful().then_some(space.into()))
    }

    /// Gives the room back that rewritten records left. Contacts and their history stay as they are, and
    /// may be read and changed meanwhile. It goes on as long as `go_on` says so.
    ///
    /// # Errors
    /// [`Error::Store`]: everything is as it was; `ReadOnly` in a read-only book.
    pub fn compact(&self, go_on: GoOn<'_>) -> Result<Compaction, Error> {
        if self.takes_no_writes() {
            return Err(StoreError::ReadOnly.into());
        }
        let compacted = self.store.compact(go_on)?;
        Ok(Compaction { bytes_before: compacted.before, bytes_after: compacted.after })
    }
}
