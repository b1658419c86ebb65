//! The kinds of packages, and where Tauri puts them.

use std::fs;
use std::path::PathBuf;

use super::build::bundles;
use crate::shell::Stop;

/// The kinds that are made on this system. An AppImage needs a tool that is fetched while it is made: only a release
/// has one.
pub fn of_this_system(release: bool) -> Vec<&'static str> {
    if cfg!(target_os = "macos") {
        vec!["dmg"]
    } else if cfg!(windows) {
        vec!["nsis", "msi"]
    } else if release {
        vec!["deb", "rpm", "appimage"]
    } else {
        vec!["deb", "rpm"]
    }
}

/// Where packages of a kind come out.
pub fn folder(kind: &str) -> PathBuf {
    bundles().join(kind)
}

/// The package of a kind that was made.
pub fn found(kind: &str) -> Result<PathBuf, Stop> {
    let folder = folder(kind);
    let end = match kind {
        "nsis" => "exe",
        "appimage" => "AppImage",
        other => other,
    };
    let files = fs::read_dir(&folder).map_err(Stop::at(format!("the package in {}", folder.display())))?;
    let mut packages = files.filter_map(|entry| Some(entry.ok()?.path()));
    packages
        .find(|path| path.extension().is_some_and(|found| found == end))
        .ok_or_else(|| Stop(format!("no .{end} came out in {}", folder.display())))
}
