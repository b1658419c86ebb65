//! The figures as they are printed.

use std::time::Duration;

use crate::{contenders::Race, desk::Desk, figures::Times, large_schema::LargeSchema, work::Size};

/// An update takes at most as many times the disk's own limit.
const TIMES_THE_DISK: f64 = 2.0;
/// And no longer than SQLite's.
const TIMES_SQLITE: f64 = 1.0;

/// What a schema of 500 fields and 200 picklists takes at most as many times of the shipped one's.
const TIMES_THE_SHIPPED: f64 = 2.0;

/// What is about to be measured.
pub fn opening(size: Size) {
    println!("{} contacts; {} updates by each in turn\n", size.contacts, size.updates);
}

/// The contenders' times.
pub fn race(race: &Race) {
    println!("{:44} {:>10} {:>10} {:>10} {:>10}", "one update", "p50", "p90", "p99", "least");
    times("4 KiB written in place + fdatasync", &race.disk);
    times("Kith, the full answer, list built", &race.desk);
    times("Kith, the full answer, no list", &race.command_line);
    times("SQLite (WAL, FULL), Kith's rules, history", &race.sqlite);
    times("SQLite (WAL, FULL), no rules, history", &race.sqlite_bare);
}

/// What a person waits for.
pub fn desk(desk: &Desk) {
    println!("\n{:44} {:>10} {:>10} {:>10} {:>10}", "at the desk", "p50", "p90", "p99", "least");
    times("a contact read by its externalId", &desk.read);
    times("a page of the list after a keystroke", &desk.keystroke);
    println!();
    single("opening the book after a kill", &duration(desk.open_after_kill));
    single("opening it after it was closed", &duration(desk.open));
    single("opening it, and the first page of the list", &duration(desk.first_page));
    single("the list in another order, the first time", &duration(desk.sort));
    single("bulk update", &format!("{:.0} contacts/s", desk.bulk_rate));
    single("the book on the disk", &megabytes(desk.on_disk));
    memory("memory, no list yet", desk.resident);
    memory("memory, list built", desk.resident_with_list);
}

/// Whether the bars are met.
pub fn verdict(race: &Race) {
    println!("\n{:44} {:>10}", "p50 by p50", "ratio");
    bar("Kith, list built / disk", race.desk.ratio_to(&race.disk), TIMES_THE_DISK);
    bar("Kith, no list / disk", race.command_line.ratio_to(&race.disk), TIMES_THE_DISK);
    bar("Kith, list built / SQLite with Kith's rules", race.desk.ratio_to(&race.sqlite), TIMES_SQLITE);
    bar("Kith, no list / SQLite with Kith's rules", race.command_line.ratio_to(&race.sqlite), TIMES_SQLITE);
    let bare = race.command_line.ratio_to(&race.sqlite_bare);
    single("Kith, no list / SQLite with no rules", &format!("{bare:.2}"));
}

/// The large schema beside the shipped one.
pub fn schemas(LargeSchema { shipped, large, more_fields }: &LargeSchema) {
    println!(
        "\n{:44} {:>10} {:>10} {:>10} {:>10}",
        "500 fields, 200 picklists", "p50", "p90", "p99", "least"
    );
    for (name, side) in [("shipped schema", shipped), ("large schema", large)] {
        times(&format!("{name}: a book is opened"), &side.open);
        times(&format!("{name}: a body is checked"), &side.check);
        times(&format!("{name}: it is saved"), &side.save);
    }
    let opening = large.open.ratio_to(&shipped.open);
    single("opening, large / shipped", &format!("{opening:.2}"));
    bar("opening, large / shipped, by the field", opening / *more_fields, TIMES_THE_SHIPPED);
    bar("checking, large / shipped", large.check.ratio_to(&shipped.check), TIMES_THE_SHIPPED);
    bar("saving, large / shipped", large.save.ratio_to(&shipped.save), TIMES_THE_SHIPPED);
}

fn memory(what: &str, bytes: Option<u64>) {
    if let Some(bytes) = bytes {
        single(what, &megabytes(bytes));
    }
}

fn bar(what: &str, ratio: f64, most: f64) {
    let met = if ratio <= most { "met" } else { "MISSED" };
    println!("{what:44} {ratio:>10.2}   at most {most:.2}: {met}");
}

fn times(what: &str, times: &Times) {
    let [p50, p90, p99, least] = [50, 90, 99, 0].map(|percent| duration(times.percentile(percent)));
    println!("{what:44} {p50:>10} {p90:>10} {p99:>10} {least:>10}");
}

fn single(what: &str, figure: &str) {
    println!("{what:44} {figure:>10}");
}

fn duration(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1e-3 => format!("{:.0} µs", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}
