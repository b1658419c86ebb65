//! A flush that comes back when sled's writing fails.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// How long a flush is waited for before it is looked at whether sled has failed meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// Hands everything to the disk; gives how many bytes that were.
///
/// sled's own flush waits for its writing threads, and was seen to wait for ever after one of them had failed (an
/// `fdatasync` with EIO, one time in ten). Who flushes after a failure is told of it and wakes those that wait
/// (`pagecache/iobuf.rs`, `make_stable_inner`): therefore another thread flushes too, where it takes long.
pub(super) fn flush(tree: &sled::Tree) -> Result<usize, sled::Error> {
    let (done, waiting) = mpsc::channel::<()>();
    let again = tree.clone();
    let nudging = thread::Builder::new().name("flush".to_owned()).spawn(move || {
        while waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            drop(again.flush());
        }
    });
    let flushed = tree.flush();
    drop(done);
    // The database is closed only when the other thread has let go of it.
    drop(nudging.map(thread::JoinHandle::join));
    flushed
}
