//! What a sweep comes to.

use std::{collections::BTreeMap, fmt};

use anyhow::Result;

use super::{check::Checked, step::Step};

/// After so many runs a sweep says how far it has come.
const LONG: usize = 50;

/// What a sweep did.
#[derive(Debug)]
pub enum Outcome {
    /// It ran, and nothing was wrong.
    Ran(Figures),
    /// It could not run here, and why.
    NotRun(String),
}

impl Outcome {
    /// Says what came of it, as a test does.
    pub fn say(&self) {
        match self {
            Self::Ran(figures) => println!("{figures}"),
            Self::NotRun(why) => println!("NOT RUN: {why}"),
        }
    }
}

/// What was counted in a sweep, in the order of first mention.
#[derive(Debug, Default)]
pub struct Figures {
    counts: BTreeMap<&'static str, u64>,
}

impl Figures {
    /// Counts.
    pub fn add(&mut self, what: &'static str, count: u64) {
        *self.counts.entry(what).or_default() += count;
    }

    /// Counts what a check of a book found.
    pub fn check(&mut self, checked: &Checked) {
        self.add("answered changes held to", checked.answered);
        self.add("replayed after", u64::from(checked.replayed > 0));
        self.add("rebuilt", u64::from(checked.rebuilt));
        self.add("torn tails", u64::from(checked.torn));
        self.add("with forgotten changes", u64::from(checked.forgotten > 0));
        let within = match checked.within {
            Some(Step::Restore) => "within a restore",
            Some(Step::Repair) => "within a repair",
            Some(Step::Compact) => "within a compaction",
            Some(Step::Forget) => "within a forgetting",
            Some(_) => "within a rebuild",
            None => return,
        };
        self.add(within, 1);
    }

    /// Says how far a long sweep has come.
    pub fn progress(&self, run: usize, of: usize) {
        if of >= LONG && run.is_multiple_of(LONG) {
            println!("  {run} of {of}: {self}");
        }
    }

    /// What was counted of one thing.
    #[must_use]
    pub fn of(&self, what: &str) -> u64 {
        self.counts.get(what).copied().unwrap_or_default()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
        f.write_str(&all.join(", "))
    }
}

/// How large a sweep is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many runs.
    pub runs: usize,
    /// What is drawn follows from it.
    pub seed: u64,
    /// How much larger than small the large requests are.
    pub scale: usize,
}

/// The seed that `KITH_CRASH_SEED` names, to repeat a run, or the usual one.
#[must_use]
pub fn seed() -> u64 {
    let asked = std::env::var("KITH_CRASH_SEED");
    asked.ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_260_102)
}

/// Adds to an error how the run is repeated and where the book was kept.
///
/// # Errors
/// The one that is given.
pub fn explained<T>(result: Result<T>, what: impl FnOnce() -> String) -> Result<T> {
    result.map_err(|error| error.context(what()))
}
