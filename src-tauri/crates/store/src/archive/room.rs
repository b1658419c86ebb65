//! A file that stops before it fills the disk.

use std::{
    fs::File,
    io::{self, Write},
};

use crate::durable;

/// What an archive leaves free: sled must never meet a full disk, and the log has to have its room.
const RESERVE: u64 = 16 << 20;
/// How often the room is asked for, in bytes.
const STEP: u64 = 1 << 20;

/// A file, and how much may be written before the room is asked for again.
pub(super) struct Roomy {
    file: File,
    left: u64,
}

impl Roomy {
    pub fn new(file: File) -> Self {
        Self { file, left: 0 }
    }

    pub fn into_file(self) -> File {
        self.file
    }
}

impl Write for Roomy {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            if durable::room(&self.file) < RESERVE {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.left = STEP;
        }
        let count = self.file.write(bytes)?;
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
