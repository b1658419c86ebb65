//! Starts and memory.

use super::{Bar, at_a_million, duration, grouped, mebibytes, ratio, spread, spreads};
use crate::{
    parts::open::{ORDINARY, Opened},
    work::Size,
};

static ROWS: Bar = Bar::AtMost(0.5);
static COMPLETE: Bar = Bar::AtMost(1.5);
static MEMORY: Bar = Bar::AtMost(400.0 * MEBIBYTE);
const ORDINARY_MEMORY: Bar = Bar::AtMost(60.0 * MEBIBYTE);
const MEBIBYTE: f64 = 1_048_576.0;

/// The times and the memory, and whether the bars are met.
pub fn print(opened: &Opened, size: Size) {
    let Opened { kith, sqlite, ordinary } = opened;
    spreads(&format!("opened in a new process, {} rounds", size.repeats));
    let judge = |bar| Some(at_a_million(bar, size));
    spread("Kith, first rows", kith.rows.spread(), duration, judge(&ROWS));
    spread("Kith, complete search", kith.complete.spread(), duration, judge(&COMPLETE));
    spread("SQLite, first rows", sqlite.rows.spread(), duration, None);
    spread("SQLite, complete search", sqlite.complete.spread(), duration, None);
    spread("Kith / SQLite, first rows", kith.rows.ratios_to(&sqlite.rows, 50, size.repeats), ratio, None);
    let complete = kith.complete.ratios_to(&sqlite.complete, 50, size.repeats);
    spread("Kith / SQLite, complete search", complete, ratio, None);
    spreads("memory after that, idle");
    spread("Kith", kith.resident(), mebibytes, judge(&MEMORY));
    spread("SQLite", sqlite.resident(), mebibytes, None);
    let contacts = grouped(size.contacts.min(ORDINARY));
    spread(&format!("Kith, {contacts} contacts"), ordinary.resident(), mebibytes, Some(ORDINARY_MEMORY));
}
