//! The store: an open book's folder.

use std::path::Path;

use kith_model::{ChangeNote, ChangeSet, Record, RecordKey};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    archive::{self, ArchiveAbout, ArchiveReport},
    compact::{self, Compacted, Space},
    engine::Engine,
    error::StoreError,
    go_on::GoOn,
    history::{self, History, RecordChange},
    lock::{Holder, Lock},
    log::{LogDir, SetsBack},
    manifest::Manifest,
    open::{self, OpenOptions, OpenReport},
    prune::{self, Pruned},
    raw::{self, Fields, RawRecord},
    records::Records,
    swap,
    verify::{self, VerifyReport},
    walk,
    write::{Transaction, Writer, Written},
};

/// An open book. Shared by reference between threads: readers go to the records directly, writers wait for one another.
#[derive(Debug)]
pub struct Store {
    pub(crate) engine: Engine,
    pub(crate) log: LogDir,
    /// `None` in a book that is open read-only.
    pub(crate) writer: Option<Writer>,
    /// Who holds the book; `None` where there is no lock file to hold it by.
    pub(crate) lock: Option<(Lock, Holder)>,
    /// Where a read-only book's records are.
    pub(crate) copy: Option<TempDir>,
}

impl Store {
    /// Whether there is a book in `dir`, whole or damaged.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        Manifest::path(dir).exists() || LogDir::folder(dir).exists() || swap::is_pending(dir)
    }

    /// Opens the book in `dir`, and brings it right where it was not closed.
    ///
    /// # Errors
    /// `Missing` (unless `create`), `InUse`, `Newer`, `Damaged` (nothing was changed then), `Io`, `Engine`.
    pub fn open(dir: &Path, options: &OpenOptions) -> Result<(Self, OpenReport), StoreError> {
        open::open(dir, options)
    }

    /// Whether writes are refused.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }

    /// Which book this is; a restored one is the same.
    #[must_use]
    pub fn book(&self) -> Uuid {
        Uuid::from_bytes(self.log.book())
    }

    /// How many contacts there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.engine.records()
    }

    /// The number of the last change set, 0 before the first.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.engine.last()
    }

    /// The record with a key; `None` when there is none.
    ///
    /// # Errors
    /// `Damaged`, `Engine`, `Io`.
    pub fn get(&self, key: &RecordKey) -> Result<Option<Record>, StoreError> {
        self.engine.with("read a record", |view| Ok(view.find(key)?.map(|(_, _, record)| record)))
    }

    /// Every record: by `ExternalId`, then those without one by `Id`. Ends after the first error.
    ///
    /// Not a snapshot: a record written meanwhile is given as it was or as it is, and one that gets its `ExternalId`
    /// may not be given.
    pub fn records(&self) -> impl Iterator<Item = Result<Record, StoreError>> {
        Records::new(&self.engine)
    }

    /// Gives every contact to `each`, in the order of [`Store::records`], with the wanted fields found in it: for whoever needs
    /// a few fields of all of them. Several times as quick as [`Store::records`]; another thread reads ahead meanwhile.
    ///
    /// Not a snapshot, as [`Store::records`]. No lock is held while `each` runs; its error ends the walk.
    ///
    /// # Errors
    /// `Damaged`, `Engine`, `Io`; what `each` gives.
    pub fn walk<E: From<StoreError>>(
        &self,
        fields: &Fields,
        each: impl FnMut(&RawRecord<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        walk::walk(&self.engine, fields, each)
    }

    /// The wanted fields of the records with these keys, in their order; `None` where there is no such record.
    ///
    /// # Errors
    /// `Damaged`, `Engine`, `Io`.
    pub fn read_fields(
        &self,
        keys: &[RecordKey],
        fields: &Fields,
    ) -> Result<Vec<Option<Record>>, StoreError> {
        self.read_raw(keys, fields, |record| record.wanted())
    }

    /// What `make` makes of the records with these keys, of which only the wanted fields are looked at; in their order,
    /// `None` where there is no such record. What it cannot read is told as damage.
    ///
    /// `make` must not call back into the store.
    ///
    /// # Errors
    /// `Damaged`, `Engine`, `Io`.
    pub fn read_raw<T>(
        &self,
        keys: &[RecordKey],
        fields: &Fields,
        make: impl Fn(RawRecord<'_>) -> serde_json::Result<T>,
    ) -> Result<Vec<Option<T>>, StoreError> {
        self.engine.with("read records", |view| raw::read(view, keys, fields, make))
    }

    /// Runs `f`, and makes all it staged one change set: on the disk in the log when this returns, all or nothing.
    ///
    /// One writer at a time: `f` must not call `write`, `checkpoint`, `verify`, `compact` or `prune` of the same store.
    ///
    /// # Errors
    /// What `f` gives: nothing happened. `ReadOnly`, `Refused`, `Io`, `Engine`, `Damaged`: nothing was changed.
    pub fn write<T, E: From<StoreError>>(
        &self,
        note: ChangeNote,
        f: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        writer.lock().write(&self.engine, note, f)
    }

    /// The changes of the record with a key, newest first; also of one that was deleted. Ends after the first error.
    pub fn history(&self, key: &RecordKey) -> impl Iterator<Item = Result<RecordChange, StoreError>> + use<> {
        let newest = self.engine.with("read a history", |view| history::newest(view, key));
        let (newest, failed) = match newest {
            Ok(newest) => (newest, None),
            Err(error) => (None, Some(Err(error))),
        };
        failed.into_iter().chain(History::new(&self.log, newest))
    }

    /// A change set by its number; `None` when there is none, or it is no longer kept.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn change_set(&self, seq: u64) -> Result<Option<ChangeSet>, StoreError> {
        Ok(self.log.find(seq, self.last_seq())?.map(|entry| entry.set))
    }

    /// The checksum of what stands in the log of a change set: it tells the change set from another of its number. `None` as
    /// for [`Store::change_set`], which takes much longer for a large one.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn change_set_checksum(&self, seq: u64) -> Result<Option<u32>, StoreError> {
        self.log.checksum(seq, self.last_seq())
    }

    /// All change sets, newest first. Ends after the first error.
    pub fn change_sets_back(&self) -> impl Iterator<Item = Result<ChangeSet, StoreError>> + use<> {
        SetsBack::new(&self.log, self.last_seq())
    }

    /// Puts the records on the disk for good, so that the next open has nothing to replay. Answered changes are safe
    /// without it. Nothing happens in a read-only book.
    ///
    /// # Errors
    /// `Io`, `Engine`.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        writer.lock().checkpoint(&self.engine).map(drop)
    }

    /// Forgets the changes up to number `upto`, for good: they can no longer be shown or undone. The last change is
    /// always kept, and no record changes. Writers wait for the end of it only. It goes on as long as `go_on` says so.
    ///
    /// # Errors
    /// `Ended`: nothing was forgotten. `ReadOnly`, `Io`, `Engine`, `Damaged`: nothing is lost that was to be kept.
    pub fn prune(&self, upto: u64, go_on: GoOn<'_>) -> Result<Pruned, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        prune::prune(&self.engine, &self.log, writer, upto, go_on)
    }

    /// The number of the oldest change set that is kept, 1 before the first.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn oldest_kept(&self) -> Result<u64, StoreError> {
        Ok(self.log.beginning()?.map_or(1, |beginning| beginning.next))
    }

    /// How much room the records take; reads them all, as long as `go_on` says so.
    ///
    /// # Errors
    /// `Ended`, `Damaged`, `Io`, `Engine`.
    pub fn space(&self, go_on: GoOn<'_>) -> Result<Space, StoreError> {
        compact::space(&self.engine, go_on)
    }

    /// Gives the room back that rewritten records left in sled's file. Readers and writers go on meanwhile, and wait for a
    /// moment only when the copy takes the old file's place. It goes on as long as `go_on` says so; where it ends early or
    /// fails everything is as it was.
    ///
    /// # Errors
    /// `Ended`, `ReadOnly`, `Io`; `Engine`, also where a record is damaged: it is not copied; `Damaged` when what sled says
    /// of itself is.
    pub fn compact(&self, go_on: GoOn<'_>) -> Result<Compacted, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        compact::compact(&self.engine, writer, go_on)
    }

    /// Walks everything: every value's checksum, the Id index both ways, the counts, every frame of the log, each record
    /// against its last change in the log. Writers wait meanwhile.
    ///
    /// # Errors
    /// `Io`, `Engine`. What is damaged is told in the report.
    pub fn verify(&self) -> Result<VerifyReport, StoreError> {
        let _no_writer = self.writer.as_ref().map(Writer::lock);
        let report = verify::whole(&self.engine, &self.log)?;
        if !report.is_sound() {
            self.engine.suspect();
        }
        Ok(report)
    }

    /// Writes the whole book, with its history, into the new file `out`, read back before it gets its name. Changes may
    /// be made meanwhile; those after the call are not in it. It goes on as long as `go_on` says so.
    ///
    /// # Errors
    /// `Refused` when the file is there already; `Ended`; `Damaged` when the log is; `Io`. No file is left then.
    pub fn archive(
        &self,
        out: &Path,
        about: &ArchiveAbout,
        go_on: GoOn<'_>,
    ) -> Result<ArchiveReport, StoreError> {
        archive::of_log(&self.log, self.last_seq(), out, about, go_on)
    }

    /// Makes a last checkpoint and closes the book; dropping the store does the same and keeps its errors to itself.
    ///
    /// # Errors
    /// `Io`, `Engine`. The book is closed, and its next open brings it right.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), StoreError> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let finished = writer.lock().finish(&self.engine);
        let clean = finished.is_ok() && !self.engine.is_suspect();
        // Without a boot the next open verifies the records wholly.
        let boot = |holder: &Holder| if clean { holder.boot.clone() } else { String::new() };
        let written = match &mut self.lock {
            Some((lock, holder)) => lock.write(&Holder { clean, boot: boot(holder), ..holder.clone() }),
            None => Ok(()),
        };
        finished.and(written)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Best effort: what was answered is in the log, and an unclean stop is brought right at the next open.
        drop(self.shut());
        self.engine.close();
        drop(self.copy.take());
    }
}

#[cfg(test)]
mod tests {
    use kith_model::{Source, User};
    use serde_json::json;

    use super::*;
    use crate::engine::keys::StorageKey;

    fn note() -> ChangeNote {
        let by = User { id: "u-1".into(), name: "Anna Weber".into() };
        ChangeNote {
            at: "2026-01-02T03:04:05.678Z".into(),
            by,
            source: Source::Desk,
            takes_back: None,
            from_crm: false,
            part_of: None,
        }
    }

    fn contact(n: u32) -> Record {
        let fields = json!({"Id": format!("id-{n}"), "ExternalId": format!("x-{n}"), "Name": "A"});
        serde_json::from_value(fields).unwrap()
    }

    fn book(dir: &Path, records: u32) -> Store {
        let options = OpenOptions { create: true, ..OpenOptions::default() };
        let (store, _) = Store::open(dir, &options).unwrap();
        for n in 0..records {
            let made: Result<_, StoreError> = store.write(note(), |tx| tx.put(None, contact(n)));
            made.unwrap();
        }
        store
    }

    /// Writes to sled behind the store's back.
    fn meddle(store: &Store, change: impl FnOnce(&mut sled::Batch)) {
        let mut batch = sled::Batch::default();
        change(&mut batch);
        store.engine.with("meddle", |view| view.meddle(batch)).unwrap();
    }

    fn assert_mended(dir: &Path) {
        let (store, report) = Store::open(dir, &OpenOptions::default()).unwrap();
        assert!(report.rebuilt.is_some());
        assert!(store.verify().unwrap().is_sound());
        assert_eq!(store.get(&contact(3).key()).unwrap(), Some(contact(3)));
        assert_eq!(store.count(), 10);
    }

    #[test]
    fn what_is_found_damaged_is_built_anew_by_the_next_open() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        meddle(&store, |batch| batch.insert(StorageKey::external("x-3").bytes(), &b"other"[..]));
        assert!(matches!(store.get(&contact(3).key()), Err(StoreError::Damaged { .. })));
        assert!(store.records().any(|record| record.is_err()));
        assert!(!store.verify().unwrap().is_sound());
        store.close().unwrap();
        assert_mended(dir.path());
    }

    #[test]
    fn an_index_that_misleads_is_damage_not_another_record() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        meddle(&store, |batch| {
            batch.insert(crate::engine::keys::index("id-3"), StorageKey::external("x-4").bytes());
            batch.insert(crate::engine::keys::index("id-5"), &b"enobody"[..]);
        });
        for n in [3, 5] {
            let found = store.get(&RecordKey::Id(format!("id-{n}")));
            assert!(matches!(found, Err(StoreError::Damaged { .. })), "{found:?}");
        }
        store.close().unwrap();
        assert_mended(dir.path());
    }

    #[test]
    fn a_value_put_under_another_key_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        let (from, to) = (StorageKey::external("x-4"), StorageKey::external("x-3"));
        let stolen = store.engine.with("read", |view| view.raw(from.bytes())).unwrap().unwrap();
        meddle(&store, |batch| batch.insert(to.bytes(), stolen));
        assert!(matches!(store.get(&contact(3).key()), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn a_record_that_sled_forgot_is_missed_by_the_verification() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        meddle(&store, |batch| {
            batch.remove(StorageKey::external("x-3").bytes());
            batch.remove(crate::engine::keys::index("id-3"));
        });
        assert!(!store.verify().unwrap().is_sound());
        store.close().unwrap();
        assert_mended(dir.path());
    }

    #[test]
    fn a_panic_inside_is_an_error_and_the_next_call_finds_the_records_right() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        let panicked = store.engine.with::<()>("try", |_| panic!("as sled does"));
        assert!(
            matches!(panicked, Err(StoreError::Engine { message, .. }) if message.contains("as sled does"))
        );
        assert_eq!(store.get(&contact(3).key()).unwrap(), Some(contact(3)));
        let made: Result<_, StoreError> = store.write(note(), |tx| tx.put(None, contact(10)));
        assert_eq!(made.unwrap().committed.unwrap().seq, 11);
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn what_sled_lost_in_a_failure_is_missed_when_it_is_opened_again() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        meddle(&store, |batch| {
            batch.remove(StorageKey::external("x-3").bytes());
            batch.remove(crate::engine::keys::index("id-3"));
        });
        assert!(store.engine.with::<()>("try", |_| panic!("as sled does")).is_err());
        let found = store.get(&contact(3).key());
        assert!(matches!(found, Err(StoreError::Damaged { .. })), "{found:?}");
        store.close().unwrap_err();
        assert_mended(dir.path());
    }

    #[test]
    fn a_caller_that_panics_leaves_the_book_usable() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write(note(), |tx| {
                tx.put(None, contact(7))?;
                if store.count() == 1 { panic!("the caller's own") } else { Ok::<_, StoreError>(()) }
            })
        }));
        assert!(panicked.is_err());
        let made: Result<_, StoreError> = store.write(note(), |tx| tx.put(None, contact(1)));
        made.unwrap();
        assert_eq!(store.count(), 2);
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn sleds_sync_reaches_the_disk_for_good() {
        let dir = tempfile::tempdir().unwrap();
        let store = book(dir.path(), 10);
        let writer = store.writer.as_ref().unwrap();
        assert!(writer.lock().checkpoint(&store.engine).unwrap(), "sync_file_range is not ours");
    }
}
