//! Every contact changed again and again.

use super::{Bar, at_a_million, duration, judged, megabytes, of, single, spread, spreads};
use crate::{
    parts::rewrite::{Bytes, Rewritten},
    work::Size,
};

static ON_DISK: Bar = Bar::AtMost(1.3e9);

/// The times and sizes, and whether the bar is met.
pub fn print(rewritten: &Rewritten, size: Size) {
    spreads(&format!("every contact changed, {} times", rewritten.turns.count()));
    spread("Kith, once all", rewritten.turns.spread(), duration, None);
    let rates = rewritten.turns.spread().map(|seconds| size.contacts as f64 / seconds);
    spread("Kith, contacts a second", rates, |rate| format!("{rate:.0}"), None);
    println!();
    single("the compaction", &of(rewritten.compaction));
    for (when, Bytes { all, log }) in [
        ("after the load", rewritten.loaded),
        ("after the changes", rewritten.changed),
        ("after the compaction", rewritten.compacted),
    ] {
        single(&format!("on the disk {when}"), &megabytes(all as f64));
        single("  of that the change log", &megabytes(log as f64));
    }
    let besides = rewritten.besides_history() as f64;
    judged("without the log's growth", besides, megabytes, at_a_million(&ON_DISK, size));
}
