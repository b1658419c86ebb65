//! The figures in words.

use kith_tests::window::Memory;
use kith_tests::window::figures::{Bar, head, line};

use super::Options;
use super::measure::Measured;

/// Of a hundred, 99 take no longer, in milliseconds.
const BAR: Bar = Bar { percent: 99, most: 50.0 };

/// Prints the times and the memory.
pub fn print(options: &Options, measured: &Measured) {
    println!("The window on a book of {} contacts, in milliseconds to the painted frame", options.contacts);
    head("");
    line("from a key in the search box to its rows", measured.found.clone(), Some(BAR));
    line("from the click on a row to the form", measured.opened.clone(), Some(BAR));
    line("from Ctrl+S to \"Saved\"", measured.saved.clone(), Some(BAR));
    memory("with its first list", &measured.at_first);
    memory("after this work", &measured.at_last);
}

fn memory(when: &str, all: &[Memory]) {
    println!("\n{:50}{:>9}{:>9}", format!("memory {when}, MiB"), "PSS", "RSS");
    for process in all {
        figures(&process.name, process.pss, process.rss);
    }
    let sum = |part: fn(&Memory) -> u64| all.iter().map(part).sum();
    figures("all processes of the desk", sum(|of| of.pss), sum(|of| of.rss));
}

fn figures(name: &str, pss: u64, rss: u64) {
    println!("{name:50}{:>9}{:>9}", pss >> 10, rss >> 10);
}
