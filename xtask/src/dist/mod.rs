//! The packages of this system: the desk and the command line together.

mod build;
mod config;
mod extras;
mod kind;
mod licences;
mod looked_at;
mod packed;
mod release;
mod trial;

use std::fs;
use std::path::Path;

use crate::flags::Flags;
use crate::shell::{Done, run, step};
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
    step("Build the page", page::build)?;
    step("Build the command line and the desk", build::both)?;
    step("Pack", || package(release))?;
    if cfg!(target_os = "linux") {
        step("Look at the packages", || looked_at::look_at(release))?;
    }
    if check {
        step("Install, try, remove", || trial::trial(&kind::found("deb")?))?;
    }
    if release { step("Gather the release", || release::gather(&kind::of_this_system(true))) } else { Ok(()) }
}

fn package(release: bool) -> Done {
    let files = config::with_files(&extras::made()?);
    let kinds = kind::of_this_system(release);
    for kind in &kinds {
        // An older package of another version would be found beside the new one.
        let _ = fs::remove_dir_all(kind::folder(kind));
    }
    let mut tauri = page::tauri();
    tauri.args(["build", "--bundles", &kinds.join(","), "--config", &files, "--"]).args(build::CHOICE);
    run(build::anywhere(&mut tauri))?;
    if cfg!(target_os = "linux") { packed::pack(&kind::found("deb")?) } else { Ok(()) }
}
