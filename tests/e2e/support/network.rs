//! What a desk has open to a network.

use std::{fs, path::Path};

use anyhow::Context as _;
use rustix::process::Pid;

use super::{Result, children, driver};

/// The kernel's lists of the sockets of a network namespace.
const LISTS: [&str; 4] = ["tcp", "tcp6", "udp", "udp6"];
/// Where the driver tells the web view to take its orders.
const DRIVER: &str = "WEBKIT_INSPECTOR_SERVER=127.0.0.1:";

/// One entry of such a list.
struct Socket {
    list: &'static str,
    /// The addresses of its ends, as the kernel writes them.
    local: String,
    remote: String,
    inode: String,
}

/// The sockets that the processes of a home's desk have open to a network, but for those by which the driver gives it
/// orders. The driver itself is no part of the desk.
///
/// # Errors
/// When the desk does not run, or the kernel tells nothing.
pub fn sockets(home: &Path) -> Result<Vec<String>> {
    let desk: Vec<Pid> = children::living_in(home).into_iter().filter(|pid| !is_driver(*pid)).collect();
    let first = *desk.first().context("the desk is not running")?;
    let port = desk.iter().find_map(|pid| ordered_at(*pid));
    let held: Vec<String> = desk.iter().flat_map(|pid| descriptors(*pid)).collect();
    let open = in_namespace(first)?
        .into_iter()
        .filter(|socket| held.contains(&format!("socket:[{}]", socket.inode)));
    let others = open.filter(|socket| !port.is_some_and(|port| socket.is_at(port)));
    Ok(others.map(|socket| format!("{} {} -> {}", socket.list, socket.local, socket.remote)).collect())
}

impl Socket {
    /// Whether one of its ends is that port of this machine's own loopback.
    fn is_at(&self, port: u16) -> bool {
        let place = format!("0100007F:{port:04X}");
        self.local == place || self.remote == place
    }
}

fn in_namespace(pid: Pid) -> Result<Vec<Socket>> {
    let mut sockets = Vec::new();
    for list in LISTS {
        let text = fs::read_to_string(of(pid, &format!("net/{list}"))).context(list)?;
        for line in text.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [_, local, remote, _, _, _, _, _, _, inode, ..] = words.as_slice() else { continue };
            let [local, remote, inode] = [*local, *remote, *inode].map(str::to_owned);
            sockets.push(Socket { list, local, remote, inode });
        }
    }
    Ok(sockets)
}

fn descriptors(pid: Pid) -> Vec<String> {
    let entries = fs::read_dir(of(pid, "fd")).into_iter().flatten().flatten();
    entries.filter_map(|entry| fs::read_link(entry.path()).ok()?.to_str().map(str::to_owned)).collect()
}

fn ordered_at(pid: Pid) -> Option<u16> {
    let environment = fs::read(of(pid, "environ")).ok()?;
    let mut set = environment.split(|byte| *byte == 0).filter_map(|one| std::str::from_utf8(one).ok());
    set.find_map(|one| one.strip_prefix(DRIVER)?.parse().ok())
}

/// The kernel keeps the first fifteen letters of a program's name.
fn is_driver(pid: Pid) -> bool {
    fs::read_to_string(of(pid, "comm")).is_ok_and(|name| driver::PROGRAM.starts_with(name.trim()))
}

fn of(pid: Pid, what: &str) -> String {
    format!("/proc/{}/{what}", pid.as_raw_nonzero())
}
