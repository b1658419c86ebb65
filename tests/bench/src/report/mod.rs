//! The figures as they are printed.

pub mod desk;
pub mod duplicates;
pub mod import;
pub mod load;
pub mod open;
pub mod pages;
pub mod rewrite;
pub mod schema;
pub mod search;
pub mod update;

use std::time::Duration;

use jiff::ZonedDateTime;

use crate::{
    figures::{Spread, Times},
    limits::Limits,
    machine,
    work::Size,
};

/// What a figure is to keep.
#[derive(Debug, Clone, Copy)]
enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// As `AtMost` and `AtLeast`, for books that are smaller than the bar is set for: only named.
    Elsewhere(&'static Bar),
}

/// What is about to be measured, and where.
pub fn opening(size: Size) {
    println!("{} contacts; {}; {}", grouped(size.contacts), machine::words(), ZonedDateTime::now().date());
}

/// The machine's own limits.
pub fn limits(limits: &Limits) {
    percentiles("the machine");
    times("4 KiB written in place + fdatasync", limits.sync());
    spreads("bytes a second");
    for (what, rate) in limits.rates() {
        spread(what, rate, gigabytes, None);
    }
}

/// A bar that is set for a million contacts.
fn at_a_million(bar: &'static Bar, size: Size) -> Bar {
    if size.is_judged() { *bar } else { Bar::Elsewhere(bar) }
}

/// The head of a table of times.
fn percentiles(title: &str) {
    println!("\n{title:50} {:>10} {:>10} {:>10} {:>10}", "p50", "p90", "p99", "least");
}

/// The head of a table of figures over rounds.
fn spreads(title: &str) {
    println!("\n{title:50} {:>10} {:>10} {:>10}", "min", "median", "max");
}

/// The times of one who took part.
fn times(what: &str, times: &Times) {
    if times.count() == 0 {
        return;
    }
    let [p50, p90, p99, least] = [50, 90, 99, 0].map(|at| duration(times.percentile(at).as_secs_f64()));
    println!("{what:50} {p50:>10} {p90:>10} {p99:>10} {least:>10}");
}

fn single(what: &str, figure: &str) {
    println!("{what:50} {figure:>10}");
}

/// A figure over rounds of those who took part; a bar is held against the one in the middle.
fn spread(what: &str, figures: Spread, shown: fn(f64) -> String, bar: Option<Bar>) {
    let Spread { least, median, most } = figures;
    if median.is_nan() {
        return;
    }
    let verdict = bar.map(|bar| format!("   {}", bar.verdict(median, shown))).unwrap_or_default();
    println!("{what:50} {:>10} {:>10} {:>10}{verdict}", shown(least), shown(median), shown(most));
}

/// One figure and its bar.
fn judged(what: &str, figure: f64, shown: fn(f64) -> String, bar: Bar) {
    println!("{what:50} {:>10}   {}", shown(figure), bar.verdict(figure, shown));
}

impl Bar {
    fn verdict(self, figure: f64, shown: fn(f64) -> String) -> String {
        let word = if self.is_met(figure) { "met" } else { "MISSED" };
        match self {
            Self::Elsewhere(bar) => format!("{} for 1,000,000", bar.words(shown)),
            bar => format!("{}: {word}", bar.words(shown)),
        }
    }

    fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtMost(most) => figure <= most,
            Self::AtLeast(least) => figure >= least,
            Self::Elsewhere(bar) => bar.is_met(figure),
        }
    }

    fn words(self, shown: fn(f64) -> String) -> String {
        match self {
            Self::AtMost(most) => format!("at most {}", shown(most)),
            Self::AtLeast(least) => format!("at least {}", shown(least)),
            Self::Elsewhere(bar) => bar.words(shown),
        }
    }
}

fn ratio(figure: f64) -> String {
    format!("{figure:.2}")
}

/// A time in seconds.
fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 1e-3 => format!("{:.0} µs", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}

fn of(time: Duration) -> String {
    duration(time.as_secs_f64())
}

fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}

fn mebibytes(bytes: f64) -> String {
    format!("{:.0} MiB", bytes / f64::from(1 << 20))
}

fn gigabytes(bytes: f64) -> String {
    format!("{:.2} GB", bytes / 1e9)
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    digits
        .char_indices()
        .flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_met_missed_or_set_for_another_size() {
        static MOST: Bar = Bar::AtMost(1.5);
        assert_eq!(MOST.verdict(1.5, ratio), "at most 1.50: met");
        assert_eq!(MOST.verdict(1.6, ratio), "at most 1.50: MISSED");
        assert_eq!(MOST.verdict(f64::NAN, ratio), "at most 1.50: MISSED");
        assert_eq!(Bar::AtLeast(10.0).verdict(9.0, ratio), "at least 10.00: MISSED");
        assert_eq!(at_a_million(&MOST, Size::SMALL).verdict(9.0, ratio), "at most 1.50 for 1,000,000");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([1, 999, 1_000, 1_000_000].map(grouped), ["1", "999", "1,000", "1,000,000"]);
    }
}
