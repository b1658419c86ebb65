//! The package for Debian and Ubuntu: the desk and the command line.

mod trial;

use std::fs;
use std::path::{Path, PathBuf};

use crate::flags::Flags;
use crate::place::{built, target};
use crate::shell::{Done, Stop, ask, cargo, run, step};
use crate::{page, setup};

/// `cargo xtask dist [--check]`.
pub fn dist(mut flags: Flags) -> Done {
    let check = flags.take("--check");
    flags.none()?;
    step("Set-up", || setup::for_running(check))?;
    step("Build the command line", command_line)?;
    step("Build the desk and its package", package)?;
    let package = found()?;
    say(&package)?;
    if check { step("Install, try, remove", || trial::trial(&package)) } else { Ok(()) }
}

fn command_line() -> Done {
    run(cargo().args(["build", "--release", "--package", "kith-cli"]))?;
    let kith = built("release", "kith");
    let libraries = ask("ldd", &[&kith.to_string_lossy()]).unwrap_or_default();
    if libraries.contains("webkit") || libraries.contains("gtk") {
        return Err(Stop(format!("{} links the web view, which the command line must not.", kith.display())));
    }
    Ok(())
}

/// The command line goes in by its full path, which only this run knows: the target folder may lie anywhere.
fn package() -> Done {
    let files = format!(
        r#"{{"bundle":{{"linux":{{"deb":{{"files":{{"/usr/bin/kith":{:?}}}}}}}}}}}"#,
        built("release", "kith").to_string_lossy()
    );
    // An older package of another version would be found beside the new one.
    let _ = fs::remove_dir_all(folder());
    run(page::tauri().args(["build", "--bundles", "deb", "--config", &files]))
}

fn folder() -> PathBuf {
    target().join("release/bundle/deb")
}

fn found() -> Result<PathBuf, Stop> {
    let files = fs::read_dir(folder()).map_err(Stop::at(format!("the package in {}", folder().display())))?;
    let mut packages = files.filter_map(|entry| Some(entry.ok()?.path()));
    packages
        .find(|path| path.extension().is_some_and(|end| end == "deb"))
        .ok_or_else(|| Stop(format!("no .deb came out in {}", folder().display())))
}

fn say(package: &Path) -> Done {
    let size = fs::metadata(package).map_err(Stop::at("the package"))?.len();
    println!("\n{}: {:.1} MB", package.display(), size as f64 / 1e6);
    Ok(())
}
