//! Commands about many contacts at once.

use kith_book::{BulkEdit, BulkEditPage, BulkEditReport, BulkEditRows, Desk, Failure, WrittenFile};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;

use super::{book::picked_path, keeping::aside};
use crate::exact::Exact;

#[tauri::command]
pub(super) async fn preview_bulk_edit(
    desk: State<'_, Desk>,
    args: BulkEdit,
) -> Result<BulkEditReport, Failure> {
    aside(&desk, move |desk| desk.preview_bulk_edit(&args)).await
}

#[tauri::command]
pub(super) async fn bulk_edit_rows(
    desk: State<'_, Desk>,
    args: BulkEditRows,
) -> Result<Exact<BulkEditPage>, Failure> {
    aside(&desk, move |desk| desk.bulk_edit_rows(&args).map(Exact)).await
}

#[tauri::command]
pub(super) async fn run_bulk_edit(desk: State<'_, Desk>) -> Result<BulkEditReport, Failure> {
    aside(&desk, Desk::run_bulk_edit).await
}

#[tauri::command(async)]
pub(super) fn stop_bulk_edit(desk: State<'_, Desk>) {
    desk.stop_bulk_edit();
}

#[tauri::command]
pub(super) async fn save_bulk_edit<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Option<WrittenFile>, Failure> {
    let save = move |desk: &Desk| {
        let picked = app.dialog().file().set_file_name("bulk-edit.csv").blocking_save_file();
        picked.map(|picked| desk.save_bulk_edit(&picked_path(picked)?)).transpose()
    };
    aside(&desk, save).await
}
