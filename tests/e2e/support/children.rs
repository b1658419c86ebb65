//! Ends what a driver started. The desk outlives its driver, and the web view's helpers may outlive the desk.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};

use super::{Result, until};

/// Ends every process whose environment names this home, and waits until the last one is gone: only then does the
/// book's lock lie open for the next desk.
pub(super) fn end(home: &Path) {
    let _ = until("the desk's processes to end", || {
        let living = living_in(home);
        for &pid in &living {
            let _ = kill_process(pid, Signal::KILL);
        }
        Ok(living.is_empty().then_some(()))
    });
}

/// Asks the desk to close, as the end of a session does, and waits until it has.
///
/// WebDriver's own order to close the window kills the desk instead.
pub(super) fn close(home: &Path, program: &Path) -> Result<()> {
    let desk = || living_in(home).into_iter().find(|pid| runs(*pid, program));
    let pid = desk().context("the desk is not running any more")?;
    kill_process(pid, Signal::TERM).context("the desk could not be asked to close")?;
    until("the desk to close", || Ok(desk().is_none().then_some(())))
}

fn runs(pid: Pid, program: &Path) -> bool {
    let running = fs::read_link(format!("/proc/{}/exe", pid.as_raw_nonzero()));
    running.is_ok_and(|running| fs::canonicalize(program).is_ok_and(|program| running == program))
}

/// The processes whose environment names this home.
pub(super) fn living_in(home: &Path) -> Vec<Pid> {
    let mark = format!("XDG_CACHE_HOME={}", home.join("cache").display());
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok().and_then(Pid::from_raw))
        .filter(|pid| names(*pid, &mark))
        .collect()
}

/// A process that has ended but was not yet waited for has an empty environment, so it does not count.
fn names(pid: Pid, mark: &str) -> bool {
    fs::read(format!("/proc/{}/environ", pid.as_raw_nonzero()))
        .is_ok_and(|all| all.split(|byte| *byte == 0).any(|one| one == mark.as_bytes()))
}
