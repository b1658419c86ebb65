//! Debian and Ubuntu: what is missing is installed, after saying what and why.

use super::node;
use super::packages::{Package, Sign};
use super::root::as_root;
use crate::shell::{Done, Stop, ask, run, there};

const NODE: Package = Package {
    debian: "nodejs",
    fedora: "nodejs",
    purpose: "builds the page the desk shows",
    sign: Sign::Unseen,
};
const NPM: Package = Package {
    debian: "npm",
    fedora: "nodejs-npm",
    purpose: "fetches what the page is built with",
    sign: Sign::Unseen,
};

/// Installs those of the packages that are not there, and Node where the distribution's is new enough.
pub fn install(packages: &[Package]) -> Done {
    let mut missing: Vec<Package> =
        packages.iter().copied().filter(|package| !installed(package.debian)).collect();
    if !there("node") {
        missing.push(NODE);
    }
    if !there("npm") {
        missing.push(NPM);
    }
    if missing.is_empty() {
        return node::check();
    }
    println!("Kith needs these packages, which this machine lacks:");
    for package in &missing {
        println!("  {:24}{}", package.debian, package.purpose);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.debian).collect();
    println!("Installing them with apt-get.");
    if run(as_root("apt-get")?.arg("update")).is_err() {
        eprintln!("The package lists could not be brought up to date; trying with those that are there.");
    }
    if names.contains(&NODE.debian) {
        node_will_do()?;
    }
    run(as_root("apt-get")?.args(["install", "--yes"]).args(&names))?;
    node::check()
}

fn installed(name: &str) -> bool {
    ask("dpkg-query", &["--show", "--showformat=${db:Status-Status}", name])
        .is_some_and(|status| status == "installed")
}

/// Whether the distribution's own Node is new enough to be installed.
fn node_will_do() -> Done {
    let policy = ask("apt-cache", &["policy", NODE.debian]).unwrap_or_default();
    let candidate = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: ")).unwrap_or("none");
    if node::new_enough(candidate) {
        return Ok(());
    }
    Err(Stop(format!("This distribution's Node.js is {candidate}. {}", node::WANTED)))
}
