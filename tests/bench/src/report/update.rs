//! One durable update.

use super::{Bar, percentiles, ratio, spread, spreads, times};
use crate::{figures::Times, parts::update::Race, work::Size};

/// An update takes at most as many times the disk's own limit.
const TIMES_THE_DISK: Bar = Bar::AtMost(1.7);
/// As many times SQLite's with the same indexes.
const TIMES_INDEXED: Bar = Bar::AtMost(0.9);
/// And no longer than SQLite with none.
const TIMES_PLAIN: Bar = Bar::AtMost(1.0);

/// The contenders' times, and whether the bars are met.
pub fn print(race: &Race, size: Size) {
    percentiles(&format!("one update, {} by each in turn", race.disk.count()));
    times("4 KiB written in place + fdatasync", &race.disk);
    times("Kith, the full answer, list built", &race.desk);
    times("Kith, the full answer, no list", &race.command_line);
    times("SQLite (WAL, FULL): record, indexes, history", &race.indexed);
    times("SQLite (WAL, FULL): record, history", &race.plain);
    times("SQLite (WAL, FULL): record, history; no rules", &race.bare);
    times("redb: record, history", &race.redb);
    spreads(&format!("p50 by p50, {} rounds", size.rounds));
    let of = |what: &str, ours: &Times, theirs: &Times, bar| {
        spread(what, ours.ratios_to(theirs, 50, size.rounds), ratio, bar);
    };
    for (name, ours) in [("Kith, list built", &race.desk), ("Kith, no list", &race.command_line)] {
        of(&format!("{name} / disk"), ours, &race.disk, Some(TIMES_THE_DISK));
        of(&format!("{name} / SQLite with indexes"), ours, &race.indexed, Some(TIMES_INDEXED));
        of(&format!("{name} / SQLite without"), ours, &race.plain, Some(TIMES_PLAIN));
        of(&format!("{name} / SQLite without indexes and rules"), ours, &race.bare, None);
        of(&format!("{name} / redb"), ours, &race.redb, None);
    }
}
