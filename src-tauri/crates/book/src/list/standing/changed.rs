//! The contacts that changed since changes were handed over.

use std::collections::HashMap;

use kith_model::RecordKey;
use kith_store::{GoOn, StoreError};

use super::{FEW, Members, keyed::Keyed};
use crate::{book::Book, crm::Known, error::Error, export::Handed};

/// What became of the contacts since changes were handed over.
pub(super) struct Changing {
    handed: Option<Handed>,
    /// The last change that was looked at.
    seen: u64,
    became: Which,
}

/// Which contacts changed.
enum Which {
    /// All: they were never handed over, and every change is still there.
    All,
    /// Those that differ from what they were.
    Some { became: HashMap<String, Known>, members: Keyed },
}

impl Changing {
    /// Looks through the changes.
    pub fn since_handed(book: &Book, go_on: GoOn<'_>) -> Result<Self, Error> {
        let (handed, seen) = (book.handed()?, book.store.last_seq());
        if handed.is_none() && book.store.oldest_kept()? <= 1 {
            return Ok(Self { handed, seen, became: Which::All });
        }
        let after = handed.as_ref().map_or(0, |handed| handed.change);
        let became = book.became(after, None, seen, go_on)?;
        let mut members = Keyed::default();
        members.replace(keys_of(book, became.iter())?);
        Ok(Self { handed, seen, became: Which::Some { became, members } })
    }

    /// Whether nothing was handed over since, or taken back.
    pub fn still_holds(&self, book: &Book) -> Result<bool, Error> {
        Ok(self.handed == book.handed()?)
    }

    /// Whether much changed since it was looked at.
    pub fn is_behind(&self, book: &Book) -> bool {
        let behind = book.store.last_seq().saturating_sub(self.seen);
        matches!(self.became, Which::Some { .. }) && behind > FEW as u64
    }

    /// Takes in what changed since.
    pub fn follow(&mut self, book: &Book, go_on: GoOn<'_>) -> Result<(), Error> {
        let (Which::Some { became, members }, last) = (&mut self.became, book.store.last_seq()) else {
            return Ok(());
        };
        let mut changed = Vec::new();
        let mut is_taken_back = false;
        for seq in self.seen + 1..=last {
            go_on().then_some(()).ok_or(StoreError::Ended)?;
            let Some(set) = book.store.change_set(seq)? else { continue };
            is_taken_back |= set.note.takes_back.is_some();
            let from_crm = set.note.from_crm;
            for change in set.changes.into_iter().filter(|change| !change.is_of_document()) {
                let id = change.id.clone();
                became.entry(id.clone()).or_default().go_on(from_crm, change);
                changed.push(id);
            }
        }
        if is_taken_back {
            // What is undone is no change, which only shows beside what was.
            *self = Self::since_handed(book, go_on)?;
            return Ok(());
        }
        changed.sort_unstable();
        changed.dedup();
        let changed = changed.iter().filter_map(|id| became.get_key_value(id));
        members.replace(keys_of(book, changed)?);
        self.seen = last;
        Ok(())
    }

    pub fn members(&self) -> Members {
        match &self.became {
            Which::All => Members::All,
            Which::Some { members, .. } => Members::Some(members.keys()),
        }
    }
}

/// The keys of those that differ from what they were; none of the others.
fn keys_of<'a>(
    book: &Book,
    became: impl Iterator<Item = (&'a String, &'a Known)>,
) -> Result<Vec<(String, Option<RecordKey>)>, Error> {
    let key = |(id, became): (&String, &Known)| {
        let record = book.store.get(&RecordKey::Id(id.clone()))?;
        Ok((id.clone(), record.filter(|record| became.is_of_changed(record)).map(|record| record.key())))
    };
    became.map(key).collect()
}
