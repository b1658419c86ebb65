//! Every check and every test, stopping at the first that fails.

use std::path::Path;
use std::process::Command;

use crate::shell::{Done, ask, cargo, program, run, step};
use crate::{bench, fuzz, page, screen, setup, types, versions};

/// The one choice of packages and features for every cargo call, so that Tauri is compiled once.
const EVERYTHING: [&str; 3] = ["--workspace", "--features", "custom-protocol"];

/// `cargo xtask test`.
pub fn test() -> Done {
    step("Set-up", setup::everything)?;
    step("Formatting of the Rust code", || run(cargo().args(["fmt", "--all", "--check"])))?;
    step("One version", versions::same)?;
    for script in ["workflows", "lint", "check", "test", "build"] {
        step(&format!("Page: {script}"), || page::script(script))?;
    }
    step("TypeScript types are fresh", types::fresh)?;
    step("Clippy", clippy)?;
    step("Documentation", documentation)?;
    step("Build", || run(cargo().arg("build").args(EVERYTHING).arg("--all-targets")))?;
    step("Rust tests, the real window among them", tests)?;
    step("Examples in the documentation", || run(cargo().arg("test").args(EVERYTHING).arg("--doc")))?;
    step("Fuzz targets", fuzz::short)?;
    step("Benchmark, small", bench::small)?;
    println!("\nEvery check and every test passed.");
    Ok(())
}

fn clippy() -> Done {
    run(cargo().arg("clippy").args(EVERYTHING).args(["--all-targets", "--", "-D", "warnings"]))
}

fn documentation() -> Done {
    run(cargo().arg("doc").args(EVERYTHING).arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings"))
}

/// With nextest where it is installed, which runs each test in a process of its own; else with cargo's own runner.
fn tests() -> Done {
    let runner = cargo();
    let runner = Path::new(runner.get_program());
    let mut command = on_a_screen(runner);
    if ask(&runner.to_string_lossy(), &["nextest", "--version"]).is_some() {
        command.args(["nextest", "run"]).args(EVERYTHING);
    } else {
        command.arg("test").args(EVERYTHING).arg("--all-targets");
    }
    run(&mut command)
}

fn on_a_screen(name: &Path) -> Command {
    if cfg!(target_os = "linux") { screen::virtual_one(name) } else { program(name) }
}
