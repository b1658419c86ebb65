//! Where the built programs are.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::Result;

/// The desk under test: `KITH_DESK`, or the one built beside this program.
///
/// # Errors
/// When there is none.
pub fn desk() -> Result<PathBuf> {
    built("KITH_DESK", "kith-desk")
}

/// The command line under test: `KITH_CLI`, or the one built beside this program.
///
/// # Errors
/// When there is none.
pub fn kith() -> Result<PathBuf> {
    built("KITH_CLI", "kith")
}

fn built(variable: &str, name: &str) -> Result<PathBuf> {
    let path = match env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => beside(name)?,
    };
    if !path.is_file() {
        bail!(
            "{} is not there: build it first (cargo build --workspace --features custom-protocol), or name it in {variable}",
            path.display()
        );
    }
    Ok(path)
}

/// A test lies in target/debug/deps, a program in target/debug itself.
fn beside(name: &str) -> Result<PathBuf> {
    let this = env::current_exe().context("this program's own place")?;
    let folder =
        this.ancestors().skip(1).find(|folder| !folder.ends_with("deps")).context("a target folder")?;
    Ok(folder.join(name).with_extension(env::consts::EXE_EXTENSION))
}
