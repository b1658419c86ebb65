//! Starting and timing.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use kith_tests::window::{Home, Window, command, desk, until};

use super::Options;

/// Set by the desk when its list is drawn and can be used, and by the empty window when its page is drawn.
const LIST_PAINTED: &str = "kith:list-painted";
const EMPTY_PAINTED: &str = "empty:painted";

/// Milliseconds to the mark, one pair for each round.
#[derive(Debug, Default)]
pub struct Times {
    /// The desk's.
    pub desk: Vec<f64>,
    /// The empty window's.
    pub empty: Vec<f64>,
}

/// Starts both in turn, after one start of each that does not count: it fills the disk's cache.
pub fn rounds(options: &Options) -> Result<Times> {
    let home = Home::new()?;
    command(home.book(), &["sample", &options.contacts.to_string()])?;
    let desk = Started::new(&home, "desk", &desk()?)?;
    let empty = Started::new(&home, "empty", &options.empty)?;
    let mut times = Times::default();
    for round in 0..=options.rounds {
        let pair = (desk.until(&home, LIST_PAINTED)?, empty.until(&home, EMPTY_PAINTED)?);
        if round > 0 {
            times.desk.push(pair.0);
            times.empty.push(pair.1);
        }
    }
    Ok(times)
}

/// A program that notes when it was started: WebDriver starts it, so nobody else can.
struct Started {
    program: PathBuf,
    note: PathBuf,
}

impl Started {
    fn new(home: &Home, name: &str, program: &Path) -> Result<Self> {
        let wrapper = home.folder().join(name);
        let note = home.folder().join(format!("{name}.started"));
        let script = format!(
            "#!/bin/sh\ndate +%s%N > '{}'\nexec '{}' \"$@\"\n",
            note.display(),
            program.canonicalize().with_context(|| program.display().to_string())?.display()
        );
        fs::write(&wrapper, script)?;
        fs::set_permissions(&wrapper, Permissions::from_mode(0o755))?;
        Ok(Self { program: wrapper, note })
    }

    /// Milliseconds from the process's start to the mark.
    fn until(&self, home: &Home, mark: &str) -> Result<f64> {
        let window = Window::open_program(&self.program, home)?;
        let script = format!(
            "const [mark] = performance.getEntriesByName('{mark}');
             return mark ? performance.timeOrigin + mark.startTime : null;"
        );
        let painted = until(&format!("the mark {mark}"), || Ok(window.script(&script)?.as_f64()))?;
        let started: f64 = fs::read_to_string(&self.note)?.trim().parse().context("the time of the start")?;
        Ok(painted - started / 1e6)
    }
}
