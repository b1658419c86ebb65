//! Which rows begin with a word in one field, for the rows that come first.

use kith_model::query::fold;

use crate::{
    arena::Arena,
    column::{Sorted, Stored},
    columns::Column,
    rows::{group_of, local_of},
};

/// A field's folded values in order, and which one each of the snapshot's rows has.
#[derive(Debug)]
pub(crate) struct Leading {
    field: String,
    distinct: Arena,
    ranks: Vec<Vec<u32>>,
}

/// The words of one list, as ranges of ranks.
pub(crate) struct LeadingWords<'a> {
    leading: &'a Leading,
    column: &'a Column,
    words: Vec<Range>,
    folded: Vec<&'a str>,
}

/// The ranks of the values that begin with a word; of the value that is the word, if there is one, the first.
struct Range {
    begin: u32,
    end: u32,
    has_equal: bool,
}

impl Leading {
    pub fn of(field: &str, column: &Column) -> Self {
        let folded: Vec<Vec<Vec<u8>>> =
            column.segments.iter().map(|segment| segment.distinct().map(folded).collect()).collect();
        let mut all: Vec<&[u8]> = folded.iter().flatten().map(Vec::as_slice).collect();
        all.sort_unstable();
        all.dedup();
        let rank = |text: &[u8]| {
            all.binary_search(&text).map_or(u32::MAX, |at| u32::try_from(at).unwrap_or(u32::MAX))
        };
        let segments = folded.iter().zip(column.segments.iter());
        let ranks = segments.map(|(texts, segment)| {
            let ranks: Vec<u32> = texts.iter().map(|text| rank(text)).collect();
            segment
                .codes
                .iter()
                .map(|code| ranks.get(usize::from(*code)).copied().unwrap_or(u32::MAX))
                .collect()
        });
        let ranks = ranks.collect();
        let mut distinct = Arena::default();
        all.iter().for_each(|text| distinct.push(text));
        Self { field: field.to_owned(), distinct, ranks }
    }

    pub fn field(&self) -> &str {
        &self.field
    }

    pub fn words<'a>(&'a self, column: &'a Column, words: &[&'a str]) -> LeadingWords<'a> {
        let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        LeadingWords {
            leading: self,
            column,
            words: words.iter().map(|word| self.range(word)).collect(),
            folded: words,
        }
    }

    fn range(&self, word: &str) -> Range {
        let word = word.as_bytes();
        let begin = self.place(|text| text < word);
        let end = self.place(|text| text < word || text.starts_with(word));
        Range { begin, end, has_equal: begin < end && self.distinct.get(begin as usize) == word }
    }

    /// How many of the values come before; they do so one after the other.
    fn place(&self, is_before: impl Fn(&[u8]) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.distinct.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_before(self.distinct.get(middle)) { low = middle + 1 } else { high = middle }
        }
        u32::try_from(low).unwrap_or(u32::MAX)
    }
}

impl LeadingWords<'_> {
    /// 0 for a row whose value is one of the words, 1 for one that begins with it, 2 for others.
    pub fn class(&self, row: u32) -> usize {
        match self.leading.ranks.get(group_of(row)) {
            Some(ranks) => ranks.get(local_of(row)).map_or(2, |rank| self.class_of_rank(*rank)),
            None => self.class_of(&folded(self.column.get(row))),
        }
    }

    fn class_of_rank(&self, rank: u32) -> usize {
        let class = |range: &Range| match rank {
            rank if range.has_equal && rank == range.begin => 0,
            rank if (range.begin..range.end).contains(&rank) => 1,
            _ => 2,
        };
        self.words.iter().map(class).min().unwrap_or(2)
    }

    fn class_of(&self, text: &[u8]) -> usize {
        let class = |word: &&str| match text.strip_prefix(word.as_bytes()) {
            Some([]) => 0,
            Some(_) => 1,
            None => 2,
        };
        self.folded.iter().map(class).min().unwrap_or(2)
    }
}

fn folded(value: Stored<'_>) -> Vec<u8> {
    match value.sorted() {
        Sorted::Text(text) => fold(&String::from_utf8_lossy(&text)).into_bytes(),
        Sorted::Empty | Sorted::Number(_) => Vec::new(),
    }
}
