//! The desktop shell: the window, what the page in it may ask of the host, and the wiring of both to the book.
//!
//! Nothing here decides anything about a contact. A command converts its arguments, calls the book and hands back
//! the book's answer; the only crate that names Tauri is this one.

mod commands;
mod display;
mod signals;
mod window;

use tauri::{AppHandle, Builder, Context, RunEvent, Runtime};

/// Why the desk did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is nothing to show a window on.
    #[error("there is no display to show a window on; `kith` does the same work on the command line")]
    NoDisplay,
    /// The window system or the web view refused.
    #[error(transparent)]
    Window(#[from] tauri::Error),
}

/// Opens the desk and stays until its window is closed.
///
/// # Errors
/// When the window cannot be opened.
pub fn run() -> Result<(), StartError> {
    display::check()?;
    desk(Builder::default()).build(context())?.run(on_event);
    Ok(())
}

/// What happens in the life of the window system's own loop; the mock runtime of the tests has none.
fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    if let RunEvent::Ready = event {
        signals::close_on_signal(app);
    }
}

/// Fits a bare builder out as the desk. Tests give it the mock runtime's builder.
pub fn desk<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
        .plugin(window::remembered())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
}

/// The configuration, the embedded page and the access list, as they are built into the binary.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}
