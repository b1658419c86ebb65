//! Times and what they come to.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The times of one thing done over and over.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

/// Least, middle and most of some figures: how far a measurement can be believed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The least.
    pub least: f64,
    /// The one in the middle; the lower of two.
    pub median: f64,
    /// The most.
    pub most: f64,
}

impl Times {
    /// Does it once more and keeps the time.
    ///
    /// # Errors
    /// What the work fails with.
    pub fn take<T, E>(&mut self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let start = Instant::now();
        let done = work()?;
        self.0.push(start.elapsed());
        Ok(done)
    }

    /// Keeps a time that was taken elsewhere.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// These and others.
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).copied().collect())
    }

    /// All of them together.
    pub fn sum(&self) -> Duration {
        self.0.iter().sum()
    }

    /// The time that `percent` of 100 did not take longer than.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }

    /// Least, median and most, in seconds.
    pub fn spread(&self) -> Spread {
        Spread::of(self.0.iter().map(Duration::as_secs_f64))
    }

    /// How many times these medians go into that one's.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        self.ratio_at(50, other)
    }

    /// The ratio of a percentile to another's, round by round. The same turns are cut into the same rounds.
    pub fn ratios_to(&self, other: &Self, percent: usize, rounds: usize) -> Spread {
        let pairs = self.rounds(rounds).zip(other.rounds(rounds));
        Spread::of(pairs.map(|(ours, theirs)| ours.ratio_at(percent, &theirs)))
    }

    fn ratio_at(&self, percent: usize, other: &Self) -> f64 {
        let [ours, theirs] = [self, other].map(|times| times.percentile(percent).as_secs_f64());
        ours / theirs.max(f64::MIN_POSITIVE)
    }

    fn rounds(&self, count: usize) -> impl Iterator<Item = Self> {
        let size = self.0.len().div_ceil(count.max(1)).max(1);
        self.0.chunks(size).map(|round| Self(round.to_vec()))
    }
}

impl Spread {
    /// Of some figures; NaN where there are none.
    pub fn of(figures: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<_> = figures.collect();
        sorted.sort_by(f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
        let last = sorted.len().saturating_sub(1);
        Self { least: at(0), median: at(last / 2), most: at(last) }
    }

    /// The same in another measure.
    pub fn map(self, measure: impl Fn(f64) -> f64) -> Self {
        Self::of([self.least, self.median, self.most].into_iter().map(measure))
    }
}

/// The time one thing takes, with what it gives.
///
/// # Errors
/// What the work fails with.
pub fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(T, Duration), E> {
    let start = Instant::now();
    let done = work()?;
    Ok((done, start.elapsed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(milliseconds: &[u64]) -> Times {
        Times(milliseconds.iter().map(|each| Duration::from_millis(*each)).collect())
    }

    #[test]
    fn a_ratio_has_the_spread_of_its_rounds() {
        let (ours, theirs) = (times(&[1, 1, 4, 4, 3, 3]), times(&[2, 2, 2, 2, 2, 2]));
        let spread = Spread { least: 0.5, median: 1.5, most: 2.0 };
        assert_eq!(ours.ratios_to(&theirs, 50, 3), spread);
        assert_eq!(ours.ratios_to(&theirs, 50, 1).median, 1.5);
    }

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let times = times(&[5, 1, 3, 2, 4]);
        let at = |percent| times.percentile(percent).as_millis();
        assert_eq!((at(0), at(50), at(99)), (1, 3, 5));
        assert_eq!(Times::default().percentile(50), Duration::ZERO);
    }
}
