//! What the machine itself can do, beside which every other figure stands.

use std::{
    fs::{self, File},
    hint::black_box,
    io::{Read, Write},
    path::Path,
    time::Duration,
};

use anyhow::Result;

use crate::{
    contenders::disk::Disk,
    figures::{Spread, Times, timed},
    work::Size,
};

/// How often each is tried.
const ROUNDS: usize = 5;
/// Syncs in one round.
const SYNCS: usize = 50;
/// Bytes that are read from a file at once.
const BLOCK: usize = 1 << 20;

/// The limits, over some rounds.
#[derive(Debug, Default)]
pub struct Limits {
    sync: Times,
    copied: Vec<f64>,
    scanned: Vec<f64>,
    from_disk: Vec<f64>,
    from_memory: Vec<f64>,
}

impl Limits {
    /// Tries them for some rounds more. Done before and after what is measured, so that both see the same machine.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn try_again(&mut self, folder: &Path, size: Size) -> Result<()> {
        let mut disk = Disk::new(&folder.join("limits-sync"))?;
        let (from, mut to) = (vec![1_u8; size.tried], vec![0_u8; size.tried]);
        let file = folder.join("limits-read");
        written(&file, &from)?;
        for round in 0..ROUNDS {
            for n in 0..SYNCS {
                self.sync.take(|| disk.write(round * SYNCS + n))?;
            }
            self.round(&from, &mut to, &file)?;
        }
        fs::remove_file(file)?;
        Ok(fs::remove_file(folder.join("limits-sync"))?)
    }

    fn round(&mut self, from: &[u8], to: &mut [u8], file: &Path) -> Result<()> {
        let rate = |time: Duration| from.len() as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE);
        let ((), copied) = timed::<_, anyhow::Error>(|| {
            to.copy_from_slice(black_box(from));
            black_box(&to);
            Ok(())
        })?;
        let (_, scanned) = timed::<_, anyhow::Error>(|| Ok(black_box(memchr::memchr(0, black_box(from)))))?;
        self.copied.push(rate(copied));
        self.scanned.push(rate(scanned));
        forget(&File::open(file)?)?;
        self.from_disk.push(rate(timed(|| read(file))?.1));
        self.from_memory.push(rate(timed(|| read(file))?.1));
        Ok(())
    }

    /// The times of 4 KiB written in place and synced.
    pub fn sync(&self) -> &Times {
        &self.sync
    }

    /// Bytes a second, each with its name: copied in memory, looked through, read from the disk and from its cache.
    pub fn rates(&self) -> [(&'static str, Spread); 4] {
        let spread = |rates: &[f64]| Spread::of(rates.iter().copied());
        [
            ("copied in memory (memcpy)", spread(&self.copied)),
            ("looked through in memory (memchr)", spread(&self.scanned)),
            ("a file read from the disk", spread(&self.from_disk)),
            ("the same file read again", spread(&self.from_memory)),
        ]
    }
}

fn written(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

fn read(path: &Path) -> Result<()> {
    let mut file = File::open(path)?;
    let mut block = vec![0; BLOCK];
    while file.read(&mut block)? > 0 {}
    Ok(())
}

/// Has the system drop what it keeps of a file in memory; without such a system the file is read from there.
#[cfg(target_os = "linux")]
fn forget(file: &File) -> Result<()> {
    Ok(rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed)?)
}

#[cfg(not(target_os = "linux"))]
fn forget(_: &File) -> Result<()> {
    Ok(())
}
