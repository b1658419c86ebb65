//! The package of an older version, to be upgraded from: until there is one, the same with a lower number.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place::target;
use crate::shell::{Stop, program, run};

/// Lower than any that is released.
pub const VERSION: &str = "0.0.1";

/// Makes it of the package that is tried.
pub fn package(of: &Path) -> Result<PathBuf, Stop> {
    let folder = target().join("dist/older");
    let _ = fs::remove_dir_all(&folder);
    run(program("dpkg-deb").arg("--raw-extract").arg(of).arg(&folder))?;
    let control = folder.join("DEBIAN/control");
    let text = fs::read_to_string(&control).map_err(Stop::at(control.display().to_string()))?;
    let numbered = |line: &str| match line.strip_prefix("Version:") {
        Some(_) => format!("Version: {VERSION}\n"),
        None => format!("{line}\n"),
    };
    let text: String = text.lines().map(numbered).collect();
    fs::write(&control, text).map_err(Stop::at(control.display().to_string()))?;
    let package = target().join("dist/older.deb");
    // It is installed once, here: a quick compression does.
    run(program("dpkg-deb")
        .args(["--root-owner-group", "-Zgzip", "-z1", "--build"])
        .arg(&folder)
        .arg(&package))?;
    Ok(package)
}
