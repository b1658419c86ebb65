//! Dragging and timing.

use anyhow::{Context as _, Result, ensure};
use kith_tests::window::{Home, Window, command};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Options;

/// What the page does, and answers by itself.
const DRAG: &str = include_str!("drag.js");

/// A way a hand moves through the whole list.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// In the report.
    pub name: &'static str,
    /// Moving time from one end to the other.
    milliseconds: u32,
    /// How often the hand rests meanwhile.
    stops: u32,
    /// Whether it moves at all: frames in which nothing does are as quick as the machine draws any.
    pub moves: bool,
}

const WAYS: [Way; 4] = [
    Way { name: "nothing moves for 2 s", milliseconds: 2_000, stops: 0, moves: false },
    Way { name: "in one move of 10 s", milliseconds: 10_000, stops: 0, moves: true },
    Way { name: "in one move of 2 s", milliseconds: 2_000, stops: 0, moves: true },
    Way { name: "in 12 moves of 0.5 s, resting between", milliseconds: 6_000, stops: 11, moves: true },
];

/// What the window told of one drag; times in milliseconds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drag {
    /// From each frame to the next.
    pub frames: Vec<f64>,
    /// How long each row that was seen blank was so.
    pub held: Vec<f64>,
    /// The longest time in which some row was blank, though never the same for long.
    pub longest_blank: f64,
    /// The first row that is seen at the end.
    first: u32,
    /// The last one.
    last: u32,
}

/// Drags through a list in every way, down and up in turn.
pub fn drags(options: &Options) -> Result<Vec<(Way, Vec<Drag>)>> {
    let home = Home::new()?;
    command(home.book(), &["sample", &options.contacts.to_string()])?;
    let window = Window::open(&home)?;
    window.first_key()?;
    let mut all: Vec<_> = WAYS.map(|way| (way, Vec::new())).into();
    for _ in 0..options.rounds {
        for (way, drags) in &mut all {
            drags.push(down(&window, *way, options.contacts)?);
            drags.push(up(&window, *way)?);
        }
    }
    window.close()?;
    Ok(all)
}

fn down(window: &Window, way: Way, contacts: u32) -> Result<Drag> {
    let drag = dragged(window, way, (0, u32::from(way.moves)))?;
    ensure!(!way.moves || drag.last + 1 == contacts, "row {} is seen at the end of {contacts}", drag.last);
    Ok(drag)
}

fn up(window: &Window, way: Way) -> Result<Drag> {
    let drag = dragged(window, way, (u32::from(way.moves), 0))?;
    ensure!(drag.first == 0, "row {} is seen at the start", drag.first);
    Ok(drag)
}

fn dragged(window: &Window, way: Way, (from, to): (u32, u32)) -> Result<Drag> {
    let arguments = vec![json!(from), json!(to), json!(way.milliseconds), json!(way.stops)];
    let told: Value = window.script_async_with(DRAG, arguments)?;
    serde_json::from_value(told).with_context(|| format!("what the window told of a drag {}", way.name))
}
