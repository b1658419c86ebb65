//! Opening a book: lock → manifest and log → sled, guarded → compare → replay or build anew → ready.

use std::{io, path::Path};

use uuid::Uuid;

use crate::{
    checkpoint::{Checkpoint, file_length},
    compact, disk, durable,
    engine::{Engine, Failure, Handle, Meta, set_stale_snapshots_aside},
    error::StoreError,
    examine::{Verdict, examine},
    guard::guarded,
    lock::{Holder, Lock, boot_id},
    log::{self, Appender, LogDir, RESERVE},
    manifest::Manifest,
    prune, read_only,
    rebuild::{self, sled_path},
    replay,
    store::Store,
    survey::{Left, Survey, survey},
    swap,
    write::Writer,
};

/// How a book is opened.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Make a book where there is none.
    pub create: bool,
    /// Write nothing, anywhere in the folder.
    pub read_only: bool,
    /// Who holds the book, as another program's person is told: "Kith desk", "kith update".
    pub holder: String,
}

/// What was done to open a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// The book was made.
    pub created: bool,
    /// How many change sets of the log were applied to the records.
    pub replayed: u64,
    /// Why the records were built anew from the log, when they were.
    pub rebuilt: Option<String>,
    /// A last change that was never answered was cut off the log; a copy is kept in `log/`.
    pub torn_tail: bool,
    /// What else a person may want to know.
    pub notes: Vec<String>,
}

/// Opens the book in `dir`.
pub(crate) fn open(dir: &Path, options: &OpenOptions) -> Result<(Store, OpenReport), StoreError> {
    if !options.create && !Store::exists(dir) {
        return Err(StoreError::Missing { path: dir.to_owned() });
    }
    // A book of a later version is refused before anything is touched, the lock file included.
    Manifest::read(dir)?;
    if options.read_only {
        return read_only::open(dir, Vec::new());
    }
    if options.create {
        disk::create_folder(dir)?;
    }
    match Lock::exclusive(dir) {
        Ok((lock, last)) => {
            let left = Left::from_lock(&lock, last.as_ref());
            let mut opening = Opening::new(dir, options, lock);
            let left = match swap::settle(dir)? {
                Some(settled) => {
                    opening.report.notes.push(settled.told());
                    Left::Unknown
                }
                None => left,
            };
            opening.open(left).or_else(|error| on_a_full_disk(dir, error))
        }
        Err(StoreError::Io { source, .. }) if Store::exists(dir) && is_read_only(&source) => read_only::open(
            dir,
            vec![format!("the book is open read-only: its folder cannot be written to ({source})")],
        ),
        Err(error) => Err(error),
    }
}

struct Opening<'a> {
    dir: &'a Path,
    options: &'a OpenOptions,
    lock: Lock,
    report: OpenReport,
}

impl<'a> Opening<'a> {
    fn new(dir: &'a Path, options: &'a OpenOptions, lock: Lock) -> Self {
        Self { dir, options, lock, report: OpenReport::default() }
    }

    fn open(mut self, left: Left) -> Result<(Store, OpenReport), StoreError> {
        let mut survey = self.survey(left)?;
        self.report.notes.append(&mut survey.notes);
        if survey.left != Left::Killed {
            // Until the records are known to be right, whoever comes after a kill of this open must suspect them too.
            self.lock.write(&self.holder(String::new()))?;
        }
        if prune::finish(&survey.log)? {
            survey = self.survey(left)?;
        }
        let (handle, meta) = self.records(&survey)?;
        let appender = self.appender(&survey)?;
        let (handle, meta) = self.caught_up(handle, meta, &survey)?;
        let holder = self.holder(boot_id());
        self.lock.write(&holder)?;
        let store = Store {
            engine: Engine::new(handle, survey.log.clone(), meta),
            writer: Some(Writer::new(appender, Checkpoint::new(self.dir, survey.book))),
            log: survey.log.clone(),
            lock: Some((self.lock, holder)),
            copy: None,
        };
        let mut report = self.report;
        settle(&store, &survey, &mut report)?;
        Ok((store, report))
    }

    /// Surveys the folder, and makes the book where there is none.
    fn survey(&mut self, left: Left) -> Result<Survey, StoreError> {
        if let Some(survey) = survey(self.dir, left)? {
            return Ok(survey);
        }
        if !self.options.create {
            return Err(StoreError::Missing { path: self.dir.to_owned() });
        }
        let manifest = Manifest {
            book: Uuid::new_v4(),
            checkpoint: 0,
            segment: 1,
            offset: 0,
            records: 0,
            fingerprint: 0,
            closed_length: None,
        };
        manifest.write(self.dir)?;
        self.report.created = true;
        survey(self.dir, left)?.ok_or_else(|| StoreError::Missing { path: self.dir.to_owned() })
    }

    /// Opens sled, or builds it anew where it is not what it must be.
    fn records(&mut self, survey: &Survey) -> Result<(Handle, Option<Meta>), StoreError> {
        let path = sled_path(self.dir);
        compact::finish(self.dir)?;
        for name in set_stale_snapshots_aside(self.dir, &path)? {
            self.report.notes.push(format!("an unfinished snapshot ({name}) was moved to aside/"));
        }
        if !path.exists() && survey.last() > 0 {
            return self.rebuild(survey, "the folder of the records is missing".into());
        }
        let length = file_length(&path)?;
        let handle = match Handle::open(&path) {
            Ok(handle) => handle,
            Err(fault) if survey.last() > 0 || !fault.is_io() => {
                return self.rebuild(survey, fault.message());
            }
            Err(fault) => return Err(StoreError::Engine { action: "open", message: fault.message() }),
        };
        match examine(&handle, survey, length)? {
            Verdict::Sound(meta) => Ok((handle, Some(meta))),
            Verdict::Rebuild(why) => {
                drop(handle);
                self.rebuild(survey, why)
            }
        }
    }

    fn rebuild(&mut self, survey: &Survey, why: String) -> Result<(Handle, Option<Meta>), StoreError> {
        let kept = rebuild::rebuild(self.dir, &survey.log, survey.last())?;
        if let Some(kept) = kept {
            self.report.notes.push(format!("the old records are kept in {}", kept.display()));
        }
        self.report.rebuilt = Some(why);
        let path = sled_path(self.dir);
        let opened = Handle::open(&path);
        let handle =
            opened.map_err(|fault| StoreError::Engine { action: "open", message: fault.message() })?;
        Ok((handle, None))
    }

    /// The writing end of the log; a torn tail is cut off first, and a copy of it kept.
    fn appender(&mut self, survey: &Survey) -> Result<Appender, StoreError> {
        let Some(end) = &survey.end else {
            disk::create_folder(survey.log.path())?;
            return Appender::create(&survey.log, 1);
        };
        if end.torn.is_some() {
            log::cut_torn_tail(&survey.log, end)?;
            self.report.torn_tail = true;
        }
        Appender::resume(&survey.log, end)
    }

    /// Replays what sled does not have yet. The log was synced before, when its appender was made.
    fn caught_up(
        &mut self,
        handle: Handle,
        meta: Option<Meta>,
        survey: &Survey,
    ) -> Result<(Handle, Meta), StoreError> {
        let replayed = guarded(|| {
            let view = handle.view();
            let count = match meta {
                Some(meta) if meta.applied < survey.last() => {
                    replay::from(&view, &survey.log, survey.start, survey.last())?
                }
                _ => 0,
            };
            Ok((count, view.meta()?.unwrap_or_default()))
        });
        match replayed {
            Ok((count, meta)) => {
                self.report.replayed = count;
                Ok((handle, meta))
            }
            Err(failure) if self.report.rebuilt.is_none() && is_of_sled(&failure, &survey.log) => {
                let why = failure.told("apply the change log", handle.path()).to_string();
                drop(handle);
                let (handle, _) = self.rebuild(survey, why)?;
                self.caught_up(handle, None, survey)
            }
            Err(failure) => Err(failure.told("apply the change log", handle.path())),
        }
    }

    fn holder(&self, boot: String) -> Holder {
        Holder { pid: std::process::id(), holder: self.options.holder.clone(), boot, clean: false, file: 0 }
    }
}

/// After anything but a plain open the records are put on the disk at once, so that it is not done again.
fn settle(store: &Store, survey: &Survey, report: &mut OpenReport) -> Result<(), StoreError> {
    let plain =
        report.replayed == 0 && report.rebuilt.is_none() && !report.created && survey.manifest.is_some();
    let Some(writer) = store.writer.as_ref().filter(|_| !plain) else { return Ok(()) };
    if !writer.lock().checkpoint(&store.engine)? {
        let note =
            "sled's own sync does not reach fdatasync in this build; checkpoints sync its files themselves";
        report.notes.push(note.into());
    }
    Ok(())
}

/// sled cannot be opened on a full disk, nor can it be built anew. Reading needs room elsewhere only.
fn on_a_full_disk(dir: &Path, error: StoreError) -> Result<(Store, OpenReport), StoreError> {
    let full = match &error {
        StoreError::Io { .. } | StoreError::Engine { .. } => durable::room_in(dir) < RESERVE,
        _ => false,
    };
    if !full {
        return Err(error);
    }
    let note = format!("the book is open read-only: the disk is full ({error})");
    read_only::open(dir, vec![note])
        .map_err(|_| StoreError::io("open", dir)(io::ErrorKind::StorageFull.into()))
}

/// Whether building sled anew may help: not when it is the log that cannot be read.
fn is_of_sled(failure: &Failure, log: &LogDir) -> bool {
    match failure {
        Failure::Store(StoreError::Damaged { path, .. }) => !path.starts_with(log.path()),
        Failure::Store(_) => false,
        Failure::Fault(fault) => !fault.is_io(),
        Failure::Disagrees(_) => true,
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
