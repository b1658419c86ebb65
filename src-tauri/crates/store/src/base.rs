//! The base of the log: the records as they were before its first change set, in an archive beside the segments. A log
//! that goes back to the first change set needs none.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kith_model::Record;

use crate::{
    archive::{self, ArchiveReader, BaseRecord},
    engine::{
        Failure, Meta, View, Write,
        keys::{self, StorageKey},
        value::{self, Stored},
    },
    error::StoreError,
    log::{LogDir, Position},
    verify,
};

/// What is being done, for errors.
pub(crate) const ACTION: &str = "lay the change log's base";
const EXTENSION: &str = "kbase";
/// How many records are written to sled at a time.
const BATCH: usize = 512;

/// The file of the base after change set `seq`.
pub(crate) fn path(log: &LogDir, seq: u64) -> PathBuf {
    log.path().join(format!("base-{seq:020}.{EXTENSION}"))
}

/// The change set after which the newest base is; `None` where there is none.
pub(crate) fn newest(log: &LogDir) -> Result<Option<u64>, StoreError> {
    Ok(all(log)?.into_iter().max())
}

/// The newest base that the log goes on from; `None` where the log goes back to the first change set.
///
/// # Errors
/// `Damaged` where the log needs a base that is not there.
pub(crate) fn needed(log: &LogDir) -> Result<Option<u64>, StoreError> {
    let beginning = log.beginning()?.map_or(1, |beginning| beginning.next);
    if beginning == 1 {
        return Ok(None);
    }
    let found = newest(log)?.filter(|&seq| seq + 1 >= beginning);
    let missing = || {
        let what = format!(
            "the change log begins with change set {beginning}, and the records before it are missing"
        );
        StoreError::damaged_log(what, log.path())
    };
    found.map(Some).ok_or_else(missing)
}

/// Opens the base after change set `seq`.
///
/// # Errors
/// `Damaged` where it is none of this book; `Io`.
pub(crate) fn open(log: &LogDir, seq: u64) -> Result<ArchiveReader, StoreError> {
    let path = path(log, seq);
    let reader = ArchiveReader::open(&path)?;
    let header = reader.header();
    if header.book.into_bytes() == log.book() && (header.base, header.last) == (seq, seq) {
        return Ok(reader);
    }
    Err(StoreError::damaged_log("the log's base belongs elsewhere", path))
}

/// Writes the records of `view` as the base after change set `seq`, which they are at.
pub(crate) fn write(log: &LogDir, view: &View<'_>, seq: u64) -> Result<(), Failure> {
    let path = path(log, seq);
    archive::of_records(log.book(), seq, &path, &|| view.goes_on(), |writer| {
        for space in keys::RECORD_SPACES {
            let each = verify::each(view, space, |key, bytes| {
                let (head, fields) = view.assemble(&StorageKey::from_bytes(key), bytes)?;
                Ok(writer.record(&BaseRecord { seq: head.seq, fields })?)
            });
            each.map_err(|failure| failure.told(ACTION, &path))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Puts the records that an archive begins with into an empty database, which is at change set `seq` then.
pub(crate) fn load(reader: &mut ArchiveReader, view: &View<'_>, seq: u64) -> Result<(), Failure> {
    let mut loading = Loading::new(seq);
    while let Some(record) = reader.next_record()? {
        view.check()?;
        loading.put(view, record.seq, &record.fields)?;
    }
    loading.finish(view).map(drop)
}

/// Records that are being put into an empty database.
#[derive(Debug)]
pub(crate) struct Loading {
    meta: Meta,
    writes: Vec<Write>,
    json: Vec<u8>,
    data: Vec<u8>,
}

impl Loading {
    /// The database will be at change set `applied`.
    pub fn new(applied: u64) -> Self {
        let meta = Meta { applied, ..Meta::default() };
        Self { meta, writes: Vec::new(), json: Vec::new(), data: Vec::new() }
    }

    /// Takes a record that change set `seq` wrote.
    pub fn put(&mut self, view: &View<'_>, seq: u64, record: &Record) -> Result<(), Failure> {
        value::encode(record.fields(), &mut self.json, &mut self.data)?;
        let key = StorageKey::of(record);
        let stored = Stored::new(&key, seq, Position::NOWHERE, &self.data)?;
        self.meta.records += key.contacts();
        self.meta.fingerprint = self.meta.fingerprint.wrapping_add(stored.print);
        put(&mut self.writes, &key, record.id(), stored);
        if self.writes.len() < BATCH {
            return Ok(());
        }
        view.batch(std::mem::take(&mut self.writes), self.meta)
    }

    /// Writes the last ones. Gives how many there were.
    pub fn finish(self, view: &View<'_>) -> Result<u64, Failure> {
        view.batch(self.writes, self.meta)?;
        Ok(self.meta.records)
    }
}

/// Removes the bases before the one after change set `seq`.
pub(crate) fn remove_before(log: &LogDir, seq: u64) -> Result<(), StoreError> {
    for older in all(log)?.into_iter().filter(|&older| older < seq) {
        let path = path(log, older);
        fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
    }
    Ok(())
}

fn put(writes: &mut Vec<Write>, key: &StorageKey, id: &str, stored: Stored) {
    for (n, chunk) in (0..=u16::MAX).zip(stored.chunks) {
        writes.push((key.chunk(n), Some(chunk)));
    }
    writes.push((keys::index(id), Some(key.bytes().to_vec())));
    writes.push((key.bytes().to_vec(), Some(stored.value)));
}

fn all(log: &LogDir) -> Result<Vec<u64>, StoreError> {
    let entries = match fs::read_dir(log.path()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io("read the folder", log.path())(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read the folder", log.path()))?;
        found.extend(number(Path::new(&entry.file_name())));
    }
    Ok(found)
}

fn number(name: &Path) -> Option<u64> {
    let digits = name.to_str()?.strip_prefix("base-")?.strip_suffix(EXTENSION)?.strip_suffix('.')?;
    let named = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
    named.then(|| {
        digits.bytes().fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    })
}
