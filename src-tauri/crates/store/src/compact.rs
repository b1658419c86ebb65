//! Compaction: sled's file grows with every rewrite and never shrinks. A copy of what is alive, written in the order of
//! its keys, takes its place.

use std::path::{Path, PathBuf};

use crate::{
    checkpoint::file_length,
    disk, durable,
    engine::{Engine, Failure, Handle, Meta, View, keys},
    error::StoreError,
    guard::guarded,
    rebuild::sled_path,
    verify::{self, VerifyReport},
};

const ACTION: &str = "compact the records";
/// A file that is smaller is not worth the work.
const SMALL: u64 = 16 << 20;
/// How many times what is alive the file may be.
const WASTEFUL: u64 = 3;

/// How much room the records take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// The length of sled's file, in bytes.
    pub on_disk: u64,
    /// The keys and values in it that are in use, in bytes.
    pub live: u64,
}

impl Space {
    /// Whether a compaction is worth offering: the file is over three times what is alive in it.
    #[must_use]
    pub fn is_wasteful(&self) -> bool {
        self.on_disk > SMALL && self.on_disk > WASTEFUL.saturating_mul(self.live)
    }
}

/// What a compaction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// The length of sled's file before, in bytes.
    pub before: u64,
    /// And after.
    pub after: u64,
}

/// How much room the records take.
pub(crate) fn space(engine: &Engine) -> Result<Space, StoreError> {
    let live = engine.with("measure the records", |view| {
        let mut live = 0;
        for space in keys::SPACES {
            verify::each(view, space, |key, value| {
                live += (key.len() + value.len()) as u64;
                Ok(())
            })?;
        }
        Ok(live)
    })?;
    Ok(Space { on_disk: file_length(engine.path())?, live })
}

/// Puts a fresh copy in the place of sled's folder. The caller holds the writer's lock and has made a checkpoint, and
/// makes another one afterwards. Where it fails the old folder stays in use.
pub(crate) fn compact(dir: &Path, engine: &Engine) -> Result<Compacted, StoreError> {
    let new = dir.join("sled.new");
    disk::remove_folder(&new)?;
    let before = file_length(engine.path())?;
    let copied = engine.with(ACTION, |view| {
        let handle = Handle::open(&new)?;
        copy(view, &handle)
    });
    let copied =
        copied.and_then(|()| durable::sync_folder(&new).map_err(StoreError::io("sync the folder", &new)));
    if let Err(error) = copied {
        // What is left of it is in nobody's way: the next attempt takes it off.
        drop(disk::remove_folder(&new));
        return Err(error);
    }
    let old = old_path(dir);
    engine.replace(&new, &old)?;
    // Where this fails the next open takes it off.
    drop(disk::remove_folder(&old));
    Ok(Compacted { before, after: file_length(engine.path())? })
}

/// Brings right what a kill during a compaction left: an old folder without a new one is still the one in use.
pub(crate) fn finish(dir: &Path) -> Result<(), StoreError> {
    let (sled, old) = (sled_path(dir), old_path(dir));
    match (old.exists(), sled.exists()) {
        (true, false) => disk::rename(&old, &sled),
        (true, true) => disk::remove_folder(&old),
        (false, _) => Ok(()),
    }
}

fn old_path(dir: &Path) -> PathBuf {
    dir.join("sled.old")
}

fn copy(from: &View<'_>, to: &Handle) -> Result<(), Failure> {
    let meta = from.meta()?.unwrap_or_default();
    let report = guarded(|| {
        let to = to.view();
        for space in keys::SPACES {
            let mut after: Option<sled::IVec> = None;
            loop {
                let page = from.page(space, after.as_deref(), verify::PAGE)?;
                let Some((last, _)) = page.last() else { break };
                after = Some(last.clone());
                let writes = page.iter().map(|(key, value)| (key.to_vec(), Some(value.to_vec())));
                to.batch(writes.collect(), meta)?;
            }
        }
        to.batch(Vec::new(), meta)?;
        let mut report = VerifyReport::default();
        verify::tree(&to, meta.applied, &mut report)?;
        to.flush()?;
        Ok::<_, Failure>(report)
    })?;
    sound(&report, meta)
}

fn sound(report: &VerifyReport, meta: Meta) -> Result<(), Failure> {
    match report.problems.first() {
        None if report.records == meta.records => Ok(()),
        None => Err(StoreError::Engine { action: ACTION, message: "the copy is not whole".into() }.into()),
        Some(problem) => Err(StoreError::Engine { action: ACTION, message: problem.clone() }.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use kith_model::{ChangeNote, Record, Source, User};
    use serde_json::json;

    use super::*;
    use crate::{OpenOptions, Store};

    fn note() -> ChangeNote {
        let by = User { id: "u-1".into(), name: "Anna Weber".into() };
        ChangeNote { at: "2026-01-02T03:04:05.678Z".into(), by, source: Source::Desk, takes_back: None }
    }

    fn open(dir: &Path) -> Store {
        Store::open(dir, &OpenOptions { create: true, ..OpenOptions::default() }).unwrap().0
    }

    /// A record with a description that fills most of a value, and of some records more than one.
    fn contact(n: usize, turn: usize) -> Record {
        let mut state = (n * 1000 + turn) as u64;
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 33) as u8 % 26)
        };
        let text: String = (0..(n % 3) * 3000).map(|_| letter()).collect();
        let fields = json!({"Id": format!("id-{n}"), "ExternalId": format!("x-{n}"), "Description": format!("{turn}{text}")});
        serde_json::from_value(fields).unwrap()
    }

    /// A book whose records were rewritten over and over, and some deleted.
    fn rewritten(dir: &Path, records: usize, turns: usize) -> Store {
        let store = open(dir);
        for turn in 0..turns {
            let written = store.write(note(), |tx| {
                for n in 0..records {
                    let before = tx.get(&contact(n, turn).key())?;
                    tx.put(before.as_deref(), contact(n, turn))?;
                }
                Ok::<_, StoreError>(())
            });
            written.unwrap();
        }
        let gone = contact(0, turns - 1);
        store.write(note(), |tx| tx.delete(&gone)).unwrap();
        store
    }

    fn is_whole(store: &Store, records: usize, turns: usize) {
        assert!(store.verify().unwrap().is_sound());
        assert_eq!(store.count(), records as u64 - 1);
        assert_eq!(store.get(&contact(0, 0).key()).unwrap(), None);
        for n in 1..records {
            assert_eq!(store.get(&contact(n, 0).key()).unwrap(), Some(contact(n, turns - 1)));
        }
        assert_eq!(store.history(&contact(1, 0).key()).count(), turns);
        assert_eq!(store.history(&contact(0, 0).key()).count(), turns + 1);
    }

    #[test]
    fn a_compacted_book_is_smaller_and_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let store = rewritten(dir.path(), 60, 40);
        store.checkpoint().unwrap();
        let compacted = store.compact().unwrap();
        assert!(compacted.after * 2 < compacted.before, "{compacted:?}");
        is_whole(&store, 60, 40);
        store
            .write(note(), |tx| tx.put(None, contact(100, 0)))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        store.close().unwrap();
        let (store, report) = Store::open(dir.path(), &OpenOptions::default()).unwrap();
        assert_eq!((report.rebuilt, report.replayed), (None, 0));
        assert_eq!(store.count(), 60);
        assert!(!old_path(dir.path()).exists());
    }

    #[test]
    fn what_is_alive_is_measured() {
        let dir = tempfile::tempdir().unwrap();
        let store = rewritten(dir.path(), 30, 10);
        let space = store.space().unwrap();
        assert!(space.live > 30 * 1000 && space.live < space.on_disk, "{space:?}");
        assert!(!space.is_wasteful(), "a small file is not worth it");
        assert!(Space { on_disk: 64 << 20, live: 16 << 20 }.is_wasteful());
        assert!(!Space { on_disk: 48 << 20, live: 16 << 20 }.is_wasteful());
    }

    #[test]
    fn a_kill_between_the_renames_loses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        for with_new in [false, true] {
            let store = rewritten(dir.path(), 5, 2);
            store.close().unwrap();
            fs::rename(sled_path(dir.path()), old_path(dir.path())).unwrap();
            if with_new {
                // The new folder is in place; the old one was not removed yet.
                fs::create_dir(sled_path(dir.path())).unwrap();
                for entry in fs::read_dir(old_path(dir.path())).unwrap() {
                    let entry = entry.unwrap();
                    if entry.file_type().unwrap().is_file() {
                        fs::copy(entry.path(), sled_path(dir.path()).join(entry.file_name())).unwrap();
                    }
                }
            }
            let (store, report) = Store::open(dir.path(), &OpenOptions::default()).unwrap();
            assert_eq!(report.rebuilt, None);
            is_whole(&store, 5, 2);
            assert!(!old_path(dir.path()).exists());
            drop(store);
            fs::remove_dir_all(dir.path()).unwrap();
        }
    }

    #[test]
    fn a_compaction_that_fails_leaves_the_book_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let store = rewritten(dir.path(), 5, 2);
        // A file stands where the copy would be made.
        fs::write(dir.path().join("sled.new"), b"in the way").unwrap();
        assert!(store.compact().is_err());
        is_whole(&store, 5, 2);
    }
}
