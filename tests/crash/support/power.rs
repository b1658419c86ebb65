//! Power cuts: the writer is stopped, the image it writes to is copied, and the copy is what the disk would hold.
//!
//! What was written but never synced is missing in the copy, as the writer's file system has it in memory only. What
//! the file system has handed to the device is there: a drive that forgets its own cache is not played.

use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{
    dice::Dice,
    figures::{Figures, Outcome, Size},
    image::Image,
    scratch::Scratch,
};

/// A book goes through so many cuts before the next one is begun.
const LIVES: usize = 6;
const MEBIBYTES: u64 = 160;
const ENDLESS: usize = 1_000_000;

/// A book on an image of its own.
struct Disk {
    image: Image,
    scratch: Scratch,
}

/// Cuts the power again and again, and looks what became of the book.
///
/// # Errors
/// The first finding, with what repeats it.
pub fn sweep(size: Size) -> Result<Outcome> {
    if let Some(why) = Image::hindrance() {
        return Ok(Outcome::NotRun(why));
    }
    let mut figures = Figures::default();
    let mut dice = Dice::new(size.seed);
    let mut disk = Disk::of(Image::new(MEBIBYTES)?)?;
    for run in 0..size.runs {
        if run % LIVES == LIVES - 1 {
            disk = Disk::of(Image::new(MEBIBYTES)?)?;
        }
        disk = disk
            .cut(&mut dice, size.scale)
            .with_context(|| format!("power cut {run} with seed {}", size.seed))?;
        let held = disk.hold(&mut dice, &mut figures);
        held.with_context(|| {
            let (image, diary) = (disk.image.keep(), disk.scratch.keep());
            format!("power cut {run} with seed {}; {} and {}", size.seed, image.display(), diary.display())
        })?;
        figures.progress(run + 1, size.runs);
    }
    Ok(Outcome::Ran(figures))
}

impl Disk {
    fn of(image: Image) -> Result<Self> {
        let book = image.place.join("book");
        Ok(Self { image, scratch: Scratch::new()?.with_book(book) })
    }

    /// The disk after the power went while a writer was at work on this one.
    fn cut(&self, dice: &mut Dice, scale: usize) -> Result<Self> {
        let mut command = self.scratch.writing(dice.number(), ENDLESS, scale)?;
        let replacing = dice.one_in(3);
        if replacing {
            command.arg("--replacing");
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let most = match (dice.one_in(3), replacing) {
            (true, _) => 80,
            (false, true) => 1_800,
            (false, false) => 900,
        };
        thread::sleep(Duration::from_millis(dice.below(most) as u64));
        let after = stop(&child).and_then(|()| self.copied());
        child.kill()?;
        child.wait()?;
        after
    }

    fn copied(&self) -> Result<Self> {
        let scratch = Scratch::new()?;
        // The diary first: what it holds was answered before the power went.
        if self.scratch.diary.exists() {
            fs::copy(&self.scratch.diary, &scratch.diary)?;
        }
        let image = self.image.after_a_power_cut()?;
        let book = image.place.join("book");
        forget_the_boot(&book)?;
        Ok(Self { scratch: scratch.with_book(book), image })
    }

    /// Holds the book to its diary: as it is, after its records were built anew from the log, or both.
    fn hold(&self, dice: &mut Dice, figures: &mut Figures) -> Result<()> {
        figures.add("power cuts", 1);
        if dice.one_in(5) {
            // The next writer is the first to open it.
            return Ok(());
        }
        let sled = self.scratch.book.join("sled");
        if dice.one_in(3) && sled.exists() {
            fs::remove_dir_all(&sled)?;
        }
        let checked = self.scratch.check(false)?;
        figures.check(&checked);
        if dice.one_in(3) && sled.exists() {
            fs::remove_dir_all(&sled)?;
            self.scratch.check(false).context("built anew")?;
            figures.add("rebuilt", 1);
        }
        Ok(())
    }
}

/// Stops a process and waits until all of its threads stand still, or in a call that is not answered yet.
fn stop(child: &Child) -> Result<()> {
    let pid = Pid::from_child(child);
    kill_process(pid, Signal::STOP)?;
    let status = format!("/proc/{}/stat", pid.as_raw_nonzero());
    loop {
        let stat = fs::read_to_string(&status)?;
        let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
        if matches!(state, Some('T' | 'Z' | 'X')) {
            return Ok(());
        }
        thread::yield_now();
    }
}

/// After a power cut the machine has started anew, which the lock file shows.
fn forget_the_boot(book: &Path) -> Result<()> {
    let path = book.join("lock");
    let Ok(bytes) = fs::read(&path) else { return Ok(()) };
    let Ok(Value::Object(mut holder)) = serde_json::from_slice::<Value>(&bytes) else { return Ok(()) };
    holder.insert("boot".into(), "the start before".into());
    fs::write(&path, Value::Object(holder).to_string())?;
    Ok(())
}
