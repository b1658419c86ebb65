//! Waiting: ask again and again, up to a limit.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::Result;

/// How long a window may take to do anything at all, with every core of a small machine busy.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Between two questions: short against what a person notices, long against what a question costs.
const PAUSE: Duration = Duration::from_millis(25);

/// Asks until there is an answer.
///
/// # Errors
/// When the answer does not come in time; `what` says what was waited for.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if Instant::now() >= deadline {
            bail!("waited {} s in vain: {what}", PATIENCE.as_secs());
        }
        sleep(PAUSE);
    }
}
