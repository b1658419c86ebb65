//! Pages and orders of the list.

use super::{Bar, at_a_million, duration, judged, percentiles, ratio, spread, spreads, times};
use crate::{
    figures::Spread,
    parts::pages::{Order, Pages},
    work::Size,
};

static PAGE: Bar = Bar::AtMost(0.001);
static NEW_ORDER: Bar = Bar::AtMost(1.0);

/// The times, and whether the bars are met.
pub fn print(pages: &Pages, size: Size) {
    percentiles(&format!("a page of 100 anywhere, {} pages", pages.page.count()));
    times("Kith, sorted by name", &pages.page);
    times("SQLite, ORDER BY name LIMIT 100 OFFSET n", &pages.sqlite);
    println!();
    let p99 = pages.page.percentile(99).as_secs_f64();
    judged("Kith, p99", p99, duration, at_a_million(&PAGE, size));
    spreads(&format!("p50 by p50, {} rounds", size.rounds));
    spread("SQLite / Kith", pages.sqlite.ratios_to(&pages.page, 50, size.rounds), ratio, None);
    spreads("the list in a new order, the first time");
    for Order { field, first, bare } in &pages.orders {
        spread(&format!("Kith, by {field}"), first.spread(), duration, Some(at_a_million(&NEW_ORDER, size)));
        spread("  its bare values, sorted in memory", bare.spread(), duration, None);
    }
    let ratios = pages.orders.iter().map(|order| order.first.ratio_to(&order.bare));
    spread("Kith / bare values, order by order", Spread::of(ratios), ratio, None);
}
