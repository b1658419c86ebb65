//! A bulk load.

use super::{Bar, at_a_million, duration, judged, megabytes, ratio, single, spread, spreads};
use crate::{parts::load::Loads, work::Size};

static LOAD: Bar = Bar::AtMost(60.0);
static OF_SQLITES_RATE: Bar = Bar::AtLeast(0.5);
static ON_DISK: Bar = Bar::AtMost(1.0e9);

/// The times, rates and sizes, and whether the bars are met.
pub fn print(loads: &Loads, size: Size) {
    spreads(&format!("{} contacts at once, rounds: {}", super::grouped(size.contacts), loads.kith.count()));
    spread("making the contacts alone", loads.making.spread(), duration, None);
    spread("Kith: made, in the log and in sled", loads.filled.spread(), duration, None);
    let bar = at_a_million(&LOAD, size);
    spread("Kith: and listed, with a complete search", loads.complete.spread(), duration, Some(bar));
    spread("Kith: the same without making them", loads.kith.spread(), duration, None);
    spread("SQLite: record, indexes, history", loads.sqlite.spread(), duration, None);
    spread("fjall: record, history", loads.fjall.spread(), duration, None);
    spread("Kith: a compaction, later", loads.compaction.spread(), duration, None);
    spreads("rate by rate, without making them");
    let rounds = loads.kith.count();
    let bar = at_a_million(&OF_SQLITES_RATE, size);
    spread("Kith / SQLite", loads.sqlite.ratios_to(&loads.kith, 50, rounds), ratio, Some(bar));
    spread("Kith / fjall", loads.fjall.ratios_to(&loads.kith, 50, rounds), ratio, None);
    println!();
    let [kith, sqlite, fjall] = loads.bytes.map(|bytes| bytes as f64);
    judged("on the disk: Kith", kith, megabytes, at_a_million(&ON_DISK, size));
    judged("  and after a compaction", loads.compacted as f64, megabytes, at_a_million(&ON_DISK, size));
    if loads.sqlite.count() > 0 {
        single("on the disk: SQLite", &megabytes(sqlite));
        single("on the disk: fjall", &megabytes(fjall));
    }
}
