//! Handing on what the desk is asked to show while it is open.

use kith_book::Desk;
use tauri::{AppHandle, Emitter, Manager, Runtime};

/// The event that has the page take what it is asked to show.
const ASKED: &str = "asked";

/// Keeps what is asked, and has the page take it.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>, arguments: impl Iterator<Item = String>) {
    if app.state::<Desk>().asked_for(arguments)
        && let Err(error) = app.emit(ASKED, ())
    {
        eprintln!("the window could not be told what to show: {error}");
    }
}
