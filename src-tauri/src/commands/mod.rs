//! The commands the page may call, one file for each area. Each converts its arguments and calls the book.

use tauri::{Runtime, ipc::Invoke};

/// The handler of every command. What is not named in `capabilities/` as well is refused before it gets here.
pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![]
}
