//! Replacing parts of a book by others that were built beside them: all or none, over a kill and a power cut.
//!
//! The new parts are built and verified in `next/`. Writing `swap.json` is the moment that counts: before it the old
//! parts are the book, after it the new ones are, and whoever opens the book moves what is not moved yet. The old parts
//! are kept in `replaced-<n>/`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{disk, durable, error::StoreError, log::LogDir, manifest::Manifest, rebuild::sled_path};

const FORMAT: u32 = 1;
const OLD: &str = "replaced";

/// What `swap.json` says.
#[derive(Debug, Serialize, Deserialize)]
struct Plan {
    format: u32,
    /// The folder the old parts go to.
    old: String,
}

/// Where parts are built.
fn next_folder(dir: &Path) -> PathBuf {
    dir.join("next")
}

fn plan_path(dir: &Path) -> PathBuf {
    dir.join("swap.json")
}

/// Whether a replacement was begun and is not done.
pub(crate) fn is_pending(dir: &Path) -> bool {
    plan_path(dir).exists()
}

/// Makes an empty `next/` for the new parts. The caller holds the lock, and no replacement is pending.
///
/// # Errors
/// `Io`.
pub(crate) fn begin(dir: &Path) -> Result<PathBuf, StoreError> {
    let next = next_folder(dir);
    disk::remove_folder(&next)?;
    disk::create_folder(&next)?;
    Ok(next)
}

/// Takes back what [`begin`] made; a leftover does no harm, and is removed by the next open.
pub(crate) fn abandon(dir: &Path) {
    drop(disk::remove_folder(&next_folder(dir)));
}

/// Puts the parts that are in `next/` in the place of the old ones. Gives where those are now; `None` where there were
/// none. The parts must be synced.
///
/// # Errors
/// `Io`: whether the old parts or the new ones are the book is settled by the next open.
pub(crate) fn commit(dir: &Path) -> Result<Option<PathBuf>, StoreError> {
    let next = next_folder(dir);
    durable::sync_names(&next).map_err(StoreError::io("sync the folder", &next))?;
    let old = disk::free_name(dir, OLD, "");
    let old = old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plan = Plan { format: FORMAT, old };
    let path = plan_path(dir);
    let json = serde_json::to_vec(&plan).map_err(|error| StoreError::io("write", &path)(error.into()))?;
    disk::replace_file(&path, &json)?;
    finish(dir, &plan)
}

/// Finishes a replacement that was cut short, or removes what was left of one that never counted. Gives where the old
/// parts are, where one was finished. The caller holds the lock.
///
/// # Errors
/// `Io`; `Damaged` when the plan cannot be read.
pub(crate) fn settle(dir: &Path) -> Result<Option<Settled>, StoreError> {
    match read_plan(dir)? {
        Some(plan) => finish(dir, &plan).map(|old| Some(Settled { old })),
        None => {
            abandon(dir);
            Ok(None)
        }
    }
}

/// A replacement that was finished by [`settle`].
#[derive(Debug)]
pub(crate) struct Settled {
    /// Where the old parts are.
    pub old: Option<PathBuf>,
}

impl Settled {
    /// What a person is told.
    pub fn told(&self) -> String {
        match &self.old {
            Some(old) => format!(
                "an interrupted replacement of the book was finished; what it replaced is kept in {}",
                old.display()
            ),
            None => "an interrupted replacement of the book was finished".to_owned(),
        }
    }
}

/// Refuses a book that is open for reading only while a replacement is pending: its parts are of two books.
///
/// # Errors
/// `Refused`.
pub(crate) fn refuse_pending(dir: &Path) -> Result<(), StoreError> {
    if !is_pending(dir) {
        return Ok(());
    }
    let what = "the replacement of the book was interrupted, and can only be finished where the book may be \
                written to. Open it once for writing";
    Err(StoreError::Refused { what: what.into() })
}

fn read_plan(dir: &Path) -> Result<Option<Plan>, StoreError> {
    let path = plan_path(dir);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("read", path)(error)),
    };
    match serde_json::from_slice::<Plan>(&bytes) {
        Ok(plan) if plan.format > FORMAT => Err(StoreError::Newer { found: plan.format, known: FORMAT }),
        Ok(plan) if is_old_name(&plan.old) => Ok(Some(plan)),
        _ => Err(StoreError::damaged_log("the plan of an interrupted replacement is damaged", path)),
    }
}

/// Only a name that [`commit`] gives: nothing is moved out of the book's folder.
fn is_old_name(name: &str) -> bool {
    let digits = name.strip_prefix(OLD).and_then(|rest| rest.strip_prefix('-'));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Moves what is not moved yet; the same however often it is begun.
fn finish(dir: &Path, plan: &Plan) -> Result<Option<PathBuf>, StoreError> {
    let (next, old) = (next_folder(dir), dir.join(&plan.old));
    for part in [LogDir::folder(dir), sled_path(dir), Manifest::path(dir)] {
        let name = part.file_name().unwrap_or_default();
        let new = next.join(name);
        if !new.exists() {
            continue;
        }
        if part.exists() {
            disk::create_folder(&old)?;
            move_part(&part, &old.join(name))?;
        }
        move_part(&new, &part)?;
    }
    disk::remove_folder(&next)?;
    let path = plan_path(dir);
    fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
    durable::sync_names(dir).map_err(StoreError::io("sync the folder", dir))?;
    Ok(old.exists().then_some(old))
}

/// Renames durably, in the folder it leaves too.
fn move_part(from: &Path, to: &Path) -> Result<(), StoreError> {
    disk::rename(from, to)?;
    let left = from.parent().unwrap_or(Path::new("."));
    durable::sync_names(left).map_err(StoreError::io("sync the folder", left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(dir: &Path, name: &str, content: &str) {
        let folder = dir.join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("file"), content).unwrap();
    }

    fn book(content: &str, dir: &Path) {
        part(dir, "log", content);
        part(dir, "sled", content);
        fs::write(dir.join("manifest.json"), content).unwrap();
    }

    fn content(dir: &Path) -> [String; 3] {
        ["log/file", "sled/file", "manifest.json"].map(|path| fs::read_to_string(dir.join(path)).unwrap())
    }

    #[test]
    fn the_new_parts_are_the_book_and_the_old_ones_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        book("old", dir);
        fs::create_dir(dir.join("replaced-1")).unwrap();
        book("new", &begin(dir).unwrap());
        let old = commit(dir).unwrap().unwrap();
        assert_eq!(old, dir.join("replaced-2"));
        assert_eq!(
            (content(dir), content(&old)),
            (["new"; 3].map(String::from), ["old"; 3].map(String::from))
        );
        assert!(!next_folder(dir).exists() && !is_pending(dir));
    }

    #[test]
    fn where_there_was_nothing_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        book("new", &begin(folder.path()).unwrap());
        assert_eq!(commit(folder.path()).unwrap(), None);
        assert_eq!(content(folder.path()), ["new"; 3].map(String::from));
    }

    /// Every step that [`finish`] may be cut short after, done by hand.
    #[test]
    fn a_replacement_cut_short_anywhere_is_finished_by_the_next_open() {
        for steps in 0..=6 {
            let folder = tempfile::tempdir().unwrap();
            let dir = folder.path();
            book("old", dir);
            book("new", &begin(dir).unwrap());
            fs::write(plan_path(dir), r#"{"format":1,"old":"replaced-1"}"#).unwrap();
            let old = dir.join("replaced-1");
            fs::create_dir(&old).unwrap();
            let moves = ["log", "sled", "manifest.json"].into_iter().flat_map(|part| {
                [(dir.join(part), old.join(part)), (next_folder(dir).join(part), dir.join(part))]
            });
            for (from, to) in moves.take(steps) {
                fs::rename(from, to).unwrap();
            }
            assert!(is_pending(dir));
            let settled = settle(dir).unwrap().unwrap();
            assert_eq!(settled.old.as_deref(), Some(old.as_path()));
            assert_eq!(content(dir), ["new"; 3].map(String::from), "after {steps} steps");
            assert_eq!(content(&old), ["old"; 3].map(String::from), "after {steps} steps");
            assert!(settle(dir).unwrap().is_none());
        }
    }

    #[test]
    fn what_never_counted_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        book("old", folder.path());
        book("half", &begin(folder.path()).unwrap());
        assert!(settle(folder.path()).unwrap().is_none());
        assert!(!next_folder(folder.path()).exists());
        assert_eq!(content(folder.path()), ["old"; 3].map(String::from));
    }

    #[test]
    fn a_plan_that_leads_elsewhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        for name in ["../x", "replaced-", "replaced-1/..", "", "/tmp/x", "replaced-1x"] {
            fs::write(plan_path(dir), serde_json::json!({"format": 1, "old": name}).to_string()).unwrap();
            assert!(matches!(settle(dir), Err(StoreError::Damaged { .. })), "{name}");
        }
        fs::write(plan_path(dir), "not JSON").unwrap();
        assert!(matches!(settle(dir), Err(StoreError::Damaged { .. })));
        fs::write(plan_path(dir), r#"{"format":2,"old":"replaced-1"}"#).unwrap();
        assert!(matches!(settle(dir), Err(StoreError::Newer { found: 2, .. })));
    }
}
