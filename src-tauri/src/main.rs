//! The desk's binary: everything is in the library, so that tests can reach it.

// A released Windows build opens no console window beside the desk.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

#[cfg(target_os = "linux")]
mod drawing;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// As in the command line: a large list is built and searched noticeably faster.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    drawing::without_a_card();
    match kith_desk::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Kith could not open its window: {error}");
            ExitCode::FAILURE
        }
    }
}
