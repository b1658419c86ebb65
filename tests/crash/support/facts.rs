//! What a diary proves: the changes that were answered, and where others may stand.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};
use kith_model::ChangeSet;

use super::{diary::Entry, step::Step};

/// What must be, and what may be besides.
#[derive(Debug, Default)]
pub struct Facts {
    /// The answered change sets by number.
    pub answered: BTreeMap<u64, ChangeSet>,
    /// What was being done to the whole book at the end.
    pub under_way: Option<Step>,
    /// The log was damaged and is not known to be repaired.
    pub damaged: bool,
    /// Those that were not answered and were in the book before anything was forgotten.
    found: BTreeMap<u64, ChangeSet>,
    /// The last change set that may be forgotten.
    forgettable: u64,
    /// For each place where a change set that was not answered may stand: how many changes those had that were asked
    /// for and not answered then. `None` where a request did not know.
    unanswered: BTreeMap<u64, Vec<Option<usize>>>,
    /// Asked since the last answer: by earlier runs of the writer, and by the last one.
    earlier: Vec<Vec<Option<usize>>>,
    current: Vec<Option<usize>>,
    last: u64,
}

impl Facts {
    /// Reads the facts off a diary.
    ///
    /// # Errors
    /// An answer has a number that does not follow: something answered before was lost, or something appeared.
    pub fn of(diary: Vec<Entry>) -> Result<Self> {
        let mut facts = Self::default();
        for entry in diary {
            facts.upkeep(&entry);
            match entry {
                Entry::Begun { found, .. } => facts.found.extend(found.into_iter().map(|set| (set.seq, set))),
                Entry::Opened { .. } => facts.earlier.push(std::mem::take(&mut facts.current)),
                Entry::Asked { changes, .. } => facts.current.push(changes),
                Entry::Unchanged => drop(facts.current.pop()),
                Entry::Answered(set) => facts.answer(*set)?,
                // A change answered with an error may be there after all, if the process ends before it was cut off.
                Entry::Refused(_) | Entry::NotOpened(_) | Entry::Closed(_) | Entry::Ended { .. } => {}
            }
        }
        Ok(facts)
    }

    /// A change set that was answered, or was found.
    #[must_use]
    pub fn known(&self, seq: u64) -> Option<&ChangeSet> {
        self.answered.get(&seq).or_else(|| self.found.get(&seq))
    }

    /// The change sets before the oldest one that a book still has.
    ///
    /// # Errors
    /// They were not to be forgotten.
    pub fn forgotten(&self, oldest: u64) -> Result<Vec<ChangeSet>> {
        ensure!(
            oldest <= self.forgettable.max(1),
            "the book begins at change set {oldest}, which nobody asked for"
        );
        let known = |seq| self.known(seq).cloned().with_context(|| format!("change set {seq} was forgotten"));
        (1..oldest).map(known).collect()
    }

    fn upkeep(&mut self, entry: &Entry) {
        match entry {
            Entry::Begun { step, found } => {
                self.under_way = Some(*step);
                self.damaged |= *step == Step::Repair;
                if *step == Step::Forget {
                    let found = found.iter().map(|set| set.seq).max().unwrap_or_default();
                    // The last one always stays.
                    self.forgettable = self.last.max(found);
                }
            }
            Entry::Ended { step, failed } => {
                self.under_way = None;
                self.damaged &= *step != Step::Repair || failed.is_some();
            }
            Entry::Opened { .. } => self.under_way = None,
            _ => {}
        }
    }

    /// That a book may end with change set `last`.
    ///
    /// # Errors
    /// Something answered is missing, or there is more than can have been asked.
    pub fn admits(&self, last: u64) -> Result<()> {
        let most = self.last + self.slack();
        if (self.last..=most).contains(&last) {
            return Ok(());
        }
        bail!("the book ends at change set {last}; {} was answered, {most} can have been asked", self.last)
    }

    /// That a change set is the one that was answered, or one that was asked and not answered, whole.
    ///
    /// # Errors
    /// It is another.
    pub fn admits_set(&self, set: &ChangeSet) -> Result<()> {
        if let Some(answered) = self.known(set.seq) {
            if answered != set {
                bail!("change set {} is not the one that was answered", set.seq);
            }
            return Ok(());
        }
        let asked: Vec<Option<usize>> = match self.unanswered.get(&set.seq) {
            Some(asked) => asked.clone(),
            None => self.asked(),
        };
        if asked.iter().any(|count| count.is_none_or(|count| count == set.changes.len())) {
            return Ok(());
        }
        bail!("change set {} with {} changes is none that was asked: {asked:?}", set.seq, set.changes.len())
    }

    fn asked(&self) -> Vec<Option<usize>> {
        self.earlier.iter().flatten().chain(&self.current).copied().collect()
    }

    /// Each run of the writer can have left one.
    fn slack(&self) -> u64 {
        let runs = self.earlier.iter().chain([&self.current]);
        runs.filter(|asked| !asked.is_empty()).count() as u64
    }

    fn answer(&mut self, set: ChangeSet) -> Result<()> {
        // The request that this answers is no longer open.
        let own = self.current.pop();
        let most = self.last + 1 + self.slack();
        if !(self.last + 1..=most).contains(&set.seq) {
            bail!("change set {} was answered after {}; {own:?} was asked", set.seq, self.last);
        }
        let asked = self.asked();
        self.unanswered.extend((self.last + 1..set.seq).map(|seq| (seq, asked.clone())));
        self.earlier.clear();
        self.current.clear();
        self.last = set.seq;
        self.answered.insert(set.seq, set);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kith_model::{ChangeNote, Source};

    use super::*;
    use crate::book::user;

    fn answered(seq: u64) -> Entry {
        let note = ChangeNote {
            at: "t".into(),
            by: user(),
            source: Source::Desk,
            takes_back: None,
            from_crm: false,
            part_of: None,
        };
        Entry::Answered(Box::new(ChangeSet { seq, note, changes: Vec::new() }))
    }

    fn asked(changes: usize) -> Entry {
        Entry::Asked { step: Step::Save, changes: Some(changes) }
    }

    fn opened() -> Entry {
        Entry::Opened { seed: 1 }
    }

    #[test]
    fn what_was_answered_must_be_and_one_more_may_be() {
        let facts =
            Facts::of(vec![opened(), asked(1), answered(1), asked(1), answered(2), asked(5)]).unwrap();
        assert!(facts.admits(1).is_err() && facts.admits(4).is_err());
        assert!(facts.admits(2).is_ok() && facts.admits(3).is_ok());
    }

    #[test]
    fn what_nobody_asked_to_forget_must_be_there() {
        let mut diary = vec![opened(), asked(1), answered(1), asked(1), answered(2)];
        assert!(Facts::of(diary.clone()).unwrap().forgotten(2).is_err());
        diary.push(Entry::Begun { step: Step::Forget, found: Vec::new() });
        let facts = Facts::of(diary).unwrap();
        assert_eq!(facts.forgotten(2).unwrap().len(), 1);
        assert!(facts.forgotten(3).is_err(), "the last one stays");
    }

    #[test]
    fn a_run_that_was_killed_leaves_at_most_one() {
        let diary = vec![opened(), asked(1), answered(1), asked(1), opened(), asked(1), answered(3)];
        assert!(Facts::of(diary).is_ok());
        let diary = vec![opened(), asked(1), answered(1), asked(1), opened(), asked(1), answered(4)];
        assert!(Facts::of(diary).is_err());
        let diary = vec![opened(), asked(1), answered(1), opened(), asked(1), answered(1)];
        assert!(Facts::of(diary).is_err(), "one is lost");
    }
}
