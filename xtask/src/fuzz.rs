//! The fuzz targets, where cargo-fuzz is installed. Without it their corpora are replayed by the tests all the same.

use crate::flags::Flags;
use crate::shell::{Done, Stop, ask, cargo, run};

/// Each reads bytes from outside.
const TARGETS: [&str; 5] = ["body_parser", "update", "stored_codec", "archive_reader", "query"];
/// For how long each runs unless told otherwise.
const SECONDS: u64 = 30;

/// `cargo xtask fuzz [--seconds N]`.
pub fn fuzz(mut flags: Flags) -> Done {
    let seconds = flags.take_number("--seconds")?.unwrap_or(SECONDS);
    flags.none()?;
    if !is_there() {
        return Err(Stop("cargo-fuzz is not there: cargo install cargo-fuzz.".to_owned()));
    }
    TARGETS.into_iter().try_for_each(|target| one(target, seconds))
}

/// As part of the tests.
pub fn short() -> Done {
    if is_there() {
        return TARGETS.into_iter().try_for_each(|target| one(target, SECONDS));
    }
    println!(
        "not run: cargo-fuzz is not there (cargo install cargo-fuzz). The tests have replayed the corpora."
    );
    Ok(())
}

fn is_there() -> bool {
    ask(&cargo().get_program().to_string_lossy(), &["fuzz", "--version"]).is_some()
}

/// Without a sanitizer the stable toolchain will do. What is found of interest goes to target/, not into the corpus.
fn one(target: &str, seconds: u64) -> Done {
    let found = crate::place::target().join("fuzz").join(target);
    std::fs::create_dir_all(&found).map_err(Stop::at("a folder for what the fuzzer finds"))?;
    let mut command = cargo();
    command.args(["fuzz", "run", "--sanitizer", "none", target]);
    command.arg(&found).arg(format!("fuzz/corpus/{target}"));
    run(command.args(["--".to_owned(), format!("-max_total_time={seconds}"), "-max_len=65536".to_owned()]))
}
