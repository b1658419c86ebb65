//! The display windows open on: the person's, or a virtual one.

use std::env::var_os;
use std::path::Path;
use std::process::Command;

use crate::shell::program;

/// Whether a window would be seen.
pub fn is_there() -> bool {
    let set = |name| var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// A program to run on a virtual display, with a session bus of its own.
///
/// Tests use it even where there is a display: no window may take the keyboard from the person at work.
pub fn virtual_one(name: &Path) -> Command {
    let mut command = program("dbus-run-session");
    // Relative to the repository's root, where every program is started.
    command.args(["--config-file=tests/e2e/session.conf", "--"]);
    command.args(["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1600x1200x24"]).arg(name);
    command.env_remove("WAYLAND_DISPLAY").env("NO_AT_BRIDGE", "1");
    command
}
