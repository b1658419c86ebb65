//! Copying the records while the book is written to.
//!
//! The copy is made in steps. Each reads a page, and what was written since the step before, while it holds the writer's
//! lock for that moment; then it writes both into the copy, without the lock. So after each step the copy is, as far as it
//! goes, what the book was at the moment of that step. When it goes to the end it is the whole book at a moment, and is
//! verified wholly. From then on it is moved from moment to moment by what was written between them, and what that does to
//! the sums of the verification must be what it did in the book.

use std::path::Path;

use crate::{
    durable,
    engine::{Engine, Failure, Handle, Meta, Page, View, Write, keys},
    error::StoreError,
    go_on::{self, GoOn},
    guard::guarded,
    sums::Sums,
    verify::{self, PAGE, VerifyReport},
    write::{State, Writer},
};

/// What is being done, for errors.
const ACTION: &str = "compact the records";
/// How often what was written meanwhile is taken over before writers are held up for the rest.
const ROUNDS: usize = 8;

/// What the book had at one moment of what a copy lacks.
struct Moment {
    /// What was written to what the copy has already.
    writes: Vec<Write>,
    /// The next page.
    page: Page,
    meta: Meta,
    /// How far the copy goes with it; `None` at the end of a key space.
    reached: Option<Vec<u8>>,
}

/// A copy that is being made.
pub(super) struct Copying<'a> {
    engine: &'a Engine,
    writer: &'a Writer,
    path: &'a Path,
    go_on: GoOn<'a>,
    /// Closed where it is to be read from the file again.
    handle: Handle,
    /// What the copy is at.
    meta: Meta,
}

impl<'a> Copying<'a> {
    /// Copies the whole book into a new database in `path`, on the disk for good. The writer is followed already.
    pub fn begin(
        engine: &'a Engine,
        writer: &'a Writer,
        path: &'a Path,
        go_on: GoOn<'a>,
    ) -> Result<Self, StoreError> {
        let handle = open(path)?;
        let mut copying = Self { engine, writer, path, go_on, handle, meta: Meta::default() };
        for space in keys::SPACES {
            copying.copy(space)?;
        }
        // What is verified then is what was written to the file, not what sled still had of it. This also spares the
        // last opening, for which all wait, from reading the whole file.
        copying.rest()?;
        drop(copying.handle);
        let handle = open(path)?;
        Ok(Self { engine, writer, path, go_on, handle, meta: copying.meta })
    }

    /// Verifies the copy wholly. It is at the moment of the last step.
    pub fn verify(&self) -> Result<(), StoreError> {
        self.with(|view| {
            let mut report = VerifyReport::default();
            verify::tree(&view.as_long_as(self.go_on), self.meta.applied, &mut report)?;
            sound(&report, view.meta()? == Some(self.meta))
        })
    }

    /// Takes over what was written meanwhile, until there is next to nothing.
    pub fn catch_up(&mut self) -> Result<(), StoreError> {
        for _ in 0..ROUNDS {
            go_on::check(self.go_on)?;
            let moment = self.written(&mut self.writer.lock())?;
            if moment.meta == self.meta {
                break;
            }
            self.move_to(moment)?;
        }
        self.rest()
    }

    /// Takes over the rest, with the writers held up, and closes the copy. Gives what it and the book are at.
    pub fn finish(mut self, state: &mut State) -> Result<Meta, StoreError> {
        let moment = self.written(state)?;
        self.move_to(moment)?;
        self.rest()?;
        let Self { path, handle, meta, .. } = self;
        drop(handle);
        sync(path)?;
        Ok(meta)
    }

    /// Copies a key space, a page at a step.
    fn copy(&mut self, space: u8) -> Result<(), StoreError> {
        let mut reached = Some(vec![space]);
        while let Some(after) = reached {
            go_on::check(self.go_on)?;
            let moment = self.page(space, &after)?;
            self.with(|view| {
                view.lay(&moment.page)?;
                view.batch(moment.writes, moment.meta)
            })?;
            self.meta = moment.meta;
            reached = moment.reached;
        }
        Ok(())
    }

    /// The page after key `after`, and what was written up to there since the step before. What was written further on
    /// comes with its own page.
    fn page(&self, space: u8, after: &[u8]) -> Result<Moment, StoreError> {
        let mut state = self.writer.lock();
        let written = state.followed();
        self.engine.with(ACTION, |view| {
            let page = view.page(space, Some(after), PAGE)?;
            let reached = page.last().map(|(key, _)| key.to_vec());
            let writes = values(view, written.into_iter().take_while(|key| key.as_slice() <= after))?;
            Ok(Moment { writes, page, meta: view.meta()?.unwrap_or_default(), reached })
        })
    }

    /// All that was written since the step before.
    fn written(&self, state: &mut State) -> Result<Moment, StoreError> {
        let written = state.followed();
        self.engine.with(ACTION, |view| {
            let writes = values(view, written.into_iter())?;
            Ok(Moment { writes, page: Page::new(), meta: view.meta()?.unwrap_or_default(), reached: None })
        })
    }

    /// Moves the verified copy to another moment, and verifies what changes.
    fn move_to(&mut self, moment: Moment) -> Result<(), StoreError> {
        let Moment { writes, meta, .. } = moment;
        let keys: Vec<Vec<u8>> = writes.iter().map(|(key, _)| key.clone()).collect();
        let sums = Sums::sound(&self.meta);
        self.with(|view| {
            let mut report = VerifyReport::default();
            let keys = || keys.iter().map(Vec::as_slice);
            let before = Sums::of(view, keys(), &mut report)?;
            view.batch(writes, meta)?;
            let after = Sums::of(view, keys(), &mut report)?;
            sums.changed(before, after).compare(&meta, &mut report);
            sound(&report, view.meta()? == Some(meta))
        })?;
        self.meta = meta;
        Ok(())
    }

    /// Brings what was written so far to the disk for good.
    fn rest(&self) -> Result<(), StoreError> {
        self.with(|view| view.flush().map(drop))?;
        sync(self.path)
    }

    /// Works on the copy.
    fn with<T>(&self, f: impl FnOnce(&View<'_>) -> Result<T, Failure>) -> Result<T, StoreError> {
        guarded(|| f(&self.handle.view())).map_err(|failure| failure.told(ACTION, self.path))
    }
}

fn open(path: &Path) -> Result<Handle, StoreError> {
    Handle::open(path).map_err(|fault| Failure::from(fault).told(ACTION, path))
}

fn sync(path: &Path) -> Result<(), StoreError> {
    durable::sync_folder(path).map_err(StoreError::io("sync the folder", path))
}

/// What stands under some keys; nothing under those that went.
fn values(view: &View<'_>, keys: impl Iterator<Item = Vec<u8>>) -> Result<Vec<Write>, Failure> {
    keys.map(|key| {
        let value = view.raw(&key)?.map(|value| value.to_vec());
        Ok((key, value))
    })
    .collect()
}

fn sound(report: &VerifyReport, is_there: bool) -> Result<(), Failure> {
    let problem = report.problems.first().cloned();
    match problem.or_else(|| (!is_there).then(|| "the copy is not whole".to_owned())) {
        None => Ok(()),
        Some(message) => Err(StoreError::Engine { action: ACTION, message }.into()),
    }
}
