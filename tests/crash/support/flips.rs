//! Bytes that went bad and files that were cut short: what a book then tells is exact, or an error; a look at it finds
//! the damage, and a repair brings back what the backup has and what is left.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use kith_book::KeptDraft;
use serde_json::Value;

use super::{
    damage::{Damage, Harm, damage},
    dice::Dice,
    figures::{Figures, Outcome, Size},
    judge::Judged,
    process,
    scratch::{PATIENCE, Scratch},
    told::Compared,
};
use crate::book;

/// Steps of the books that are damaged, before the backup and after it.
const BEFORE: usize = 25;
const AFTER: usize = 8;

/// A book that is damaged, and what it tells while it is not.
struct Original {
    scratch: Scratch,
    told: PathBuf,
    /// Whether it was killed; else it was closed.
    killed: bool,
}

/// Damages copies of a closed and of a killed book.
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
        let damage = damage(&copy.book, &mut dice)?;
        let held = original.hold(&copy, &damage, &mut dice, &mut figures);
        held.with_context(|| {
            let state = if original.killed { "killed" } else { "closed" };
            format!(
                "damage {run} ({damage}, {state}) with seed {}; the book is in {}",
                size.seed,
                copy.keep().display()
            )
        })?;
        figures.progress(run + 1, size.runs);
    }
    Ok(Outcome::Ran(figures))
}

fn closed(size: Size) -> Result<Original> {
    Original { told: PathBuf::new(), scratch: backed_up(size)?, killed: false }.written_down()
}

/// A book whose writer was killed at work, after some that was closed.
fn killed(size: Size) -> Result<Original> {
    let scratch = backed_up(size)?;
    let mut command = scratch.writing(size.seed + 2, usize::MAX, 1)?;
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    thread::sleep(Duration::from_millis(300));
    child.kill()?;
    child.wait()?;
    Original { told: PathBuf::new(), scratch, killed: true }.written_down()
}

/// A book with a backup, changes after it, and something in every file that Kith keeps beside the store.
fn backed_up(size: Size) -> Result<Scratch> {
    let scratch = Scratch::new()?;
    scratch.write(size.seed, BEFORE, 1)?;
    let book = book::open(&scratch.book, false, 1)?;
    book.set_retention(Some(3_000))?;
    book.keep_draft(KeptDraft { title: "A draft".into(), ..KeptDraft::default() }, 1)?;
    book.backup_create(None)?;
    book.close()?;
    scratch.write(size.seed + 1, AFTER, 1)?;
    Ok(scratch)
}

impl Original {
    /// Asks a copy, as being asked changes a book.
    fn written_down(mut self) -> Result<Self> {
        self.told = self.scratch.path().join("told");
        let copy = self.scratch.copy()?;
        let mut command = copy.command("tell")?;
        let ended = process::run(command.arg("--was").arg(&self.told), PATIENCE)?;
        if ended.code != Some(0) {
            bail!("the book to be damaged: {}", ended.told());
        }
        Ok(self)
    }

    fn hold(&self, copy: &Scratch, damage: &Damage, dice: &mut Dice, figures: &mut Figures) -> Result<()> {
        let mut command = copy.command("judge")?;
        command.arg("--was").arg(&self.told);
        for backup in &damage.backups {
            command.arg("--damaged-backup").arg(backup);
        }
        if dice.one_in(3) {
            command.arg("--at-once");
        } else if dice.one_in(3) {
            command.arg("--read-only");
        }
        let ended = process::run(&mut command, PATIENCE)?;
        ensure!(ended.code == Some(0) && !ended.hung, "{}", ended.told());
        let judged: Judged = serde_json::from_str(&ended.stdout).with_context(|| ended.told())?;
        self.admits(damage, &judged).with_context(|| format!("{judged:?}"))?;
        count(&judged, figures);
        figures.add("panics of sled told as errors", u64::from(ended.stderr.contains("panicked at")));
        Ok(())
    }

    /// That what became of the book may become of one that was damaged so.
    fn admits(&self, damage: &Damage, judged: &Judged) -> Result<()> {
        if let Some(Compared::Cut(count)) = judged.compared {
            // Nothing tells last frames that went bad from ones that were never finished.
            ensure!(self.killed && (count == 1 || damage.cut), "{count} change sets are cut off");
        }
        let spares_the_store = matches!(damage.harm, Harm::Backup | Harm::Beside);
        let is_spared = judged.exact && judged.compared.is_none_or(|compared| compared == Compared::Exact);
        ensure!(is_spared || !spares_the_store, "what lies beside the store changes what it tells");
        ensure!(judged.found || damage.backups.is_empty(), "a damaged backup was not found");
        Ok(())
    }
}

fn count(judged: &Judged, figures: &mut Figures) {
    figures.add("damages", 1);
    figures.add(
        match judged.compared {
            Some(Compared::Exact) => "exact",
            Some(Compared::Cut(_)) => "last changes cut off, told so",
            Some(Compared::Refused) => "refused",
            None => "repaired at once",
        },
        1,
    );
    figures.add("found by doctor", u64::from(judged.found));
    figures.add("exact after the repair", u64::from(judged.exact));
    figures.add("repaired with a backup", u64::from(judged.from_backups > 0));
    figures.add("changes lost, told so", judged.lost);
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
