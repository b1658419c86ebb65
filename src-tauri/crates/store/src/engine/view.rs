//! Reading the tree: every value checked against its checksum and its key before it is believed.

use std::{ops::Bound, path::Path};

use kith_model::{Record, RecordKey};

use super::{
    Failure, Meta,
    flush::flush,
    keys::{self, Form, StorageKey},
    meta::Pending,
    value::{self, Head},
};
use crate::{
    codec,
    error::StoreError,
    go_on::{self, GoOn},
    log::Position,
};

/// The open tree.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    tree: Option<&'a sled::Tree>,
    path: &'a Path,
    go_on: Option<GoOn<'a>>,
}

/// Most pairs of a leaf of sled that is not about to be split, and what a split leaves in the first of the two
/// (`node.rs`: `should_split`, `split`).
const LEAF: usize = 16;
const HALF_LEAF: usize = 9;

/// A key and the value it gets; none where it goes.
pub(crate) type Write = (Vec<u8>, Option<Vec<u8>>);

/// Keys and values, as they are in the tree.
pub(crate) type Page = Vec<(sled::IVec, sled::IVec)>;

impl<'a> View<'a> {
    pub(super) fn new(tree: Option<&'a sled::Tree>, path: &'a Path) -> Self {
        Self { tree, path, go_on: None }
    }

    /// The same tree for a long work, which ends at its next page or change set when `go_on` says so.
    pub fn as_long_as<'b>(self, go_on: GoOn<'b>) -> View<'b>
    where
        'a: 'b,
    {
        View { go_on: Some(go_on), ..self }
    }

    /// Whether the work goes on.
    pub fn goes_on(&self) -> bool {
        self.go_on.is_none_or(|go_on| go_on())
    }

    /// Ends the work where it is not to go on.
    pub fn check(&self) -> Result<(), StoreError> {
        go_on::check(&|| self.goes_on())
    }

    /// What sled says of itself; `None` in a new database.
    pub fn meta(&self) -> Result<Option<Meta>, Failure> {
        let Some(bytes) = self.raw(keys::META)? else { return Ok(None) };
        Ok(Some(self.parse_meta(&bytes)?.0))
    }

    /// Where the record with a key is stored, without looking whether an `ExternalId` exists.
    pub fn storage_key(&self, key: &RecordKey) -> Result<Option<StorageKey>, Failure> {
        match key {
            RecordKey::ExternalId(value) => Ok(Some(StorageKey::external(value))),
            RecordKey::Id(value) => {
                Ok(self.raw(&keys::index(value))?.map(|bytes| StorageKey::from_bytes(&bytes)))
            }
        }
    }

    /// The record with a key. An entry of the Id index that leads nowhere is damage.
    pub fn find(&self, key: &RecordKey) -> Result<Option<(StorageKey, Head, Record)>, Failure> {
        let Some(storage) = self.storage_key(key)? else { return Ok(None) };
        match (self.load(&storage)?, key) {
            (Some((head, record)), RecordKey::Id(id)) if record.id() != id => {
                Err(self.damaged(&format!("{} instead of {key}: {}", storage.describe(), head.seq)))
            }
            (Some((head, record)), _) => Ok(Some((storage, head, record))),
            (None, RecordKey::ExternalId(_)) => Ok(None),
            (None, RecordKey::Id(_)) => Err(self.damaged(&format!("the index entry of {key}"))),
        }
    }

    /// The head of the record under a storage key.
    pub fn head(&self, key: &StorageKey) -> Result<Option<Head>, Failure> {
        let Some(bytes) = self.raw(key.bytes())? else { return Ok(None) };
        let (head, _) = value::open(key, &bytes).ok_or_else(|| self.damaged(&key.describe()))?;
        Ok(Some(head))
    }

    /// The record under a storage key.
    pub fn load(&self, key: &StorageKey) -> Result<Option<(Head, Record)>, Failure> {
        match self.raw(key.bytes())? {
            Some(bytes) => self.assemble(key, &bytes).map(Some),
            None => Ok(None),
        }
    }

    /// The record whose value is given, its chunks fetched.
    pub fn assemble(&self, key: &StorageKey, bytes: &[u8]) -> Result<(Head, Record), Failure> {
        let damaged = |why: &str| self.damaged(&format!("{} ({why})", key.describe()));
        let (head, data) = value::open(key, bytes).ok_or_else(|| damaged("its checksum does not match"))?;
        let record = match head.chunks {
            0 => value::decode(data),
            count => value::decode(&self.chunks(key, count)?),
        };
        let record = record.map_err(|why| damaged(&why))?;
        if StorageKey::of(&record) != *key {
            return Err(damaged("it is another's"));
        }
        Ok((head, record))
    }

    /// Appends the JSON of the record with a key to `out`, and says where it is stored; whether it is that record is left
    /// to the caller.
    pub fn find_text(&self, key: &RecordKey, out: &mut Vec<u8>) -> Result<Option<StorageKey>, Failure> {
        let Some(storage) = self.storage_key(key)? else { return Ok(None) };
        match (self.raw(storage.bytes())?, key) {
            (Some(bytes), _) => self.text(&storage, &bytes, out).map(|()| Some(storage)),
            (None, RecordKey::ExternalId(_)) => Ok(None),
            (None, RecordKey::Id(_)) => Err(self.damaged(&format!("the index entry of {key}"))),
        }
    }

    /// Appends the JSON of the record whose value is given to `out`.
    pub fn text(&self, key: &StorageKey, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Failure> {
        let damaged = |why: &str| self.damaged(&format!("{} ({why})", key.describe()));
        let (head, data) = value::open(key, bytes).ok_or_else(|| damaged("its checksum does not match"))?;
        let written = match head.chunks {
            0 => codec::decode_onto(data, out),
            count => codec::decode_onto(&self.chunks(key, count)?, out),
        };
        written.map_err(|error| damaged(&error.to_string()))
    }

    /// Where the delete of a record is, if one with that key was deleted.
    pub fn tombstone(&self, key: &[u8]) -> Result<Option<Position>, Failure> {
        let Some(bytes) = self.raw(key)? else { return Ok(None) };
        value::open_tombstone(key, &bytes)
            .map(Some)
            .ok_or_else(|| self.damaged("a deleted record's place in the log"))
    }

    /// Up to `count` pairs of a key space, those after key `after`.
    ///
    /// A page at a time, so that no iterator of sled outlives a call (sled#1412). The first `Err` ends it: sled's
    /// iterator gives the same one for ever at a bad page.
    pub fn page(&self, space: u8, after: Option<&[u8]>, count: usize) -> Result<Page, Failure> {
        self.page_between(vec![space], vec![space.saturating_add(1)], after, count)
    }

    /// The same of the keys of one form.
    pub fn page_of(
        &self,
        space: u8,
        form: Form,
        after: Option<&[u8]>,
        count: usize,
    ) -> Result<Page, Failure> {
        let (from, to) = form.bounds(space);
        self.page_between(from, to, after, count)
    }

    fn page_between(
        &self,
        from: Vec<u8>,
        to: Vec<u8>,
        after: Option<&[u8]>,
        count: usize,
    ) -> Result<Page, Failure> {
        self.check()?;
        let from = after.map_or_else(|| Bound::Included(from), |key| Bound::Excluded(key.to_vec()));
        let mut page = Page::with_capacity(count.min(1024));
        for pair in self.tree()?.range((from, Bound::Excluded(to))).take(count) {
            page.push(pair?);
        }
        Ok(page)
    }

    /// Whether a key is in the tree.
    pub fn contains(&self, key: &[u8]) -> Result<bool, Failure> {
        Ok(self.tree()?.contains_key(key)?)
    }

    /// A value as it is in the tree.
    pub fn raw(&self, key: &[u8]) -> Result<Option<sled::IVec>, Failure> {
        Ok(self.tree()?.get(key)?)
    }

    /// Writes what a change set comes to, wholly or not at all.
    ///
    /// A batch on a single tree is atomic over a kill and a power cut: sled pins its log with a `BatchManifest` that is
    /// given the batch's last position when sealed (`pagecache/mod.rs`, `RecoveryGuard`), and recovery stops before a
    /// manifest whose last position is not there (`pagecache/iterator.rs`, "torn batch"). But pinning rolls sled's
    /// buffers and waits for another thread, which takes as long as the disk's sync.
    ///
    /// A record changed in its place, the commonest change of all, is written without: first the state after it with the
    /// record in it as pending, then the record. sled recovers what it wrote in that order, and where the second is
    /// missing the next open writes it.
    pub fn apply(&self, writes: Vec<Write>, meta: Meta) -> Result<(), Failure> {
        if let [(key, Some(value))] = writes.as_slice()
            && let Some(pending) = Pending::of(key, value)
        {
            self.tree()?.insert(keys::META, meta.to_bytes(Some(pending)))?;
            self.tree()?.insert(key.as_slice(), value.as_slice())?;
            return Ok(());
        }
        self.batch(writes, meta)
    }

    /// Writes behind the store's back.
    #[cfg(test)]
    pub fn meddle(&self, batch: sled::Batch) -> Result<(), Failure> {
        Ok(self.tree()?.apply_batch(batch)?)
    }

    /// Writes what is pending.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        let Some(bytes) = self.raw(keys::META)? else { return Ok(()) };
        let (_, Some(Pending { key, value })) = self.parse_meta(&bytes)? else { return Ok(()) };
        if self.raw(key)?.as_deref() != Some(value) {
            self.tree()?.insert(key, value)?;
        }
        Ok(())
    }

    fn parse_meta<'b>(&self, bytes: &'b [u8]) -> Result<(Meta, Option<Pending<'b>>), Failure> {
        Meta::parse(bytes).ok_or_else(|| self.damaged("the state of the records"))
    }

    /// Writes what is given and the state in one batch.
    pub fn batch(&self, writes: Vec<Write>, meta: Meta) -> Result<(), Failure> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch.insert(keys::META, meta.to_bytes(None));
        Ok(self.tree()?.apply_batch(batch)?)
    }

    /// Writes pairs that come in the order of their keys into a database that counts for nothing before it is whole.
    ///
    /// sled splits a leaf of 17 into one of 9 and one of 8. Of pairs that come one after the other a leaf would keep 9, so
    /// 9 of 16 are written first, and then the 7 for which their leaf has room. A full leaf is less of a file and less to
    /// hold in memory: of a million contacts by a seventh. A batch would not keep the order.
    pub fn lay(&self, pairs: &Page) -> Result<(), Failure> {
        let tree = self.tree()?;
        for is_first in [true, false] {
            let chosen = (0..).zip(pairs).filter(|(n, _)| (n % LEAF < HALF_LEAF) == is_first);
            for (_, (key, value)) in chosen {
                tree.insert(key, value)?;
            }
        }
        Ok(())
    }

    /// Hands everything to the disk; gives how many bytes that were.
    pub fn flush(&self) -> Result<usize, Failure> {
        Ok(flush(self.tree()?)?)
    }

    /// Damage to what sled holds.
    pub fn damaged(&self, what: &str) -> Failure {
        StoreError::damaged_engine(format!("{what} is damaged"), self.path).into()
    }

    fn chunks(&self, key: &StorageKey, count: u16) -> Result<Vec<u8>, Failure> {
        let mut data = Vec::with_capacity(usize::from(count) * value::MOST);
        for n in 0..count {
            let name = key.chunk(n);
            let bytes = self.raw(&name)?;
            let chunk = bytes.as_ref().and_then(|bytes| value::open_chunk(&name, bytes));
            data.extend_from_slice(
                chunk.ok_or_else(|| self.damaged(&format!("part {n} of {}", key.describe())))?,
            );
        }
        Ok(data)
    }

    fn tree(&self) -> Result<&'a sled::Tree, Failure> {
        self.tree.ok_or_else(|| StoreError::Engine { action: "read", message: "it was closed".into() }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Handle;

    fn meta(applied: u64) -> Meta {
        Meta { applied, records: 1, fingerprint: applied }
    }

    fn write(key: &[u8], value: &[u8]) -> Write {
        (key.to_vec(), Some(value.to_vec()))
    }

    #[test]
    fn a_change_that_was_cut_short_is_finished_by_the_next_open() {
        let folder = tempfile::tempdir().unwrap();
        let handle = Handle::open(folder.path()).unwrap();
        handle.view().apply(vec![write(b"ekey", b"old")], meta(1)).unwrap();
        let mut batch = sled::Batch::default();
        batch.insert(keys::META, meta(2).to_bytes(Pending::of(b"ekey", b"new")));
        handle.view().meddle(batch).unwrap();
        drop(handle);
        let handle = Handle::open(folder.path()).unwrap();
        assert_eq!(handle.view().meta().unwrap(), Some(meta(2)));
        assert_eq!(handle.view().raw(b"ekey").unwrap().as_deref(), Some(&b"new"[..]));
    }

    #[test]
    fn a_change_of_more_than_one_record_leaves_nothing_pending() {
        let folder = tempfile::tempdir().unwrap();
        let handle = Handle::open(folder.path()).unwrap();
        handle.view().apply(vec![write(b"ekey", b"old")], meta(1)).unwrap();
        handle.view().apply(vec![write(b"eother", b"new"), (b"ekey".to_vec(), None)], meta(2)).unwrap();
        drop(handle);
        let handle = Handle::open(folder.path()).unwrap();
        assert_eq!(handle.view().meta().unwrap(), Some(meta(2)));
        assert_eq!(handle.view().raw(b"ekey").unwrap(), None);
    }
}
