//! Chance that falls the same way in every run.

use crate::work::spread;

/// A row of numbers far from one another.
#[derive(Debug, Default)]
pub(super) struct Dice(usize);

impl Dice {
    /// A number below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 += 1;
        spread(self.0).checked_rem(limit).unwrap_or_default()
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// One of the items, the second half as often as the first, the third a third as often: Zipf's law, near enough.
    pub fn skewed<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let chance = self.below(1 << 20) as f64 / f64::from(1 << 20);
        let rank = ((items.len() + 1) as f64).powf(chance) as usize;
        items.get(rank.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_items_come_most_often() {
        let items: Vec<usize> = (0..1_000).collect();
        let mut dice = Dice::default();
        let mut counts = vec![0; items.len()];
        for _ in 0..10_000 {
            counts[*dice.skewed(&items).unwrap()] += 1;
        }
        assert!(counts[0] > 800 && counts[0] < 1_200, "{}", counts[0]);
        assert!(counts[1] * 3 > counts[0] && counts[1] * 2 < counts[0] * 3, "{}", counts[1]);
        assert!(counts[500..].iter().sum::<usize>() > 500);
        assert_eq!(dice.skewed::<usize>(&[]), None);
    }
}
