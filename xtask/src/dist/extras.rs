//! What a package has besides the two programs: manual pages, completions, licences.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{build::program, licences};
use crate::place::{root, target};
use crate::shell::{Done, Stop, run};

/// Where a file goes in the package, and where it is now.
pub type Placed = (String, PathBuf);

/// Where the command line goes, beside the desk where there is no place for programs.
const COMMAND_LINE: &str = if cfg!(target_os = "linux") {
    "/usr/bin/kith"
} else if cfg!(windows) {
    "kith.exe"
} else {
    "MacOS/kith"
};
/// Where the licences go on macOS and Windows.
const LICENCES: &str =
    if cfg!(windows) { "THIRD-PARTY-LICENSES.txt" } else { "Resources/THIRD-PARTY-LICENSES.txt" };

/// Makes everything, and says where each goes.
pub fn made() -> Result<Vec<Placed>, Stop> {
    let folder = target().join("dist/files");
    // Whatever an earlier build left there would be packed too.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(Stop::at(folder.display().to_string()))?;
    let mut placed = vec![(COMMAND_LINE.to_owned(), program("kith"))];
    if cfg!(target_os = "linux") {
        placed.extend(manual(&folder.join("man"))?);
        placed.extend(completions(&folder)?);
        placed.extend(documents(&folder)?);
        placed.extend(appearance());
    } else {
        let licences = written(&folder, "THIRD-PARTY-LICENSES.txt", licences::text()?.as_bytes())?;
        placed.push((LICENCES.to_owned(), licences));
    }
    Ok(placed)
}

/// The pages for `man kith`, packed as distributions have them.
fn manual(folder: &Path) -> Result<Vec<Placed>, Stop> {
    run(Command::new(program("kith")).arg("manual").arg(folder).stdout(Stdio::null()))?;
    let mut pages = listed(folder)?;
    run(Command::new("gzip").args(["--best", "--no-name"]).args(&pages))?;
    for page in &mut pages {
        page.as_mut_os_string().push(".gz");
    }
    Ok(pages.into_iter().map(|page| (format!("/usr/share/man/man1/{}", name_of(&page)), page)).collect())
}

/// One script for each shell, where the shell looks for it.
fn completions(folder: &Path) -> Result<Vec<Placed>, Stop> {
    let places = [
        ("bash", "/usr/share/bash-completion/completions/kith"),
        ("zsh", "/usr/share/zsh/vendor-completions/_kith"),
        ("fish", "/usr/share/fish/vendor_completions.d/kith.fish"),
    ];
    let script = |(shell, place): (&str, &str)| {
        let said = Command::new(program("kith")).args(["completions", shell]).output();
        let said = said.map_err(Stop::at(format!("completions for {shell}")))?;
        Ok((place.to_owned(), written(folder, &format!("kith.{shell}"), &said.stdout)?))
    };
    places.into_iter().map(script).collect()
}

/// The licences, and what changed.
fn documents(folder: &Path) -> Result<Vec<Placed>, Stop> {
    let mut ours = String::new();
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = fs::read_to_string(root().join(file)).map_err(Stop::at(file))?;
        ours.push_str(&text);
        ours.push('\n');
    }
    let head = "Kith is under the MIT licence or the Apache License 2.0, at your choice. Both follow.\n\n";
    let copyright = written(folder, "copyright", format!("{head}{ours}").as_bytes())?;
    let others = written(folder, "THIRD-PARTY-LICENSES.txt", licences::text()?.as_bytes())?;
    run(Command::new("gzip").args(["--best", "--no-name"]).arg(&others))?;
    Ok(vec![
        ("/usr/share/doc/kith/copyright".to_owned(), copyright),
        ("/usr/share/doc/kith/THIRD-PARTY-LICENSES.txt.gz".to_owned(), others.with_extension("txt.gz")),
    ])
}

/// How the system shows Kith: the record for software centres, and the drawing its icons are made from.
fn appearance() -> [Placed; 2] {
    [
        (
            "/usr/share/metainfo/app.kith.desk.metainfo.xml".to_owned(),
            root().join("src-tauri/linux/app.kith.desk.metainfo.xml"),
        ),
        (
            "/usr/share/icons/hicolor/scalable/apps/kith-desk.svg".to_owned(),
            root().join("src-tauri/icons/kith.svg"),
        ),
    ]
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let files = fs::read_dir(folder).map_err(Stop::at(folder.display().to_string()))?;
    let mut paths: Vec<_> = files.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort_unstable();
    Ok(paths)
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Stop> {
    let path = folder.join(name);
    let done: Done = fs::write(&path, bytes).map_err(Stop::at(path.display().to_string()));
    done.map(|()| path)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
