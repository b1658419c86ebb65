//! A screen of the window's own: two windows on one would take the keyboard from each other.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use super::{Result, until};

const PROGRAM: &str = "Xvfb";
const ASKS: &str = "xdotool";
/// The titles of the dialogs for files.
const DIALOGS: &str = "^(Open|Save)";
/// How long a dialog may take to close before it is typed into again.
const AGAIN: Duration = Duration::from_secs(5);
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
        let asked = self.run(&["getwindowfocus", "getwindowname"])?;
        // It ends badly where no window has it.
        let name = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
        Ok(asked.status.success().then_some(name))
    }

    /// Types a path into the system's own dialog for files, and takes it. Keys that come before the dialog is ready are
    /// lost: while it stays, they are typed again in the place of what it holds.
    pub(super) fn answer_dialog(&self, path: &Path) -> Result<()> {
        until("a dialog for files", || self.dialog())?;
        let mut typed: Option<Instant> = None;
        until("the dialog to close", || {
            let Some(dialog) = self.dialog()? else { return Ok(Some(())) };
            if typed.is_none_or(|typed| typed.elapsed() > AGAIN) {
                self.type_into(&dialog, path)?;
                typed = Some(Instant::now());
            }
            Ok(None)
        })
    }

    fn type_into(&self, dialog: &str, path: &Path) -> Result<()> {
        // No window manager gives it the keyboard.
        self.ask(&["windowfocus", dialog])?;
        self.ask(&["key", "--clearmodifiers", "ctrl+a"])?;
        self.ask(&["type", "--delay", "20", &path.to_string_lossy()])?;
        self.ask(&["key", "Return"])
    }

    /// The dialog for files, where one is shown.
    fn dialog(&self) -> Result<Option<String>> {
        let found = self.run(&["search", "--onlyvisible", "--name", DIALOGS])?;
        Ok(String::from_utf8_lossy(&found.stdout).lines().next().map(str::to_owned))
    }

    fn ask(&self, arguments: &[&str]) -> Result<()> {
        let asked = self.run(arguments)?;
        ensure!(asked.status.success(), "{ASKS} {arguments:?}: {}", String::from_utf8_lossy(&asked.stderr));
        Ok(())
    }

    fn run(&self, arguments: &[&str]) -> Result<Output> {
        let mut command = Command::new(ASKS);
        let asked = command.args(arguments).env("DISPLAY", self.name()).output();
        asked.with_context(|| format!("{ASKS} did not start (Debian's package: xdotool)"))
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
