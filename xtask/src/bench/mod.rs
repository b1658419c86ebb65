//! Measurements. Each compares with something else in the same run; figures of different runs say little.

mod region;

use std::fs;
use std::process::Command;

use crate::flags::Flags;
use crate::place::{built, root};
use crate::shell::{Done, Stop, cargo, program, run, step, told};
use crate::{page, screen, setup};

/// The parts of the core's benchmark, as `kith-bench` names them.
const PARTS: [&str; 9] =
    ["update", "search", "pages", "open", "load", "import", "desk", "schema", "duplicates"];
/// The one that takes so long that it is only done where it is named, and at the size for every day.
const LONG: &str = "rewrite";
/// Where the figures are.
const FIGURES: &str = "docs/performance.md";

/// What is asked for.
struct Asked {
    parts: Vec<String>,
    /// Flags that go on to whoever measures.
    sizes: Vec<String>,
    has_startup: bool,
    has_scroll: bool,
    has_window: bool,
    writes: bool,
}

/// `cargo xtask bench [--small|--startup|--scroll|--window|--part PART] [--contacts N] [--rounds N] [--alone] [--write]`.
pub fn bench(flags: Flags) -> Done {
    let asked = Asked::of(flags)?;
    if !asked.parts.is_empty() {
        step("Build the benchmark", build)?;
    }
    for part in &asked.parts {
        step(&format!("Measure: {part}"), || asked.core(part))?;
    }
    if asked.has_startup {
        step("Start-up", startup)?;
    }
    for (is_asked, name, title) in
        [(asked.has_scroll, "scroll", "Scrolling"), (asked.has_window, "window", "The window")]
    {
        if is_asked {
            step(title, || asked.at_the_desk(name))?;
        }
    }
    Ok(())
}

/// The benchmark of the core at a size for every day: it shows that it works, its figures mean little.
pub fn small() -> Done {
    build()?;
    PARTS.iter().chain([&LONG]).try_for_each(|part| run(measuring(part).arg("--small")))
}

impl Asked {
    fn of(mut flags: Flags) -> Result<Self, Stop> {
        let (is_small, startup) = (flags.take("--small"), flags.take("--startup"));
        let (scroll, at_window, writes) =
            (flags.take("--scroll"), flags.take("--window"), flags.take("--write"));
        let part = flags.take_word("--part")?;
        let mut sizes = Vec::new();
        for name in ["--contacts", "--rounds"] {
            sizes.extend(flags.take_number(name)?.into_iter().flat_map(|n| [name.to_owned(), n.to_string()]));
        }
        sizes.extend(flags.take("--alone").then(|| "--alone".to_owned()));
        flags.none()?;
        let is_one = part.is_some() || startup || scroll || at_window;
        let every = PARTS.map(str::to_owned).into_iter().chain(is_small.then(|| LONG.to_owned()));
        let parts = if is_one { part.into_iter().collect() } else { every.collect() };
        sizes.extend(is_small.then(|| "--small".to_owned()));
        let has_startup = startup || !(is_one || is_small);
        Ok(Self { parts, sizes, has_startup, has_scroll: scroll, has_window: at_window, writes })
    }

    fn core(&self, part: &str) -> Done {
        self.report(part, measuring(part).args(&self.sizes))
    }

    /// What is measured in the released desk's own window, by the program of that name.
    fn at_the_desk(&self, name: &str) -> Done {
        window(&["--bins"])?;
        self.report(name, screen::virtual_one(&built("release", name)).args(&self.sizes))
    }

    /// Has it measured, and its report put into its place in the documentation where that is asked for.
    fn report(&self, name: &str, command: &mut Command) -> Done {
        if !self.writes {
            return run(command);
        }
        let report = told(command)?;
        let file = root().join(FIGURES);
        let text = fs::read_to_string(&file).map_err(Stop::at(FIGURES))?;
        match region::replaced(&text, name, &report) {
            Some(text) => fs::write(&file, text).map_err(Stop::at(FIGURES)),
            None => {
                println!("{FIGURES} has no place for the figures of {name}; they are only shown.");
                Ok(())
            }
        }
    }
}

fn build() -> Done {
    run(cargo().args(["build", "--release", "--quiet", "--package", "kith-bench"]))
}

fn measuring(part: &str) -> Command {
    let mut command = program(built("release", "kith-bench"));
    command.args(["--part", part]);
    command
}

/// The desk's first list against an empty window's first frame, both released builds.
fn startup() -> Done {
    window(&["--bins", "--example", "empty-window"])?;
    // Always on a virtual display, so that the figures of machines with and without one can be compared.
    run(screen::virtual_one(&built("release", "startup"))
        .arg("--empty")
        .arg(built("release/examples", "empty-window")))
}

/// What a measurement of the window needs, built as it is released.
fn window(what: &[&str]) -> Done {
    setup::for_running(true)?;
    page::build()?;
    run(cargo().args(["build", "--release", "--workspace", "--features", "custom-protocol"]).args(what))
}
