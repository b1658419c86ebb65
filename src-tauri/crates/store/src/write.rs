//! The one door for writes: read → stage → log and sync → apply → answer, under the writer's lock.

use std::{
    collections::BTreeSet,
    panic::resume_unwind,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use kith_model::{ChangeNote, ChangeSet, PartOf, Record, RecordKey};

use crate::{
    batch::{self, Body},
    checkpoint::{Checkpoint, Due},
    engine::Engine,
    error::StoreError,
    log::{self, Appender},
    stage::Stage,
};

/// From so many changes on a thread is worth its start.
const LARGE: usize = 64;

/// What a write gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Written<T> {
    /// What the closure gave.
    pub value: T,
    /// The change set that is on the disk now; `None` when nothing was staged.
    pub committed: Option<ChangeSet>,
}

/// Changes that are being staged. They are made together or not at all.
#[derive(Debug)]
pub struct Transaction<'a> {
    engine: &'a Engine,
    stage: Stage,
    note: ChangeNote,
}

impl Transaction<'_> {
    /// Says what the change set is a part of, which may be known only when all of it is staged.
    pub fn set_part_of(&mut self, part_of: PartOf) {
        self.note.part_of = Some(part_of);
    }

    /// The record with a key, as it is after what was staged so far; `None` when there is none.
    ///
    /// # Errors
    /// `Damaged`, `Engine`, `Io`: the stored record cannot be read.
    pub fn get(&mut self, key: &RecordKey) -> Result<Option<Arc<Record>>, StoreError> {
        let stage = &mut self.stage;
        self.engine.with("read a record", |view| stage.get(view, key))
    }

    /// Stages that `before` becomes `after`, or that `after` comes into being when there is no `before`. Nothing is
    /// staged when they are equal. `before` is the record as [`Transaction::get`] gave it.
    ///
    /// # Errors
    /// `KeyTaken` when another record has the `Id` or the `ExternalId`; `Refused` when `before` is not the stored
    /// record, the two differ in `Id`, or a key is none; `Damaged`, `Engine`, `Io`.
    pub fn put(&mut self, before: Option<&Record>, after: Record) -> Result<(), StoreError> {
        let stage = &mut self.stage;
        self.engine.with("stage a change", |view| stage.put(view, before, after))
    }

    /// Stages that a record is removed. `before` is the record as [`Transaction::get`] gave it.
    ///
    /// # Errors
    /// `Refused` when `before` is not the stored record; `Damaged`, `Engine`, `Io`.
    pub fn delete(&mut self, before: &Record) -> Result<(), StoreError> {
        let stage = &mut self.stage;
        self.engine.with("stage a change", |view| stage.delete(view, before))
    }
}

/// The writing side of a store.
#[derive(Debug)]
pub(crate) struct Writer {
    state: Mutex<State>,
    upkeep: Mutex<()>,
}

/// What only one writer at a time may touch.
#[derive(Debug)]
pub(crate) struct State {
    pub log: Appender,
    pub checkpoint: Checkpoint,
    due: Due,
    /// The keys of sled that were written since somebody who follows was last told; `None` while nobody does.
    followed: Option<BTreeSet<Vec<u8>>>,
}

/// Somebody who is told which keys of sled are written, until this is dropped.
#[derive(Debug)]
pub(crate) struct Following<'a> {
    writer: &'a Writer,
}

impl Drop for Following<'_> {
    fn drop(&mut self) {
        self.writer.lock().followed = None;
    }
}

impl Writer {
    pub fn new(log: Appender, checkpoint: Checkpoint) -> Self {
        let state = State { log, checkpoint, due: Due::default(), followed: None };
        Self { state: Mutex::new(state), upkeep: Mutex::new(()) }
    }

    /// Takes the writer's lock. A panic of an earlier holder left nothing half-done: what is staged is the holder's own,
    /// and the log knows what was not answered.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the place of whoever compacts the records or forgets old changes: one at a time. It is taken before the
    /// writer's lock, and writers do not wait for it.
    pub fn upkeep(&self) -> MutexGuard<'_, ()> {
        self.upkeep.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the keys noted that are written from now on. Whoever follows has the upkeep's place.
    pub fn follow(&self) -> Following<'_> {
        self.lock().followed = Some(BTreeSet::new());
        Following { writer: self }
    }
}

impl State {
    /// Runs `f` and makes what it staged a fact.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        engine: &Engine,
        note: ChangeNote,
        f: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        let mut transaction = Transaction { engine, stage: Stage::default(), note };
        let value = f(&mut transaction)?;
        let Transaction { stage, note, .. } = transaction;
        let committed = if stage.changes.is_empty() { None } else { Some(self.commit(engine, note, stage)?) };
        Ok(Written { value, committed })
    }

    /// The book's folder.
    pub fn folder(&self) -> &Path {
        self.checkpoint.folder()
    }

    /// The keys of sled that were written since this was last asked, in their order; all of them are applied.
    pub fn followed(&mut self) -> BTreeSet<Vec<u8>> {
        self.followed.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Makes a checkpoint. Says whether sled's own sync is as it should be.
    pub fn checkpoint(&mut self, engine: &Engine) -> Result<bool, StoreError> {
        self.due = Due::default();
        self.checkpoint.make(engine, self.log.last_frame())
    }

    /// Brings everything to rest: the log, sled, the manifest.
    pub fn finish(&mut self, engine: &Engine) -> Result<(), StoreError> {
        self.log.settle()?;
        self.checkpoint(engine)?;
        self.checkpoint.seal(engine, self.log.last_frame())
    }

    /// All that can fail comes before the log is written; from then on the change set is a fact.
    fn commit(
        &mut self,
        engine: &Engine,
        note: ChangeNote,
        mut stage: Stage,
    ) -> Result<ChangeSet, StoreError> {
        let set = ChangeSet { seq: self.log.next(), note, changes: std::mem::take(&mut stage.changes) };
        let (payload, bodies) = encode(&set, &stage)?;
        let at = self.log.prepare(payload.len())?;
        let prepared =
            engine.with("prepare a change", |view| batch::prepare(&stage, bodies, view, set.seq, at))?;
        self.log.append(&payload)?;
        if let Some(followed) = &mut self.followed {
            followed.extend(prepared.writes.iter().map(|(key, _)| key.clone()));
        }
        engine.commit(prepared.writes, prepared.meta);
        self.due.count(set.changes.len(), payload.len());
        if self.due.is_now() {
            // Where it fails the change is answered all the same: it is in the log. A later write tries again.
            drop(self.checkpoint(engine));
        }
        Ok(set)
    }
}

/// A change set in both its forms: what the log gets and what sled gets. Those of a large one are made side by side.
fn encode<'a>(set: &ChangeSet, stage: &'a Stage) -> Result<(Vec<u8>, Vec<Body<'a>>), StoreError> {
    let payload = || log::encode(set, &stage.links);
    if set.changes.len() < LARGE {
        return Ok((payload()?, batch::encode(stage, &set.changes)?));
    }
    thread::scope(|scope| match thread::Builder::new().spawn_scoped(scope, payload) {
        Ok(payload) => {
            let bodies = batch::encode(stage, &set.changes);
            let payload = payload.join().unwrap_or_else(|panic| resume_unwind(panic));
            Ok((payload?, bodies?))
        }
        Err(_) => Ok((payload()?, batch::encode(stage, &set.changes)?)),
    })
}
