//! Everything a book tells, asked in every way there is, to compare a damaged book with what it was.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result, bail, ensure};
use kith_book::{Backup, Book};
use kith_model::{ChangeSet, Operation, Record, RecordKey};
use kith_store::{OpenOptions, Store, StoreError, archive};
use serde::{Deserialize, Serialize};

/// How many records are asked by their keys and for their history.
const ASKED: usize = 50;

/// What a book tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Every record, by its `Id`.
    pub records: BTreeMap<String, Record>,
    pasts: BTreeMap<String, Vec<u64>>,
    /// Newest first.
    pub sets: Vec<ChangeSet>,
}

/// What a sound book tells, and how far its backups go.
#[derive(Debug, Serialize, Deserialize)]
pub struct Was {
    /// What it tells.
    pub told: Told,
    /// The last change set that a backup has.
    pub backed_up: u64,
}

/// How a damaged book compares with what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compared {
    /// It tells the same.
    Exact,
    /// It says that it cut off the end of the log, and misses only so many of the last change sets.
    Cut(usize),
    /// It gives an error where it would have to tell something else.
    Refused,
}

/// Opens a sound book and writes down what it tells.
///
/// # Errors
/// It is not sound.
pub fn write_down(book: &Path, to: &Path) -> Result<()> {
    let last = |backup: &Backup| archive::heading(Path::new(&backup.file)).map(|heading| heading.last);
    let backed_up = Book::backups(book)?.iter().map(last).collect::<Result<Vec<_>, _>>()?;
    let backed_up = backed_up.into_iter().max().unwrap_or_default();
    let was = Was { told: Told::by(book, None)?, backed_up };
    Ok(fs::write(to, serde_json::to_vec(&was)?)?)
}

/// Reads what was written down.
///
/// # Errors
/// It cannot be read.
pub fn read(path: &Path) -> Result<Was> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// Opens a damaged book, and opens it again, and compares what it tells with what was written down.
///
/// # Errors
/// It tells something else as if it were right, or a verification does not find what reading does.
pub fn compare(book: &Path, was: &Told, read_only: bool) -> Result<Compared> {
    let (first, cut) = once(book, was, read_only, false)?;
    // What was mended must stay so; what could not be read may be mended by now, and what was cut off is gone.
    let (again, _) = once(book, was, false, cut)?;
    ensure!(first != Compared::Exact || again == first, "it was right, and is {again:?} when opened again");
    Ok(first)
}

fn once(book: &Path, was: &Told, read_only: bool, was_cut: bool) -> Result<(Compared, bool)> {
    let (store, report) = match Store::open(book, &options(read_only)) {
        Ok(opened) => opened,
        Err(error) => return Ok((refused(&error), was_cut)),
    };
    let cut = was_cut || report.torn_tail;
    let compared = match Told::of(&store, Some(was)) {
        Ok(is) if is == *was => Compared::Exact,
        Ok(is) => match is.misses(was) {
            Some(count) if cut => Compared::Cut(count),
            _ => bail!(
                "{} of {} records, {} of {} change sets are told as if they were right; {report:?}",
                is.records.len(),
                was.records.len(),
                is.sets.len(),
                was.sets.len()
            ),
        },
        Err(error) => {
            let unseen = store.verify().is_ok_and(|report| report.is_sound());
            ensure!(!unseen, "a verification does not find that {error}");
            refused(&error)
        }
    };
    Ok((compared, cut))
}

fn refused(error: &StoreError) -> Compared {
    eprintln!("refused: {error}");
    Compared::Refused
}

impl Told {
    /// What a book tells that must be sound; the same records are asked as another was asked for.
    ///
    /// # Errors
    /// It does not open, read, verify, close.
    pub fn by(book: &Path, like: Option<&Self>) -> Result<Self> {
        let (store, _) = Store::open(book, &options(false)).context("the book does not open")?;
        let told = Self::of(&store, like)?;
        let verified = store.verify()?;
        ensure!(verified.is_sound(), "the verification found {:?}", verified.problems);
        store.close()?;
        told.is_one_story()?;
        Ok(told)
    }

    fn of(store: &Store, like: Option<&Self>) -> Result<Self, StoreError> {
        let mut told = Self::default();
        for record in store.records() {
            let record = record?;
            told.records.insert(record.id().to_owned(), record);
        }
        told.sets = store.change_sets_back().collect::<Result<_, _>>()?;
        let ids = like.map_or_else(|| told.ids(), |like| like.pasts.keys().cloned().collect());
        ids.iter().try_for_each(|id| told.ask(store, id))?;
        Ok(told)
    }

    /// Asks for a record by its keys and for its history.
    fn ask(&mut self, store: &Store, id: &str) -> Result<(), StoreError> {
        let by_id = RecordKey::Id(id.to_owned());
        let by_key = self.records.get(id).map(Record::key);
        for key in by_key.iter().chain([&by_id]) {
            // A record that is told one way and not the other is told wrong, and compares so.
            if store.get(key)?.as_ref() != self.records.get(id) {
                self.records.insert(id.to_owned(), Record::default());
            }
        }
        let past = store.history(&by_id).map(|change| change.map(|change| change.seq));
        self.pasts.insert(id.to_owned(), past.collect::<Result<_, _>>()?);
        Ok(())
    }

    /// Records that are or were, spread evenly: those whose keys and histories are asked. Each step of a history reads a
    /// whole change set.
    fn ids(&self) -> Vec<String> {
        let changes = self.sets.iter().flat_map(|set| &set.changes);
        let mut ids: Vec<String> = changes.map(|change| change.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let every = ids.len().div_ceil(ASKED).max(1);
        ids.into_iter().step_by(every).collect()
    }

    /// How many of another's last change sets it misses, where that is all that it misses.
    fn misses(&self, was: &Self) -> Option<usize> {
        let count = was.sets.len().checked_sub(self.sets.len()).filter(|count| *count > 0)?;
        let is_earlier = was.sets.ends_with(&self.sets) && self.is_one_story().is_ok();
        is_earlier.then_some(count)
    }

    /// That the change sets come to the records: taken back one after the other, each finds what it made.
    fn is_one_story(&self) -> Result<()> {
        let mut records = self.records.clone();
        for set in &self.sets {
            for change in set.changes.iter().rev() {
                let mut record = records.remove(&change.id).unwrap_or_default();
                for field in &change.fields {
                    let found = record.get(&field.field) == &field.new;
                    ensure!(found, "{} has another {} than change set {}", change.id, field.field, set.seq);
                    record.set(&field.field, field.old.clone());
                }
                let is_new = change.operation == Operation::Create;
                ensure!(
                    is_new == (record == Record::default()),
                    "{} {:?} {}",
                    set.seq,
                    change.operation,
                    change.id
                );
                if !is_new {
                    records.insert(change.id.clone(), record);
                }
            }
        }
        Ok(())
    }
}

fn options(read_only: bool) -> OpenOptions {
    OpenOptions { create: false, read_only, holder: "the comparison".into() }
}
