//! The .deb packed anew: Tauri's own is compressed with gzip, and has the time of its making in it.

use std::fs;
use std::path::Path;

use super::build;
use crate::place::target;
use crate::shell::{Done, Stop, program, run};

/// Packs the same files with xz, in the order of their names, owned by root, and none younger than the commit.
pub fn pack(deb: &Path) -> Done {
    let folder = target().join("dist/deb");
    let _ = fs::remove_dir_all(&folder);
    run(program("dpkg-deb").arg("--raw-extract").arg(deb).arg(&folder))?;
    let mut packing = program("dpkg-deb");
    packing.env("SOURCE_DATE_EPOCH", build::epoch());
    // By one thread: the bytes depend on how many there are.
    packing.env("DPKG_DEB_THREADS_MAX", "1");
    packing.args(["--root-owner-group", "-Zxz", "-z9", "-Sextreme", "--build"]).arg(&folder).arg(deb);
    run(&mut packing)?;
    fs::remove_dir_all(&folder).map_err(Stop::at(folder.display().to_string()))
}
