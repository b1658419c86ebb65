//! A screen of the window's own: two windows on one would take the keyboard from each other.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;

use super::Result;

const PROGRAM: &str = "Xvfb";
const ASKS: &str = "xdotool";
const SIZE: &str = "1600x1200x24";

/// A running virtual screen; it ends with this value.
#[derive(Debug)]
pub(super) struct Screen {
    process: Child,
    name: String,
}

impl Screen {
    /// Starts a screen, and waits until windows can be opened on it.
    pub(super) fn start() -> Result<Self> {
        let mut process = Command::new(PROGRAM)
            .args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{PROGRAM} did not start (Debian's package: xvfb)"))?;
        // It writes its number once it listens, or closes its end when it cannot.
        let mut number = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let screen = Self { process, name: format!(":{}", number.trim()) };
        number.trim().parse::<u32>().with_context(|| format!("{PROGRAM} named no screen: {number:?}"))?;
        Ok(screen)
    }

    /// The name of the window that has the keyboard.
    pub(super) fn focused(&self) -> Result<Option<String>> {
        let asked = Command::new(ASKS)
            .args(["getwindowfocus", "getwindowname"])
            .env("DISPLAY", self.name())
            .output()
            .with_context(|| format!("{ASKS} did not start (Debian's package: xdotool)"))?;
        // It ends badly where no window has it.
        let name = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
        Ok(asked.status.success().then_some(name))
    }

    /// What `DISPLAY` has to say.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
