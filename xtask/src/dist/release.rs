//! What a release has of this system, in one folder.

use std::fs;

use super::kind::found;
use crate::place::target;
use crate::shell::{Done, Stop};

/// Copies the packages to `target/dist/release`.
pub fn gather(kinds: &[&str]) -> Done {
    let folder = target().join("dist/release");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(Stop::at(folder.display().to_string()))?;
    for kind in kinds {
        let package = found(kind)?;
        let copy = folder.join(package.file_name().unwrap_or_default());
        fs::copy(&package, &copy).map_err(Stop::at(copy.display().to_string()))?;
        println!("{}", copy.display());
    }
    Ok(())
}
