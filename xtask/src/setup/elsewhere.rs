//! Any other system: what is missing is named.

use super::node;
use super::packages::{Package, Sign};
use crate::shell::{Done, Stop, ask, there};

/// Stops with the list of what is missing.
pub fn check(packages: &[Package]) -> Done {
    node::check()?;
    // macOS and Windows bring their own web view, and no WebDriver for it.
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&Package> = packages.iter().filter(|package| !seen(package.sign)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let lines = missing.iter().map(|package| {
        format!(
            "  {}: {} (Fedora: {}, Debian: {})\n",
            name(package),
            package.purpose,
            package.fedora,
            package.debian
        )
    });
    Err(Stop(format!(
        "Kith needs what this machine lacks, and can install it only on Debian and Ubuntu:\n{}Install these, then try again.",
        lines.collect::<String>()
    )))
}

fn seen(sign: Sign) -> bool {
    match sign {
        Sign::Program(name) => there(name),
        Sign::Library(name) => ask("pkg-config", &["--exists", name]).is_some(),
        Sign::Unseen => true,
    }
}

fn name(package: &Package) -> &'static str {
    match package.sign {
        Sign::Program(name) | Sign::Library(name) => name,
        Sign::Unseen => package.debian,
    }
}
