//! The machine: what it is, and what the run took from it.

use std::{fs, path::Path, thread};

use anyhow::Result;

/// The bytes of every file in a folder, or of one file.
///
/// # Errors
/// When it cannot be read.
pub fn bytes_in(path: &Path) -> Result<u64> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_dir() {
        return Ok(metadata.len());
    }
    fs::read_dir(path)?.map(|entry| bytes_in(&entry?.path())).sum()
}

/// The memory this process holds, in bytes; where the system says it in `/proc`.
pub fn resident() -> Option<u64> {
    kilobytes("/proc/self/status", "VmRSS:")
}

/// The most memory this process ever held, in bytes; where the system says it in `/proc`.
pub fn highest() -> Option<u64> {
    kilobytes("/proc/self/status", "VmHWM:")
}

/// The machine in a few words: cores and memory.
pub fn words() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let memory = kilobytes("/proc/meminfo", "MemTotal:").map(|bytes| format!(", {} GiB", bytes >> 30));
    format!("{cores} cores{}", memory.unwrap_or_default())
}

/// Copies a folder with all that is in it.
///
/// # Errors
/// When it cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let from = entry?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(from, to)?;
        }
    }
    Ok(())
}

fn kilobytes(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? << 10)
}
