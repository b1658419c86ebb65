//! Goes through the main flows in the real window and saves the pictures that the documents show.

use crate::flags::Flags;
use crate::place::{built, root};
use crate::shell::{Done, run, step};
use crate::{page, run as desk, screen, setup};

/// `cargo xtask tour`.
pub fn tour(flags: Flags) -> Done {
    flags.none()?;
    step("Set-up", || setup::for_running(true))?;
    step("Build the page", page::build)?;
    step("Build the desk", desk::build)?;
    step("The tour", || {
        let mut tour = screen::virtual_one(&built("debug", "tour"));
        run(tour.arg("--pictures").arg(root().join("docs/pictures")))
    })
}
