//! Looking for a word in the `ExternalId`s of a segment, which are in its keys and nowhere else where they are their own
//! folded text: the runs of bytes of random ones would be a third of all postings.

use memchr::memmem::Finder;

use crate::{arena::Arena, grams::Locals, key::external_id_in};

/// Adds the rows whose `ExternalId` holds a word of two bytes or more to those that were found. A single byte is in the
/// postings.
pub(crate) fn within_keys(keys: &Arena, rows: &Locals, word: &Finder<'_>, found: &mut Locals) {
    // A key begins with a byte below two, and has no other: what has none lies in one key.
    if word.needle().len() < 2 || word.needle().iter().any(|byte| *byte < 2) {
        return;
    }
    let mut rest = rows.clone();
    rest.difference_with(found);
    let left = rest.count_ones(..);
    if left > keys.len() / 8 {
        scan(keys, &rest, word, found);
        return;
    }
    found.extend(rest.ones().filter(|at| has_in_key(keys, *at, word)));
}

/// Whether the `ExternalId` of a row holds a word.
pub(crate) fn has_in_key(keys: &Arena, at: usize, word: &Finder<'_>) -> bool {
    external_id_in(keys.get(at)).is_some_and(|id| word.find(id).is_some())
}

/// Looks through everything in one go, which is quicker than going from key to key when there are many.
fn scan(keys: &Arena, rows: &Locals, word: &Finder<'_>, found: &mut Locals) {
    let (bytes, mut from, mut at) = (keys.bytes(), 0, 0);
    while let Some(place) = bytes.get(from..).and_then(|rest| word.find(rest)) {
        at = keys.holder(from + place, at);
        if rows.contains(at) && external_id_in(keys.get(at)).is_some() {
            found.insert(at);
        }
        from = keys.span(at).end;
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::grams::{all, none};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_word_is_found_in_each_external_id_that_has_it_and_in_no_id(
            ids in prop::collection::vec((any::<bool>(), "[ab]{0,6}"), 1..40),
            word in "[ab]{2,4}",
            before in prop::collection::vec(0..40_usize, 0..30),
        ) {
            let mut keys = Arena::default();
            for (is_id, id) in &ids {
                keys.push(&[&[u8::from(*is_id)], id.as_bytes()].concat());
            }
            for mut rows in [all(ids.len()), none(ids.len())] {
                rows.extend(before.iter().copied().filter(|at| *at < ids.len()));
                let mut found = none(ids.len());
                within_keys(&keys, &rows, &Finder::new(word.as_bytes()), &mut found);
                for (at, (is_id, id)) in ids.iter().enumerate() {
                    prop_assert_eq!(found.contains(at), rows.contains(at) && !is_id && id.contains(&word));
                }
            }
        }
    }
}
