//! The pairs that were found, in words: read once more, with the reasons and the groups they make.

use std::{cmp::Reverse, collections::HashMap};

use kith_model::{Layout, Record, RecordKey, query::text_of};
use serde_json::Value;

use super::{
    Certainty, DuplicateContact, DuplicatePair, DuplicateReason, ReasonKind,
    evidence::{Common, Evidence, weigh},
    traits::{TraitFields, Traits},
};
use crate::{book::Book, error::Error};

/// What stands between the parts of the line under a contact's name.
const BETWEEN: &str = " · ";

impl Book {
    /// The pairs of these `Id`s, the most certain first, those of one group together. One that is none any more is left
    /// out.
    pub(super) fn told(
        &self,
        fields: &TraitFields,
        common: &Common,
        named: &[(String, String)],
    ) -> Result<Vec<DuplicatePair>, Error> {
        let layout = self.layout();
        let mut records: HashMap<&str, Option<Record>> = HashMap::new();
        for id in named.iter().flat_map(|(one, other)| [one, other]) {
            if !records.contains_key(id.as_str()) {
                records.insert(id, self.store.get(&RecordKey::Id(id.clone()))?);
            }
        }
        let record = |id: &str| records.get(id).and_then(Option::as_ref);
        let pair = |(one, other): &(String, String)| {
            let (one, other) = (Side::of(fields, record(one)?), Side::of(fields, record(other)?));
            let evidence = weigh(&one.traits, &other.traits, common)?;
            Some(one.with(&other, &evidence, &layout))
        };
        let mut pairs: Vec<_> = named.iter().filter_map(pair).collect();
        group(&mut pairs);
        Ok(pairs)
    }

    /// How a contact of a pair is told.
    pub(super) fn contact(&self, record: &Record) -> DuplicateContact {
        let layout = self.layout();
        let fields = TraitFields::of(&self.schema(), &layout);
        Side::of(&fields, record).contact(&layout)
    }
}

/// One contact of a pair.
struct Side<'a> {
    fields: &'a TraitFields,
    record: &'a Record,
    traits: Traits,
}

impl<'a> Side<'a> {
    fn of(fields: &'a TraitFields, record: &'a Record) -> Self {
        Self { fields, record, traits: Traits::read(fields, record.id(), &|field| get(record, field)) }
    }

    fn with(&self, other: &Self, evidence: &Evidence, layout: &Layout) -> DuplicatePair {
        let reason = |kind: &ReasonKind| self.reason(other, *kind);
        DuplicatePair {
            one: self.contact(layout),
            other: other.contact(layout),
            score: evidence.score,
            certainty: Certainty::of(evidence.score),
            reasons: evidence.reasons.iter().map(reason).collect(),
            group: 0,
        }
    }

    fn contact(&self, layout: &Layout) -> DuplicateContact {
        let parts = layout.subtitle.iter().filter_map(|field| text_of(self.record.get(field)));
        let parts: Vec<_> = parts.filter(|part| !part.trim().is_empty()).collect();
        DuplicateContact {
            id: self.record.id().to_owned(),
            key: self.record.key(),
            title: self.name(),
            subtitle: parts.join(BETWEEN),
        }
    }

    /// A reason, as each of the two has it.
    fn reason(&self, other: &Self, kind: ReasonKind) -> DuplicateReason {
        let (one, other) = match kind {
            ReasonKind::SameEmail | ReasonKind::CommonEmail => {
                let of =
                    |side: &Self| side.fields.emails(&|field| get(side.record, field)).collect::<Vec<_>>();
                both(&of(self), &of(other))
            }
            ReasonKind::SamePhone | ReasonKind::CommonPhone => {
                let of =
                    |side: &Self| side.fields.phones(&|field| get(side.record, field)).collect::<Vec<_>>();
                both(&of(self), &of(other))
            }
            ReasonKind::SameName | ReasonKind::SimilarName => (self.name(), other.name()),
            ReasonKind::SameCompany | ReasonKind::SimilarCompany => (self.company(), other.company()),
        };
        DuplicateReason { kind, one, other }
    }

    fn name(&self) -> String {
        self.fields.name(&|field| get(self.record, field))
    }

    fn company(&self) -> String {
        self.fields.company_text(&|field| get(self.record, field))
    }
}

fn get(record: &Record, field: &str) -> Option<Value> {
    Some(record.get(field)).filter(|value| !value.is_null()).cloned()
}

/// The first text that two have in common, as each writes it.
fn both(one: &[(String, u64)], other: &[(String, u64)]) -> (String, String) {
    let shared = one.iter().find_map(|(text, key)| {
        let same = other.iter().find(|(_, theirs)| theirs == key)?;
        Some((text.clone(), same.0.clone()))
    });
    shared.unwrap_or_default()
}

/// Puts the pairs about one person together, the group with the most certain pair first.
fn group(pairs: &mut [DuplicatePair]) {
    let mut sets = Sets::default();
    // What is merely possible makes no group: people who share a number would make one with all who share another.
    for pair in pairs.iter().filter(|pair| pair.certainty != Certainty::Possible) {
        sets.join(&pair.one.id, &pair.other.id);
    }
    let mut next = 0;
    let mut numbers: HashMap<(usize, usize), usize> = HashMap::new();
    for pair in pairs.iter_mut() {
        let (one, other) = (sets.root(&pair.one.id), sets.root(&pair.other.id));
        pair.group = *numbers.entry((one.min(other), one.max(other))).or_insert_with(|| {
            next += 1;
            next
        });
    }
    // Each group got its number with its best pair.
    pairs.sort_by_key(|pair| (pair.group, Reverse(pair.score)));
}

/// Sets of contacts, joined one by one.
#[derive(Default)]
struct Sets {
    numbers: HashMap<String, usize>,
    parents: Vec<usize>,
}

impl Sets {
    fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parents.get_mut(one) {
            *parent = other;
        }
    }

    fn root(&mut self, id: &str) -> usize {
        let new = self.parents.len();
        let mut at = *self.numbers.entry(id.to_owned()).or_insert(new);
        if at == new {
            self.parents.push(new);
        }
        while let Some(&parent) = self.parents.get(at).filter(|parent| **parent != at) {
            // Halves the way for whoever asks next.
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = above;
            }
            at = parent;
        }
        at
    }
}
