//! Random requests against a plain model of the contract, and the laws every update keeps.
//!
//! A run tries the same cases every time. `PROPTEST_CASES` asks for more and for others.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::env;

use proptest::test_runner::{Config, RngSeed};

mod bodies;
mod bulk;
mod bulk_edits;
mod imports;
mod laws;
mod merges;
mod model;
mod operations;
mod schemas;
mod undo;
mod values;

/// How a property is tried: `cases` times, or as often as `PROPTEST_CASES` says.
fn settings(cases: u32) -> Config {
    let asked = env::var_os("PROPTEST_CASES").is_some();
    let config = Config { failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    if asked { config } else { Config { cases, rng_seed: RngSeed::Fixed(20_260_102), ..config } }
}
