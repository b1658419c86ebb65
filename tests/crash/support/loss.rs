//! What a repaired book may miss: what the repair says is lost, and no more.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail, ensure};
use kith_book::Repaired;
use kith_model::{ChangeSet, Record, Source};
use serde_json::Value;

use super::told::{Told, Was};

/// How many doubts a repair spells out; after so many there may be others.
const MOST_DOUBTS: usize = 100;

/// A repaired book beside what it was.
#[derive(Debug)]
pub struct Loss<'a> {
    is: &'a Told,
    was: &'a Was,
    said: &'a Repaired,
    /// From which change set on the end of the log was cut off by an open.
    torn: Option<u64>,
}

impl<'a> Loss<'a> {
    /// Of a repaired book, what it was, what the repair said of it, and what an open cut off before.
    #[must_use]
    pub fn new(is: &'a Told, was: &'a Was, said: &'a Repaired, torn: Option<u64>) -> Self {
        Self { is, was, said, torn }
    }

    /// Holds what the repair said against what is there.
    ///
    /// # Errors
    /// Something is missing or another and was not said to be; something is said to be lost and is not.
    pub fn holds(&self) -> Result<()> {
        for set in &self.was.told.sets {
            self.set(set)?;
        }
        self.added()?;
        for lost in &self.said.lost {
            let by_backup = lost.first <= self.was.backed_up;
            ensure!(!by_backup, "{lost:?} is in a backup that goes to {}", self.was.backed_up);
        }
        self.records()
    }

    fn set(&self, was: &ChangeSet) -> Result<()> {
        let is = self.is.sets.iter().find(|set| set.seq == was.seq);
        let first_lost = self.said.lost.iter().map(|lost| lost.first).min();
        match is {
            Some(_) if self.is_lost(was.seq) && is == Some(was) => {
                bail!("change set {} is there, and said to be lost", was.seq)
            }
            Some(is) if is == was || self.is_lost(was.seq) => Ok(()),
            // Its number was given again where nothing tells that it was.
            Some(is) if is.note.source == Source::Repair && self.is_cut(was.seq) => Ok(()),
            // After a loss a change set is taken as far as it fits.
            Some(is) if first_lost.is_some_and(|first| first < was.seq) => {
                ensure!(is.note == was.note, "change set {} has another note", was.seq);
                Ok(())
            }
            None if self.is_cut(was.seq) || self.is_before_the_history(was.seq) => Ok(()),
            _ => bail!("change set {} is another or not there, and nothing says so", was.seq),
        }
    }

    /// Whatever is there and was not is what the records knew better than the changes that are left.
    fn added(&self) -> Result<()> {
        let last = self.was.told.sets.first().map_or(0, |set| set.seq);
        for set in self.is.sets.iter().filter(|set| set.seq > last) {
            let is_the_repairs = set.note.source == Source::Repair && !self.said.lost.is_empty();
            ensure!(is_the_repairs, "change set {} of {last} was not there", set.seq);
        }
        Ok(())
    }

    fn is_lost(&self, seq: u64) -> bool {
        self.said.lost.iter().any(|lost| (lost.first..=lost.last).contains(&seq))
    }

    fn is_before_the_history(&self, seq: u64) -> bool {
        let said = self.said.doubtful.iter().any(|doubt| doubt.starts_with("No change up to change"));
        said && self.is.sets.last().is_none_or(|first| seq < first.seq)
    }

    /// After the last one that is known, where the end of the log is told to be damaged or cut off.
    fn is_cut(&self, seq: u64) -> bool {
        let done = self.said.done.iter().any(|done| done.contains("cut off the change log"));
        let doubted = self.said.doubtful.iter().any(|doubt| doubt.starts_with("The end of the change log"));
        let last = self.last_known().unwrap_or(0);
        (done || doubted || self.torn == Some(last + 1)) && seq > last
    }

    /// The last change set that the repair knew of; its own comes after it.
    fn last_known(&self) -> Option<u64> {
        let is_known = |set: &&ChangeSet| {
            set.note.source != Source::Repair || self.is_lost(set.seq) || self.was.told.sets.contains(set)
        };
        self.is.sets.iter().find(is_known).map(|set| set.seq)
    }

    /// Only records that a lost change was about are another, and hold nothing that they never held.
    fn records(&self) -> Result<()> {
        let touched = self.touched();
        let were = Values::of(&self.was.told);
        let ids: BTreeSet<&String> = self.is.records.keys().chain(self.was.told.records.keys()).collect();
        for id in ids {
            let (is, was) = (self.is.records.get(id), self.was.told.records.get(id));
            if is == was {
                continue;
            }
            let said = touched.contains(id.as_str()) || self.is_doubted(id, is.or(was));
            ensure!(said, "the record {id} is another, and nothing says so: {is:?}, and was {was:?}");
            if let Some((field, value)) =
                is.and_then(|is| is.fields().find(|(field, value)| !were.has(id, field, value)))
            {
                bail!("{field} of the record {id} is {value}, which it never was");
            }
        }
        Ok(())
    }

    /// The records that a lost change was about.
    fn touched(&self) -> BTreeSet<&str> {
        let gone = |seq| self.is_lost(seq) || self.is_cut(seq);
        let sets = self.was.told.sets.iter().filter(|set| gone(set.seq));
        sets.flat_map(|set| &set.changes).map(|change| change.id.as_str()).collect()
    }

    fn is_doubted(&self, id: &str, record: Option<&Record>) -> bool {
        let key = record.map(|record| record.key().value().to_owned());
        let names = |doubt: &String| {
            doubt.contains(id) || key.as_ref().is_some_and(|key| doubt.contains(key.as_str()))
        };
        self.said.doubtful.len() >= MOST_DOUBTS || self.said.doubtful.iter().any(names)
    }
}

/// Every value that a field of a record ever had.
struct Values<'a>(BTreeMap<(&'a str, &'a str), Vec<&'a Value>>);

impl<'a> Values<'a> {
    fn of(told: &'a Told) -> Self {
        let mut values: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for change in told.sets.iter().flat_map(|set| &set.changes) {
            for field in &change.fields {
                let all = values.entry((change.id.as_str(), field.field.as_str())).or_default();
                all.extend([&field.old, &field.new]);
            }
        }
        for (id, record) in &told.records {
            for (field, value) in record.fields() {
                values.entry((id.as_str(), field)).or_default().push(value);
            }
        }
        Self(values)
    }

    fn has(&self, id: &str, field: &str, value: &Value) -> bool {
        self.0.get(&(id, field)).is_some_and(|all| all.contains(&value))
    }
}
