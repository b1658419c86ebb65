//! The parts of the Rust toolchain a minimal installation leaves out.

use crate::shell::{Done, Stop, ask, cargo, program, run, there};

/// Adds the formatter and the linter where rustup can, else names them.
pub fn check() -> Done {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(command, _)| !works(command))
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !there("rustup") {
        return Err(Stop(format!(
            "This Rust toolchain lacks {names}; install them the way it was installed."
        )));
    }
    println!("Adding {names} to the Rust toolchain.");
    run(program("rustup").args(["component", "add"]).args(missing))
}

fn works(command: &str) -> bool {
    let cargo = cargo();
    ask(&cargo.get_program().to_string_lossy(), &[command, "--version"]).is_some()
}
