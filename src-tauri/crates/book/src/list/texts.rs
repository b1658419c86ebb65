//! The text that the search box looks through: that of every row in one piece, so that a word is looked for in one go.

use memchr::memmem::Finder;

/// What stands after a row's text. No text and no word that is searched for has one.
pub(super) const END: char = '\n';
/// So much text of no row, and so many times that of the rows, is thrown away.
const GARBAGE: usize = 1 << 20;

/// The texts of rows, by row number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text in `all` begins and whose it was, in that order. Texts of no row any more are among them.
    begins: Vec<(usize, u32)>,
    /// Where each row's text is; empty where the row has none.
    spans: Vec<(usize, usize)>,
    garbage: usize,
}

/// Rows, as a set.
#[derive(Debug)]
pub(super) struct Rows(Vec<u64>);

impl Texts {
    /// Gives a row its text, in which there is no [`END`].
    pub(super) fn set(&mut self, row: u32, text: &str) {
        self.remove(row);
        let begin = self.all.len();
        self.all.push_str(text);
        let span = (begin, self.all.len());
        self.all.push(END);
        self.begins.push((begin, row));
        if self.spans.len() <= row as usize {
            self.spans.resize(row as usize + 1, (0, 0));
        }
        if let Some(slot) = self.spans.get_mut(row as usize) {
            *slot = span;
        }
        if self.garbage > GARBAGE.max(self.all.len() / 2) {
            self.compact();
        }
    }

    /// Takes a row's text away.
    pub(super) fn remove(&mut self, row: u32) {
        let Some(span) = self.spans.get_mut(row as usize) else { return };
        self.garbage += span.1 - span.0;
        *span = (0, 0);
    }

    /// A row's text.
    pub(super) fn get(&self, row: u32) -> &str {
        let span = self.spans.get(row as usize).copied().unwrap_or_default();
        self.all.get(span.0..span.1).unwrap_or_default()
    }

    /// The rows whose text has every one of the words.
    pub(super) fn with_all(&self, words: &[Finder<'_>]) -> Rows {
        let mut rows = Rows(vec![0; self.spans.len().div_ceil(64)]);
        // The longest word is likely to be in the fewest texts.
        let Some(first) = words.iter().max_by_key(|word| word.needle().len()) else { return rows };
        let (mut from, mut at) = (0, 0);
        while let Some(found) = self.all.as_bytes().get(from..).and_then(|rest| first.find(rest)) {
            at = self.text_at(from + found, at);
            let Some((begin, row)) = self.begins.get(at).copied() else { break };
            let text = self.get(row).as_bytes();
            let is_current =
                self.spans.get(row as usize).is_some_and(|span| span.0 == begin && span.1 > begin);
            if is_current && words.iter().all(|word| word.find(text).is_some()) {
                rows.insert(row);
            }
            at += 1;
            from = self.begins.get(at).map_or(self.all.len(), |next| next.0);
        }
        rows
    }

    /// Which text the byte at `place` is in, searched for from the `at`th on: the next one more often than not.
    fn text_at(&self, place: usize, at: usize) -> usize {
        let mut step = 1;
        while self.begins.get(at + step).is_some_and(|next| next.0 <= place) {
            step *= 2;
        }
        let rest = self.begins.get(at..(at + step).min(self.begins.len())).unwrap_or_default();
        at + rest.partition_point(|text| text.0 <= place).saturating_sub(1)
    }

    fn compact(&mut self) {
        let old = std::mem::take(self);
        for (row, (begin, end)) in (0..).zip(&old.spans) {
            if end > begin {
                self.set(row, old.all.get(*begin..*end).unwrap_or_default());
            }
        }
    }
}

impl Rows {
    fn insert(&mut self, row: u32) {
        if let Some(part) = self.0.get_mut(row as usize / 64) {
            *part |= 1 << (row % 64);
        }
    }

    /// Whether a row is among them.
    pub(super) fn contains(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|part| part & (1 << (row % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(texts: &Texts, words: &[&str]) -> Vec<u32> {
        let finders: Vec<_> = words.iter().map(|word| Finder::new(word.as_bytes())).collect();
        let rows = texts.with_all(&finders);
        (0..u32::try_from(texts.spans.len()).unwrap()).filter(|row| rows.contains(*row)).collect()
    }

    #[test]
    fn a_word_is_found_in_the_rows_that_have_it_now() {
        let mut texts = Texts::default();
        for (row, text) in [(0, "anna berlin"), (1, "ben"), (2, "carla\tberlin anna"), (4, "")] {
            texts.set(row, text);
        }
        assert_eq!(with(&texts, &["anna"]), [0, 2]);
        assert_eq!(with(&texts, &["b"]), [0, 1, 2]);
        assert_eq!(with(&texts, &["berlin", "carla"]), [2]);
        assert_eq!(with(&texts, &["nben"]), [0_u32; 0], "over the end of a text");
        texts.set(0, "dora");
        texts.remove(1);
        assert_eq!(with(&texts, &["b"]), [2]);
        assert_eq!(with(&texts, &["dora"]), [0]);
        assert_eq!((texts.get(0), texts.get(1), texts.get(9)), ("dora", "", ""));
    }

    #[test]
    fn texts_of_no_row_are_thrown_away() {
        let mut texts = Texts::default();
        for turn in 0..6_000_u32 {
            texts.set(turn % 7, &format!("{turn} {}", "x".repeat(1000)));
        }
        assert!(texts.all.len() < 2 * GARBAGE + 4_000 && texts.begins.len() < 4_000);
        assert_eq!(with(&texts, &["5999"]), [5_999 % 7]);
        assert_eq!(with(&texts, &["x"]), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(with(&texts, &["5000"]), [0_u32; 0]);
    }
}
