//! `cargo xtask TASK`: each task does all its own set-up, so that one command is enough on a fresh machine.

mod audit;
mod bench;
mod crash;
mod dist;
mod flags;
mod fuzz;
mod page;
mod place;
mod run;
mod screen;
mod setup;
mod shell;
mod test;
mod tour;
mod types;
mod versions;

use std::process::ExitCode;

use flags::Flags;
use shell::{Done, Stop};

const USAGE: &str = "cargo xtask TASK

  setup                      install what building and testing need (says what before it does)
  run [--book DIR]           build the desk and open it; without a display, drive one update through it
  test                       every check and every test
  tour                       drive the window through the main flows and take the pictures of the documents anew
  types [--check]            write the TypeScript types the page uses, or see whether they are fresh
  bench [--small] [--part PART|--startup|--scroll|--window] [--contacts N] [--rounds N] [--alone]
        [--write]            measure the core part by part, start-up, scrolling, what is waited for in the window;
                             --write puts it into the documentation
  crash [--runs N]           kills, failing system calls, power cuts, a full disk, damaged bytes: the full counts
  fuzz [--seconds N]         run each fuzz target, for 30 seconds unless told otherwise (needs cargo-fuzz)
  dist [--check|--release]   build the packages of this system; try the .deb in a clean system: install, upgrade,
                             a second person, removal; gather what a release has
  dist --try FILE            try a .deb that was made before
  audit [--offline]          advisories, licences and sources of all dependencies (needs cargo-deny)
  versions [--tag TAG]       whether the version is the same in every place that has it";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    match perform(&task, Flags::new(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(why)) => {
            eprintln!("\n{why}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &str, flags: Flags) -> Done {
    match task {
        "setup" => flags.none().and_then(|()| shell::step("Set-up", setup::everything)),
        "run" => run::run(flags),
        "test" => flags.none().and_then(|()| test::test()),
        "tour" => tour::tour(flags),
        "types" => types::types(flags),
        "bench" => bench::bench(flags),
        "crash" => crash::crash(flags),
        "fuzz" => fuzz::fuzz(flags),
        "dist" => dist::dist(flags),
        "audit" => audit::audit(flags),
        "versions" => versions::versions(flags),
        "" | "help" | "-h" | "--help" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Stop(format!("there is no task {other:?}.\n\n{USAGE}"))),
    }
}
