//! The fuzz targets, where cargo-fuzz is installed. Without it their corpora are replayed by the tests all the same.

use crate::flags::Flags;
use crate::shell::{Done, Stop, ask, cargo, run};

/// Each reads bytes from outside. With it the seconds it runs as part of the tests.
const TARGETS: [(&str, u64); 9] = [
    ("body_parser", 30),
    ("update", 30),
    ("stored_codec", 30),
    ("archive_reader", 30),
    ("query", 30),
    ("csv_reader", 8),
    ("vcard_reader", 8),
    ("json_reader", 6),
    ("xlsx_reader", 8),
];
/// For how long each runs unless told otherwise.
const SECONDS: u64 = 30;

/// `cargo xtask fuzz [--seconds N]`.
pub fn fuzz(mut flags: Flags) -> Done {
    let seconds = flags.take_number("--seconds")?.unwrap_or(SECONDS);
    flags.none()?;
    if !is_there() {
        return Err(Stop("cargo-fuzz is not there: cargo install cargo-fuzz.".to_owned()));
    }
    TARGETS.into_iter().try_for_each(|(target, _)| one(target, seconds))
}

/// As part of the tests.
pub fn short() -> Done {
    if is_there() {
        return TARGETS.into_iter().try_for_each(|(target, seconds)| one(target, seconds));
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
