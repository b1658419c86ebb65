//! The licences of everything that ends up in the binaries, in one text.

use std::collections::BTreeMap;
use std::env::var_os;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::place::root;
use crate::shell::{Stop, cargo, quietly};

/// The packages of the page whose code is in its bundle, besides Svelte's own run-time.
const PAGE: [&str; 3] = ["@lucide/svelte", "@tauri-apps/api", "svelte"];

/// The text: each licence once, under the names of those it belongs to.
pub fn text() -> Result<String, Stop> {
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, folder) in crates()?.into_iter().chain(page()) {
        let texts = texts_in(&folder)?;
        if texts.is_empty() {
            owners.entry(said_only(&folder)).or_default().push(name.clone());
        }
        for text in texts {
            owners.entry(text).or_default().push(name.clone());
        }
    }
    let mut all = "Kith contains the work of others, under the licences below.\n".to_owned();
    for (text, names) in owners {
        let _ = write!(all, "\n{}\n{}\n\n{text}\n", "=".repeat(78), names.join("\n"));
    }
    Ok(all)
}

/// Name and folder of each crate the two programs are made of.
fn crates() -> Result<Vec<(String, PathBuf)>, Stop> {
    let mut tree = cargo();
    tree.args(["tree", "--package", "kith-desk", "--package", "kith-cli", "--edges", "normal"]);
    tree.args(["--features", "kith-desk/custom-protocol", "--prefix", "none", "--format", "{p}"]);
    let mut names: Vec<_> = quietly(&mut tree)?.lines().filter_map(of_a_registry).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| source_of(&name).map(|folder| (name, folder))).collect()
}

/// `name-version`, where a line of cargo's tree is a crate from outside.
fn of_a_registry(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let is_ours = line.contains("(/") || line.contains(":\\");
    (!is_ours).then(|| format!("{name}-{version}"))
}

/// Where cargo keeps a crate's source.
fn source_of(crate_name: &str) -> Result<PathBuf, Stop> {
    let home = var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = home.unwrap_or_default().join("registry/src");
    let found = fs::read_dir(&registries).map_err(Stop::at(registries.display().to_string()))?;
    let mut folders = found.filter_map(|entry| Some(entry.ok()?.path().join(crate_name)));
    folders
        .find(|folder| folder.is_dir())
        .ok_or_else(|| Stop(format!("the source of {crate_name} is not there.")))
}

fn page() -> impl Iterator<Item = (String, PathBuf)> {
    PAGE.into_iter().map(|name| (name.to_owned(), root().join("ui/node_modules").join(name)))
}

/// The licence files of a package, its notices among them.
fn texts_in(folder: &Path) -> Result<Vec<String>, Stop> {
    let files = fs::read_dir(folder).map_err(Stop::at(folder.display().to_string()))?;
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let starts = ["licen", "copying", "notice", "unlicense", "copyright"];
        path.is_file() && starts.iter().any(|start| name.starts_with(start))
    };
    let mut paths: Vec<_> = files.filter_map(|entry| Some(entry.ok()?.path())).filter(is_licence).collect();
    paths.sort_unstable();
    let read = |path: &PathBuf| fs::read(path).map_err(Stop::at(path.display().to_string()));
    paths.iter().map(|path| Ok(String::from_utf8_lossy(&read(path)?).trim().to_owned())).collect()
}

/// What a package without a licence file says of itself in its manifest.
fn said_only(folder: &Path) -> String {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))
        .or_else(|_| fs::read_to_string(folder.join("package.json")))
        .unwrap_or_default();
    let wanted = |line: &&str| {
        let line = line.trim_start_matches([' ', '"']);
        ["license", "authors", "repository"].iter().any(|key| line.starts_with(key))
    };
    let lines: Vec<_> = manifest.lines().filter(wanted).map(str::trim).collect();
    format!("(The package has no licence file; its manifest says:)\n{}", lines.join("\n"))
}
