//! Building sled's folder anew from the whole log, beside the old one, which is kept.

use std::path::{Path, PathBuf};

use crate::{
    base, compact, disk, durable,
    engine::{Failure, Handle},
    error::StoreError,
    go_on::GoOn,
    guard::guarded,
    log::LogDir,
    replay,
    verify::{self, VerifyReport},
};

const ACTION: &str = "build the records anew";

/// Where sled is in a book's folder.
pub(crate) fn sled_path(dir: &Path) -> PathBuf {
    dir.join("sled")
}

/// Builds `sled/` from the log up to change set `last` and verifies it; what was there is kept as `sled.damaged-<n>`.
/// Gives where it was moved to.
///
/// # Errors
/// `Damaged` when the log neither goes back to the first change set nor has its base; `Io` and `Engine` leave the old
/// folder in its place.
pub(crate) fn rebuild(dir: &Path, log: &LogDir, last: u64) -> Result<Option<PathBuf>, StoreError> {
    let (old, new) = (sled_path(dir), compact::new_path(dir));
    disk::remove_folder(&new)?;
    // What there is of it when it fails would only take room.
    build(&new, log, last).inspect_err(|_| drop(disk::remove_folder(&new)))?;
    let kept = old.exists().then(|| disk::free_name(dir, "sled.damaged", ""));
    if let Some(kept) = &kept {
        disk::rename(&old, kept)?;
    }
    disk::rename(&new, &old)?;
    Ok(kept)
}

/// Fills a new database in `path` from the log up to change set `last`, on the disk for good.
pub(crate) fn build(path: &Path, log: &LogDir, last: u64) -> Result<(), StoreError> {
    drop(filled(path, log, last, &|| true)?);
    durable::sync_folder(path).map_err(StoreError::io("sync the folder", path))
}

/// The same, and leaves it open. It goes on as long as `go_on` says so.
pub(crate) fn filled(path: &Path, log: &LogDir, last: u64, go_on: GoOn<'_>) -> Result<Handle, StoreError> {
    let told = |failure: Failure| failure.told(ACTION, path);
    let handle = Handle::open(path).map_err(|fault| told(fault.into()))?;
    let filled = guarded(|| {
        let view = handle.view().as_long_as(go_on);
        if let Some(base) = base::needed(log)? {
            base::load(&mut base::open(log, base)?, &view, base)?;
        }
        if let Some(beginning) = log.beginning()? {
            replay::from(&view, log, beginning, last)?;
        }
        let mut report = VerifyReport::default();
        verify::tree(&view, last, &mut report)?;
        view.flush()?;
        Ok(report)
    });
    let report = filled.map_err(told)?;
    if let Some(problem) = report.problems.first() {
        return Err(StoreError::Engine { action: ACTION, message: problem.clone() });
    }
    Ok(handle)
}
