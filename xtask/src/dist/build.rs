//! How both programs are built for packages: in their own profile, and with nothing in them of where that was.

use std::env::{home_dir, var_os};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{built, root, target};
use crate::shell::{Done, Stop, ask, cargo, run};

/// The profile, in `Cargo.toml`.
const PROFILE: &str = "shipped";
/// Both programs at once, so that what they share is compiled once.
pub const CHOICE: [&str; 6] = ["--profile", PROFILE, "--package", "kith-cli", "--package", "kith-desk"];

/// A program that was built so.
pub fn program(name: &str) -> PathBuf {
    built(PROFILE, name)
}

/// Where Tauri puts packages of what was built so.
pub fn bundles() -> PathBuf {
    target().join(PROFILE).join("bundle")
}

/// Builds both.
pub fn both() -> Done {
    // As Tauri's own command asks for it, so that it finds everything built.
    let features = ["--bins", "--features", "tauri/custom-protocol"];
    run(anywhere(cargo().arg("build").args(CHOICE).args(features)))?;
    let kith = program("kith");
    let libraries = ask("ldd", &[&kith.to_string_lossy()]).unwrap_or_default();
    if libraries.contains("webkit") || libraries.contains("gtk") {
        return Err(Stop(format!("{} links the web view, which the command line must not.", kith.display())));
    }
    Ok(())
}

/// Gives the command what makes a build the same in any folder, by anybody: paths without this machine's beginnings,
/// the commit, and its time in the place of now.
pub fn anywhere(command: &mut Command) -> &mut Command {
    let home = var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home_dir()?.join(".cargo")));
    let renamed = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = [renamed(&home.unwrap_or_default(), "/cargo"), renamed(root(), "/kith")];
    let commit = ask("git", &["rev-parse", "--short=12", "HEAD"]).unwrap_or_default();
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")).env("KITH_COMMIT", commit);
    command.env("SOURCE_DATE_EPOCH", epoch())
}

/// When the commit was made, in seconds.
pub fn epoch() -> String {
    ask("git", &["log", "-1", "--format=%ct"]).unwrap_or_else(|| "0".to_owned())
}
