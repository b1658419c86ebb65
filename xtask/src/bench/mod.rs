//! Measurements. Each compares with something else in the same run; figures of different runs say little.

use crate::flags::Flags;
use crate::place::built;
use crate::shell::{Done, cargo, run, step};
use crate::{page, screen, setup};

/// `cargo xtask bench [--small|--startup]`.
pub fn bench(mut flags: Flags) -> Done {
    let (is_small, is_startup) = (flags.take("--small"), flags.take("--startup"));
    flags.none()?;
    if !is_startup {
        step("Updates and reads", || if is_small { small() } else { core(&[]) })?;
    }
    if !is_small {
        step("Start-up", startup)?;
    }
    Ok(())
}

/// The benchmark of the core at a size for every day: it shows that it works, its figures mean little.
pub fn small() -> Done {
    core(&["--small"])
}

fn core(arguments: &[&str]) -> Done {
    run(cargo().args(["run", "--release", "--quiet", "--package", "kith-bench", "--"]).args(arguments))
}

/// The desk's first list against an empty window's first frame, both released builds.
fn startup() -> Done {
    setup::for_running(true)?;
    page::build()?;
    run(cargo()
        .args(["build", "--release", "--workspace", "--features", "custom-protocol", "--bins"])
        .args(["--example", "empty-window"]))?;
    // Always on a virtual display, so that the figures of machines with and without one can be compared.
    run(screen::virtual_one(&built("release", "startup"))
        .arg("--empty")
        .arg(built("release/examples", "empty-window")))
}
