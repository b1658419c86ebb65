//! What a rehearsal has made of the records so far, for what is rehearsed after it.
//!
//! The records are in a file that has no name and goes with its handle; in memory there is where in it each one is, by
//! a hash of its keys. So a rehearsal of a million rows takes a few dozen megabytes.

use std::{
    collections::HashMap,
    fs::File,
    hash::{BuildHasher, RandomState},
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use kith_model::{Record, RecordKey};
use kith_store::StoreError;

use crate::unique::Staged;

/// What a rehearsal has made so far.
pub(crate) struct Ahead {
    /// None where each record is rehearsed once, so that nobody asks for what became of it.
    records: Option<Records>,
    staged: Staged,
}

impl Ahead {
    /// Nothing yet. The records are kept in a file in `folder`.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self { records: Some(Records::in_folder(folder)?), staged: Staged::new() })
    }

    /// Nothing yet. Only who would hold which unique value is kept: for a rehearsal that comes to no record twice and
    /// gives none a key.
    pub fn of_unique_values() -> Self {
        Self { records: None, staged: Staged::new() }
    }

    /// The record with a key, where the rehearsal changed it.
    pub fn get(&mut self, key: &RecordKey) -> Result<Option<Record>, StoreError> {
        self.records.as_mut().map_or(Ok(None), |records| records.get(key))
    }

    /// Keeps a record as it would be.
    pub fn put(&mut self, record: &Record) -> Result<(), StoreError> {
        self.records.as_mut().map_or(Ok(()), |records| records.put(record))
    }

    /// What is staged of unique values, to go on with.
    pub fn take_staged(&mut self) -> Staged {
        std::mem::take(&mut self.staged)
    }

    /// Keeps what is staged of unique values.
    pub fn keep_staged(&mut self, staged: Staged) {
        self.staged = staged;
    }
}

/// The records that a rehearsal changed, as they would be.
struct Records {
    file: BufWriter<File>,
    /// Where the file is kept, for a message about it.
    folder: PathBuf,
    length: u64,
    /// Where a record begins in the file, by a hash of its key. A number that another key has is the next one's.
    places: HashMap<u64, u64>,
    hashes: RandomState,
}

impl Records {
    fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io { action: "make a file in", path: folder.to_owned(), source };
        let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile()).map_err(io)?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 18, file),
            folder: folder.to_owned(),
            length: 0,
            places: HashMap::new(),
            hashes: RandomState::new(),
        })
    }

    fn get(&mut self, key: &RecordKey) -> Result<Option<Record>, StoreError> {
        Ok(self.find(key)?.1)
    }

    fn put(&mut self, record: &Record) -> Result<(), StoreError> {
        let at = self.write(record).map_err(|source| self.io("write", source))?;
        let by_id = RecordKey::Id(record.id().to_owned());
        for key in [by_id].into_iter().chain(record.external_id().map(|id| RecordKey::ExternalId(id.into())))
        {
            let (slot, _) = self.find(&key)?;
            self.places.insert(slot, at);
        }
        Ok(())
    }

    /// The number that a key's place is under, or would be, and its record.
    fn find(&mut self, key: &RecordKey) -> Result<(u64, Option<Record>), StoreError> {
        let mut slot = self.hashes.hash_one(key);
        while let Some(&at) = self.places.get(&slot) {
            let record = self.read(at).map_err(|source| self.io("read", source))?;
            if has(&record, key) {
                return Ok((slot, Some(record)));
            }
            slot = slot.wrapping_add(1);
        }
        Ok((slot, None))
    }

    /// Writes a record at the end: its length, then its JSON.
    fn write(&mut self, record: &Record) -> io::Result<u64> {
        let at = self.length;
        let json = serde_json::to_vec(record)?;
        self.file.write_all(&(json.len() as u64).to_le_bytes())?;
        self.file.write_all(&json)?;
        self.length += 8 + json.len() as u64;
        Ok(at)
    }

    fn read(&mut self, at: u64) -> io::Result<Record> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(at))?;
        let mut length = [0; 8];
        file.read_exact(&mut length)?;
        let mut json = Vec::new();
        file.take(u64::from_le_bytes(length)).read_to_end(&mut json)?;
        file.seek(SeekFrom::End(0))?;
        Ok(serde_json::from_slice(&json)?)
    }

    fn io(&self, action: &'static str, source: io::Error) -> StoreError {
        StoreError::Io { action, path: self.folder.join("(a file for the preview)"), source }
    }
}

fn has(record: &Record, key: &RecordKey) -> bool {
    match key {
        RecordKey::Id(id) => record.id() == id,
        RecordKey::ExternalId(external_id) => record.external_id() == Some(external_id),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(id: &str, external_id: Option<&str>, title: &str) -> Record {
        let fields = json!({"Id": id, "ExternalId": external_id, "Title": title});
        Record::from_fields(fields.as_object().unwrap().clone())
    }

    #[test]
    fn a_record_is_found_by_each_of_its_keys_as_it_was_last_put() {
        let mut ahead = Records::in_folder(&std::env::temp_dir()).unwrap();
        ahead.put(&record("1", None, "a")).unwrap();
        ahead.put(&record("2", Some("x"), "b")).unwrap();
        ahead.put(&record("1", Some("y"), "c")).unwrap();
        let key = |external_id: &str| RecordKey::ExternalId(external_id.to_owned());
        assert_eq!(ahead.get(&RecordKey::Id("1".into())).unwrap(), Some(record("1", Some("y"), "c")));
        assert_eq!(ahead.get(&key("y")).unwrap(), Some(record("1", Some("y"), "c")));
        assert_eq!(ahead.get(&key("x")).unwrap(), Some(record("2", Some("x"), "b")));
        assert_eq!(ahead.get(&key("1")).unwrap(), None, "an Id is no ExternalId");
        assert_eq!(ahead.get(&RecordKey::Id("3".into())).unwrap(), None);
    }

    #[test]
    fn a_hash_that_two_keys_have_leads_to_both() {
        let mut ahead = Records::in_folder(&std::env::temp_dir()).unwrap();
        ahead.put(&record("1", None, "a")).unwrap();
        let place = ahead.places.values().copied().next().unwrap();
        let taken = ahead.hashes.hash_one(RecordKey::Id("2".into()));
        ahead.places.insert(taken, place);
        ahead.put(&record("2", None, "b")).unwrap();
        assert_eq!(ahead.get(&RecordKey::Id("2".into())).unwrap(), Some(record("2", None, "b")));
        assert_eq!(ahead.get(&RecordKey::Id("1".into())).unwrap(), Some(record("1", None, "a")));
    }
}
