//! Bytes that went bad and files that were cut short: what a book then tells is exact, or an error.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    dice::Dice,
    figures::{Figures, Outcome, Size},
    process,
    scratch::{PATIENCE, Scratch},
    told::Compared,
};

/// Steps of the books that are damaged.
const STEPS: usize = 40;

/// A book that is damaged, and what it tells while it is not.
struct Original {
    scratch: Scratch,
    told: PathBuf,
    /// Whether it was killed; else it was closed.
    killed: bool,
}

/// Damages copies of a closed and of a killed book, one place each.
///
/// # Errors
/// The first finding, with what repeats it.
pub fn sweep(size: Size) -> Result<Outcome> {
    let mut figures = Figures::default();
    let mut dice = Dice::new(size.seed);
    let originals = [closed(size)?, killed(size)?];
    for run in 0..size.runs {
        let Some(original) = originals.get(run % originals.len()) else { continue };
        let mut copy = original.scratch.copy()?;
        if original.killed && dice.one_in(2) {
            is_the_original(&copy.book)?;
        }
        let (what, cut) = damage(&copy.book, &mut dice)?;
        let held = hold(original, &copy, cut, dice.one_in(4), &mut figures);
        held.with_context(|| {
            let state = if original.killed { "killed" } else { "closed" };
            format!(
                "damage {run} ({what}, {state}) with seed {}; the book is in {}",
                size.seed,
                copy.keep().display()
            )
        })?;
    }
    Ok(Outcome::Ran(figures))
}

fn hold(
    original: &Original,
    copy: &Scratch,
    cut: bool,
    read_only: bool,
    figures: &mut Figures,
) -> Result<()> {
    let mut command = copy.command("compare")?;
    command.arg("--was").arg(&original.told);
    if read_only {
        command.arg("--read-only");
    }
    let ended = process::run(&mut command, PATIENCE)?;
    let code = ended.code.and_then(|code| u8::try_from(code).ok()).filter(|_| !ended.hung);
    let compared = Compared::CODES.iter().find(|(_, one)| Some(*one) == code).map(|(compared, _)| *compared);
    figures.add("damages", 1);
    figures.add("panics of sled told as errors", u64::from(ended.stderr.contains("panicked at")));
    match compared {
        Some(Compared::Exact) => figures.add("exact", 1),
        Some(Compared::Refused) => figures.add("refused", 1),
        // Nothing tells a last frame that went bad from one that was never finished.
        Some(Compared::Cut) if original.killed => figures.add("last change cut off, told so", 1),
        _ => bail!("{compared:?} (cut: {cut}), {}", ended.told()),
    }
    Ok(())
}

fn closed(size: Size) -> Result<Original> {
    let scratch = Scratch::new()?;
    scratch.write(size.seed, STEPS, 1)?;
    Original { told: scratch.path().join("told"), scratch, killed: false }.written_down()
}

/// A book whose writer was killed at work, after some that was closed.
fn killed(size: Size) -> Result<Original> {
    let scratch = Scratch::new()?;
    scratch.write(size.seed, STEPS / 2, 1)?;
    let mut command = scratch.writing(size.seed + 1, usize::MAX, 1)?;
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    thread::sleep(Duration::from_millis(300));
    child.kill()?;
    child.wait()?;
    Original { told: scratch.path().join("told"), scratch, killed: true }.written_down()
}

impl Original {
    /// Asks a copy, as being asked changes a book.
    fn written_down(self) -> Result<Self> {
        let copy = self.scratch.copy()?;
        let mut command = copy.command("tell")?;
        let ended = process::run(command.arg("--was").arg(&self.told), PATIENCE)?;
        if ended.code != Some(0) {
            bail!("the book to be damaged: {}", ended.told());
        }
        Ok(self)
    }
}

/// Makes a copy pass for its original, whose holder was killed on this machine: the records are then trusted as after
/// a kill, and not verified as those of a copy.
fn is_the_original(book: &Path) -> Result<()> {
    let path = book.join("lock");
    let mut holder: Value = serde_json::from_slice(&fs::read(&path)?)?;
    if let Some(fields) = holder.as_object_mut() {
        fields.insert("file".into(), fs::metadata(&path)?.ino().into());
    }
    Ok(fs::write(&path, holder.to_string())?)
}

/// Damages one file: the file is drawn first, so that small ones are met as often. What was done, and whether it was
/// cut short.
fn damage(book: &Path, dice: &mut Dice) -> Result<(String, bool)> {
    let mut files = Vec::new();
    list(book, &mut files)?;
    let path = dice.pick(&files).context("a book without files")?;
    let mut bytes = fs::read(path)?;
    let name = path.strip_prefix(book)?.display().to_string();
    if dice.one_in(4) {
        let length = if dice.one_in(4) { end_of(&bytes) } else { bytes.len() };
        bytes.truncate(dice.below(length));
        fs::write(path, &bytes)?;
        return Ok((format!("{name} cut to {} bytes", bytes.len()), true));
    }
    // Mostly where something was written.
    let written: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, byte)| **byte != 0).map(|(at, _)| at).collect();
    let any = dice.below(bytes.len());
    let at = if dice.one_in(8) { any } else { dice.pick(&written).copied().unwrap_or(any) };
    let mask = if dice.one_in(2) { 1 << dice.below(8) } else { u8::try_from(1 + dice.below(255))? };
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= mask;
    }
    fs::write(path, &bytes)?;
    Ok((format!("byte {at} of {name} xor {mask:#04x}"), false))
}

/// Where the zeros begin that a file ends in.
fn end_of(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1)
}

/// The files of a book that are not empty, in an order that is the same in every run.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            list(&path, files)?;
        } else if entry.metadata()?.len() > 0 && !entry.file_name().to_string_lossy().starts_with("requests")
        {
            files.push(path);
        }
    }
    Ok(())
}
