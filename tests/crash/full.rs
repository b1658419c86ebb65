//! `crash`: every sweep at full size, and a table of what they came to (`cargo xtask crash`).

use std::{process::ExitCode, time::Instant};

use anyhow::Result;
use clap::Parser;
use kith_tests::crash::{
    faults,
    figures::{Outcome, Size, seed},
    flips, full, kills, power,
};

/// A sweep: its name, how many runs are a full one, what it does.
type Sweep = (&'static str, usize, fn(Size) -> Result<Outcome>);

const SWEEPS: [Sweep; 5] = [
    ("kill -9", 300, kills::sweep),
    ("failing system calls", 1_500, faults::sweep),
    ("power cuts", 100, power::sweep),
    ("full disk", 5, full::sweep),
    ("damaged bytes", 1_000, flips::sweep),
];

#[derive(Parser)]
struct Arguments {
    /// So many runs of each sweep, instead of a full one.
    #[arg(long)]
    runs: Option<usize>,
    /// How much larger than small the large requests are.
    #[arg(long, default_value_t = 1)]
    scale: usize,
    /// Only the sweep whose name begins so.
    #[arg(long, default_value = "")]
    only: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut failed = false;
    let mut table = vec!["| sweep | figures | seconds |".to_owned(), "|---|---|---|".to_owned()];
    for (name, runs, sweep) in SWEEPS.into_iter().filter(|(name, ..)| name.starts_with(&arguments.only)) {
        println!("{name} …");
        let start = Instant::now();
        let size = Size { runs: arguments.runs.unwrap_or(runs), seed: seed(), scale: arguments.scale };
        let told = match sweep(size) {
            Ok(Outcome::Ran(figures)) => figures.to_string(),
            Ok(Outcome::NotRun(why)) => format!("not run: {why}"),
            Err(error) => {
                failed = true;
                eprintln!("{error:#}");
                "a finding, see above".to_owned()
            }
        };
        table.push(format!("| {name} | {told} | {:.0} |", start.elapsed().as_secs_f32()));
    }
    println!("\n{}", table.join("\n"));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
