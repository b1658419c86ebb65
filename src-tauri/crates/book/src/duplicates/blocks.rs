//! Pairs of contacts that are worth a look, without looking at every two: only those that have a key in common.

use std::collections::{HashMap, HashSet};

use kith_store::{GoOn, StoreError};
use rayon::slice::ParallelSliceMut;

use super::{
    company::Company,
    evidence::{Common, FEW},
    traits::{Hash, Traits, hash},
};

/// How many contacts' keys are in memory at once.
const AT_ONCE: usize = 50_000;
/// In a block of more contacts than this each is compared with so many after it, not with all: nobody looks at all the
/// pairs of a hundred copies.
const LARGE: usize = 100;
const AFTER: usize = 40;
/// After how many steps it is asked whether to go on.
const STEP: usize = 2_000;

/// A contact by its place among all.
pub(super) type Row = u32;

/// Gives every two contacts of `all` that have a key in common to `pair`, some of them several times, and `tell` how far
/// it is, of `all`.
pub(super) fn each_pair(
    all: &[Traits],
    common: &Common,
    mut pair: impl FnMut(Row, Row),
    tell: &dyn Fn(usize),
    go_on: GoOn<'_>,
) -> Result<(), StoreError> {
    let passes = all.len().div_ceil(AT_ONCE).max(1);
    let mut keyed: Vec<(Hash, Row)> = Vec::new();
    for pass in 0..passes {
        keyed.clear();
        for (chunk, from) in all.chunks(STEP).zip((0..).step_by(STEP)) {
            check(go_on)?;
            for (contact, row) in chunk.iter().zip(from..) {
                keys(contact, common, |key| {
                    // Each pass has the keys of its own remainder, so that every block is whole in one of them.
                    if key % passes as u64 == pass as u64 {
                        keyed.push((key, row));
                    }
                });
            }
        }
        keyed.par_sort_unstable();
        keyed.dedup();
        check(go_on)?;
        for (count, block) in keyed.chunk_by(|(one, _), (other, _)| one == other).enumerate() {
            if count % STEP == 0 {
                check(go_on)?;
            }
            pairs_of(block, &mut pair);
        }
        tell(all.len() * (pass + 1) / passes);
    }
    Ok(())
}

fn pairs_of(block: &[(Hash, Row)], pair: &mut impl FnMut(Row, Row)) {
    let after = if block.len() > LARGE { AFTER } else { LARGE };
    for (at, (_, one)) in block.iter().enumerate() {
        block.iter().skip(at + 1).take(after).for_each(|(_, other)| pair(*one, *other));
    }
}

/// The keys of a contact: two contacts that [evidence](super::evidence::weigh) speaks for have one in common.
fn keys(contact: &Traits, common: &Common, mut give: impl FnMut(Hash)) {
    let mut names = Vec::new();
    contact.name.keys(|kind, text| names.push(hash(&(kind, text))));
    let with_names = |what: Hash, give: &mut dyn FnMut(Hash)| {
        names.iter().for_each(|name| give(hash(&(what, name))));
    };
    for (held, common) in [(&contact.emails, &common.emails), (&contact.phones, &common.phones)] {
        for key in held {
            if common.contains(key) {
                with_names(*key, &mut give);
            } else {
                give(*key);
            }
        }
    }
    for key in contact.companies.iter().flat_map(Company::keys) {
        with_names(key, &mut give);
    }
    if common.has_rare_name(contact)
        && let Some((joined, sorted)) = contact.name.same_keys()
    {
        give(hash(&("name", joined)));
        give(hash(&("name in order", sorted)));
    }
}

/// What more than a few of these contacts have.
pub(super) fn common(all: &[Traits]) -> Common {
    Common {
        emails: held_by_many(all.iter().flat_map(|contact| contact.emails.iter().copied())),
        phones: held_by_many(all.iter().flat_map(|contact| contact.phones.iter().copied())),
        names: held_by_many(all.iter().filter_map(Traits::name_key)),
    }
}

fn held_by_many(keys: impl Iterator<Item = Hash>) -> HashSet<Hash> {
    let mut counts: HashMap<Hash, usize> = HashMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts.into_iter().filter(|(_, count)| *count > FEW).map(|(key, _)| key).collect()
}

fn check(go_on: GoOn<'_>) -> Result<(), StoreError> {
    if go_on() { Ok(()) } else { Err(StoreError::Ended) }
}
