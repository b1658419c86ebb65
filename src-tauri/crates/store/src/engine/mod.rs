//! sled behind one door: a handle that is thrown away when sled fails, and brought right from the log.

mod flush;
mod handle;
pub(crate) mod keys;
pub(crate) mod meta;
pub(crate) mod value;
pub(crate) mod view;

use std::{
    path::{Path, PathBuf},
    sync::{
        PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

pub(crate) use handle::{Handle, set_stale_snapshots_aside};
pub(crate) use meta::Meta;
pub(crate) use view::{Page, View, Write};

use crate::{
    disk,
    error::StoreError,
    guard::{Fault, guarded},
    log::LogDir,
    replay,
    verify::{self, VerifyReport},
};

/// Why something done with sled went wrong.
#[derive(Debug)]
pub(crate) enum Failure {
    /// sled gave an error or panicked.
    Fault(Fault),
    /// Something of ours: damage found, a key taken.
    Store(StoreError),
    /// sled and the log do not tell the same story; how they differ.
    Disagrees(String),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<sled::Error> for Failure {
    fn from(error: sled::Error) -> Self {
        Self::Fault(error.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failure {
    /// The failure as the caller is told it.
    pub fn told(self, action: &'static str, path: &Path) -> StoreError {
        match self {
            Self::Fault(fault) => StoreError::Engine { action, message: fault.message() },
            Self::Store(error) => error,
            Self::Disagrees(what) => StoreError::damaged_engine(what, path),
        }
    }

    /// The failure as one of sled, which it is where a database is only being opened.
    fn into_fault(self) -> Fault {
        match self {
            Self::Fault(fault) => fault,
            Self::Store(error) => Fault::Sled(sled::Error::Unsupported(error.to_string())),
            Self::Disagrees(what) => Fault::Sled(sled::Error::Unsupported(what)),
        }
    }

    /// What sled could not do with what is stored; `None` where the system refused, or it is something of ours.
    pub fn of_what_is_stored(&self) -> Option<String> {
        match self {
            Self::Fault(fault) if !fault.is_io() => Some(fault.message()),
            _ => None,
        }
    }

    /// Whether the records should be verified wholly when the book is next opened.
    fn is_suspicious(&self) -> bool {
        match self {
            Self::Fault(_) | Self::Disagrees(_) => true,
            Self::Store(error) => matches!(error, StoreError::Damaged { .. }),
        }
    }

    /// Whether the handle is of no more use. A bad page is one record's trouble; anything else is sled's.
    fn ends_handle(&self) -> bool {
        matches!(self, Self::Fault(Fault::Panic(_)))
            || matches!(self, Self::Fault(Fault::Sled(error)) if !matches!(error, sled::Error::Corruption { .. }))
    }
}

/// The records, in sled.
#[derive(Debug)]
pub(crate) struct Engine {
    path: PathBuf,
    log: LogDir,
    handle: RwLock<Option<Handle>>,
    last: AtomicU64,
    records: AtomicU64,
    suspect: AtomicBool,
}

impl Engine {
    /// Takes over an open handle that has applied everything up to `meta.applied`.
    pub fn new(handle: Handle, log: LogDir, meta: Meta) -> Self {
        Self {
            path: handle.path().to_owned(),
            log,
            handle: RwLock::new(Some(handle)),
            last: AtomicU64::new(meta.applied),
            records: AtomicU64::new(meta.records),
            suspect: AtomicBool::new(false),
        }
    }

    /// sled's folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The last change set that is a fact.
    pub fn last(&self) -> u64 {
        self.last.load(Ordering::Acquire)
    }

    /// How many contacts there are.
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Acquire)
    }

    /// Whether something was met that asks for a whole verification at the next open.
    pub fn is_suspect(&self) -> bool {
        self.suspect.load(Ordering::Acquire)
    }

    /// Has the records verified at the next open.
    pub fn suspect(&self) {
        self.suspect.store(true, Ordering::Release);
    }

    /// Runs `f` on the records. Where sled failed before, it is opened anew first and brought right from the log.
    ///
    /// `f` must not call back into the engine: the handle stays borrowed.
    pub fn with<T>(
        &self,
        action: &'static str,
        f: impl FnOnce(&View<'_>) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let mut borrowed = self.borrow();
        if borrowed.is_none() {
            drop(borrowed);
            self.reopen()?;
            borrowed = self.borrow();
        }
        let Some(handle) = borrowed.as_ref() else { return Err(self.lost(action)) };
        let number = handle.number();
        let result = guarded(|| f(&handle.view()));
        drop(borrowed);
        result.map_err(|failure| self.failed(failure, action, number))
    }

    /// Writes a change set that is a fact already. It cannot fail for the caller: where sled does, the handle goes, and the
    /// next one is brought right from the log.
    pub fn commit(&self, writes: Vec<Write>, meta: Meta) {
        self.last.store(meta.applied, Ordering::Release);
        self.records.store(meta.records, Ordering::Release);
        if self.with("apply a change", |view| view.apply(writes, meta)).is_err() {
            self.discard(None);
        }
    }

    /// Closes sled. Later calls open it again.
    pub fn close(&self) {
        self.discard(None);
    }

    /// Puts the database in `new`, which is at `meta` and on the disk, in the place of this one, which is moved to `old`.
    /// Where that fails the old one stays. The caller holds the writer's lock.
    pub fn replace(&self, new: &Path, old: &Path, meta: Meta) -> Result<(), StoreError> {
        let mut slot = self.handle.write().unwrap_or_else(PoisonError::into_inner);
        drop(slot.take());
        disk::rename(&self.path, old)?;
        let opened = disk::rename(new, &self.path).and_then(|()| self.opened_at(meta));
        let handle = opened.inspect_err(|_| {
            // Where this fails, the next open of the book does it; either of them is whole.
            drop(disk::rename(&self.path, new));
            drop(disk::rename(old, &self.path));
        })?;
        *slot = Some(handle);
        Ok(())
    }

    /// Opens a database that was closed in good order, and must be at `meta`.
    fn opened_at(&self, meta: Meta) -> Result<Handle, StoreError> {
        const ACTION: &str = "open the copy of the records";
        let told = |failure: Failure| failure.told(ACTION, &self.path);
        let handle = Handle::open(&self.path).map_err(|fault| told(fault.into()))?;
        let found = guarded(|| handle.view().meta()).map_err(told)?;
        if found == Some(meta) {
            return Ok(handle);
        }
        Err(StoreError::Engine { action: ACTION, message: "it is not at the last change".into() })
    }

    fn borrow(&self) -> RwLockReadGuard<'_, Option<Handle>> {
        self.handle.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, failure: Failure, action: &'static str, number: u64) -> StoreError {
        if failure.is_suspicious() {
            self.suspect();
        }
        if failure.ends_handle() {
            self.discard(Some(number));
        }
        failure.told(action, &self.path)
    }

    /// Throws the handle away, if it is still the one meant.
    fn discard(&self, number: Option<u64>) {
        let mut slot = self.handle.write().unwrap_or_else(PoisonError::into_inner);
        if number.is_none() || slot.as_ref().map(Handle::number) == number {
            drop(slot.take());
        }
    }

    fn reopen(&self) -> Result<(), StoreError> {
        let mut slot = self.handle.write().unwrap_or_else(PoisonError::into_inner);
        if slot.is_some() {
            return Ok(());
        }
        const ACTION: &str = "open again";
        let told = |failure: Failure| failure.told(ACTION, &self.path);
        let handle = Handle::open(&self.path).map_err(|fault| told(fault.into()))?;
        let right = guarded(|| {
            let view = handle.view();
            replay::catch_up(&view, &self.log, self.last())?;
            is_whole(&view, self.last())
        });
        right.inspect_err(|_| self.suspect()).map_err(told)?;
        *slot = Some(handle);
        Ok(())
    }

    fn lost(&self, action: &'static str) -> StoreError {
        StoreError::Engine { action, message: "it was closed".into() }
    }
}

/// After a fault sled may come back with an older value of a record than its own state says (seen after a read that
/// failed within a batch: a deleted record was there again). So the records are read through before they are relied on.
fn is_whole(view: &View<'_>, last: u64) -> Result<(), Failure> {
    let mut report = VerifyReport::default();
    verify::tree(view, last, &mut report)?;
    report.problems.pop().map_or(Ok(()), |problem| Err(Failure::Disagrees(problem)))
}
