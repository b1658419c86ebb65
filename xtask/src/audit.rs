//! What dependencies may be: advisories, licences, bans and sources of crates, advisories of the page's packages.

use crate::flags::Flags;
use crate::page;
use crate::shell::{Done, Stop, cargo, run, step, there};

/// `cargo xtask audit [--offline]`. Advisories are looked up on the network; without it only the rest is checked.
pub fn audit(mut flags: Flags) -> Done {
    let offline = flags.take("--offline");
    flags.none()?;
    if !there("cargo-deny") {
        return Err(Stop("cargo-deny is not there: cargo install --locked cargo-deny".to_owned()));
    }
    step("Crates", || crates(offline))?;
    if offline { Ok(()) } else { step("Packages of the page", page_packages) }
}

fn crates(offline: bool) -> Done {
    let checks: &[&str] = if offline { &["bans", "licenses", "sources"] } else { &[] };
    let mut deny = cargo();
    deny.arg("deny");
    if offline {
        deny.arg("--offline");
    }
    run(deny.arg("check").args(checks))
}

/// Only what ends up in the page: what it is built and tested with never reaches a person's machine.
fn page_packages() -> Done {
    run(page::npm().args(["audit", "--omit=dev", "--audit-level=low"]))
}
