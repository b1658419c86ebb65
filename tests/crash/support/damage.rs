//! Bytes that go bad and files that are cut short, drawn over the files of a book.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::dice::Dice;

/// What of a book is damaged at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// One file of the store: the log, sled's, the manifest, the lock.
    Store,
    /// The log and sled's files.
    LogAndRecords,
    /// The log and every backup.
    LogAndBackups,
    /// A backup.
    Backup,
    /// What lies beside the store: recent requests, drafts, settings.
    Beside,
}

impl Harm {
    /// Draws what is damaged.
    pub fn draw(dice: &mut Dice) -> Self {
        match dice.below(20) {
            0..12 => Self::Store,
            12..15 => Self::LogAndRecords,
            15..17 => Self::LogAndBackups,
            17 => Self::Backup,
            _ => Self::Beside,
        }
    }

    /// The places to be damaged, of each one file.
    fn places(self) -> &'static [Place] {
        match self {
            Self::Store => &[Place::Store],
            Self::LogAndRecords => &[Place::Log, Place::Records],
            Self::LogAndBackups => &[Place::Log, Place::Backups],
            Self::Backup => &[Place::Backups],
            Self::Beside => &[Place::Beside],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Store,
    Log,
    Records,
    Backups,
    Beside,
}

impl Place {
    /// Whether a file of a book, by its path in the folder, lies here. What is kept of old parts lies nowhere: nothing
    /// reads it.
    fn has(self, path: &str) -> bool {
        let kept = ["replaced-", "sled.damaged-", "aside/", "log/torn-"];
        match self {
            _ if path.ends_with(".tmp") || kept.iter().any(|name| path.starts_with(name)) => false,
            Self::Store => ![Self::Backups, Self::Beside].iter().any(|other| other.has(path)),
            Self::Log => path.starts_with("log/"),
            Self::Records => path.starts_with("sled/"),
            Self::Backups => path.starts_with("backups/"),
            Self::Beside => ["requests", "drafts", "settings"].iter().any(|name| path.starts_with(name)),
        }
    }
}

/// What was done to a book.
#[derive(Debug)]
pub struct Damage {
    /// What was to be damaged.
    pub harm: Harm,
    /// What was done to which file.
    done: Vec<String>,
    /// The damaged backups.
    pub backups: Vec<PathBuf>,
    /// Whether a file was cut short.
    pub cut: bool,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.done.join(", "))
    }
}

/// Damages a book: a file is drawn first, so that small ones are met as often.
///
/// # Errors
/// A file cannot be read or written.
pub fn damage(book: &Path, dice: &mut Dice) -> Result<Damage> {
    let harm = Harm::draw(dice);
    let mut damage = Damage { harm, done: Vec::new(), backups: Vec::new(), cut: false };
    let mut files = Vec::new();
    list(book, &mut files)?;
    for place in harm.places() {
        let mut here = files.clone();
        here.retain(|file| file.strip_prefix(book).is_ok_and(|path| place.has(&path.to_string_lossy())));
        let all = *place == Place::Backups && harm == Harm::LogAndBackups;
        if !all {
            here = dice.pick(&here).cloned().into_iter().collect();
        }
        for file in here {
            damage.add(book, &file, dice)?;
            damage.backups.extend((*place == Place::Backups).then_some(file));
        }
    }
    Ok(damage)
}

impl Damage {
    fn add(&mut self, book: &Path, file: &Path, dice: &mut Dice) -> Result<()> {
        let mut bytes = fs::read(file)?;
        let name = file.strip_prefix(book)?.display();
        if dice.one_in(4) {
            let length = if dice.one_in(4) { end_of(&bytes) } else { bytes.len() };
            bytes.truncate(dice.below(length));
            self.done.push(format!("{name} cut to {} bytes", bytes.len()));
            self.cut = true;
        } else {
            let at = place_in(&bytes, dice);
            let mask = if dice.one_in(2) { 1 << dice.below(8) } else { u8::try_from(1 + dice.below(255))? };
            *bytes.get_mut(at).context("an empty file")? ^= mask;
            self.done.push(format!("byte {at} of {name} xor {mask:#04x}"));
        }
        Ok(fs::write(file, bytes)?)
    }
}

/// A place in a file, mostly where something was written.
fn place_in(bytes: &[u8], dice: &mut Dice) -> usize {
    let written: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, byte)| **byte != 0).map(|(at, _)| at).collect();
    let any = dice.below(bytes.len());
    if dice.one_in(8) { any } else { dice.pick(&written).copied().unwrap_or(any) }
}

/// Where the zeros begin that a file ends in.
fn end_of(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1)
}

/// The files below a folder that are not empty, in an order that is the same in every run.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            list(&path, files)?;
        } else if entry.metadata()?.len() > 0 {
            files.push(path);
        }
    }
    Ok(())
}
