//! An empty Tauri window: the least any Tauri program can do before a person sees something.
//!
//! The desk's start-up is given as a multiple of this one's first frame, so that the figure means the same on every
//! machine. Its page sets the mark `empty:painted` two frames after it was read, as the desk does with its list.

use std::process::ExitCode;

fn main() -> ExitCode {
    let context = tauri::generate_context!("src-tauri/examples/empty-window/tauri.conf.json");
    match tauri::Builder::default().run(context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the empty window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
