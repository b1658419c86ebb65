//! A person's name, taken apart for comparison.

use kith_model::query::fold;

use super::likeness::{Likeness, is_one_edit};

/// What may stand before a name and is no part of it.
const TITLES: &[&str] = &["dr", "prof", "mr", "mrs", "ms", "mx", "miss", "herr", "frau", "sir"];
/// What may stand behind a name and is no part of it.
const DEGREES: &[&str] = &["phd", "md", "mba", "msc", "bsc", "esq"];
/// What tells a father from his son, oldest first.
const GENERATIONS: &[&[&str]] = &[&["sr", "senior"], &["jr", "junior"], &["ii"], &["iii"], &["iv"]];
/// In shorter names one letter makes another name, in longer ones nobody looks for a slip.
const SLIPS: std::ops::RangeInclusive<usize> = 6..=40;
/// The fewest letters by which a first name is known, where it is not one alone.
const FEWEST: usize = 3;

/// The words of a name, first names first, as they compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// All words, one after the other.
    joined: Box<str>,
    /// Where each word ends in it.
    ends: Box<[u16]>,
    /// The place of the one that is meant among [`GENERATIONS`], from 1; 0 where none is named.
    generation: u8,
}

impl Name {
    /// Takes a name apart.
    pub fn of(text: &str) -> Self {
        let (before, after) = text.split_once(',').unwrap_or((text, ""));
        let (mut before, mut after) = (words(before), words(after));
        let generation = generation(&mut after).or_else(|| generation(&mut before)).unwrap_or(0);
        after.retain(|word| !is_one_of(word, DEGREES));
        // "Smith, John" is John Smith.
        let mut all = after;
        all.append(&mut before);
        while all.len() > 1 && all.first().is_some_and(|word| is_one_of(word, TITLES)) {
            all.remove(0);
        }
        while all.len() > 1 && all.last().is_some_and(|word| is_one_of(word, DEGREES)) {
            all.pop();
        }
        Self::from_words(&all, generation)
    }

    fn from_words(words: &[String], generation: u8) -> Self {
        let (mut joined, mut ends) = (String::new(), Vec::new());
        for word in words {
            joined.push_str(word);
            let Ok(end) = u16::try_from(joined.len()) else { break };
            ends.push(end);
        }
        Self { joined: joined.into(), ends: ends.into(), generation }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// How alike two names are.
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.is_empty() || other.is_empty() {
            return Likeness::Unknown;
        }
        let are_apart = self.generation != 0 && other.generation != 0 && self.generation != other.generation;
        // Numbered names are many that differ by a digit.
        if are_apart || !self.digits().eq(other.digits()) {
            return Likeness::Different;
        }
        if self.joined == other.joined || self.sorted() == other.sorted() {
            let is_whole = self.ends.len() > 1 && other.ends.len() > 1;
            let is_same = is_whole && self.generation == other.generation;
            return if is_same { Likeness::Same } else { Likeness::Similar };
        }
        let is_slip = self.may_slip() && other.may_slip() && is_one_edit(&self.joined, &other.joined);
        if is_slip || self.is_short_for(other) || other.is_short_for(self) {
            return Likeness::Similar;
        }
        Likeness::Different
    }

    /// Texts of which two names have one in common if they are alike at all, each with a number that tells its kind.
    pub fn keys(&self, mut give: impl FnMut(u8, &str)) {
        if self.is_empty() {
            return;
        }
        give(0, &self.joined);
        give(1, &self.sorted());
        if let Some((first, last)) = self.outer() {
            let mut initial = String::new();
            initial.extend(first.chars().take(1));
            initial.push(' ');
            initial.push_str(last);
            give(2, &initial);
        }
        if self.may_slip() {
            // Of two texts that are one edit apart one is the other without a letter, or both lack one of theirs.
            let mut lacking = String::with_capacity(self.joined.len());
            for (at, c) in self.joined.char_indices() {
                lacking.clear();
                lacking.push_str(self.joined.get(..at).unwrap_or_default());
                lacking.push_str(self.joined.get(at + c.len_utf8()..).unwrap_or_default());
                give(0, &lacking);
            }
        }
    }

    /// The two texts by which names are the same.
    pub fn same_keys(&self) -> Option<(&str, String)> {
        (self.ends.len() > 1).then(|| (&*self.joined, self.sorted()))
    }

    fn words(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        let start = |at: usize| match at {
            0 => 0,
            at => self.ends.get(at - 1).copied().unwrap_or_default(),
        };
        let word = move |(at, end): (usize, &u16)| {
            self.joined.get(usize::from(start(at))..usize::from(*end)).unwrap_or_default()
        };
        self.ends.iter().enumerate().map(word)
    }

    /// The words in an order that does not depend on theirs.
    fn sorted(&self) -> String {
        let mut words: Vec<_> = self.words().collect();
        words.sort_unstable();
        words.join(" ")
    }

    /// The first and the last of several words.
    fn outer(&self) -> Option<(&str, &str)> {
        let mut words = self.words();
        Some((words.next()?, words.next_back()?))
    }

    fn digits(&self) -> impl Iterator<Item = char> {
        self.joined.chars().filter(char::is_ascii_digit)
    }

    fn may_slip(&self) -> bool {
        SLIPS.contains(&self.joined.chars().count())
    }

    /// Whether it is the other with words left out or cut short; the family name is whole in both.
    fn is_short_for(&self, long: &Self) -> bool {
        let (Some((first, last)), Some((long_first, long_last))) = (self.outer(), long.outer()) else {
            return false;
        };
        if self.ends.len() > long.ends.len() || last != long_last || !is_short_form(first, long_first) {
            return false;
        }
        let mut left = long.words().skip(1).take(long.ends.len() - 2);
        let mut middle = self.words().skip(1).take(self.ends.len() - 2);
        middle.all(|word| left.any(|long| is_short_form(word, long)))
    }
}

/// Whether one word is the other, or begins it: an initial, or enough letters.
fn is_short_form(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let letters = short.chars().count();
    long.starts_with(short) && (short.len() == long.len() || letters == 1 || letters >= FEWEST)
}

fn generation(words: &mut Vec<String>) -> Option<u8> {
    let last = words.last()?;
    let place = GENERATIONS.iter().position(|names| is_one_of(last, names))?;
    words.pop();
    u8::try_from(place + 1).ok()
}

fn is_one_of(word: &str, names: &[&str]) -> bool {
    names.contains(&word)
}

/// The folded words of a text, with vowels that stand for an umlaut as the vowel alone.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text).replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn likeness(one: &str, other: &str) -> Likeness {
        let (one, other) = (Name::of(one), Name::of(other));
        assert_eq!(one.likeness(&other), other.likeness(&one), "either way");
        one.likeness(&other)
    }

    fn all_are(expected: Likeness, pairs: &[(&str, &str)]) {
        for (one, other) in pairs {
            assert_eq!(likeness(one, other), expected, "{one} / {other}");
        }
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        all_are(
            Likeness::Same,
            &[
                ("John Smith", "JOHN  smith"),
                ("Smith, John", "John Smith"),
                ("Smith John", "John Smith"),
                ("Dr. Anna Müller", "Anna Mueller"),
                ("Mei-Ling Chen", "Meiling Chen"),
                ("Jane Doe, PhD", "Jane Doe"),
                ("Siobhán O’Connor", "Siobhan OConnor"),
                ("John Smith Jr.", "Smith, John, Jr"),
            ],
        );
    }

    #[test]
    fn a_slip_an_initial_or_a_middle_name_makes_it_similar() {
        all_are(
            Likeness::Similar,
            &[
                ("Jon Smith", "John Smith"),
                ("Jhon Smith", "John Smith"),
                ("J. Smith", "John Smith"),
                ("Alex Weber", "Alexander Weber"),
                ("John M. Smith", "John Michael Smith"),
                ("John Smith", "John Michael Smith"),
                ("John Smith", "John Smith Jr."),
                ("Madonna", "Madonna"),
            ],
        );
    }

    #[test]
    fn other_people_are_told_apart() {
        all_are(
            Likeness::Different,
            &[
                ("John Smith", "Peter Smith"),
                ("John Smith Sr.", "John Smith Jr."),
                ("John Michael Smith", "John Peter Smith"),
                ("Li Wu", "Li Wo"),
                ("Contact 1", "Contact 2"),
                ("User 1234", "User 1235"),
                ("Anna Weber", "Anna Schmidt"),
            ],
        );
        all_are(Likeness::Unknown, &[("", "John Smith"), (" ,. ", ""), ("", "")]);
    }

    #[test]
    fn nothing_that_is_typed_ends_the_process() {
        for text in ["jr", "Dr.", ",", "Dr. Jr.", "a,b,c", "😀 😀", &"x".repeat(70_000), "राम कुमार"]
        {
            let name = Name::of(text);
            name.keys(|_, _| ());
            let _ = name.likeness(&Name::of("John Smith"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn names_that_are_alike_have_a_key_in_common(
            one in "[a-c]{1,4}( [a-c]{1,4}){0,2}",
            other in "[a-c]{1,4}( [a-c]{1,4}){0,2}",
        ) {
            let (one, other) = (Name::of(&one), Name::of(&other));
            let keys = |name: &Name| {
                let mut keys = HashSet::new();
                name.keys(|kind, text| {
                    keys.insert((kind, text.to_owned()));
                });
                keys
            };
            if one.likeness(&other).is_near() {
                prop_assert!(!keys(&one).is_disjoint(&keys(&other)));
            }
        }
    }
}
