//! Commands about the book as a whole.

use std::path::PathBuf;

use kith_book::{About, Asked, Desk, DeskState, Failure, RecentRequests, RequestEntry, StartBook};
use tauri::State;
use tauri_plugin_dialog::FilePath;

use super::keeping::aside;
use crate::exact::Exact;

#[tauri::command(async)]
pub(super) fn about() -> About {
    // Set where packages are made; a build for every day is of no commit in particular.
    About::this(option_env!("KITH_COMMIT"), tauri::webview_version().ok())
}

#[tauri::command(async)]
pub(super) fn desk_state(desk: State<'_, Desk>) -> Result<Exact<DeskState>, Failure> {
    desk.desk_state().map(Exact)
}

#[tauri::command(async)]
pub(super) fn start_book(desk: State<'_, Desk>, args: StartBook) -> Result<Exact<DeskState>, Failure> {
    desk.start_book(&args).map(Exact)
}

#[tauri::command]
pub(super) async fn take_asked(desk: State<'_, Desk>) -> Result<Option<Asked>, Failure> {
    aside(&desk, Desk::take_asked).await
}

/// The path of a file that a person picked.
pub(super) fn picked_path(picked: FilePath) -> Result<PathBuf, Failure> {
    picked.into_path().map_err(|error| {
        let message = format!("The file that was picked is not on this machine: {error}.");
        Failure::new(message, Some("Copy it to a folder of your own and pick it there."))
    })
}

#[tauri::command(async)]
pub(super) fn recent_requests(
    desk: State<'_, Desk>,
    args: RecentRequests,
) -> Result<Exact<Vec<RequestEntry>>, Failure> {
    desk.recent_requests(&args).map(Exact)
}
