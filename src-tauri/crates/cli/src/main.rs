//! `kith`, the command line.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Records are many small values: this allocator takes a fifth off an update and off building a list.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    kith_cli::run()
}
