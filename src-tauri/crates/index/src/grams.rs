//! In which texts of a segment each run of three bytes stands, and each byte.
//!
//! ```text
//! grams u32 | code of each gram u32 … | end of each posting u32 … | postings
//! code      a << 16 | b << 8 | c, and 1 << 24 | a for a single byte
//! posting   the way from each text number to the next, less one, seven bits a byte, the last byte of each without its
//!           highest bit; or a bit for each text, where that is not longer
//! ```
//!
//! The single bytes of an `ExternalId` in a text's key count as the text's; longer runs of it do not.
//!
//! A text ends in `END`, and is read on as if a second one followed: so every pair of bytes begins a run of three.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use crate::{
    arena::{Arena, numbers},
    key::external_id_in,
    text::END,
};

/// Most texts in a segment.
pub(crate) const MOST: usize = 1 << 16;
/// Bytes of a posting with a bit for each text; none of the other kind has as many.
const DENSE: usize = MOST / 8;
const SINGLE: u32 = 1 << 24;

/// Texts of a segment, by number.
pub(crate) type Locals = FixedBitSet;

/// The postings of one segment.
#[derive(Debug, Default)]
pub(crate) struct Grams {
    codes: Vec<u32>,
    ends: Vec<u32>,
    postings: Vec<u8>,
}

/// A posting as it stands.
#[derive(Clone, Copy)]
enum Posting<'a> {
    Few(&'a [u8]),
    Many(&'a [u8]),
}

impl Grams {
    /// The postings of a segment's texts, of which there are at most [`MOST`], and of the single bytes of its keys.
    pub fn of(texts: &Arena, keys: &Arena) -> Self {
        let mut postings: FxHashMap<u32, Vec<u16>> = FxHashMap::default();
        for (number, text) in (0..=u16::MAX).zip(texts.iter()) {
            let external_id = external_id_in(keys.get(usize::from(number))).unwrap_or_default();
            for code in codes_of(text).chain(external_id.iter().map(|byte| single(*byte))) {
                let posting = postings.entry(code).or_default();
                if posting.last() != Some(&number) {
                    posting.push(number);
                }
            }
        }
        let mut sorted: Vec<_> = postings.into_iter().collect();
        sorted.sort_unstable_by_key(|(code, _)| *code);
        let mut grams = Self::default();
        for (code, numbers) in sorted {
            grams.codes.push(code);
            put(&numbers, &mut grams.postings);
            grams.ends.push(u32::try_from(grams.postings.len()).unwrap_or(u32::MAX));
        }
        grams
    }

    /// The texts that may hold `word`, out of `count`; `true` beside them where every one of them does hold it.
    pub fn candidates(&self, word: &[u8], count: usize) -> (Locals, bool) {
        match word {
            [] => (all(count), true),
            [a] => (self.union(self.range(single(*a), 1), count), true),
            [a, b] => (self.union(self.range(code(*a, *b, 0), 1 << 8), count), true),
            [a, b, c] => (self.union(self.range(code(*a, *b, *c), 1), count), true),
            longer => (self.intersection(longer, count), false),
        }
    }

    fn intersection(&self, word: &[u8], count: usize) -> Locals {
        let runs = word.windows(3).filter_map(|run| match run {
            [a, b, c] => Some(code(*a, *b, *c)),
            _ => None,
        });
        let mut found = Vec::new();
        for run in runs {
            match self.posting(self.range(run, 1).start, run) {
                Some(posting) => found.push(posting),
                None => return none(count),
            }
        }
        found.sort_unstable_by_key(Posting::size);
        let mut found = found.into_iter();
        let mut texts = none(count);
        found.next().iter().for_each(|first| first.add_to(&mut texts));
        for posting in found {
            let mut others = none(count);
            posting.add_to(&mut others);
            texts.intersect_with(&others);
        }
        texts
    }

    fn union(&self, range: std::ops::Range<usize>, count: usize) -> Locals {
        let mut texts = none(count);
        for at in range {
            self.at(at).iter().for_each(|posting| posting.add_to(&mut texts));
        }
        texts
    }

    /// The grams whose codes are the `count` ones from `first` on.
    fn range(&self, first: u32, count: u32) -> std::ops::Range<usize> {
        let begin = self.codes.partition_point(|code| *code < first);
        let rest = self.codes.get(begin..).unwrap_or_default();
        begin..begin + rest.partition_point(|code| *code < first + count)
    }

    fn posting(&self, at: usize, code: u32) -> Option<Posting<'_>> {
        (self.codes.get(at) == Some(&code)).then(|| self.at(at)).flatten()
    }

    fn at(&self, at: usize) -> Option<Posting<'_>> {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let bytes = self.postings.get(begin..*self.ends.get(at)? as usize)?;
        Some(if bytes.len() == DENSE { Posting::Many(bytes) } else { Posting::Few(bytes) })
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&u32::try_from(self.codes.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.codes.iter().chain(&self.ends).for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
        out.extend_from_slice(&self.postings);
    }

    /// Reads what [`Self::write`] wrote; `None` where it is something else.
    pub fn read(stored: &[u8]) -> Option<Self> {
        let (count, rest) = stored.split_first_chunk::<4>()?;
        let bytes = (u32::from_le_bytes(*count) as usize).checked_mul(4)?;
        let (codes, rest) = rest.split_at_checked(bytes)?;
        let (ends, postings) = rest.split_at_checked(bytes)?;
        let (codes, ends): (Vec<u32>, Vec<u32>) = (numbers(codes).collect(), numbers(ends).collect());
        let is_whole = codes.is_sorted()
            && ends.is_sorted()
            && ends.last().is_none_or(|end| *end as usize == postings.len());
        is_whole.then(|| Self { codes, ends, postings: postings.to_vec() })
    }
}

impl Posting<'_> {
    fn size(&self) -> usize {
        let (Self::Few(bytes) | Self::Many(bytes)) = self;
        bytes.len()
    }

    fn add_to(&self, texts: &mut Locals) {
        match self {
            Self::Few(bytes) => {
                let (mut next, mut way, mut shift) = (0, 0, 0);
                for byte in *bytes {
                    way |= usize::from(byte & 0x7f) << shift;
                    shift += 7;
                    if byte & 0x80 == 0 {
                        next += way;
                        if next < texts.len() {
                            texts.insert(next);
                        }
                        (next, way, shift) = (next + 1, 0, 0);
                    } else if shift > 14 {
                        return;
                    }
                }
            }
            Self::Many(bytes) => {
                let blocks = bytes.as_chunks::<{ size_of::<usize>() }>().0;
                for (mine, theirs) in texts.as_mut_slice().iter_mut().zip(blocks) {
                    *mine |= usize::from_le_bytes(*theirs);
                }
            }
        }
    }
}

/// The codes of a text's grams, each perhaps several times.
fn codes_of(text: &[u8]) -> impl Iterator<Item = u32> {
    let next = |at: usize| text.get(at).copied().unwrap_or(END);
    (0..text.len()).flat_map(move |at| [single(next(at)), code(next(at), next(at + 1), next(at + 2))])
}

fn single(byte: u8) -> u32 {
    SINGLE | u32::from(byte)
}

fn code(a: u8, b: u8, c: u8) -> u32 {
    u32::from_be_bytes([0, a, b, c])
}

fn put(numbers: &[u16], postings: &mut Vec<u8>) {
    let begin = postings.len();
    put_few(numbers, postings);
    if postings.len() - begin < DENSE {
        return;
    }
    postings.truncate(begin);
    postings.resize(begin + DENSE, 0);
    let bits = postings.get_mut(begin..).unwrap_or_default();
    for number in numbers {
        if let Some(byte) = bits.get_mut(usize::from(*number) / 8) {
            *byte |= 1 << (number % 8);
        }
    }
}

fn put_few(numbers: &[u16], postings: &mut Vec<u8>) {
    let mut next = 0;
    for number in numbers.iter().map(|number| u32::from(*number)) {
        let mut way = number - next;
        while way > 0x7f {
            postings.push((way & 0x7f) as u8 | 0x80);
            way >>= 7;
        }
        postings.push(way as u8);
        next = number + 1;
    }
}

pub(crate) fn none(count: usize) -> Locals {
    Locals::with_capacity(count)
}

pub(crate) fn all(count: usize) -> Locals {
    let mut texts = none(count);
    texts.insert_range(..);
    texts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn arena(texts: &[String]) -> Arena {
        let mut arena = Arena::default();
        texts.iter().for_each(|text| arena.push(format!("{text}\n").as_bytes()));
        arena
    }

    fn read_back(texts: &Arena) -> Grams {
        let mut stored = Vec::new();
        Grams::of(texts, &Arena::default()).write(&mut stored);
        assert!(Grams::read(&stored[..stored.len() - 1]).is_none());
        Grams::read(&stored).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_holds_a_word_is_among_the_candidates(
            texts in prop::collection::vec("[ab ü]{0,9}", 1..40),
            word in "[abü]{0,5}",
        ) {
            let arena = arena(&texts);
            let (found, is_exact) = read_back(&arena).candidates(word.as_bytes(), texts.len());
            for (at, text) in texts.iter().enumerate() {
                let holds = text.contains(&word);
                prop_assert!(found.contains(at) || !holds);
                prop_assert!(!is_exact || found.contains(at) == holds);
            }
        }
    }

    #[test]
    fn a_gram_is_found_however_far_its_texts_are_apart() {
        let gaps = [0, 1, 127, 128, 129, 16_383, 16_384, 16_385, 10_000];
        let holders: Vec<usize> = gaps
            .iter()
            .scan(0, |at, gap| {
                *at += gap;
                Some(*at)
            })
            .collect();
        let text = |n| if holders.contains(&n) { "abc" } else { "x" }.to_owned();
        let texts: Vec<String> = (0..65_536).map(text).collect();
        let (found, _) = read_back(&arena(&texts)).candidates(b"abc", texts.len());
        let mut expected = holders.clone();
        expected.dedup();
        assert_eq!(found.ones().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_gram_of_very_many_texts_is_found_in_each() {
        let texts: Vec<_> =
            (0..9_000).map(|n| if n % 3 == 0 { "abc".to_owned() } else { format!("x{n}") }).collect();
        let (found, _) = read_back(&arena(&texts)).candidates(b"abc", texts.len());
        assert_eq!(found.ones().collect::<Vec<_>>(), (0..9_000).step_by(3).collect::<Vec<_>>());
    }
}
