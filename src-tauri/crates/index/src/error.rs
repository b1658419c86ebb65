//! What can go wrong with a snapshot.

use std::io;

/// Why an index could not be read from its snapshot, or written to one. The contacts are not in doubt: an index can
/// always be built anew from them.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The file could not be read or written.
    #[error("the snapshot of the list could not be read or written: {0}")]
    Io(#[from] io::Error),
    /// The file is not what was written.
    #[error("the snapshot of the list is damaged: {0}")]
    Damaged(&'static str),
}
