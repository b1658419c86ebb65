//! The search for duplicates.

use super::{Bar, duration, grouped, of, single, spread, spreads};
use crate::{parts::duplicates::Searched, work::Size};

/// What a search of 100,000 contacts takes at most, in seconds.
static SEARCH: Bar = Bar::AtMost(10.0);

/// The times, and whether the bar is met.
pub fn print(searched: &Searched, size: Size) {
    spreads(&format!("duplicates among {} contacts", grouped(size.contacts)));
    let bar = (size.contacts <= 100_000).then_some(SEARCH);
    spread("the whole search", searched.search.spread(), duration, bar);
    println!();
    single("one that is ended while it compares", &of(searched.ended));
    single("pairs found", &grouped(usize::try_from(searched.found).unwrap_or(usize::MAX)));
}
