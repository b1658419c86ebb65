//! Where things are.

use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where cargo builds: this program itself lies in target/debug.
pub fn target() -> PathBuf {
    let this = std::env::current_exe().ok();
    let target = this.as_deref().and_then(|this| this.ancestors().nth(2));
    target.map_or_else(|| root().join("target"), Path::to_path_buf)
}

/// A program built in a profile's folder.
pub fn built(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(name).with_extension(std::env::consts::EXE_EXTENSION)
}
