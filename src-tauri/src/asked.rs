//! Handing on what the desk is asked to show while it is open.

use std::path::{Path, PathBuf};

use kith_book::Desk;
use tauri::{AppHandle, Emitter, Manager, Runtime};

/// The event that has the page take what it is asked to show.
const ASKED: &str = "asked";

/// Keeps what a program that was started in `folder` is asked, and has the page take it.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>, arguments: impl Iterator<Item = String>, folder: &Path) {
    if app.state::<Desk>().asked_for(arguments, folder) {
        tell(app);
    }
}

/// Has the page take a file that was dropped on the window; of several the first, as they are taken in one by one.
pub(crate) fn take_in<R: Runtime>(app: &AppHandle<R>, files: Vec<PathBuf>) {
    if let Some(file) = files.into_iter().next() {
        app.state::<Desk>().dropped(file);
        tell(app);
    }
}

fn tell<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = app.emit(ASKED, ()) {
        eprintln!("the window could not be told what to show: {error}");
    }
}
