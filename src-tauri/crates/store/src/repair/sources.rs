//! What is left of a damaged book, and what backups have of it.

use std::path::{Path, PathBuf};

use kith_model::ChangeSet;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    archive::{self, ArchiveReader, Part},
    base,
    engine::{Failure, Handle},
    error::StoreError,
    guard::guarded,
    log::{self, LogDir, Salvage},
    manifest::{Found, Manifest},
    read_only,
    rebuild::sled_path,
    verify::{self, VerifyReport},
};

/// Everything a book can be made of.
#[derive(Debug)]
pub(super) struct Sources {
    pub book: Uuid,
    pub log: LogDir,
    pub salvage: Salvage,
    /// The backup that goes furthest: its file, and its last change set.
    pub archive: Option<(PathBuf, u64)>,
    /// The damaged records, in a copy.
    pub records: Option<OldRecords>,
}

/// Records that may be damaged, in a copy that may be opened.
#[derive(Debug)]
pub(super) struct OldRecords {
    pub handle: Handle,
    /// The change set they are at, where they are sound as a whole: then what is not there was deleted.
    pub sound_at: Option<u64>,
    /// The change set they say they are at.
    pub applied: u64,
    _copy: TempDir,
}

/// What the change sets follow on.
pub(super) enum Beginning {
    /// Nothing: they begin with the first.
    Nothing,
    /// The log's own base after a change set.
    Base(u64),
    /// The backup.
    Archive,
    /// The damaged records themselves; no change set before them is kept.
    Records(u64),
}

impl Sources {
    /// Looks at everything; writes nothing in `dir`.
    pub fn gather(dir: &Path, archives: &[PathBuf]) -> Result<Self, StoreError> {
        let book = book_of(dir, archives)?;
        let log = LogDir::new(dir, book.into_bytes());
        let salvage = log.salvage()?;
        let archive = furthest(archives, book);
        Ok(Self { book, salvage, archive, records: old_records(dir)?, log })
    }

    /// The last change set that anything tells of.
    pub fn last(&self) -> u64 {
        let log = self.salvage.numbers().next_back().unwrap_or(0);
        let archive = self.archive.as_ref().map_or(0, |(_, last)| *last);
        let records = self.records.as_ref().map_or(0, |records| records.applied);
        log.max(archive).max(records)
    }

    /// Whether there may have been change sets after the last one that anything tells of: the log does not go as far, or
    /// does not read to its end.
    pub fn end_is_unknown(&self) -> bool {
        self.salvage.ends_unread || self.salvage.numbers().next_back().unwrap_or(0) < self.last()
    }

    /// What to begin with.
    ///
    /// # Errors
    /// `Damaged` when there is nothing.
    pub fn beginning(&self) -> Result<Beginning, StoreError> {
        if self.salvage.has(1) {
            return Ok(Beginning::Nothing);
        }
        if let Some(base) = self.own_base() {
            return Ok(Beginning::Base(base));
        }
        match (&self.archive, &self.records) {
            (Some(_), _) => Ok(Beginning::Archive),
            (None, Some(records)) => Ok(Beginning::Records(records.applied)),
            (None, None) => {
                let what = "nothing is left of the book, and no backup of it was found";
                Err(StoreError::damaged_log(what, self.log.path()))
            }
        }
    }

    /// The newest base that reads to its end.
    fn own_base(&self) -> Option<u64> {
        let base = base::newest(&self.log).unwrap_or(None)?;
        let whole = base::open(&self.log, base).and_then(|mut reader| {
            while reader.next_part()?.is_some() {}
            Ok(())
        });
        whole.is_ok().then_some(base)
    }
}

/// The change sets of a backup, in order.
pub(super) struct Backed {
    reader: Option<ArchiveReader>,
    ahead: Option<ChangeSet>,
}

impl Backed {
    /// Of a reader whose records were passed, if there is one.
    pub fn new(reader: Option<ArchiveReader>) -> Self {
        Self { reader, ahead: None }
    }

    /// The change set with a number; the numbers asked for must grow. It was checked before: an error ends it.
    pub fn take(&mut self, seq: u64) -> Result<Option<ChangeSet>, StoreError> {
        while self.ahead.as_ref().is_none_or(|set| set.seq < seq) {
            let Some(reader) = &mut self.reader else { return Ok(None) };
            match reader.next_part()? {
                Some(Part::Change(set)) => self.ahead = Some(set),
                Some(_) => {}
                None => self.reader = None,
            }
        }
        Ok(self.ahead.take_if(|set| set.seq == seq))
    }
}

fn book_of(dir: &Path, archives: &[PathBuf]) -> Result<Uuid, StoreError> {
    if let Found::Whole(manifest) = Manifest::read(dir)? {
        return Ok(manifest.book);
    }
    if let Ok(Some(book)) = log::book_of(&LogDir::folder(dir)) {
        return Ok(Uuid::from_bytes(book));
    }
    let of_archive =
        archives.iter().find_map(|path| archive::heading(path).map_or(None, |heading| Some(heading.book)));
    of_archive.ok_or_else(|| StoreError::damaged_log("nothing says which book this is", dir))
}

fn furthest(archives: &[PathBuf], book: Uuid) -> Option<(PathBuf, u64)> {
    let mut best: Option<(PathBuf, u64)> = None;
    for path in archives {
        let Ok(heading) = archive::heading(path) else { continue };
        if heading.book != book || best.as_ref().is_some_and(|(_, last)| *last >= heading.last) {
            continue;
        }
        if archive::check(path, &|| true).is_ok() {
            best = Some((path.clone(), heading.last));
        }
    }
    best
}

/// Opens a copy of the damaged records; what does not open yields nothing.
///
/// # Errors
/// `Io`: they could not be copied, which says nothing about them.
fn old_records(dir: &Path) -> Result<Option<OldRecords>, StoreError> {
    let copy = tempfile::Builder::new().prefix("kith-repair-").tempdir();
    let copy = copy.map_err(StoreError::io("make a folder in", std::env::temp_dir()))?;
    let Ok(handle) = Handle::open(&read_only::copied(&sled_path(dir), &copy)?) else { return Ok(None) };
    let judged = guarded(|| {
        let view = handle.view();
        // A new database: there was none, or it was emptied.
        let Some(meta) = view.meta()? else { return Ok(None) };
        let mut report = VerifyReport::default();
        let walked = verify::tree(&view, meta.applied, &mut report);
        Ok(Some((meta.applied, walked.is_ok() && report.is_sound())))
    });
    let (applied, is_sound) = match judged {
        Ok(Some(judged)) => judged,
        // What it says of itself is damaged: single records may still be read.
        Err(Failure::Store(StoreError::Damaged { .. })) => (0, false),
        Ok(None) | Err(_) => return Ok(None),
    };
    Ok(Some(OldRecords { handle, sound_at: is_sound.then_some(applied), applied, _copy: copy }))
}
