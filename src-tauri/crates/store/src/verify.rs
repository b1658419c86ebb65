//! Walking everything that is stored and comparing it with everything else.

use std::{collections::HashMap, fs, path::Path};

use kith_model::{Operation, RecordKey, system};

use crate::{
    base,
    engine::{Engine, Failure, View, keys},
    error::StoreError,
    guard::guarded,
    log::{LogDir, Position},
    sums::Sums,
};

/// How many pairs are read at a time.
pub(crate) const PAGE: usize = 512;
/// How many problems are spelled out.
const MOST_PROBLEMS: usize = 100;

/// What [`Store::verify`](crate::Store::verify) found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many contacts were read. Documents are verified too, and not counted.
    pub records: u64,
    /// How many deleted records are remembered.
    pub deleted: u64,
    /// How many change sets the log holds.
    pub change_sets: u64,
    /// What is wrong, in words; the first hundred.
    pub problems: Vec<String>,
}

impl VerifyReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn problem(&mut self, what: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(what.into());
        }
    }

    /// Damage becomes a problem of the report; anything else ends the verification.
    pub(crate) fn absorb<T>(&mut self, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Store(StoreError::Damaged { what, .. })) => {
                self.problem(what);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }
}

/// Where every record's last change is according to the log, none for one of its base; by `Id`, and whether it was a
/// delete.
type LastChanges = HashMap<String, (Option<Position>, bool)>;

/// Verifies the whole book. The caller holds the writer's lock, so that nothing moves meanwhile.
pub(crate) fn whole(engine: &Engine, log: &LogDir) -> Result<VerifyReport, StoreError> {
    let mut report = VerifyReport::default();
    let last = engine.last();
    let changes = log_changes(log, last, &mut report)?;
    let mut unreadable = None;
    let walked = engine.with("verify the records", |view| {
        // A panic goes on to the engine, which throws its handle away.
        let walked = guarded(|| {
            tree(view, last, &mut report)?;
            changes.as_ref().map_or(Ok(()), |changes| against_log(view, log, changes, &mut report))
        });
        unreadable = walked.as_ref().err().and_then(Failure::of_what_is_stored);
        walked
    });
    match unreadable {
        Some(why) => report.problem(format!("the records cannot be read: {why}")),
        None => walked?,
    }
    no_blobs(engine.path(), &mut report)?;
    Ok(report)
}

/// Verifies what sled holds, without the log: every value, the Id index both ways, count and fingerprint.
pub(crate) fn tree(view: &View<'_>, applied: u64, report: &mut VerifyReport) -> Result<(), Failure> {
    let Some(meta) = report.absorb(view.meta())? else { return Ok(()) };
    let meta = meta.unwrap_or_default();
    if meta.applied != applied {
        report.problem(format!("the records are at change set {}, not at {applied}", meta.applied));
    }
    let mut found = Sums::default();
    for space in keys::SPACES {
        each(view, space, |key, bytes| found.add(view, key, bytes, report))?;
    }
    report.records = found.records();
    found.compare(&meta, report);
    Ok(())
}

/// Walks the log; `None` when it cannot be read to its end, which is then a problem of the report.
fn log_changes(
    log: &LogDir,
    last: u64,
    report: &mut VerifyReport,
) -> Result<Option<LastChanges>, StoreError> {
    let mut changes = LastChanges::new();
    let Some(beginning) = log.beginning()? else { return Ok(Some(changes)) };
    let has_base = match base_ids(log, &mut changes) {
        Ok(()) => true,
        Err(StoreError::Damaged { what, .. }) => {
            report.problem(what);
            false
        }
        Err(other) => return Err(other),
    };
    let mut count = 0;
    let walked = log.walk(beginning, &mut |frame, at| {
        let entry = log.decode(frame, at)?;
        for (index, change) in (0..).zip(&entry.set.changes) {
            let gone = change.operation == Operation::Delete;
            changes.insert(change.id.clone(), (Some(Position { index, ..at }), gone));
        }
        count += 1;
        Ok(())
    });
    report.change_sets = count;
    match walked {
        Ok(end) if end.last() == last => Ok(has_base.then_some(changes)),
        Ok(end) => {
            report.problem(format!("the change log ends at {}, not at {last}", end.last()));
            Ok(None)
        }
        Err(StoreError::Damaged { what, .. }) => {
            report.problem(what);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// The records of the log's base, where it has one.
fn base_ids(log: &LogDir, changes: &mut LastChanges) -> Result<(), StoreError> {
    let Some(base) = base::needed(log)? else { return Ok(()) };
    let mut reader = base::open(log, base)?;
    while let Some(record) = reader.next_record()? {
        changes.insert(record.fields.id().to_owned(), (None, false));
    }
    // Reads to the end, with its checksum.
    while reader.next_part()?.is_some() {}
    Ok(())
}

/// Every record that the log leaves alive is there at its last change; no other is, as the count says.
fn against_log(
    view: &View<'_>,
    log: &LogDir,
    changes: &LastChanges,
    report: &mut VerifyReport,
) -> Result<(), Failure> {
    let beginning = log.beginning()?;
    let is_pruned = |at: Position| beginning.is_some_and(|beginning| at.is_before(beginning));
    let mut alive = 0;
    for (id, &(position, gone)) in changes {
        let key = RecordKey::Id(id.clone());
        let newest = report.absorb(crate::history::newest(view, &key))?.unwrap_or_default();
        let fits = match position {
            Some(_) => newest == position,
            None => newest.is_some_and(is_pruned),
        };
        if !fits {
            report.problem(format!("the record with {key} is not at the last change the log has of it"));
        }
        alive += u64::from(!gone && !system::is_document(id));
    }
    if alive != report.records {
        report.problem(format!("the log has {alive} records, the store {}", report.records));
    }
    Ok(())
}

/// sled writes a page over a quarter of a segment into `blobs/`, which it never syncs (sled#1077): with short keys and
/// values there is none.
fn no_blobs(sled: &Path, report: &mut VerifyReport) -> Result<(), StoreError> {
    let path = sled.join("blobs");
    match fs::read_dir(&path) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                report.problem("sled has made a blob file");
            }
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io("read the folder", path)(error)),
    }
}

/// Every pair of a key space, page by page.
pub(crate) fn each(
    view: &View<'_>,
    space: u8,
    mut f: impl FnMut(&[u8], &[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut after: Option<sled::IVec> = None;
    loop {
        let page = view.page(space, after.as_deref(), PAGE)?;
        for (key, bytes) in &page {
            f(key, bytes)?;
        }
        match page.last() {
            Some((key, _)) => after = Some(key.clone()),
            None => return Ok(()),
        }
    }
}
