//! The folder: who may enter, who holds it, which version wrote it, and that a reader leaves it alone.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use kith_store::{OpenOptions, Store, StoreError};
use serde_json::json;

use crate::support::*;

/// Runs one ignored test of this file in a process of its own, given a folder.
pub fn child(test: &str, dir: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("KITH_TEST_FOLDER", dir).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// The folder that [`child`] gave; `None` where the test is run for itself.
pub fn childs_folder() -> Option<std::path::PathBuf> {
    env::var_os("KITH_TEST_FOLDER").map(Into::into)
}

/// A line for the parent, past the test harness.
pub fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).unwrap();
}

#[test]
#[ignore = "the other process of the test below"]
fn holder() {
    let Some(dir) = childs_folder() else { return };
    let (_store, _) =
        Store::open(&dir, &OpenOptions { create: true, read_only: false, holder: "Kith desk".into() })
            .unwrap();
    tell("held");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn a_second_process_is_told_who_has_the_book() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = child("folder::holder", dir.path());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().ends_with("held")));
    for read_only in [false, true] {
        match Store::open(dir.path(), &OpenOptions { read_only, ..options() }) {
            Err(error @ StoreError::InUse { .. }) => {
                let text = error.to_string();
                assert!(text.contains("Kith desk") && text.contains(&child.id().to_string()), "{text}");
            }
            other => panic!("{:?}", other.map(|(_, report)| report)),
        }
    }
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(child.wait().unwrap().success());
    open(dir.path());
}

#[test]
fn a_book_that_was_let_go_opens_at_once() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..5 {
        let (store, _) = open(dir.path());
        create(&store, &contact(n)).unwrap();
        if n % 2 == 0 { store.close().unwrap() } else { drop(store) }
    }
    let (store, report) = open(dir.path());
    assert_eq!((store.count(), report.replayed), (5, 0));
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_enter_the_folder_and_read_its_files() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let book = dir.path().join("some/book");
    let (store, _) = open(&book);
    create(&store, &contact(1)).unwrap();
    store.checkpoint().unwrap();
    drop(store);
    open(&book);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&book), 0o700);
    let files = contents(&book);
    assert!(files.len() > 6, "{:?}", files.keys());
    for (path, content) in files {
        assert_eq!(mode(&path), if content.is_some() { 0o600 } else { 0o700 }, "{}", path.display());
    }
}

#[test]
fn a_book_open_read_only_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for n in 0..5 {
        create(&store, &contact(n)).unwrap();
    }
    let crashed = tempfile::tempdir().unwrap();
    copy(dir.path(), crashed.path());
    store.close().unwrap();
    // A torn tail, a stale snapshot and a sled that lost its end: all of it is seen past, none of it is mended.
    edit(&crashed.path().join("log/00000000000000000001.klog"), |bytes| {
        let end = bytes.iter().rposition(|&byte| byte != 0).unwrap() + 1;
        bytes[end] = 7;
    });
    fs::write(crashed.path().join("sled/snap.00.generating"), b"half").unwrap();
    edit(&crashed.path().join("sled/db"), |bytes| bytes.truncate(20));
    for (dir, mended) in [(dir.path(), false), (crashed.path(), true)] {
        let before = contents(dir);
        let read_only = OpenOptions { create: false, read_only: true, holder: "reader".into() };
        let (store, report) = Store::open(dir, &read_only).unwrap();
        let (beside, _) = Store::open(dir, &read_only).unwrap();
        assert!(store.is_read_only());
        assert_eq!(report.torn_tail, mended);
        assert_eq!((store.count(), beside.count()), (5, 5));
        assert_eq!(store.get(&id("id-4")).unwrap(), Some(contact(4)));
        assert_eq!(past(&store, &id("id-4")), [5]);
        assert!(matches!(create(&store, &contact(9)), Err(StoreError::ReadOnly)));
        store.checkpoint().unwrap();
        assert_sound(&store);
        store.close().unwrap();
        drop(beside);
        assert!(contents(dir) == before, "something was written");
    }
}

#[test]
fn a_book_that_is_not_there_is_missing_and_none_is_made() {
    let dir = tempfile::tempdir().unwrap();
    for read_only in [false, true] {
        let opened =
            Store::open(dir.path(), &OpenOptions { create: false, read_only, holder: String::new() });
        assert!(matches!(opened, Err(StoreError::Missing { .. })));
    }
    assert!(!Store::exists(dir.path()) && contents(dir.path()).is_empty());
}

#[test]
fn a_book_of_a_later_version_is_refused_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    create(&store, &contact(1)).unwrap();
    store.close().unwrap();
    let manifest = dir.path().join("manifest.json");
    let was = fs::read(&manifest).unwrap();
    fs::write(&manifest, json!({"format": 2, "body": "of another kind"}).to_string()).unwrap();
    assert_newer(dir.path());
    fs::write(&manifest, was).unwrap();
    // A later version's header has another checksum.
    edit(&dir.path().join("log/00000000000000000001.klog"), |bytes| {
        bytes[8] = 2;
        bytes[48] ^= 1;
    });
    fs::remove_file(&manifest).unwrap();
    assert_newer(dir.path());
}

fn assert_newer(dir: &Path) {
    let before = contents(dir);
    for read_only in [false, true] {
        let opened = Store::open(dir, &OpenOptions { read_only, ..options() });
        assert!(matches!(opened, Err(StoreError::Newer { found: 2, known: 1 })));
    }
    assert!(contents(dir) == before, "something was touched");
}

#[test]
fn a_book_whose_making_was_cut_short_is_read_as_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    for gone in ["log", "sled"] {
        fs::remove_dir_all(dir.path().join(gone)).unwrap();
    }
    let (store, _) = Store::open(dir.path(), &OpenOptions { read_only: true, ..options() }).unwrap();
    assert_eq!((store.count(), store.last_seq()), (0, 0));
}
