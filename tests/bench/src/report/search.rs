//! One keystroke's search.

use super::{Bar, at_a_million, duration, judged, percentiles, ratio, spread, spreads, times};
use crate::{
    figures::Times,
    parts::search::{Class, Search},
    work::Size,
};

static FIRST: Bar = Bar::AtMost(0.010);
static COUNT: Bar = Bar::AtMost(0.030);
/// How many times as long SQLite takes at least.
static TIMES_FASTER: Bar = Bar::AtLeast(10.0);

/// The times of both, and whether the bars are met. Words of three letters and more FTS5 finds by its trigrams; for
/// shorter ones it has LIKE go through all texts.
pub fn print(search: &Search, size: Size) {
    let Search { trigrams, short } = search;
    class("long words", trigrams);
    class("with a short word", short);
    percentiles("all queries");
    let (first, count) = (trigrams.first.and(&short.first), trigrams.count.and(&short.count));
    times("Kith, first 100 and count", &first);
    times("Kith, count", &count);
    println!();
    let p99 = |times: &Times| times.percentile(99).as_secs_f64();
    judged("Kith, first 100, p99", p99(&first), duration, at_a_million(&FIRST, size));
    judged("Kith, count, p99", p99(&count), duration, at_a_million(&COUNT, size));
    spreads(&format!("SQLite / Kith, {} rounds", size.rounds));
    for (name, class, bar) in [
        ("long words", trigrams, Some(at_a_million(&TIMES_FASTER, size))),
        ("with a short word", short, None),
    ] {
        for percent in [50, 99] {
            let of = |theirs: &Times, ours: &Times| theirs.ratios_to(ours, percent, size.rounds);
            let line = |what: &str, spread_of, bar| {
                spread(&format!("{name}, {what}, p{percent}"), spread_of, ratio, bar);
            };
            line("first 100 by rank", of(&class.ranked, &class.first), bar);
            line("first 100 as they come", of(&class.unranked, &class.first), None);
            line("count", of(&class.counted, &class.count), bar);
        }
    }
}

fn class(title: &str, class: &Class) {
    percentiles(&format!("{} queries: {title}", class.first.count()));
    times("Kith, first 100 and count", &class.first);
    times("Kith, count", &class.count);
    times("SQLite FTS5, first 100 by rank", &class.ranked);
    times("SQLite FTS5, first 100 as they come", &class.unranked);
    times("SQLite FTS5, count", &class.counted);
}
