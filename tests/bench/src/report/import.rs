//! An import.

use super::{Bar, at_a_million, duration, grouped, mebibytes, ratio, single, spread, spreads};
use crate::{figures::Spread, parts::import::Imports, work::Size};

static MEMORY: Bar = Bar::AtMost(150.0 * 1_048_576.0);
static OF_SQLITE: Bar = Bar::AtMost(1.5);

/// The times and the memory, and whether the bars are met.
pub fn print(imports: &Imports, size: Size) {
    let rounds = imports.taken.count();
    spreads(&format!("{} rows of 20 columns of CSV, rounds: {rounds}", grouped(size.contacts)));
    spread("Kith: checked, in the log and in sled", imports.taken.spread(), duration, None);
    spread("Kith: and listed, with a complete search", imports.complete.spread(), duration, None);
    spread("sqlite3: .import, indexes, a search", imports.sqlite.spread(), duration, None);
    let bar = at_a_million(&OF_SQLITE, size);
    let ratios = imports.complete.ratios_to(&imports.sqlite, 50, rounds);
    spread("Kith, listed / sqlite3", ratios, ratio, Some(bar));
    if size.others && imports.sqlite.count() == 0 {
        single("sqlite3", "not installed");
    }
    spreads("memory at most, above that of the empty book");
    let bar = at_a_million(&MEMORY, size);
    spread("Kith", Spread::of(imports.memory.iter().copied()), mebibytes, Some(bar));
}
