//! The cases that the property tests of queries are run with.

use proptest::{prelude::*, test_runner::RngSeed};

/// The same cases in every run, and no file of failed ones.
pub(super) fn settings() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(1);
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

/// Text with letters that fold to other ones, to more than one, and to none.
pub(super) fn text() -> impl Strategy<Value = String> {
    "[aAsSäÄßẞøÆﬁ\u{301}\u{200b}İ가か\u{3099}😀 \\t'’0-2+(-]{0,10}"
}
