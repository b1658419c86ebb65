//! What can be seen of a package without installing it.

use std::fs;
use std::path::Path;

use super::kind::found;
use crate::place::{root, target};
use crate::shell::{Done, Stop, program, quietly, run, there};

/// The most bytes a .deb may have, and the most it may take when it is installed.
const DEB: u64 = 12_000_000;
const INSTALLED: u64 = 40_000_000;

/// What every package must hold.
const HELD: [&str; 12] = [
    "usr/bin/kith",
    "usr/bin/kith-desk",
    "usr/share/applications/Kith.desktop",
    "usr/share/metainfo/app.kith.desk.metainfo.xml",
    "usr/share/icons/hicolor/scalable/apps/kith-desk.svg",
    "usr/share/icons/hicolor/32x32/apps/kith-desk.png",
    "usr/share/man/man1/kith.1.gz",
    "usr/share/man/man1/kith-update.1.gz",
    "usr/share/bash-completion/completions/kith",
    "usr/share/fish/vendor_completions.d/kith.fish",
    "usr/share/doc/kith/copyright",
    "usr/share/doc/kith/THIRD-PARTY-LICENSES.txt.gz",
];

/// Says how large the packages are and checks what they hold. One that is too large is told of, and is not released.
pub fn look_at(release: bool) -> Done {
    let [deb, rpm] = &[found("deb")?, found("rpm")?];
    for package in [deb, rpm] {
        println!("{}: {:.1} MB", package.display(), bytes_of(package)? as f64 / 1e6);
    }
    let unpacked = target().join("dist/unpacked");
    let _ = fs::remove_dir_all(&unpacked);
    fs::create_dir_all(&unpacked).map_err(Stop::at(unpacked.display().to_string()))?;
    run(program("dpkg-deb").arg("--extract").arg(deb).arg(&unpacked))?;
    let installed = weight(&unpacked)?;
    println!("installed: {:.1} MB", installed as f64 / 1e6);
    holds("the .deb", |file| unpacked.join(file).is_file())?;
    if there("rpm") {
        let listed = quietly(program("rpm").args(["--query", "--list", "--package"]).arg(rpm))?;
        holds("the .rpm", |file| listed.lines().any(|line| line.trim_start_matches('/') == file))?;
    }
    valid(&unpacked)?;
    let sizes = at_most("the .deb", bytes_of(deb)?, DEB)
        .and_then(|()| at_most("the installed package", installed, INSTALLED));
    match sizes {
        Err(Stop(why)) if !release => {
            println!("Not fit for a release: {why}");
            Ok(())
        }
        judged => judged,
    }
}

/// What the desktop reads is as its specifications want it.
fn valid(unpacked: &Path) -> Done {
    let metainfo = root().join("src-tauri/linux/app.kith.desk.metainfo.xml");
    run(program("appstreamcli").args(["validate", "--no-net"]).arg(metainfo))?;
    run(program("desktop-file-validate").arg(unpacked.join("usr/share/applications/Kith.desktop")))
}

fn holds(package: &str, has: impl Fn(&str) -> bool) -> Done {
    match HELD.iter().find(|file| !has(file)) {
        Some(missing) => Err(Stop(format!("{package} does not have {missing}."))),
        None => Ok(()),
    }
}

fn at_most(what: &str, bytes: u64, most: u64) -> Done {
    if bytes <= most {
        Ok(())
    } else {
        Err(Stop(format!("{what} has {bytes} bytes; at most {most} are allowed.")))
    }
}

fn bytes_of(path: &Path) -> Result<u64, Stop> {
    Ok(fs::symlink_metadata(path).map_err(Stop::at(path.display().to_string()))?.len())
}

/// All files below a folder together.
fn weight(folder: &Path) -> Result<u64, Stop> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(Stop::at(folder.display().to_string()))? {
        let path = entry.map_err(Stop::at(folder.display().to_string()))?.path();
        bytes += if path.is_dir() { weight(&path)? } else { bytes_of(&path)? };
    }
    Ok(bytes)
}
