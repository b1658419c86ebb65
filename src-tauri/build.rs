//! Checks the configuration and the access list, and embeds both.

use std::process::ExitCode;

use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "./src-tauri/capabilities/**/*.json";
const PERMISSIONS: &str = "./src-tauri/permissions/**/*.toml";

fn main() -> ExitCode {
    // Tauri watches these two folders only at the places it would give them itself.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let manifest = AppManifest::new().permissions_path_pattern(PERMISSIONS);
    let attributes = Attributes::new().capabilities_path_pattern(CAPABILITIES).app_manifest(manifest);
    match tauri_build::try_build(attributes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the desk's configuration is not right: {error:#}");
            ExitCode::FAILURE
        }
    }
}
