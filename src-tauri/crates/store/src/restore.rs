//! Making a book from an archive: replayed change by change into new parts, verified wholly, then put in place.

use std::path::{Path, PathBuf};

use kith_model::{Change, ChangeSet, FieldChange};
use uuid::Uuid;

use crate::{
    archive::{self, ArchiveReader, ArchiveReport, Part},
    base, batch,
    checkpoint::Checkpoint,
    disk, durable,
    engine::{Engine, Failure, Handle, View},
    error::StoreError,
    guard::guarded,
    lock::{Holder, Lock, boot_id},
    log::{self, Appender, LogDir},
    manifest::Manifest,
    rebuild::sled_path,
    replay,
    stage::Stage,
    store::Store,
    swap,
    verify::{self, VerifyReport},
};

const ACTION: &str = "restore the records";

/// What [`restore`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// What was restored.
    pub archive: ArchiveReport,
    /// There was no book before.
    pub created: bool,
    /// Where the book that was there is kept.
    pub replaced: Option<PathBuf>,
}

/// Makes the book in `dir` the one that an archive holds, with its whole history. A book that is there is kept beside
/// it; `holder` is who restores, for whoever wants to open the book meanwhile.
///
/// # Errors
/// `InUse` when the book is open; `Newer`, `NewerArchive`; `Damaged` when no sound book comes of the archive: the book
/// that was there is unchanged then, as it is after `Io` and `Engine`.
pub fn restore(archive: &Path, dir: &Path, holder: &str) -> Result<RestoreReport, StoreError> {
    let report = archive::check(archive, &|| true)?;
    Manifest::read(dir)?;
    let created = !Store::exists(dir);
    disk::create_folder(dir)?;
    let replaced = replace(dir, holder, |next| build(archive, next))?;
    Ok(RestoreReport { archive: report, created, replaced })
}

/// Has `make` fill an empty folder with the parts of a book, and puts them in the place of those in `dir`. Gives where
/// the old ones are.
///
/// # Errors
/// `InUse`, `Io`; what `make` gives. The book that was there is unchanged then.
pub(crate) fn replace(
    dir: &Path,
    holder: &str,
    make: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<Option<PathBuf>, StoreError> {
    let (mut lock, last) = Lock::exclusive(dir)?;
    let taken = held_as_left(&lock, last.as_ref(), holder);
    lock.write(&taken)?;
    swap::settle(dir)?;
    let next = swap::begin(dir)?;
    let replaced = make(&next).and_then(|()| {
        // Whoever opens the book after a kill from here on must not trust what the lock file said of the old one.
        lock.write(&held(holder, false))?;
        swap::commit(dir)
    });
    let replaced = replaced.inspect_err(|_| {
        if !swap::is_pending(dir) {
            swap::abandon(dir);
        }
    })?;
    lock.write(&held(holder, true))?;
    Ok(replaced)
}

fn held(holder: &str, clean: bool) -> Holder {
    let boot = if clean { boot_id() } else { String::new() };
    Holder { pid: std::process::id(), holder: holder.to_owned(), boot, clean, file: 0 }
}

/// Says who holds the book now, and how it was left before: until the new parts count, that is how it is still.
fn held_as_left(lock: &Lock, last: Option<&Holder>, holder: &str) -> Holder {
    let boot = last.filter(|last| lock.is_file_of(last)).map(|last| last.boot.clone());
    let clean = last.is_some_and(|last| last.clean);
    Holder { boot: boot.unwrap_or_default(), clean, ..held(holder, false) }
}

/// Makes log, records and manifest in the empty folder `dir` from an archive, verified and on the disk for good.
///
/// # Errors
/// As [`restore`].
pub(crate) fn build(archive: &Path, dir: &Path) -> Result<(), StoreError> {
    let mut reader = ArchiveReader::open(archive)?;
    let book = reader.header().book;
    let told = |failure| match failure {
        // What does not fit has come from the archive: there is nothing else in the new book.
        Failure::Disagrees(what) => StoreError::damaged_archive(what, archive),
        other => other.told(ACTION, dir),
    };
    let made = make(dir, book, told, |log, view| fill(&mut reader, log, view))?;
    let records = reader.report()?.records;
    if made.records == records {
        return Ok(());
    }
    let what = format!("{} records came of a backup of {records}", made.records);
    Err(StoreError::damaged_archive(what, archive))
}

/// Makes log, records and manifest in the empty folder `dir` of what `fill` puts into the first two, verified and on the
/// disk for good. `told` says what a failure of `fill` is.
pub(crate) fn make(
    dir: &Path,
    book: Uuid,
    told: impl Fn(Failure) -> StoreError,
    fill: impl FnOnce(&LogDir, &View<'_>) -> Result<Appender, Failure>,
) -> Result<VerifyReport, StoreError> {
    let log = LogDir::new(dir, book.into_bytes());
    disk::create_folder(log.path())?;
    let handle = Handle::open(&sled_path(dir)).map_err(|fault| told(fault.into()))?;
    let filled = guarded(|| {
        let view = handle.view();
        let appender = fill(&log, &view)?;
        Ok((appender, view.meta()?.unwrap_or_default()))
    });
    let (appender, meta) = filled.map_err(told)?;
    let engine = Engine::new(handle, log.clone(), meta);
    let report = verify::whole(&engine, &log)?;
    if let Some(problem) = report.problems.first() {
        return Err(StoreError::Engine { action: ACTION, message: problem.clone() });
    }
    durable::sync_folder(log.path()).map_err(StoreError::io("sync the folder", log.path()))?;
    let checkpoint = Checkpoint::new(dir, book);
    checkpoint.make(&engine, appender.last_frame())?;
    checkpoint.seal(&engine, appender.last_frame())?;
    Ok(report)
}

/// Takes the archive's parts in, one after the other.
fn fill(reader: &mut ArchiveReader, log: &LogDir, view: &View<'_>) -> Result<Appender, Failure> {
    place_base(reader, log, view)?;
    let mut appender = Appender::create(log, reader.header().base + 1)?;
    while let Some(part) = reader.next_part()? {
        if let Part::Change(set) = part {
            take(&set, view, &mut appender)?;
        }
    }
    Ok(appender)
}

/// Puts the records that an archive begins with, those after change set `base`, into the new book.
fn place_base(reader: &mut ArchiveReader, log: &LogDir, view: &View<'_>) -> Result<(), Failure> {
    match reader.header().base {
        0 => Ok(()),
        base => {
            base::load(reader, view, base)?;
            base::write(log, view, base)
        }
    }
}

/// Writes a change set to the new log and applies it, as when it was made: that gives its links.
pub(crate) fn take(set: &ChangeSet, view: &View<'_>, appender: &mut Appender) -> Result<(), Failure> {
    let stage = replay::stage(view, set)?;
    if !same(&stage.changes, &set.changes) {
        let what = format!("change set {} does not tell what it does to the records before it", set.seq);
        return Err(Failure::Disagrees(what));
    }
    append(set, &stage, view, appender)
}

/// Writes what was staged to the new log as a change set and applies it. The stage's own changes may have been moved to
/// the set.
pub(crate) fn append(
    set: &ChangeSet,
    stage: &Stage,
    view: &View<'_>,
    appender: &mut Appender,
) -> Result<(), Failure> {
    let payload = log::encode(set, &stage.links)?;
    let at = appender.prepare(payload.len())?;
    let bodies = batch::encode(stage, &set.changes)?;
    let prepared = batch::prepare(stage, bodies, view, set.seq, at)?;
    appender.append_unsynced(&payload)?;
    view.apply(prepared.writes, prepared.meta)
}

/// Whether changes are the same. The order of a change's fields says nothing.
fn same(made: &[Change], told: &[Change]) -> bool {
    let pairs = made.iter().zip(told);
    made.len() == told.len()
        && pairs.into_iter().all(|(made, told)| {
            (made.operation, &made.id, &made.external_id) == (told.operation, &told.id, &told.external_id)
                && (made.fields == told.fields || sorted(&made.fields) == sorted(&told.fields))
        })
}

fn sorted(fields: &[FieldChange]) -> Vec<&FieldChange> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by(|one, other| one.field.cmp(&other.field));
    fields
}
