//! Whether sled, just opened, is what the manifest and the log say it must be.

use crate::{
    engine::{Failure, Handle, Meta, View},
    error::StoreError,
    guard::guarded,
    survey::{Left, Survey},
    verify::{self, VerifyReport},
};

/// What came of it.
pub(crate) enum Verdict {
    /// It can be relied on; the log after `applied` is to be replayed.
    Sound(Meta),
    /// It is to be built anew, and why.
    Rebuild(String),
}

/// Examines an open database. `closed_length` is the length its file had before it was opened.
///
/// # Errors
/// `Damaged` when sled is sound and has more than the log: then the log has lost answered changes.
pub(crate) fn examine(handle: &Handle, survey: &Survey, closed_length: u64) -> Result<Verdict, StoreError> {
    match guarded(|| judge(&handle.view(), survey, closed_length)) {
        Ok(verdict) => Ok(verdict),
        Err(Failure::Store(error @ StoreError::Io { .. })) => Err(error),
        Err(Failure::Store(error)) if is_log(&error, survey) => Err(error),
        Err(failure) => Ok(Verdict::Rebuild(failure.told("examine", handle.path()).to_string())),
    }
}

fn judge(view: &View<'_>, survey: &Survey, length: u64) -> Result<Verdict, Failure> {
    let meta = view.meta()?.unwrap_or_default();
    if meta.applied < survey.checkpoint() {
        let why = format!("the records are at change set {}, not at {}", meta.applied, survey.checkpoint());
        return Ok(Verdict::Rebuild(why));
    }
    if differs_at_checkpoint(&meta, survey) {
        return Ok(Verdict::Rebuild("the records are not those of the last checkpoint".into()));
    }
    if !is_trusted(&meta, survey, length) || meta.applied > survey.last() {
        let mut report = VerifyReport::default();
        verify::tree(view, meta.applied, &mut report)?;
        if let Some(problem) = report.problems.first() {
            return Ok(Verdict::Rebuild(problem.clone()));
        }
    }
    if meta.applied > survey.last() {
        let what =
            format!("the change log ends at {}, but the records are at {}", survey.last(), meta.applied);
        return Err(StoreError::damaged_log(what, survey.log.path()).into());
    }
    Ok(Verdict::Sound(meta))
}

fn differs_at_checkpoint(meta: &Meta, survey: &Survey) -> bool {
    survey.manifest.as_ref().is_some_and(|manifest| {
        let of_manifest = (manifest.records, manifest.fingerprint);
        meta.applied == manifest.checkpoint && (meta.records, meta.fingerprint) != of_manifest
    })
}

/// After a clean close the file must be as long as it was left: a chopped one opens with records missing, an emptied
/// one as an empty database, without an error.
fn is_trusted(meta: &Meta, survey: &Survey, length: u64) -> bool {
    match (survey.left, &survey.manifest) {
        (Left::Closed, Some(manifest)) => {
            manifest.closed_length == Some(length) && manifest.checkpoint == meta.applied
        }
        (Left::Killed, Some(_)) => true,
        _ => survey.last() == 0 && meta.applied == 0,
    }
}

fn is_log(error: &StoreError, survey: &Survey) -> bool {
    matches!(error, StoreError::Damaged { path, .. } if path.starts_with(survey.log.path()))
}
