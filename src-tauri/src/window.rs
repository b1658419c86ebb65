//! The window's size and place, kept from one start to the next.

use tauri::{Runtime, plugin::TauriPlugin};
use tauri_plugin_window_state::{Builder, StateFlags};

/// Remembers size, place and whether the window filled the screen; not whether it was hidden or without a frame.
pub(crate) fn remembered<R: Runtime>() -> TauriPlugin<R> {
    Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}
