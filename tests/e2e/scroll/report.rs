//! The figures in words.

use kith_tests::window::figures::{Bar, head, line};

use super::Options;
use super::measure::{Drag, Way};

/// Of a hundred frames, 99 take no longer, in milliseconds: at 60 Hz none is left out.
const FRAME: Bar = Bar { percent: 99, most: 20.0 };
/// No row stays blank for longer, in milliseconds.
const BLANK: Bar = Bar { percent: 100, most: 100.0 };

/// Prints the frames and the blank rows of each way.
pub fn print(options: &Options, drags: &[(Way, Vec<Drag>)]) {
    println!("A list of {} contacts dragged from end to end, in milliseconds", options.contacts);
    for (way, drags) in drags {
        head(way.name);
        let all = |part: fn(&Drag) -> &Vec<f64>| drags.iter().flat_map(part).copied().collect::<Vec<_>>();
        line("a frame", all(|drag| &drag.frames), way.moves.then_some(FRAME));
        if !way.moves {
            continue;
        }
        line("a row that is seen blank", all(|drag| &drag.held), Some(BLANK));
        let longest = drags.iter().map(|drag| drag.longest_blank).collect();
        line("some row blank without a break, drag by drag", longest, None);
    }
}
