//! Times and what they come to.

use std::time::{Duration, Instant};

/// The times of one thing done over and over.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

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

    /// The time that `percent` of 100 did not take longer than.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }

    /// How many times these medians go into that one's.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        self.percentile(50).as_secs_f64() / other.percentile(50).as_secs_f64().max(f64::MIN_POSITIVE)
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
