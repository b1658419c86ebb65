//! The crates' directions, held over what cargo itself says of the workspace.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value;

/// The workspace's packages as cargo tells them, without anything from a registry.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// Each package with what it is built from: its own and its build script's dependencies, not those of its tests.
fn built_from() -> BTreeMap<String, Vec<String>> {
    dependencies(|dependency| text(dependency, "kind") != "dev")
}

fn dependencies(counts: impl Fn(&Value) -> bool) -> BTreeMap<String, Vec<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let named = packages.map(|package| {
        let dependencies = package["dependencies"].as_array().expect("dependencies").iter();
        let names = dependencies.filter(|each| counts(each)).map(|each| text(each, "name").to_owned());
        (text(package, "name").to_owned(), names.collect())
    });
    named.collect()
}

/// The crates of Kith that a package is built from.
fn of_kith(package: &str) -> Vec<String> {
    let mut built_from = built_from();
    let mut names = built_from.remove(package).unwrap_or_else(|| panic!("there is a package {package}"));
    names.retain(|name| name.starts_with("kith-"));
    names.sort();
    names
}

#[test]
fn model_is_built_from_no_other_crate_of_kith() {
    assert_eq!(of_kith("kith-model"), [""; 0]);
}

#[test]
fn formats_index_and_store_are_built_from_model() {
    assert_eq!(of_kith("kith-index"), ["kith-model"]);
    assert_eq!(of_kith("kith-formats"), ["kith-model"]);
    assert_eq!(of_kith("kith-store"), ["kith-model"]);
}

#[test]
fn book_is_built_from_model_formats_index_and_store() {
    assert_eq!(of_kith("kith-book"), ["kith-formats", "kith-index", "kith-model", "kith-store"]);
}

#[test]
fn command_line_and_desk_are_built_from_book_alone() {
    assert_eq!(of_kith("kith-cli"), ["kith-book"]);
    assert_eq!(of_kith("kith-desk"), ["kith-book"]);
}

#[test]
fn nothing_is_built_from_the_outermost_crates() {
    for (package, dependencies) in dependencies(|_| true) {
        for outermost in ["kith-desk", "kith-tests", "xtask"] {
            assert!(!dependencies.contains(&outermost.to_owned()), "{package} <- {outermost}");
        }
        let may_link_the_command_line = package == "kith-tests";
        assert!(may_link_the_command_line || !dependencies.contains(&"kith-cli".to_owned()), "{package}");
    }
}

/// Who names a package, its tests and build scripts included.
fn who_names(dependency: impl Fn(&str) -> bool) -> Vec<String> {
    let all = dependencies(|_| true).into_iter();
    all.filter(|(_, names)| names.iter().any(|name| dependency(name))).map(|(package, _)| package).collect()
}

#[test]
fn only_the_store_names_the_engine() {
    assert_eq!(who_names(|name| name == "sled"), ["kith-store"]);
}

#[test]
fn only_the_desk_names_tauri() {
    assert_eq!(who_names(|name| name == "tauri" || name.starts_with("tauri-")), ["kith-desk"]);
}

#[test]
fn model_reads_no_clock_no_randomness_and_no_network() {
    let model = built_from().remove("kith-model").expect("kith-model");
    for outside in ["uuid", "rand", "getrandom", "whoami", "dirs", "tempfile", "tokio", "rustix", "libc"] {
        assert!(!model.contains(&outside.to_owned()), "{outside}");
    }
}

#[test]
fn nothing_names_what_speaks_to_a_network() {
    for (package, names) in built_from() {
        let is_of_the_program = package.starts_with("kith-") && package != "kith-tests";
        for client in
            ["reqwest", "hyper", "ureq", "curl", "isahc", "surf", "tauri-plugin-http", "tauri-plugin-updater"]
        {
            assert!(!is_of_the_program || !names.contains(&client.to_owned()), "{package}: {client}");
        }
    }
}

const NO_ROOM: [&str; 5] = ["common", "utils", "core", "types", "helpers"];

#[test]
fn no_crate_and_no_folder_has_a_name_that_says_nothing() {
    for package in built_from().keys() {
        let last = package.rsplit('-').next().unwrap_or_default();
        assert!(!NO_ROOM.contains(&last), "{package}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["src-tauri", "tests", "xtask", "ui/src", "docs"] {
        named_well(&root.join(folder));
    }
}

fn named_well(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !matches!(name, "target" | "node_modules" | "dist" | "gen") {
            assert!(!NO_ROOM.contains(&name), "{}", path.display());
            named_well(&path);
        }
    }
}
