//! Builds the desk and opens it; where there is no display, drives one update through it on a virtual one.

use std::path::PathBuf;

use crate::flags::Flags;
use crate::place::{built, target};
use crate::shell::{Done, cargo, program, run as start, step};
use crate::{page, screen, setup};

/// `cargo xtask run [--book DIR]`.
pub fn run(mut flags: Flags) -> Done {
    let book = flags.take_folder("--book")?;
    flags.none()?;
    let driven = !screen::is_there();
    step("Set-up", || setup::for_running(driven))?;
    step("Build the page", page::build)?;
    step("Build the desk", build)?;
    if driven { drive(book) } else { open(book) }
}

/// The development profile: a first build takes minutes less than a release one, and the tests use what it built.
/// The whole workspace, because cargo would build Tauri anew for another choice of packages or features.
pub fn build() -> Done {
    start(cargo().args(["build", "--workspace", "--bins", "--features", "custom-protocol"]))
}

fn open(book: Option<PathBuf>) -> Done {
    println!("\nOpening the desk; this command ends when its window is closed.");
    start(program(built("debug", "kith-desk")).envs(book.map(|book| ("KITH_BOOK", book))))
}

fn drive(book: Option<PathBuf>) -> Done {
    println!(
        "\nThere is no display here: the desk runs on a virtual one, and one update is driven through its window."
    );
    let pictures = target().join("run");
    let mut command = screen::virtual_one(&built("debug", "drive"));
    command.arg("--pictures").arg(&pictures);
    if let Some(book) = book {
        command.arg("--book").arg(book);
    }
    start(&mut command)
}
