//! Tries the package as a stranger meets it: in a clean system where one can be made, else on this one.

mod clean;
mod here;
mod older;
mod root;

use std::path::Path;

use crate::setup;
use crate::shell::{Done, Stop, cargo, run, step};

/// The package's name, as its product name gives it.
const NAME: &str = "kith";

/// Tries a package that was made before, here or elsewhere.
pub fn of_file(package: &Path) -> Done {
    let package = package.canonicalize().map_err(Stop::at(package.display().to_string()))?;
    step("Set-up", || setup::for_packing(true))?;
    trial(&package)
}

/// The whole trial.
pub fn trial(package: &Path) -> Done {
    run(cargo().args(["build", "--package", "kith-tests", "--bin", "drive"]))?;
    match root::why_not() {
        None => clean::trial(package),
        Some(why) => {
            println!("{why} So the package is tried on this system, without upgrade and a second person.");
            here::trial(package)
        }
    }
}
