//! What only the run that packs knows of the packages: which files go in, from where.

use super::extras::Placed;

/// The configuration as Tauri merges it into `tauri.conf.json`.
pub fn with_files(placed: &[Placed]) -> String {
    let pairs: Vec<_> =
        placed.iter().map(|(to, from)| format!("{to:?}:{:?}", from.to_string_lossy())).collect();
    let files = format!("{{{}}}", pairs.join(","));
    if cfg!(target_os = "macos") {
        format!(r#"{{"bundle":{{"macOS":{{"files":{files}}}}}}}"#)
    } else if cfg!(windows) {
        // On Windows a resource is placed by where it is now.
        let turned: Vec<_> =
            placed.iter().map(|(to, from)| format!("{:?}:{to:?}", from.to_string_lossy())).collect();
        format!(r#"{{"bundle":{{"resources":{{{}}}}}}}"#, turned.join(","))
    } else {
        format!(r#"{{"bundle":{{"linux":{{"deb":{{"files":{files}}},"rpm":{{"files":{files}}}}}}}}}"#)
    }
}
