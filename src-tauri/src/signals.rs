//! The end of a session, of a terminal, of an impatient person: signals close the desk as its window's button does.
//!
//! What was answered is on the disk in any case; this keeps the window's size and leaves the book's lock in order.

use tauri::{AppHandle, Runtime};

#[cfg(target_os = "linux")]
use crate::closing;

#[cfg(target_os = "linux")]
pub(crate) fn close_on_signal<R: Runtime>(app: &AppHandle<R>) {
    use gtk::glib::{ControlFlow, unix_signal_add_local};

    const HANGUP: i32 = 1;
    const INTERRUPT: i32 = 2;
    const TERMINATE: i32 = 15;
    for signal in [HANGUP, INTERRUPT, TERMINATE] {
        let app = app.clone();
        unix_signal_add_local(signal, move || {
            closing::close_soon(&app);
            ControlFlow::Break
        });
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn close_on_signal<R: Runtime>(_app: &AppHandle<R>) {}
