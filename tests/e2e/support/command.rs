//! The command line on the same book.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::{Result, programs};

/// Runs `kith --json` on a book, whether a desk has it open or not, and gives its answer.
///
/// # Errors
/// When it does not run, does not end well or does not answer in JSON.
pub fn command(book: &Path, arguments: &[&str]) -> Result<Value> {
    let kith = programs::kith()?;
    let output = Command::new(&kith).arg("--book").arg(book).arg("--json").args(arguments).output()?;
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(
        output.status.success(),
        "kith {} ended with {}: {said}{told}",
        arguments.join(" "),
        output.status
    );
    serde_json::from_str(&said).with_context(|| format!("kith {} answered {said:?}", arguments.join(" ")))
}
