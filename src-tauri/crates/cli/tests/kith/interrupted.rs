//! Ctrl-C and SIGTERM.

use std::{
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Home, Ran};

/// Long enough that a signal arrives in the middle, and made of several changes.
const MANY: &str = "20000";

#[test]
fn a_signal_ends_a_long_command_between_two_changes() {
    for signal in [Signal::INT, Signal::TERM] {
        let home = Home::new();
        let child = home.command(&["sample", MANY]).spawn().expect("kith starts");
        wait_until(|| home.book().join("log").is_dir());
        kill_process(Pid::from_child(&child), signal).expect("the signal is sent");
        let ran = Ran::from(child.wait_with_output().expect("kith ends"));
        assert!(ran.code == 1 && ran.err.contains("Interrupted"), "{}: {}", ran.code, ran.err);

        let (code, answer) = home.json(&["list", "--fields", "ExternalId"], b"");
        let records = answer["RecordCount"].as_u64().expect("a count");
        assert_eq!((code, records % 1_000), (0, 0), "only whole changes are there");
        assert!(records < 20_000);
    }
}

#[test]
fn a_signal_ends_a_compaction_and_the_book_is_as_it_was() {
    let home = Home::new();
    assert_eq!(home.json(&["sample", "2000"], b"").0, 0);
    // One that is done before the signal comes is begun again.
    let mut ran = Ran { code: 0, out: String::new(), err: String::new() };
    for _ in 0..50 {
        let child = home.command(&["compact"]).spawn().expect("kith starts");
        let pid = Pid::from_child(&child);
        let ended = thread::spawn(|| Ran::from(child.wait_with_output().expect("kith ends")));
        wait_until(|| home.book().join("sled.new").is_dir() || ended.is_finished());
        // One that has ended is nobody's any more.
        let _ = (!ended.is_finished()).then(|| kill_process(pid, Signal::INT));
        ran = ended.join().expect("kith ends");
        if ran.code != 0 {
            break;
        }
    }
    assert!(ran.code == 1 && ran.err.contains("Interrupted"), "{}: {}", ran.code, ran.err);
    assert!(!home.book().join("sled.new").exists());
    let (code, answer) = home.json(&["doctor"], b"");
    assert_eq!((code, &answer["Data"]["Contacts"]), (0, &2_000.into()));
}

#[test]
fn a_signal_ends_a_command_that_waits_for_its_input_at_once() {
    let home = Home::with_contact();
    let mut child = home.command(&["-vv", "update", "x-1", "--body", "-"]).spawn().expect("kith starts");
    let input = child.stdin.take();
    // Only a process that takes signals is waited for; before that the signal ends it all the same.
    kill_process(Pid::from_child(&child), Signal::TERM).expect("the signal is sent");
    let status = child.wait().expect("kith ends");
    assert!(matches!(status.code(), None | Some(1)), "{status}");
    drop(input);
    assert_eq!(home.json(&["history", "x-1"], b"").1["Data"].as_array().map(Vec::len), Some(1));
}

fn wait_until(there: impl Fn() -> bool) {
    let start = Instant::now();
    while !there() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never came");
        thread::sleep(Duration::from_millis(2));
    }
}
