//! The figures in words.

use super::Options;
use super::measure::Times;

/// The ratio the desk keeps to.
const AT_MOST: f64 = 1.25;

/// Prints both and their ratio.
pub fn print(options: &Options, times: &Times) {
    let ratios: Vec<f64> = times.desk.iter().zip(&times.empty).map(|(desk, empty)| desk / empty).collect();
    println!("Start-up, {} rounds in turn, a book of {} contacts", options.rounds, options.contacts);
    println!("{:34}{:>9}{:>9}{:>9}", "", "min", "median", "max");
    line("desk, first usable list, ms", &times.desk, 0);
    line("empty window, first frame, ms", &times.empty, 0);
    line("ratio, round by round", &ratios, 2);
    let ratio = median(&times.desk) / median(&times.empty);
    let verdict = if ratio <= AT_MOST { "kept" } else { "missed" };
    println!("ratio of the medians: {ratio:.2} (at most {AT_MOST} is the aim: {verdict})");
}

fn line(name: &str, values: &[f64], digits: usize) {
    let (least, most) = values
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(least, most), &value| (least.min(value), most.max(value)));
    println!("{name:34}{least:>9.digits$}{:>9.digits$}{most:>9.digits$}", median(values));
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle =
        |back: usize| sorted.get((sorted.len().saturating_sub(back)) / 2).copied().unwrap_or(f64::NAN);
    f64::midpoint(middle(0), middle(1))
}
