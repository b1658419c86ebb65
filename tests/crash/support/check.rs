//! Holds a book to its diary: every answered change is there, none is half there, history and indexes agree.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, Result, bail, ensure};
use kith_book::Book;
use kith_model::{ChangeSet, RecordKey};
use kith_store::{OpenOptions, OpenReport, Store};
use serde::{Deserialize, Serialize};

use super::{diary, facts::Facts, step::Step, story::Story};
use crate::book::host;

/// How many records' histories are read in a check; each step of one reads a whole change set.
const HISTORIES: usize = 60;

/// What a check found, where it found nothing wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Change sets that were answered.
    pub answered: u64,
    /// Change sets that are there.
    pub last: u64,
    /// Records that are there.
    pub records: u64,
    /// Change sets that were applied again when the book was opened.
    pub replayed: u64,
    /// Whether the records were built anew.
    pub rebuilt: bool,
    /// Whether a torn tail was cut off.
    pub torn: bool,
    /// What was being done to the whole book when the writer ended.
    pub within: Option<Step>,
    /// How many change sets are no longer kept.
    pub forgotten: u64,
}

/// Opens a book and compares everything in it with everything that was answered.
///
/// # Errors
/// What is wrong.
pub fn check(book: &Path, diary: &Path, read_only: bool) -> Result<Checked> {
    let facts = Facts::of(diary::read(diary)?)?;
    if facts.answered.is_empty() && !Store::exists(book) {
        return Ok(Checked::default());
    }
    // A kill before the first answer may leave less than a book.
    let options = OpenOptions {
        create: facts.answered.is_empty() && !read_only,
        read_only,
        holder: "the check".into(),
    };
    if facts.damaged {
        Book::repair(book, &|| host(5)).context("the repair of a log that was damaged")?;
    }
    let (store, report) = Store::open(book, &options).context("the book does not open")?;
    let checked = compare(&store, &facts, &report)?;
    store.close().context("the book does not close")?;
    Ok(checked)
}

fn compare(store: &Store, facts: &Facts, report: &OpenReport) -> Result<Checked> {
    facts.admits(store.last_seq())?;
    let oldest = store.oldest_kept()?;
    let kept = sets(store, oldest)?;
    kept.iter().try_for_each(|set| facts.admits_set(set))?;
    let mut sets = facts.forgotten(oldest)?;
    sets.extend(kept);
    let story = Story::of(&sets)?;
    records(store, &story)?;
    histories(store, &story, &sets, oldest)?;
    let verified = store.verify()?;
    ensure!(verified.is_sound(), "the verification found {:?}", verified.problems);
    Ok(Checked {
        answered: facts.answered.len() as u64,
        last: store.last_seq(),
        records: store.count(),
        replayed: report.replayed,
        rebuilt: report.rebuilt.is_some(),
        torn: report.torn_tail,
        within: facts.under_way,
        forgotten: oldest - 1,
    })
}

fn sets(store: &Store, oldest: u64) -> Result<Vec<ChangeSet>> {
    let mut sets = store.change_sets_back().collect::<Result<Vec<_>, _>>().context("the change sets")?;
    sets.reverse();
    ensure!(sets.iter().map(|set| set.seq).eq(oldest..=store.last_seq()), "the change sets have gaps");
    Ok(sets)
}

/// The records are those of the story, whichever way they are asked for.
fn records(store: &Store, story: &Story) -> Result<()> {
    let mut seen = BTreeSet::new();
    for record in store.records() {
        let record = record?;
        ensure!(story.records.get(record.id()) == Some(&record), "the record {} is another", record.key());
        for key in [record.key(), RecordKey::Id(record.id().to_owned())] {
            ensure!(store.get(&key)?.as_ref() == Some(&record), "{key} leads to another record");
        }
        ensure!(seen.insert(record.id().to_owned()), "the record {} is there twice", record.key());
    }
    ensure!(seen.len() == story.records.len(), "{} records of {}", seen.len(), story.records.len());
    ensure!(store.count() == seen.len() as u64, "{} records are counted", store.count());
    for id in story.pasts.keys().filter(|id| !story.records.contains_key(*id)) {
        ensure!(store.get(&RecordKey::Id(id.clone()))?.is_none(), "the deleted record {id} is there");
    }
    Ok(())
}

fn histories(store: &Store, story: &Story, sets: &[ChangeSet], oldest: u64) -> Result<()> {
    let is_kept = |&&(at, _): &&(usize, usize)| sets.get(at).is_some_and(|set| set.seq >= oldest);
    let every = story.pasts.len().div_ceil(HISTORIES).max(1);
    let touched = |id: &String| {
        sets.iter()
            .rev()
            .take(2)
            .any(|set| set.changes.len() < 9 && set.changes.iter().any(|change| change.id == *id))
    };
    for (n, (id, past)) in story.pasts.iter().enumerate() {
        if n % every == 0 || touched(id) {
            let kept: Vec<_> = past.iter().filter(is_kept).copied().collect();
            history(store, id, &kept, sets)?;
        }
    }
    Ok(())
}

fn history(store: &Store, id: &str, past: &[(usize, usize)], sets: &[ChangeSet]) -> Result<()> {
    let mut should = past.iter().rev();
    for change in store.history(&RecordKey::Id(id.to_owned())) {
        let change = change.with_context(|| format!("the history of {id}"))?;
        let told =
            should.next().and_then(|&(at, index)| Some((sets.get(at)?, sets.get(at)?.changes.get(index)?)));
        let Some((set, expected)) = told else { bail!("the history of {id} is too long") };
        ensure!(
            change.seq == set.seq && change.change == *expected,
            "the history of {id} differs at {}",
            set.seq
        );
    }
    ensure!(should.next().is_none(), "the history of {id} is too short");
    Ok(())
}
