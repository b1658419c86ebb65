//! What only root may do.

use std::process::Command;

use crate::shell::{Stop, ask, program, there};

/// A program of the package manager's, run as root and asking no questions.
pub fn as_root(name: &str) -> Result<Command, Stop> {
    let mut command = if ask("id", &["-u"]).is_some_and(|id| id == "0") {
        program("env")
    } else if there("sudo") {
        let mut sudo = program("sudo");
        sudo.arg("env");
        sudo
    } else {
        return Err(Stop(
            "That needs root, and there is no sudo here: do it as root, then try again.".to_owned(),
        ));
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", name]);
    Ok(command)
}
