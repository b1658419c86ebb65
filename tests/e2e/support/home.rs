//! A home for one desk: its book, settings and caches, so that nothing of the person's own is read or written.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::TempDir;

use super::Result;

/// The folders a desk lives in. A desk started again in the same home finds what the last one left.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
    book: PathBuf,
    extra: Vec<(String, String)>,
}

impl Home {
    /// A new home with no book in it.
    ///
    /// # Errors
    /// When its folders cannot be made.
    pub fn new() -> Result<Self> {
        let folder = TempDir::with_prefix("kith-e2e-").context("a temporary folder for the desk")?;
        let book = folder.path().join("book");
        for name in ["data", "config", "cache"] {
            fs::create_dir(folder.path().join(name))?;
        }
        Ok(Self { folder, book, extra: Vec::new() })
    }

    /// The same home with a book that lies elsewhere and stays.
    #[must_use]
    pub fn with_book(mut self, book: &Path) -> Self {
        self.book = book.to_path_buf();
        self
    }

    /// The same home with one more environment variable, as `KITH_READ_ONLY`.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The book's folder.
    #[must_use]
    pub fn book(&self) -> &Path {
        &self.book
    }

    /// The home's own folder; it goes with the home.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whatever the desk shall see in its environment.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        let inside = |name: &str| self.folder().join(name).to_string_lossy().into_owned();
        let mut all = vec![
            ("XDG_DATA_HOME".to_owned(), inside("data")),
            ("XDG_CONFIG_HOME".to_owned(), inside("config")),
            ("XDG_CACHE_HOME".to_owned(), inside("cache")),
            ("KITH_BOOK".to_owned(), self.book.to_string_lossy().into_owned()),
            // The web view takes orders only when asked to; without the bridge it looks for no screen reader.
            ("TAURI_WEBVIEW_AUTOMATION".to_owned(), "true".to_owned()),
            ("NO_AT_BRIDGE".to_owned(), "1".to_owned()),
        ];
        all.extend(self.extra.iter().cloned());
        all
    }
}
