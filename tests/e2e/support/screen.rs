//! A screen of the window's own: two windows on one would take the keyboard from each other.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context as _, ensure};

use super::{Result, until};

const PROGRAM: &str = "Xvfb";
const ASKS: &str = "xdotool";
/// The titles of the dialogs for files.
const DIALOGS: &str = "^(Open|Save)";
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

    /// Types a path into the system's own dialog for files, and takes it.
    pub(super) fn answer_dialog(&self, path: &Path) -> Result<()> {
        let dialog = until("a dialog for files", || self.dialog())?;
        // No window manager gives it the keyboard.
        self.ask(&["windowfocus", "--sync", &dialog])?;
        self.ask(&["key", "--clearmodifiers", "ctrl+a"])?;
        self.ask(&["type", "--delay", "20", &path.to_string_lossy()])?;
        self.ask(&["key", "Return"])?;
        until("the dialog to close", || Ok(self.dialog()?.is_none().then_some(())))
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
