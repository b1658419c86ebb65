//! The page the desk shows: Svelte and TypeScript, in ui/.

use std::process::Command;

use crate::place::root;
use crate::shell::{Done, program, run};

/// Builds the page into ui/dist, from where it is embedded in the desk.
pub fn build() -> Done {
    script("build")
}

/// Runs one of the scripts of ui/package.json.
pub fn script(name: &str) -> Done {
    run(npm().args(["run", name]))
}

/// npm, at work in ui/.
pub fn npm() -> Command {
    // On Windows npm is a script, which only its full name starts.
    let mut npm = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["--prefix", "ui"]);
    npm
}

/// Tauri's own command, which comes with the page's packages. It looks for its configuration from where it is
/// started, downwards: so it is started in the root, and not through npm, which would start it in ui/.
pub fn tauri() -> Command {
    program(root().join("ui/node_modules/.bin/tauri"))
}
