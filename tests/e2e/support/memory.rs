//! The memory that the desk takes, with all its processes.

use std::fs;

use anyhow::{Context as _, ensure};
use rustix::process::Pid;

use super::{Result, Window, children};

/// The driver is no part of the desk.
const DRIVER: &str = "WebKitWebDriver";

/// The resident memory of a process, in KiB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// The program's name, as the system cuts it.
    pub name: String,
    /// What is in memory of it, shared pages by their share: these can be summed up.
    pub pss: u64,
    /// The same with all that it shares with others.
    pub rss: u64,
}

impl Window {
    /// The memory of each process of the desk: itself and those of its web view.
    ///
    /// # Errors
    /// When there is none, or the system does not tell.
    pub fn memory(&self) -> Result<Vec<Memory>> {
        let all = children::living_in(self.home()).into_iter().map(of).collect::<Result<Vec<_>>>()?;
        let desk: Vec<_> = all.into_iter().filter(|memory| !DRIVER.starts_with(&memory.name)).collect();
        ensure!(!desk.is_empty(), "the desk has no process");
        Ok(desk)
    }
}

fn of(pid: Pid) -> Result<Memory> {
    let folder = format!("/proc/{}", pid.as_raw_nonzero());
    let read = |name: &str| {
        let path = format!("{folder}/{name}");
        fs::read_to_string(&path).with_context(|| path)
    };
    let rollup = read("smaps_rollup")?;
    let (name, pss, rss) =
        (read("comm")?.trim().to_owned(), field(&rollup, "Pss:")?, field(&rollup, "Rss:")?);
    Ok(Memory { name, pss, rss })
}

/// A field of `smaps_rollup`, in KiB (proc(5)).
fn field(rollup: &str, name: &str) -> Result<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix(name)).with_context(|| name.to_owned())?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
