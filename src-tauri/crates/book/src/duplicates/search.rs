//! The search for duplicates over all contacts.

use std::collections::{HashMap, HashSet};

use kith_store::{Fields, GoOn, RawRecord, StoreError};
use serde_json::Value;

use super::{
    DuplicateProgress, DuplicateStep, Duplicates,
    best::{Best, Scored},
    blocks::{self, Row},
    evidence::{Common, weigh},
    traits::{TraitFields, Traits},
};
use crate::{book::Book, error::Error};

/// How many pairs are kept while more are looked for.
const ROOM: usize = 1_000_000;
/// The most pairs that are told of one search.
const MOST: usize = 10_000;
/// How often whoever watches is told.
const STEP: usize = 1_000;

/// Who watches a search: is told how far it is, and says whether it is to go on.
pub struct DuplicateWatch<'a> {
    /// Is told how far it is.
    pub progress: &'a dyn Fn(DuplicateProgress),
    /// Says whether it is to go on.
    pub go_on: GoOn<'a>,
}

impl DuplicateWatch<'_> {
    /// Nobody watches.
    pub const NOBODY: DuplicateWatch<'static> = DuplicateWatch { progress: &|_| (), go_on: &|| true };

    fn tell(&self, step: DuplicateStep, done: usize, total: usize) {
        (self.progress)(DuplicateProgress { step, done: done as u64, total: total as u64 });
    }
}

impl Book {
    /// Contacts that may be one person: the `limit` most certain pairs, at most 10,000, and how many there are. Reads every contact;
    /// changes nothing.
    ///
    /// # Errors
    /// [`Error::Store`], `Ended` too where it was not to go on.
    pub fn duplicates(&self, limit: usize, watch: &DuplicateWatch<'_>) -> Result<Duplicates, Error> {
        let fields = TraitFields::of(&self.schema(), &self.layout());
        let all = self.traits(&fields, watch)?;
        let common = blocks::common(&all);
        let apart = rows_apart(&all, &self.apart_ids()?);
        let tell = |done| watch.tell(DuplicateStep::Compare, done, all.len());
        let best = find(&all, &common, &apart, &tell, watch.go_on)?;
        let more = best.is_cut();
        let mut pairs = best.into_pairs();
        let found = pairs.len() as u64;
        pairs.truncate(limit.min(MOST));
        let id = |row: Row| all.get(row as usize).map(|contact| contact.id.to_string()).unwrap_or_default();
        let named: Vec<_> = pairs.iter().map(|pair| (id(pair.one), id(pair.other))).collect();
        let contacts = all.len() as u64;
        drop(all);
        Ok(Duplicates { contacts, found, more, pairs: self.told(&fields, &common, &named)? })
    }

    /// The traits of every contact.
    fn traits(&self, fields: &TraitFields, watch: &DuplicateWatch<'_>) -> Result<Vec<Traits>, Error> {
        let total = usize::try_from(self.count()).unwrap_or(usize::MAX);
        let names: HashSet<&String> = fields.all().collect();
        let wanted = Fields::new(names.into_iter().cloned());
        let mut all = Vec::with_capacity(total.min(1 << 20));
        self.store.walk(&wanted, |record| {
            if all.len() % STEP == 0 {
                watch.tell(DuplicateStep::Read, all.len(), total);
                if !(watch.go_on)() {
                    return Err(StoreError::Ended);
                }
            }
            all.push(Traits::read(fields, &record.id(), &|field| value(record, &wanted, field)));
            Ok(())
        })?;
        Ok(all)
    }
}

/// The value of a wanted field; none where it cannot be read, which under a right checksum is never.
fn value(record: &RawRecord<'_>, wanted: &Fields, field: &str) -> Option<Value> {
    let place = wanted.names().iter().position(|name| name == field)?;
    record.get(place)?.value().ok()
}

/// Every pair of contacts that evidence speaks for, but those that are known to be apart.
pub(super) fn find(
    all: &[Traits],
    common: &Common,
    apart: &HashSet<(Row, Row)>,
    tell: &dyn Fn(usize),
    go_on: GoOn<'_>,
) -> Result<Best, StoreError> {
    let mut best = Best::with_room(ROOM);
    let look = |one: Row, other: Row| {
        let (Some(first), Some(second)) = (all.get(one as usize), all.get(other as usize)) else { return };
        if let Some(evidence) = weigh(first, second, common).filter(|_| !apart.contains(&(one, other))) {
            best.add(Scored { one, other, score: evidence.score });
        }
    };
    blocks::each_pair(all, common, look, tell, go_on)?;
    Ok(best)
}

/// The rows of pairs of `Id`s, the smaller row first.
fn rows_apart(all: &[Traits], apart: &[(String, String)]) -> HashSet<(Row, Row)> {
    let named: HashSet<&str> = apart.iter().flat_map(|(one, other)| [one.as_str(), other]).collect();
    let rows: HashMap<&str, Row> = if named.is_empty() {
        HashMap::new()
    } else {
        let numbered = all.iter().map(|contact| &*contact.id).zip(0..);
        numbered.filter(|(id, _)| named.contains(id)).collect()
    };
    let row = |id: &str| rows.get(id).copied();
    let pair = |(one, other): &(String, String)| {
        let (one, other) = (row(one)?, row(other)?);
        Some((one.min(other), one.max(other)))
    };
    apart.iter().filter_map(pair).collect()
}
