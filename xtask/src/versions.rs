//! One version: the workspace's. Where it has to stand a second time it must be the same.

use std::fs;

use crate::flags::Flags;
use crate::place::root;
use crate::shell::{Done, Stop};

/// The version this was built as, which is the workspace's.
const OURS: &str = env!("CARGO_PKG_VERSION");

/// `cargo xtask versions [--tag TAG]`: of a release, its tag must be the version too, and the changelog must tell of it.
pub fn versions(mut flags: Flags) -> Done {
    let tag = flags.take_word("--tag")?;
    flags.none()?;
    same()?;
    match tag {
        Some(tag) if tag != format!("v{OURS}") => {
            Err(Stop(format!("The tag is {tag}, the version in Cargo.toml is {OURS}.")))
        }
        Some(_) => told(),
        None => Ok(()),
    }
}

/// Whether every place has the workspace's version.
pub fn same() -> Done {
    let package = ("ui/package.json", format!("\"version\": \"{OURS}\""));
    let record = ("src-tauri/linux/app.kith.desk.metainfo.xml", format!("<release version=\"{OURS}\""));
    [package, record].into_iter().try_for_each(|(file, wanted)| holds(file, &wanted))
}

/// Whether the changelog has a part for this version.
fn told() -> Done {
    holds("CHANGELOG.md", &format!("\n## [{OURS}] - "))
}

fn holds(file: &str, wanted: &str) -> Done {
    let text = fs::read_to_string(root().join(file)).map_err(Stop::at(file))?;
    if text.contains(wanted) { Ok(()) } else { Err(Stop(format!("{file} lacks {:?}.", wanted.trim()))) }
}
