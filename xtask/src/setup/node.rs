//! Node.js and what the page is built with.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::page::npm;
use crate::place::root;
use crate::shell::{Done, Stop, ask, run, there};

/// The least that will do, as in ui/package.json.
const LEAST: (u32, u32) = (20, 19);
/// What to do about a Node that will not.
pub const WANTED: &str = "Kith's page is built with Node.js 20.19 or newer: install it from https://nodejs.org or with a version manager, then try again.";

/// Stops when Node or npm is missing or too old.
pub fn check() -> Done {
    let Some(version) = ask("node", &["--version"]) else {
        return Err(Stop(format!("Node.js is missing. {WANTED}")));
    };
    if !new_enough(version.trim_start_matches('v')) {
        return Err(Stop(format!("This machine's Node.js is {version}. {WANTED}")));
    }
    if !there("npm") {
        return Err(Stop(format!("Node.js is here, but npm is not; it comes with Node.js. {WANTED}")));
    }
    Ok(())
}

/// Whether a version as Node or Debian writes it is new enough.
pub fn new_enough(version: &str) -> bool {
    let mut numbers =
        version.split(|letter: char| !letter.is_ascii_digit()).map(|number| number.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    found >= LEAST
}

/// Fetches the page's packages when they are missing or older than the list of them.
pub fn modules() -> Done {
    let ui = root().join("ui");
    let fetched = changed(&ui.join("node_modules/.package-lock.json"));
    if fetched.is_some() && fetched >= changed(&ui.join("package-lock.json")) {
        return Ok(());
    }
    println!("Fetching the packages the page is built with (npm ci).");
    run(npm().args(["ci", "--no-audit", "--no-fund"]))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn versions_as_node_and_debian_write_them() {
        assert!(new_enough("20.19.0") && new_enough("22.1.0") && new_enough("20.19.2+dfsg-1"));
        assert!(!new_enough("18.20.4+dfsg-1~deb12u1") && !new_enough("20.18.3") && !new_enough("(none)"));
    }
}
