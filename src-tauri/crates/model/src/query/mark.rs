//! Where a text has what was searched for.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fold::fold_into;

/// A part of a text, as the page counts: in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// Where it begins.
    #[ts(type = "number")]
    pub at: usize,
    /// How long it is.
    #[ts(type = "number")]
    pub length: usize,
}

impl Mark {
    /// The mark of a range of bytes of `text`. What is no range of it is an empty mark at its end.
    #[must_use]
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let units = |part: &str| part.encode_utf16().count();
        match text.get(..range.start) {
            Some(before) => {
                Self { at: units(before), length: units(text.get(range.clone()).unwrap_or_default()) }
            }
            None => Self { at: units(text), length: 0 },
        }
    }
}

/// The parts of a text that have a folded needle, in bytes, in order and apart. A part is of whole characters, with
/// their accents, even where the needle is only a part of what they fold to.
#[must_use]
pub fn marks(text: &str, needle: &str) -> Vec<Range<usize>> {
    Folded::of(text, |_| true).found(needle)
}

/// The parts of a telephone number that have these digits, whatever stands between them.
#[must_use]
pub fn marks_of_digits(text: &str, digits: &str) -> Vec<Range<usize>> {
    Folded::of(text, |c| c.is_ascii_digit()).found(digits)
}

/// Ranges in order, with those that overlap or touch made one.
#[must_use]
pub fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// A folded text that knows which character each part came from.
struct Folded {
    text: String,
    /// By character that folds to something: where that begins in `text`, and the character's bytes.
    origins: Vec<(usize, Range<usize>)>,
}

impl Folded {
    /// Folds a text and keeps the characters of the outcome that are wanted.
    fn of(text: &str, is_wanted: impl Fn(char) -> bool) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origins: Vec::new() };
        let mut one = String::new();
        for (begin, c) in text.char_indices() {
            one.clear();
            fold_into(c, &mut one);
            let (from, end) = (folded.text.len(), begin + c.len_utf8());
            folded.text.extend(one.chars().filter(|c| is_wanted(*c)));
            if folded.text.len() > from {
                folded.origins.push((from, begin..end));
            } else if let Some((_, last)) = folded.origins.last_mut()
                && one.is_empty()
                && last.end == begin
            {
                last.end = end;
            }
        }
        folded
    }

    fn found(&self, needle: &str) -> Vec<Range<usize>> {
        if needle.is_empty() {
            return Vec::new();
        }
        let found = self.text.match_indices(needle);
        joined(found.filter_map(|(at, part)| self.origin(at, at + part.len())).collect())
    }

    /// The characters that a part of the folded text came from.
    fn origin(&self, from: usize, to: usize) -> Option<Range<usize>> {
        let last_before = |place: usize| {
            let after = self.origins.partition_point(|(begin, _)| *begin < place);
            self.origins.get(after.checked_sub(1)?).map(|(_, bytes)| bytes)
        };
        Some(last_before(from + 1)?.start..last_before(to)?.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::{
        cases::{settings, text},
        fold::{digits_of, fold},
    };

    fn parts<'a>(text: &'a str, needle: &str) -> Vec<&'a str> {
        marks(text, needle).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn a_mark_is_of_whole_characters_with_their_accents() {
        assert_eq!(parts("Straße, STRASSE", "strasse"), ["Straße", "STRASSE"]);
        assert_eq!(parts("Maß", "s"), ["ß"]);
        assert_eq!(parts("Maß", "as"), ["aß"]);
        assert_eq!(parts("xe\u{301}\u{200b}y e", "e"), ["e\u{301}\u{200b}", "e"]);
        assert_eq!(parts("\u{301}ee", "e"), ["ee"]);
        assert_eq!(parts("ﬁx", "i"), ["ﬁ"]);
        assert!(parts("anna", "").is_empty());
        assert!(parts("anna", "b").is_empty());
    }

    #[test]
    fn a_number_is_marked_from_its_first_digit_to_its_last() {
        let text = "+49 (30) 12\u{301}-34";
        let parts: Vec<_> =
            marks_of_digits(text, "3012").into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(parts, ["30) 12\u{301}"]);
        assert!(marks_of_digits("1 2", "3").is_empty());
    }

    #[test]
    fn the_page_counts_in_utf_16() {
        let text = "😀 Müller";
        let range = marks(text, "muller").remove(0);
        assert_eq!((range.clone(), Mark::of(text, &range)), (5..12, Mark { at: 3, length: 6 }));
        assert_eq!(Mark::of(text, &(1..2)), Mark { at: 9, length: 0 });
    }

    fn part(text: &str, range: Range<usize>) -> &str {
        text.get(range).unwrap()
    }

    /// Ranges in order and apart, each of them whole characters.
    fn are_parts(text: &str, ranges: &[Range<usize>]) -> bool {
        ranges.is_sorted_by(|one, next| one.end < next.start)
            && ranges.iter().all(|range| text.get(range.clone()).is_some_and(|part| !part.is_empty()))
    }

    proptest! {
        #![proptest_config(settings())]

        #[test]
        fn marks_have_what_is_searched_for_and_nothing_else_has(text in text(), needle in text()) {
            let needle = fold(&needle);
            let found = marks(&text, &needle);
            prop_assert!(are_parts(&text, &found));
            prop_assert_eq!(found.is_empty(), needle.is_empty() || !fold(&text).contains(&needle));
            let mut rest = 0;
            for range in &found {
                prop_assert!(fold(part(&text, range.clone())).contains(&needle));
                prop_assert!(!fold(part(&text, rest..range.start)).contains(&needle), "one was passed over");
                rest = range.end;
            }
            prop_assert!(needle.is_empty() || !fold(part(&text, rest..text.len())).contains(&needle));
        }

        #[test]
        fn marks_of_digits_have_the_digits(text in "[-+ ()0-2\u{301}１]{0,12}", digits in "[0-2]{1,3}") {
            let found = marks_of_digits(&text, &digits);
            prop_assert!(are_parts(&text, &found));
            prop_assert_eq!(found.is_empty(), !digits_of(&text).contains(&digits));
            for range in found {
                prop_assert!(digits_of(part(&text, range)).contains(&digits));
            }
        }

        #[test]
        fn a_mark_in_utf_16_is_the_same_part(text in text(), needle in text()) {
            let units: Vec<u16> = text.encode_utf16().collect();
            for range in marks(&text, &fold(&needle)) {
                let Mark { at, length } = Mark::of(&text, &range);
                prop_assert_eq!(String::from_utf16(&units[at..at + length]).unwrap(), part(&text, range));
            }
        }
    }
}
