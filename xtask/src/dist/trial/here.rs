//! Where no clean system can be made: the package is installed on this one, tried, and removed again.

use std::path::Path;

use super::NAME;
use crate::place::{built, target};
use crate::screen;
use crate::setup::as_root;
use crate::shell::{Done, Stop, ask, run};

/// Saves a contact in the window of the installed desk and reads it back; the package is removed in any case.
pub fn trial(package: &Path) -> Done {
    if ask("dpkg-query", &["--show", NAME]).is_some() {
        return Err(Stop(format!("A package {NAME} is installed here already; the trial would remove it.")));
    }
    run(as_root("apt-get")?.args(["install", "--yes"]).arg(package))?;
    let tried = try_it();
    let removed = run(as_root("apt-get")?.args(["remove", "--yes", NAME]));
    tried.and(removed)
}

fn try_it() -> Done {
    run(screen::virtual_one(&built("debug", "drive"))
        .env("KITH_DESK", "/usr/bin/kith-desk")
        .env("KITH_CLI", "/usr/bin/kith")
        .arg("--pictures")
        .arg(target().join("dist")))
}
