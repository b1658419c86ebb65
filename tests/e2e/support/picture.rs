//! Pictures of the window.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::{Result, Window};

/// What was drawn last is on the screen two frames later.
const SETTLED: &str = "const done = arguments[0];
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

impl Window {
    /// Saves what the window shows as a PNG file.
    ///
    /// # Errors
    /// When the window does not answer or the file cannot be written.
    pub fn picture(&self, file: &Path) -> Result<()> {
        self.script_async(SETTLED)?;
        let picture = self.wait_on(self.client().screenshot())?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, picture).with_context(|| format!("the picture {}", file.display()))
    }
}
