//! Which rows are what is asked for.

use kith_model::query::{Searched, is_of_number};
use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::{
    asked::{Condition, ConditionKind},
    base::{Base, Texts},
    columns::{Column, Columns},
    error::IndexError,
    grams::{Locals, MOST},
    key::bytes_of,
    rows::{Rows, row_of},
    tail::Tail,
    text::{is_in_telephone, is_key},
    within_keys::{has_in_key, within_keys},
};

/// Where rows are looked for.
pub(crate) struct Search<'a> {
    pub base: &'a Base,
    pub tail: &'a Tail,
    pub live: &'a Rows,
    pub columns: &'a Columns,
    pub searched: &'a [Searched],
}

/// A word as it is looked for in texts.
struct Word<'a> {
    folded: Finder<'a>,
    digits: Option<Finder<'a>>,
    /// Whether it is not looked for in telephone numbers: it has but signs that stand between their digits.
    is_signs: bool,
}

impl Search<'_> {
    /// The live rows for which every condition holds.
    pub fn matching(&self, conditions: &[Condition<'_>]) -> Result<Rows, IndexError> {
        let needs_texts =
            conditions.iter().any(|condition| matches!(condition.kind, ConditionKind::Text { .. }));
        let texts = if needs_texts { self.base.texts()? } else { &[] };
        let mut live = self.live.clone();
        conditions.iter().for_each(|condition| self.keep_among(&mut live, condition));
        let groups = live.groups.into_par_iter().enumerate().map(|(group, mut rows)| {
            // What is decided by values leaves less text to look through.
            for condition in conditions.iter().filter(|condition| !is_text(condition)) {
                self.narrow(&mut rows, group, condition, texts);
            }
            for condition in conditions.iter().filter(|condition| is_text(condition)) {
                self.narrow(&mut rows, group, condition, texts);
            }
            rows
        });
        Ok(Rows { groups: groups.collect() })
    }

    /// Leaves the rows that a condition about their keys leaves.
    fn keep_among(&self, rows: &mut Rows, condition: &Condition<'_>) {
        let ConditionKind::Among(keys) = condition.kind else { return };
        let mut among = Rows::default();
        for key in keys {
            let key = bytes_of(key);
            self.tail.find(&key).into_iter().for_each(|row| among.insert(row));
            self.base.keys().find(&key).into_iter().for_each(|row| among.insert(row));
        }
        for (group, rows) in rows.groups.iter_mut().enumerate() {
            match (among.groups.get(group), condition.negated) {
                (Some(among), false) => rows.intersect_with(among),
                (Some(among), true) => rows.difference_with(among),
                (None, false) => rows.clear(),
                (None, true) => (),
            }
        }
    }

    fn narrow(&self, rows: &mut Locals, group: usize, condition: &Condition<'_>, texts: &[Texts]) {
        if rows.is_clear() {
            return;
        }
        let passing = match condition.kind {
            // Before the groups were gone through.
            ConditionKind::Among(_) => return,
            ConditionKind::Value { field, passes } => match self.columns.get(field) {
                Some(column) => with_value(column, group, rows, passes),
                None => Locals::with_capacity(rows.len()),
            },
            ConditionKind::Text { folded, digits } => {
                let is_signs = digits.is_none() && !folded.is_empty() && is_of_number(folded);
                let word = Word { folded: finder(folded), digits: digits.map(finder), is_signs };
                match texts.get(group) {
                    Some(texts) => self.with_word(group, texts, rows, &word),
                    None => self.tail_with_word(group, rows, &word),
                }
            }
        };
        if condition.negated {
            rows.difference_with(&passing);
        } else {
            rows.intersect_with(&passing);
        }
    }

    /// The texts of a segment among `rows` that hold a word.
    fn with_word(&self, group: usize, segment: &Texts, rows: &Locals, word: &Word<'_>) -> Locals {
        let mut found = holding(segment, rows, &word.folded);
        let keys = self.base.keys().segments().get(group).filter(|_| self.searched.iter().any(is_key));
        if word.is_signs {
            let is_in_key = |at| keys.is_some_and(|keys| has_in_key(keys, at, &word.folded));
            let is_wrong = |at: &usize| {
                !is_in_key(*at) && !self.is_beside_telephones(segment.texts.get(*at), &word.folded)
            };
            let wrong: Vec<usize> = found.ones().filter(is_wrong).collect();
            wrong.into_iter().for_each(|at| found.remove(at));
        }
        if let Some(keys) = keys {
            within_keys(keys, rows, &word.folded, &mut found);
        }
        if let Some(digits) = &word.digits {
            let (mut candidates, _) = segment.grams.candidates(digits.needle(), segment.texts.len());
            candidates.intersect_with(rows);
            candidates.difference_with(&found);
            found.extend(candidates.ones().filter(|at| self.has_digits(segment.texts.get(*at), digits)));
        }
        found
    }

    fn tail_with_word(&self, group: usize, rows: &Locals, word: &Word<'_>) -> Locals {
        let holds = |local: &usize| {
            let text = self.tail.text(row_of(group, *local));
            let has_it = match word.is_signs {
                true => self.is_beside_telephones(text, &word.folded),
                false => word.folded.find(text).is_some(),
            };
            has_it || word.digits.as_ref().is_some_and(|digits| self.has_digits(text, digits))
        };
        let mut found = Locals::with_capacity(rows.len());
        found.extend(rows.ones().filter(holds));
        found
    }

    /// Whether a text has a word anywhere but in a telephone number.
    fn is_beside_telephones(&self, text: &[u8], word: &Finder<'_>) -> bool {
        word.find_iter(text).any(|place| !is_in_telephone(self.searched, text, place))
    }

    /// Whether a telephone number in a text has these digits.
    fn has_digits(&self, text: &[u8], digits: &Finder<'_>) -> bool {
        digits.find_iter(text).any(|place| is_in_telephone(self.searched, text, place))
    }
}

fn is_text(condition: &Condition<'_>) -> bool {
    matches!(condition.kind, ConditionKind::Text { .. })
}

fn finder(word: &str) -> Finder<'_> {
    Finder::new(word.as_bytes())
}

/// The texts among `rows` that hold a word.
fn holding(segment: &Texts, rows: &Locals, word: &Finder<'_>) -> Locals {
    let count = segment.texts.len();
    let (mut candidates, is_exact) = segment.grams.candidates(word.needle(), count);
    candidates.intersect_with(rows);
    if is_exact {
        return candidates;
    }
    let mut found = Locals::with_capacity(count);
    // Looking through everything in one go is quicker than going from text to text when there are many.
    if candidates.count_ones(..) > count / 8 {
        scan(segment, word, &mut found);
        found.intersect_with(&candidates);
    } else {
        found.extend(candidates.ones().filter(|at| word.find(segment.texts.get(*at)).is_some()));
    }
    found
}

/// All texts of a segment that hold a word.
fn scan(segment: &Texts, word: &Finder<'_>, found: &mut Locals) {
    let (bytes, mut from, mut at) = (segment.texts.bytes(), 0, 0);
    while let Some(place) = bytes.get(from..).and_then(|rest| word.find(rest)) {
        at = segment.texts.holder(from + place, at);
        found.insert(at.min(MOST - 1));
        from = segment.texts.span(at).end;
        at += 1;
    }
}

/// The rows of a group among `rows` whose value passes.
fn with_value(
    column: &Column,
    group: usize,
    rows: &Locals,
    passes: &(dyn Fn(&serde_json::Value) -> bool + Sync),
) -> Locals {
    let mut found = Locals::with_capacity(rows.len());
    match column.segments.get(group) {
        Some(segment) if segment.codes.is_empty() => {
            if passes(&serde_json::Value::Null) {
                found.union_with(rows);
            }
        }
        Some(segment) => {
            let passing: Vec<bool> = segment.distinct().map(|value| passes(&value.value())).collect();
            let is_passing = |code: &u16| passing.get(usize::from(*code)) == Some(&true);
            found.extend(rows.ones().filter(|local| segment.codes.get(*local).is_some_and(is_passing)));
        }
        None => found.extend(rows.ones().filter(|local| passes(&column.get(row_of(group, *local)).value()))),
    }
    found
}
