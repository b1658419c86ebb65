//! What the desk is, for whoever reports a fault.

use std::env::consts;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which desk this is and what it runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The version, as `kith --version` says it.
    pub version: String,
    /// The commit it was built from; none where it was not built as a package.
    pub commit: Option<String>,
    /// The system and the processor.
    pub system: String,
    /// The version of the web view that draws the window; none where it does not say.
    pub web_view: Option<String>,
}

impl About {
    /// This desk, as the shell was built and as its web view says.
    #[must_use]
    pub fn this(commit: Option<&str>, web_view: Option<String>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: commit.filter(|commit| !commit.is_empty()).map(str::to_owned),
            system: format!("{} {}", consts::OS, consts::ARCH),
            web_view,
        }
    }
}
