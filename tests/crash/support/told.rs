//! Everything a book tells, asked in every way there is, to compare a damaged book with what it was.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Result, ensure};
use kith_model::{ChangeSet, Record, RecordKey};
use kith_store::{OpenOptions, Store, StoreError};
use serde::{Deserialize, Serialize};

/// How many records are asked by their keys and for their history.
const ASKED: usize = 50;

/// What a book tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    records: BTreeMap<String, Record>,
    pasts: BTreeMap<String, Vec<u64>>,
    /// Newest first.
    sets: Vec<ChangeSet>,
}

/// How a damaged book compares with what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It tells the same.
    Exact,
    /// It says that it cut off the end of the log, and misses nothing but that.
    Cut,
    /// It gives an error where it would have to tell something else.
    Refused,
    /// It tells something else as if it were right.
    Wrong,
    /// A verification finds nothing although reading does.
    Unseen,
}

impl Compared {
    /// Each with its exit code.
    pub const CODES: [(Self, u8); 5] =
        [(Self::Exact, 0), (Self::Cut, 10), (Self::Refused, 20), (Self::Wrong, 30), (Self::Unseen, 31)];

    /// The exit code that stands for it.
    #[must_use]
    pub fn code(self) -> u8 {
        Self::CODES.iter().find(|(one, _)| *one == self).map_or(30, |(_, code)| *code)
    }
}

/// Opens a sound book and writes down what it tells.
///
/// # Errors
/// It is not sound.
pub fn write_down(book: &Path, to: &Path) -> Result<()> {
    let (store, _) = Store::open(book, &options(false))?;
    let ids = ids(&store)?;
    let told = tell(&store, &ids)?;
    ensure!(store.verify()?.is_sound(), "the book is not sound");
    store.close()?;
    fs::write(to, serde_json::to_vec(&told)?)?;
    Ok(())
}

/// Opens a damaged book, and opens it again, and compares what it tells with what was written down. What is wrong is
/// said on standard error.
///
/// # Errors
/// What was written down cannot be read.
pub fn compare(book: &Path, was: &Path, read_only: bool) -> Result<Compared> {
    let was: Told = serde_json::from_slice(&fs::read(was)?)?;
    let (compared, cut) = once(book, &was, read_only, false)?;
    if compared == Compared::Wrong || compared == Compared::Unseen {
        return Ok(compared);
    }
    // What was mended must stay so; what could not be read may be mended by now, and what was cut off is gone.
    let (again, _) = once(book, &was, false, cut)?;
    Ok(match again {
        Compared::Wrong | Compared::Unseen => again,
        _ if compared == Compared::Exact && again != Compared::Exact => Compared::Wrong,
        _ => compared,
    })
}

fn once(book: &Path, was: &Told, read_only: bool, was_cut: bool) -> Result<(Compared, bool)> {
    let opened = Store::open(book, &options(read_only));
    let (store, report) = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok((refused(&error), was_cut)),
    };
    let cut = was_cut || report.torn_tail;
    let ids: Vec<String> = was.pasts.keys().cloned().collect();
    let compared = match tell(&store, &ids) {
        Ok(is) if is == *was => Compared::Exact,
        Ok(is) if cut && is_earlier(&is, was) => Compared::Cut,
        Ok(is) => {
            eprintln!(
                "{} of {} records, {} of {} change sets, {report:?}",
                is.records.len(),
                was.records.len(),
                is.sets.len(),
                was.sets.len()
            );
            Compared::Wrong
        }
        Err(error) if store.verify().is_ok_and(|report| report.is_sound()) => {
            eprintln!("a verification does not find that {error}");
            Compared::Unseen
        }
        Err(error) => refused(&error),
    };
    Ok((compared, cut))
}

/// The last change set is missing and nothing else.
fn is_earlier(is: &Told, was: &Told) -> bool {
    was.sets.get(1..).is_some_and(|earlier| earlier == is.sets)
}

fn refused(error: &StoreError) -> Compared {
    eprintln!("refused: {error}");
    Compared::Refused
}

fn tell(store: &Store, ids: &[String]) -> Result<Told, StoreError> {
    let mut told = Told::default();
    for record in store.records() {
        let record = record?;
        told.records.insert(record.id().to_owned(), record);
    }
    for id in ids {
        let key = RecordKey::Id(id.clone());
        // A record that is told one way and not the other is told wrong, and compares so.
        if store.get(&key)?.as_ref() != told.records.get(id) {
            told.records.insert(id.clone(), Record::default());
        }
        if let Some(key) = told.records.get(id).map(Record::key)
            && store.get(&key)?.as_ref() != told.records.get(id)
        {
            told.records.insert(id.clone(), Record::default());
        }
        let past = store.history(&key).map(|change| change.map(|change| change.seq));
        told.pasts.insert(id.clone(), past.collect::<Result<_, _>>()?);
    }
    told.sets = store.change_sets_back().collect::<Result<_, _>>()?;
    Ok(told)
}

/// Records that are or were, spread evenly: those whose keys and histories are asked. Each step of a history reads a
/// whole change set.
fn ids(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut ids = Vec::new();
    for set in store.change_sets_back() {
        ids.extend(set?.changes.into_iter().map(|change| change.id));
    }
    ids.sort_unstable();
    ids.dedup();
    let every = ids.len().div_ceil(ASKED).max(1);
    Ok(ids.into_iter().step_by(every).collect())
}

fn options(read_only: bool) -> OpenOptions {
    OpenOptions { create: false, read_only, holder: "the comparison".into() }
}
