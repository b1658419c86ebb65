//! The packages of this system: the desk and the command line together.

mod config;
mod extras;
mod kind;
mod licences;
mod looked_at;
mod release;
mod trial;

use std::fs;
use std::path::Path;

use crate::flags::Flags;
use crate::place::built;
use crate::shell::{Done, Stop, ask, cargo, run, step};
use crate::{page, setup};

/// `cargo xtask dist [--check|--release|--try FILE]`.
pub fn dist(mut flags: Flags) -> Done {
    if let Some(package) = flags.take_word("--try")? {
        flags.none()?;
        return trial::of_file(Path::new(&package));
    }
    let check = flags.take("--check");
    let release = flags.take("--release");
    flags.none()?;
    step("Set-up", || setup::for_packing(check))?;
    step("Build the command line", command_line)?;
    step("Build the desk and its packages", || package(release))?;
    if cfg!(target_os = "linux") {
        step("Look at the packages", || looked_at::look_at(release))?;
    }
    if check {
        step("Install, try, remove", || trial::trial(&kind::found("deb")?))?;
    }
    if release { step("Gather the release", || release::gather(&kind::of_this_system(true))) } else { Ok(()) }
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

fn package(release: bool) -> Done {
    let files = config::with_files(&extras::made()?);
    let kinds = kind::of_this_system(release);
    for kind in &kinds {
        // An older package of another version would be found beside the new one.
        let _ = fs::remove_dir_all(kind::folder(kind));
    }
    let commit = ask("git", &["rev-parse", "--short=12", "HEAD"]).unwrap_or_default();
    let mut build = page::tauri();
    build.env("KITH_COMMIT", commit.trim()).args([
        "build",
        "--bundles",
        &kinds.join(","),
        "--config",
        &files,
    ]);
    run(&mut build)
}
