//! The TypeScript types of what the commands take and give, made from the Rust ones.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::flags::Flags;
use crate::place::{root, target};
use crate::shell::{Done, Stop, cargo, run};

const GENERATED: &str = "ui/src/lib/ipc/generated";

/// Writes them, or with `--check` says whether those in the tree are fresh.
pub fn types(mut flags: Flags) -> Done {
    let check = flags.take("--check");
    flags.none()?;
    if check { fresh() } else { write() }
}

/// Stops when the types in the tree are not those the Rust ones give.
pub fn fresh() -> Done {
    let made = target().join("xtask/types");
    export(&made)?;
    let kept = root().join(GENERATED);
    let names: BTreeSet<PathBuf> = names(&made)?.into_iter().chain(names(&kept)?).collect();
    let stale = names.iter().filter(|name| fs::read(made.join(name)).ok() != fs::read(kept.join(name)).ok());
    let stale: Vec<String> = stale.map(|name| format!("  {GENERATED}/{}\n", name.display())).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(Stop(format!("The TypeScript types are stale:\n{}Make them anew: cargo xtask types", stale.concat())))
}

fn write() -> Done {
    let kept = root().join(GENERATED);
    export(&kept)?;
    println!("Written: {GENERATED}");
    Ok(())
}

/// A type that is gone leaves no file behind: the folder is made anew.
fn export(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Stop::at(format!("the old types in {}", folder.display())))?;
    }
    fs::create_dir_all(folder).map_err(Stop::at(format!("a folder for the types, {}", folder.display())))?;
    run(cargo()
        .args(["run", "--quiet", "--package", "kith-book", "--example", "export-types", "--"])
        .arg(folder))
}

/// Every file under a folder, by its path in it.
fn names(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).map_err(Stop::at(format!("the types in {}", at.display())))? {
            let path = entry.map_err(Stop::at(format!("the types in {}", at.display())))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                found.push(name.to_path_buf());
            }
        }
    }
    Ok(found)
}
