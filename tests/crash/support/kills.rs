//! `kill -9` at random moments.

use std::{process::Stdio, thread, time::Duration};

use anyhow::{Context as _, Result};

use super::{
    dice::Dice,
    figures::{Figures, Outcome, Size},
    process,
    scratch::{Scratch, is_orderly},
};

/// A book is killed so often before the next one is begun.
const LIVES: usize = 12;
/// More than a writer does before it is killed.
const ENDLESS: usize = 1_000_000;

/// Kills a writer again and again, and looks what became of the book.
///
/// # Errors
/// The first finding, with what repeats it.
pub fn sweep(size: Size) -> Result<Outcome> {
    let mut figures = Figures::default();
    let mut dice = Dice::new(size.seed);
    let mut scratch = Scratch::new()?;
    for run in 0..size.runs {
        if run % LIVES == LIVES - 1 {
            scratch = Scratch::new()?;
        }
        let killed = kill(&scratch, &mut dice, size.scale, &mut figures);
        killed.with_context(|| {
            format!("kill {run} with seed {}; the book is in {}", size.seed, scratch.keep().display())
        })?;
        figures.progress(run + 1, size.runs);
    }
    Ok(Outcome::Ran(figures))
}

/// One life of the writer. Every fourth is looked at read-only, so that the next one begins with what the kill left.
fn kill(scratch: &Scratch, dice: &mut Dice, scale: usize, figures: &mut Figures) -> Result<()> {
    let mut command = scratch.writing(dice.number(), ENDLESS, scale)?;
    let replacing = dice.one_in(3);
    if replacing {
        command.arg("--replacing");
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Every third is killed early, perhaps while it opens the book.
    let most = match (dice.one_in(3), replacing) {
        (true, _) => 60,
        (false, true) => 1_500,
        (false, false) => 700,
    };
    thread::sleep(Duration::from_millis(dice.below(most) as u64));
    child.kill()?;
    child.wait()?;
    // A reader is refused while a replacement is half done: that is for the next writer to finish.
    let read_only = dice.one_in(4) && !scratch.book.join("swap.json").exists();
    if read_only && !scratch.book.join("manifest.json").exists() {
        return Ok(());
    }
    let checked = scratch.check(read_only)?;
    figures.add("kills", 1);
    figures.check(&checked);
    Ok(())
}

/// A writer that nobody kills, as the other sweeps begin with.
///
/// # Errors
/// It did not end well, or the book is not what was answered.
pub fn undisturbed(size: Size, steps: usize) -> Result<Scratch> {
    let scratch = Scratch::new()?;
    let ended = process::run(&mut scratch.writing(size.seed, steps, size.scale)?, super::scratch::PATIENCE)?;
    is_orderly(&ended)?;
    scratch.check(true)?;
    Ok(scratch)
}
