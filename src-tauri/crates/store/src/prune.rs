//! Forgetting old changes: the records as they were after them become the log's base, and the log begins after it.

use std::fs;

use crate::{
    base, disk, durable,
    engine::Engine,
    error::StoreError,
    go_on::GoOn,
    guard::guarded,
    log::{LogDir, Start},
    rebuild,
    write::Writer,
};

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pruned {
    /// How many change sets are no longer kept.
    pub change_sets: u64,
    /// The number of the oldest that is.
    pub oldest: u64,
    /// The bytes of the log's files before.
    pub before: u64,
    /// And after.
    pub after: u64,
}

/// Forgets the change sets up to `upto`, but always keeps the last one. The base is written and on the disk before
/// anything goes, so a kill at any moment leaves a log that can be rebuilt from; what it left over goes the next time.
///
/// Only for the end of it do writers wait. It goes on as long as `go_on` says so; once the base is laid it is not asked any
/// more.
pub(crate) fn prune(
    engine: &Engine,
    log: &LogDir,
    writer: &Writer,
    upto: u64,
    go_on: GoOn<'_>,
) -> Result<Pruned, StoreError> {
    let _alone = writer.upkeep();
    let upto = upto.min(engine.last().saturating_sub(1));
    let beginning = log.beginning()?.map_or(1, |beginning| beginning.next);
    let before = size(log)?;
    if upto < beginning {
        return Ok(Pruned { change_sets: 0, oldest: beginning, before, after: before });
    }
    lay_base(log, upto, go_on)?;
    {
        let mut state = writer.lock();
        // From here on the frame that the next open looks for is the last one, which stays.
        state.checkpoint(engine)?;
        state.log.begin_segment()?;
    }
    forget(log, upto)?;
    base::remove_before(log, upto)?;
    Ok(Pruned { change_sets: upto + 1 - beginning, oldest: upto + 1, before, after: size(log)? })
}

/// Writes the records as they were after change set `upto` beside the log.
fn lay_base(log: &LogDir, upto: u64, go_on: GoOn<'_>) -> Result<(), StoreError> {
    if base::path(log, upto).exists() {
        return Ok(());
    }
    let scratch = log.path().join("base.new");
    disk::remove_folder(&scratch)?;
    let laid = rebuild::filled(&scratch, log, upto, go_on).and_then(|handle| {
        let written = guarded(|| base::write(log, &handle.view().as_long_as(go_on), upto));
        written.map_err(|failure| failure.told(base::ACTION, &scratch))
    });
    let removed = disk::remove_folder(&scratch);
    laid.and(removed)
}

/// Finishes what was cut short after a base was laid: what is before it goes. Says whether there was anything.
pub(crate) fn finish(log: &LogDir) -> Result<bool, StoreError> {
    match (base::newest(log)?, log.beginning()?) {
        (Some(base), Some(beginning)) if beginning.next <= base => {
            forget(log, base)?;
            base::remove_before(log, base)?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn forget(log: &LogDir, upto: u64) -> Result<(), StoreError> {
    let segments = log.segments()?;
    let follows = segments.iter().skip(1).map(|&first| Some(first)).chain([None]);
    for (&first, next) in segments.iter().zip(follows) {
        match next {
            Some(next) if next <= upto + 1 => {
                let path = log.segment_path(first);
                fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
            }
            _ if first <= upto => log.forget_before(start_in(log, first, upto + 1)?)?,
            _ => {}
        }
    }
    durable::sync_names(log.path()).map_err(StoreError::io("sync the folder", log.path()))
}

/// Where change set `seq` stands in a segment.
fn start_in(log: &LogDir, segment: u64, seq: u64) -> Result<Start, StoreError> {
    let found = log.find(seq, seq)?.filter(|entry| entry.at.segment == segment);
    let missing =
        || StoreError::damaged_log(format!("change set {seq} is not there"), log.segment_path(segment));
    let entry = found.ok_or_else(missing)?;
    Ok(Start { segment, offset: entry.at.offset.into(), next: seq })
}

/// The bytes that the log's files take on the disk; a pruned segment has a hole.
fn size(log: &LogDir) -> Result<u64, StoreError> {
    let measure = || {
        let mut bytes = 0;
        for entry in fs::read_dir(log.path())? {
            bytes += taken(&entry?.metadata()?);
        }
        Ok(bytes)
    };
    measure().map_err(StoreError::io("read the folder", log.path()))
}

#[cfg(unix)]
fn taken(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::blocks(metadata) * 512
}

#[cfg(not(unix))]
fn taken(metadata: &fs::Metadata) -> u64 {
    metadata.len()
}
