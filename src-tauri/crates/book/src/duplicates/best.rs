//! The pairs that were found, the most certain of them where they are too many to keep.

use super::blocks::Row;

/// A pair and its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scored {
    pub one: Row,
    pub other: Row,
    pub score: u8,
}

/// Pairs, each of them once in the end.
#[derive(Debug)]
pub(super) struct Best {
    pairs: Vec<Scored>,
    /// How many are kept while more are looked for.
    room: usize,
    /// Where there was no room for all: the score that a pair must have more of to be kept.
    floor: Option<u8>,
}

impl Best {
    /// Room for so many pairs.
    pub fn with_room(room: usize) -> Self {
        Self { pairs: Vec::new(), room: room.max(1), floor: None }
    }

    /// Takes a pair, perhaps once more.
    pub fn add(&mut self, pair: Scored) {
        if self.floor.is_some_and(|floor| pair.score <= floor) {
            return;
        }
        self.pairs.push(pair);
        if self.pairs.len() >= 2 * self.room {
            self.each_once();
            self.make_room();
        }
    }

    /// Whether there were more than are kept.
    pub fn is_cut(&self) -> bool {
        self.floor.is_some()
    }

    /// The pairs, the most certain first.
    pub fn into_pairs(mut self) -> Vec<Scored> {
        self.each_once();
        self.by_score();
        self.pairs
    }

    fn each_once(&mut self) {
        self.pairs.sort_unstable_by_key(|pair| (pair.one, pair.other));
        self.pairs.dedup();
    }

    fn make_room(&mut self) {
        if self.pairs.len() > self.room {
            self.by_score();
            self.pairs.truncate(self.room);
            self.floor = self.pairs.last().map(|pair| pair.score);
        }
    }

    fn by_score(&mut self) {
        self.pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.score), pair.one, pair.other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(one: Row, score: u8) -> Scored {
        Scored { one, other: 100, score }
    }

    #[test]
    fn each_pair_is_there_once_and_the_best_first() {
        let mut best = Best::with_room(10);
        [pair(1, 50), pair(2, 90), pair(1, 50), pair(3, 90)].into_iter().for_each(|pair| best.add(pair));
        assert!(!best.is_cut());
        assert_eq!(best.into_pairs(), [pair(2, 90), pair(3, 90), pair(1, 50)]);
    }

    #[test]
    fn the_least_certain_give_way_where_there_are_too_many() {
        let mut best = Best::with_room(2);
        (0..50).for_each(|row| best.add(pair(row, row as u8)));
        assert!(best.is_cut());
        let kept = best.into_pairs();
        assert_eq!(kept[..2], [pair(49, 49), pair(48, 48)]);
        assert!(kept.len() < 4);
    }
}
