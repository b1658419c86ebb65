//! What was answered survives: each sweep at a size for every day. `cargo xtask crash` runs them at full size.
//!
//! A sweep that cannot run here says so. `KITH_CRASH_SEED` repeats a run.

#![cfg(target_os = "linux")]
// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used, clippy::panic)]

use kith_tests::crash::{
    faults,
    figures::{Outcome, Size, seed},
    flips, full, kills, power,
};

mod corpora;

fn small(runs: usize) -> Size {
    Size { runs, seed: seed(), scale: 1 }
}

fn held(outcome: anyhow::Result<Outcome>) {
    match outcome {
        Ok(outcome) => outcome.say(),
        Err(error) => panic!("{error:#}"),
    }
}

#[test]
fn what_was_answered_before_a_kill_is_there_and_nothing_is_half_there() {
    held(kills::sweep(small(24)));
}

#[test]
fn a_system_call_that_fails_loses_nothing_that_was_answered() {
    held(faults::sweep(small(24)));
}

#[test]
fn what_was_answered_before_a_power_cut_is_there() {
    held(power::sweep(small(8)));
}

#[test]
fn a_full_disk_is_told_and_read_and_gone_on_with() {
    held(full::sweep(small(1)));
}

#[test]
fn damaged_bytes_are_never_told_as_right_and_a_repair_brings_back_what_is_left() {
    held(flips::sweep(small(24)));
}
