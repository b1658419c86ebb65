//! System calls that fail, or are the last thing that happens: `strace -e inject`, swept over the calls.

use std::{collections::BTreeMap, fs, process::Command};

use anyhow::{Context as _, Result, ensure};

use super::{
    dice::Dice,
    figures::{Figures, Outcome, Size},
    kills, process,
    scratch::{NOT_OPENED, PATIENCE, Scratch, is_orderly},
};

/// The calls that a book is written (and read) with.
const CALLS: [&str; 10] =
    ["write", "pwrite64", "fdatasync", "fsync", "rename", "openat", "ftruncate", "mkdir", "read", "pread64"];
/// What becomes of a call: strace's words. `+` is the call and all after it.
const FATES: [(&str, &str); 5] = [
    ("EIO", "error=EIO:when={N}"),
    ("ENOSPC", "error=ENOSPC:when={N}"),
    ("EIO from then on", "error=EIO:when={N}+"),
    ("ENOSPC from then on", "error=ENOSPC:when={N}+"),
    (KILL, "signal=KILL:when={N}"),
];
const KILL: &str = "kill";
/// Steps before the faults, and under them.
const BEFORE: usize = 30;
const UNDER: usize = 25;
/// The same where mostly other files are put in the place of the book's.
const UNDER_REPLACING: usize = 8;

/// One place where a fault is put.
#[derive(Debug, Clone, Copy)]
struct Point {
    call: &'static str,
    number: usize,
    fate: (&'static str, &'static str),
    /// In a writer that mostly puts other files in the place of the book's.
    replacing: bool,
}

/// For each call, the numbers of those that are about the book.
type Counts = BTreeMap<&'static str, Vec<usize>>;

/// Puts faults at places spread over all calls of a writer, each in a run of its own.
///
/// # Errors
/// The first finding, with what repeats it.
pub fn sweep(size: Size) -> Result<Outcome> {
    if !process::there("strace") {
        return Ok(Outcome::NotRun("needs strace".into()));
    }
    let base = kills::undisturbed(size, BEFORE)?;
    let mut points = Vec::new();
    for replacing in [false, true] {
        match counts(&base, size, replacing) {
            Ok(counts) => points.extend(all(&counts, replacing)),
            Err(error) => return Ok(Outcome::NotRun(format!("strace may not trace here ({error:#})"))),
        }
    }
    let mut figures = Figures::default();
    figures.add("calls that could be met", (points.len() / FATES.len()) as u64);
    let points = drawn(points, size);
    let count = points.len();
    for (run, point) in points.into_iter().enumerate() {
        let mut scratch = base.copy()?;
        let ran = fault(&scratch, point, size, &mut figures);
        ran.with_context(|| {
            format!("{point:?} with seed {}; the book is in {}", size.seed, scratch.keep().display())
        })?;
        figures.progress(run + 1, count);
    }
    let (kills, came) = (figures.of("kills"), figures.of("kills that came about"));
    ensure!(came * 2 >= kills, "only {came} of {kills} kills came about: strace does not do what it is told");
    Ok(Outcome::Ran(figures))
}

fn fault(scratch: &Scratch, point: Point, size: Size, figures: &mut Figures) -> Result<()> {
    let fate = point.fate.1.replace("{N}", &point.number.to_string());
    let mut command = strace();
    if point.fate.0 != KILL {
        // Quicker, but its stops pass no signal on.
        command.arg("--seccomp-bpf");
    }
    command.args(["-o", "/dev/null", "-e", &format!("trace={}", point.call)]);
    command.args(["-e", &format!("inject={}:{fate}", point.call)]);
    let ended = process::run(finish(&mut command, scratch, size, point.replacing)?, PATIENCE)?;
    let killed = ended.signal.is_some() || ended.code == Some(137);
    figures.add("faults", 1);
    if point.fate.0 == KILL {
        ensure!(!ended.hung, "the writer: {}", ended.told());
        figures.add("kills", 1);
        figures.add("kills that came about", u64::from(killed));
    } else {
        is_orderly(&ended)?;
        figures.add("books not opened, told why", u64::from(ended.code == Some(NOT_OPENED)));
    }
    let checked = scratch.check(false)?;
    figures.check(&checked);
    Ok(())
}

fn strace() -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq"]);
    command
}

/// Ends a command of strace with the writer that it traces.
fn finish<'a>(
    command: &'a mut Command,
    scratch: &Scratch,
    size: Size,
    replacing: bool,
) -> Result<&'a mut Command> {
    let steps = if replacing { UNDER_REPLACING } else { UNDER };
    let writing = scratch.writing(size.seed ^ 0xfa17, steps, size.scale)?;
    command.arg("--").arg(writing.get_program()).args(writing.get_args());
    Ok(command.args(replacing.then_some("--replacing")))
}

/// For each call, the numbers of those that are about the book, counted by thread as strace does.
fn counts(base: &Scratch, size: Size, replacing: bool) -> Result<Counts> {
    let scratch = base.copy()?;
    let trace = scratch.path().join("trace");
    let mut command = strace();
    command.args(["-y", "-o"]).arg(&trace).args(["-e", &format!("trace={}", CALLS.join(","))]);
    let ended = process::run(finish(&mut command, &scratch, size, replacing)?, PATIENCE)?;
    ensure!(ended.code == Some(0), "{}", ended.told());
    let book = scratch.book.display().to_string();
    let mut seen: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut met = Counts::new();
    for line in fs::read_to_string(&trace)?.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some(name) = CALLS.into_iter().find(|name| call.trim_start().starts_with(&format!("{name}(")))
        else {
            continue;
        };
        let number = seen.entry((thread.to_owned(), name)).or_default();
        *number += 1;
        if line.contains(&book) {
            met.entry(name).or_default().push(*number);
        }
    }
    for numbers in met.values_mut() {
        numbers.sort_unstable();
        numbers.dedup();
    }
    Ok(met)
}

fn all(counts: &Counts, replacing: bool) -> Vec<Point> {
    let all = counts.iter().flat_map(|(&call, numbers)| numbers.iter().map(move |&number| (call, number)));
    all.flat_map(|(call, number)| FATES.map(|fate| Point { call, number, fate, replacing })).collect()
}

/// As many of the points as are wanted: every call and fate, spread evenly from a random beginning.
fn drawn(mut points: Vec<Point>, size: Size) -> Vec<Point> {
    let kind = |point: &Point| (point.call, point.fate.0, point.replacing);
    points.sort_by_key(|point| (kind(point), point.number));
    if points.len() <= size.runs {
        return points;
    }
    let kinds = CALLS.len() * FATES.len() * 2;
    let each = size.runs.div_ceil(kinds).max(1);
    let mut dice = Dice::new(size.seed);
    let mut drawn = Vec::new();
    for group in points.chunk_by(|a, b| kind(a) == kind(b)) {
        let step = group.len().div_ceil(each).max(1);
        drawn.extend(group.iter().skip(dice.below(step)).step_by(step).copied());
    }
    while drawn.len() > size.runs {
        drawn.swap_remove(dice.below(drawn.len()));
    }
    drawn
}
