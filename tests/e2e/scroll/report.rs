//! The figures in words.

use super::Options;
use super::measure::{Drag, Way};

/// Of a hundred frames, 99 take no longer, in milliseconds: at 60 Hz none is left out.
const FRAME: f64 = 20.0;
/// No row stays blank for longer, in milliseconds.
const BLANK: f64 = 100.0;

/// Prints the frames and the blank rows of each way.
pub fn print(options: &Options, drags: &[(Way, Vec<Drag>)]) {
    println!("A list of {} contacts dragged from end to end, in milliseconds", options.contacts);
    for (way, drags) in drags {
        println!("\n{:50}{:>9}{:>9}{:>9}{:>9}", way.name, "p50", "p99", "most", "count");
        let all = |part: fn(&Drag) -> &Vec<f64>| sorted(drags.iter().flat_map(part).copied().collect());
        let (frames, held) = (all(|drag| &drag.frames), all(|drag| &drag.held));
        line("a frame", &frames, way.moves.then_some((at(&frames, 99), FRAME)));
        if !way.moves {
            continue;
        }
        line("a row that is seen blank", &held, Some((at(&held, 100), BLANK)));
        let longest = sorted(drags.iter().map(|drag| drag.longest_blank).collect());
        line("some row blank without a break, drag by drag", &longest, None);
    }
}

fn line(name: &str, values: &[f64], bar: Option<(f64, f64)>) {
    let [p50, p99, most] = [50, 99, 100].map(|percent| at(values, percent));
    let verdict = bar.map(|(figure, most)| {
        let word = if figure <= most { "met" } else { "MISSED" };
        format!("   at most {most:.0}: {word}")
    });
    let verdict = verdict.unwrap_or_default();
    println!("{name:50}{p50:>9.1}{p99:>9.1}{most:>9.1}{:>9}{verdict}", values.len());
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// What `percent` of 100 are not over; 0 where there are none.
fn at(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}
