//! Ctrl-C and SIGTERM: a command finishes the change it holds, or gives up a long work that can be, and ends with exit code
//! 1.

use std::{
    process,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use kith_book::Watching;

use crate::exit::FAILED;

static HELD: Mutex<()> = Mutex::new(());
static ASKED: AtomicBool = AtomicBool::new(false);

/// Begins to watch. A signal that comes while nothing is held ends the process at once.
///
/// # Errors
/// When the system takes no handler.
pub(crate) fn watch() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| {
        ASKED.store(true, Ordering::SeqCst);
        let _nothing_held = hold();
        end("Interrupted.");
    })
}

/// Holds off the end of the process until the guard is dropped.
pub(crate) fn hold() -> MutexGuard<'static, ()> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a long work is to go on: nobody has asked for its end.
pub(crate) fn go_on() -> bool {
    !ASKED.load(Ordering::SeqCst)
}

/// Long work whose progress nobody is told.
pub(crate) fn watched() -> Watching<'static> {
    Watching { progress: &|_| (), go_on: &go_on }
}

/// Ends the process here where that was asked for: what was done so far is on the disk.
pub(crate) fn end_here(so_far: impl FnOnce() -> String) {
    if !go_on() {
        end(&so_far());
    }
}

fn end(why: &str) -> ! {
    eprintln!("{why}");
    process::exit(FAILED.into());
}
