//! `kith`, the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    kith_cli::run()
}
