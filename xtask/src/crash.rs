//! The crash sweeps at full size. Those of every day are among the tests.

use crate::flags::Flags;
use crate::setup;
use crate::shell::{Done, cargo, run, step};

/// `cargo xtask crash [--runs N]`.
pub fn crash(mut flags: Flags) -> Done {
    let runs = flags.take_number("--runs")?;
    flags.none()?;
    step("Set-up", setup::everything)?;
    // The released code, which does more before it is killed; its writer lies beside the program that kills it.
    let build = ["build", "--release", "--package", "kith-tests", "--bin", "crash-writer"];
    step("Build", || run(cargo().args(build)))?;
    let sweeps = || {
        let mut command = cargo();
        command.args(["run", "--release", "--quiet", "--package", "kith-tests", "--bin", "crash", "--"]);
        command.args(["--scale", "4"]);
        runs.map(|runs| command.args(["--runs".to_owned(), runs.to_string()]));
        run(&mut command)
    };
    step("Crash sweeps", sweeps)
}
