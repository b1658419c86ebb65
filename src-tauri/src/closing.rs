//! Closing, a moment after it is asked for: what was typed last is kept first.

use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use tauri::{AppHandle, Manager, Runtime};

/// What the page does when it goes: it keeps every draft without waiting for a pause.
const KEEP: &str = "dispatchEvent(new Event('pagehide'))";
/// How long the page is waited for. One that is busy may take a while, one that has crashed never answers.
const PATIENCE: Duration = Duration::from_secs(2);
/// For the drafts it has sent by then to reach the disk.
const WRITING: Duration = Duration::from_millis(150);

/// Whether the desk is about to close already.
static CLOSING: AtomicBool = AtomicBool::new(false);

/// Closes the desk in good order. The window's own loop runs on meanwhile.
pub(crate) fn close_soon<R: Runtime>(app: &AppHandle<R>) {
    if CLOSING.swap(true, Ordering::Relaxed) {
        return;
    }
    let app = app.clone();
    thread::spawn(move || {
        wait_for_drafts(&app);
        app.exit(0);
    });
}

/// Without a page there is nothing to wait for, and a page that does not answer is not waited for any longer.
fn wait_for_drafts<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window("main") else { return };
    let (told, kept) = mpsc::channel();
    let tell = move |_| {
        let _ = told.send(());
    };
    if window.eval_with_callback(KEEP, tell).is_ok() {
        let _ = kept.recv_timeout(PATIENCE);
        thread::sleep(WRITING);
    }
}
