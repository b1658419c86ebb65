//! Files that are named.

use std::path::{Path, PathBuf};

/// A file's full name: the desk, which may have to find it, works in another folder.
pub(crate) fn full(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}
