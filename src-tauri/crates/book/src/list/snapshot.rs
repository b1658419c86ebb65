//! The file in the book's folder that the list's index is read from: `list.index`. It is made from the contacts, and is
//! left out where they are few.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use kith_index::{Builder, Collation, Index, IndexError, ReadAt, Snapshot, Stamp};
use kith_model::{
    RecordKey,
    query::{Searched, SortKey},
};
use kith_store::{Fields, GoOn, Store, StoreError, private_file};

use super::live::keys_of;
use crate::error::Error;

/// Fewer contacts than this are read more quickly than a file is kept.
const FEWEST: u64 = 2_000;
/// More change sets than this since a snapshot, and it is made anew.
const MOST_BEHIND: u64 = 50_000;
/// How often it is told how far a walk over the contacts is.
const STEP: u64 = 1_000;

/// What an index is made from.
pub(crate) struct Making<'a> {
    pub store: &'a Store,
    pub folder: &'a Path,
    pub searched: Vec<Searched>,
    /// The fields that are kept: all that may be read.
    pub fields: Vec<String>,
    /// The order that is wanted first.
    pub first: Vec<SortKey>,
    pub collation: &'a Arc<Collation>,
}

impl Making<'_> {
    fn path(&self) -> PathBuf {
        path(self.folder)
    }

    /// Removes the file, which cannot be relied on.
    pub fn remove(&self) {
        if !self.store.is_read_only() {
            remove(self.folder);
        }
    }

    fn has_file(&self) -> bool {
        !self.store.is_read_only() && self.store.count() >= FEWEST
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("list.index")
}

/// Removes the snapshot of a book whose contacts became others.
pub(crate) fn remove(folder: &Path) {
    // One that stays is found out when it is read.
    let _ = fs::remove_file(path(folder));
}

/// The index as the file has it, and the contacts that changed since. `None` where there is no file, or it is not of
/// these contacts.
pub(super) fn read(making: &Making<'_>) -> Option<(Index, Vec<RecordKey>)> {
    let file = File::open(making.path()).ok()?;
    let length = file.metadata().ok()?.len();
    let snapshot = Snapshot::open(Arc::new(Mutex::new(file)), length).ok()?;
    if *snapshot.searched() != making.searched {
        return None;
    }
    let changed = changed_since(snapshot.stamp(), making.store)?;
    Some((Index::open(snapshot, Arc::clone(making.collation)).ok()?, changed))
}

/// The keys of the contacts that changed since a snapshot was made of this book; `None` where it was made of another, or
/// of one that took another way since.
fn changed_since(stamp: &Stamp, store: &Store) -> Option<Vec<RecordKey>> {
    let last = store.last_seq();
    let behind = last.checked_sub(stamp.seq)?;
    if *stamp != stamp_of(store, stamp.seq)? || behind > MOST_BEHIND {
        return None;
    }
    let mut keys = Vec::new();
    for seq in stamp.seq + 1..=last {
        let set = store.change_set(seq).ok()??;
        keys.extend(set.changes.iter().filter(|change| !change.is_of_document()).flat_map(keys_of));
    }
    Some(keys)
}

fn stamp_of(store: &Store, seq: u64) -> Option<Stamp> {
    let proof = match seq {
        0 => String::new(),
        _ => format!("{:08x}", store.change_set_checksum(seq).ok()??),
    };
    Some(Stamp { book: store.book().to_string(), seq, proof })
}

/// An index of the contacts as they are now; of those that change meanwhile perhaps as they were.
pub(super) fn newest(
    making: &Making<'_>,
    mut orders: Vec<Vec<SortKey>>,
    tell: &dyn Fn(u64),
    go_on: GoOn<'_>,
) -> Result<Index, Error> {
    if !orders.contains(&making.first) {
        orders.push(making.first.clone());
    }
    // A disk that is full, or takes no file, leaves the list without one.
    let written = making.has_file().then(|| to_file(making, &orders, tell, go_on));
    let (source, length): (Arc<dyn ReadAt>, u64) = match written {
        Some(Ok((file, length))) => (Arc::new(Mutex::new(file)), length),
        Some(Err(error)) if !is_of_file(&error) => return Err(error),
        Some(Err(_)) | None => {
            let bytes = build(making, Vec::new(), &orders, tell, go_on)?;
            let length = bytes.len() as u64;
            (Arc::new(bytes), length)
        }
    };
    Ok(Index::open(Snapshot::open(source, length)?, Arc::clone(making.collation))?)
}

fn is_of_file(error: &Error) -> bool {
    matches!(error, Error::Io { .. } | Error::Index(IndexError::Io(_)))
}

/// Writes the snapshot beside and puts it in its place.
fn to_file(
    making: &Making<'_>,
    orders: &[Vec<SortKey>],
    tell: &dyn Fn(u64),
    go_on: GoOn<'_>,
) -> Result<(File, u64), Error> {
    let path = making.path();
    let beside = path.with_extension("index.new");
    let io = |source| Error::Io { action: "write", path: beside.clone(), source };
    let file = private_file(&beside).map_err(io)?;
    let written = build(making, BufWriter::new(file), orders, tell, go_on)
        .and_then(|file| file.into_inner().map_err(|error| io(error.into_error())));
    let file = written.inspect_err(|_| drop(fs::remove_file(&beside)))?;
    fs::rename(&beside, &path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    Ok((file, length))
}

fn build<W: Write>(
    making: &Making<'_>,
    out: W,
    orders: &[Vec<SortKey>],
    tell: &dyn Fn(u64),
    go_on: GoOn<'_>,
) -> Result<W, Error> {
    let store = making.store;
    // Before the walk: what is changed during it is looked at again.
    let stamp =
        stamp_of(store, store.last_seq()).ok_or(IndexError::Damaged("the last change cannot be read"))?;
    let mut builder = Builder::begin(out, making.searched.clone(), orders.to_vec())?;
    let mut done: u64 = 0;
    store.walk::<Error>(&Fields::new(&making.fields), |record| {
        if done.is_multiple_of(STEP) {
            tell(done);
            go_on().then_some(()).ok_or(StoreError::Ended)?;
        }
        done += 1;
        let wanted = record.wanted().map_err(|_| IndexError::Damaged("a contact cannot be read"))?;
        Ok(builder.push(&wanted)?)
    })?;
    Ok(builder.finish(stamp, making.collation)?)
}
