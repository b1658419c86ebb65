//! The disk's own limit: a page written in place and synced.

use std::{
    fs::{File, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::Path,
};

use anyhow::Result;

/// Pages that are written over and over, so that the file's length never changes.
const PAGES: usize = 1_024;
const PAGE: usize = 4_096;

/// A file whose pages are on the disk already.
pub struct Disk(File);

impl Disk {
    /// Makes the file.
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn new(path: &Path) -> Result<Self> {
        let mut file = OpenOptions::new().create_new(true).write(true).open(path)?;
        file.write_all(&vec![0; PAGES * PAGE])?;
        file.sync_all()?;
        Ok(Self(file))
    }

    /// Writes a page and waits until it is on the disk.
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn write(&mut self, n: usize) -> Result<()> {
        self.0.seek(SeekFrom::Start((n % PAGES * PAGE) as u64))?;
        self.0.write_all(&[1; PAGE])?;
        Ok(self.0.sync_data()?)
    }
}
