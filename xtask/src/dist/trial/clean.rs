//! The trial in a clean system: installed, used, upgraded, used by a second person, removed.

use std::path::Path;

use super::{NAME, older, root::Root};
use crate::place::{built, root as repository};
use crate::setup::window_packages;
use crate::shell::{Done, Stop, step};

/// The two people of the trial.
const ADA: &str = "ada";
const BEN: &str = "ben";
/// Where the second person's contacts come from.
const SAMPLE: usize = 5;

/// The whole trial.
pub fn trial(package: &Path) -> Done {
    let root = Root::new()?;
    let [old, new] = [root.take(&older::package(package)?)?, root.take(package)?];
    step("Clean system: install an older version", || install(&root, &old))?;
    step("Clean system: a contact is saved in the window", || save(&root))?;
    step("Clean system: upgrade", || upgrade(&root, &new))?;
    step("Clean system: a second person", || second(&root))?;
    step("Clean system: removal", || remove(&root))
}

/// What the package depends on comes with it: nothing else is there that the programs could use.
fn install(root: &Root, package: &str) -> Done {
    root.install(&[package])?;
    for program in ["kith", "kith-desk"] {
        let libraries = root.told(None, &["ldd", &format!("/usr/bin/{program}")])?;
        if let Some(missing) = libraries.lines().find(|line| line.contains("not found")) {
            return Err(Stop(format!("The package does not depend on what {program} needs: {missing}")));
        }
    }
    is_version(root, older::VERSION)
}

fn save(root: &Root) -> Done {
    root.install(&window_packages())?;
    for person in [ADA, BEN] {
        root.run(None, &["useradd", "--create-home", person])?;
    }
    let drive = root.take(&built("debug", "drive"))?;
    let session = root.take(&repository().join("tests/e2e/session.conf"))?;
    let session = format!("--config-file={session}");
    let programs = ["KITH_DESK=/usr/bin/kith-desk", "KITH_CLI=/usr/bin/kith"];
    let (book, pictures) = (book_of(ADA), format!("/home/{ADA}/pictures"));
    let driven = [&drive, "--book", &book, "--pictures", &pictures];
    root.run(Some(ADA), &[&["dbus-run-session", &session, "--", "env"][..], &programs, &driven].concat())?;
    private(root, ADA)
}

/// The book is what it was, and is sound.
fn upgrade(root: &Root, package: &str) -> Done {
    let before = contacts(root, ADA)?;
    root.install(&[package])?;
    is_version(root, env!("CARGO_PKG_VERSION"))?;
    root.run(Some(ADA), &["kith", "doctor"])?;
    same("The contacts after the upgrade", &before, &contacts(root, ADA)?)?;
    private(root, ADA)
}

/// They have a book of their own, and no way into the other's.
fn second(root: &Root) -> Done {
    root.run(Some(BEN), &["kith", "sample", &SAMPLE.to_string()])?;
    let own = contacts(root, BEN)?;
    if !own.contains(&format!("{SAMPLE} contacts")) {
        return Err(Stop(format!("{BEN} has not {SAMPLE} contacts of their own:\n{own}")));
    }
    private(root, BEN)?;
    let theirs = book_of(ADA);
    if root.told(Some(BEN), &["kith", "--book", &theirs, "list"]).is_ok() {
        return Err(Stop(format!("{BEN} can read the book of {ADA}.")));
    }
    println!("{BEN} has a book of their own and cannot read that of {ADA}, as was to be.");
    Ok(())
}

/// Nothing of the package stays, everything of the people does.
fn remove(root: &Root) -> Done {
    let before = files(root)?;
    root.run(None, &["apt-get", "purge", "--yes", "--quiet", NAME])?;
    let left = root.told(None, &["sh", "-c", "ls -d /usr/bin/kith* /usr/share/doc/kith || true"])?;
    same("What the package left behind", "", &left)?;
    same("The people's files after the removal", &before, &files(root)?)
}

fn is_version(root: &Root, wanted: &str) -> Done {
    let format = "--showformat=${Version}";
    same("The installed version", wanted, &root.told(None, &["dpkg-query", "--show", format, NAME])?)
}

/// Where Kith keeps the book of a person who names none.
fn book_of(person: &str) -> String {
    format!("/home/{person}/.local/share/app.kith.desk/book")
}

/// A line for each contact; its ETag is another one after any change.
fn contacts(root: &Root, person: &str) -> Result<String, Stop> {
    root.told(Some(person), &["kith", "list", "--fields", "ExternalId,Name,Title,ETag"])
}

/// Folders have mode 0700 and files 0600.
fn private(root: &Root, person: &str) -> Done {
    let book = book_of(person);
    let open = ["find", &book, "(", "-type", "d", "!", "-perm", "0700", ")"];
    let files = ["-o", "(", "-type", "f", "!", "-perm", "0600", ")"];
    same("What others may read of the book", "", &root.told(None, &[&open[..], &files].concat())?)
}

/// Every file of the people's books with what is in it.
fn files(root: &Root) -> Result<String, Stop> {
    let books = [book_of(ADA), book_of(BEN)];
    root.told(None, &["find", &books[0], &books[1], "-type", "f", "-exec", "sha256sum", "{}", "+"])
}

fn same(what: &str, wanted: &str, found: &str) -> Done {
    if wanted == found {
        return Ok(());
    }
    let (wanted, found) = first_difference(wanted, found);
    Err(Stop(format!("{what}: there should be {wanted:?}, and there is {found:?}.")))
}

fn first_difference<'a>(wanted: &'a str, found: &'a str) -> (&'a str, &'a str) {
    let (mut one, mut other) = (wanted.lines(), found.lines());
    loop {
        match (one.next(), other.next()) {
            (Some(one), Some(other)) if one == other => {}
            (one, other) => return (one.unwrap_or_default(), other.unwrap_or_default()),
        }
    }
}
