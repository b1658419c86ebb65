//! Commands that may take a while: backups, retention, room, repair. Each has a thread of its own, so that the list and
//! the form are answered meanwhile.

use kith_book::{
    Backup, BookSpace, Compaction, Desk, Diagnosis, Failure, Forgotten, KeepFor, KeptBackup, NamedBackup,
    Restoration, Retention, WouldForget,
};
use tauri::{State, async_runtime::spawn_blocking};

#[tauri::command]
pub(super) async fn repair_book(desk: State<'_, Desk>) -> Result<Diagnosis, Failure> {
    aside(&desk, Desk::repair_book).await
}

#[tauri::command]
pub(super) async fn compact_book(desk: State<'_, Desk>) -> Result<Compaction, Failure> {
    aside(&desk, Desk::compact_book).await
}

#[tauri::command]
pub(super) async fn book_space(desk: State<'_, Desk>) -> Result<BookSpace, Failure> {
    aside(&desk, Desk::book_space).await
}

#[tauri::command]
pub(super) async fn list_backups(desk: State<'_, Desk>) -> Result<Vec<KeptBackup>, Failure> {
    aside(&desk, Desk::list_backups).await
}

#[tauri::command]
pub(super) async fn create_backup(desk: State<'_, Desk>) -> Result<Backup, Failure> {
    aside(&desk, Desk::create_backup).await
}

#[tauri::command]
pub(super) async fn verify_backup(desk: State<'_, Desk>, args: NamedBackup) -> Result<Backup, Failure> {
    aside(&desk, move |desk| desk.verify_backup(&args)).await
}

#[tauri::command]
pub(super) async fn restore_backup(desk: State<'_, Desk>, args: NamedBackup) -> Result<Restoration, Failure> {
    aside(&desk, move |desk| desk.restore_backup(&args)).await
}

#[tauri::command]
pub(super) async fn read_retention(desk: State<'_, Desk>) -> Result<Retention, Failure> {
    aside(&desk, Desk::read_retention).await
}

#[tauri::command]
pub(super) async fn preview_retention(desk: State<'_, Desk>, args: KeepFor) -> Result<WouldForget, Failure> {
    aside(&desk, move |desk| desk.preview_retention(&args)).await
}

#[tauri::command]
pub(super) async fn set_retention(desk: State<'_, Desk>, args: KeepFor) -> Result<Forgotten, Failure> {
    aside(&desk, move |desk| desk.set_retention(&args)).await
}

/// Has `work` done on a thread of its own.
pub(super) async fn aside<T: Send + 'static>(
    desk: &Desk,
    work: impl FnOnce(&Desk) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let desk = desk.clone();
    let done = spawn_blocking(move || work(&desk)).await;
    done.unwrap_or_else(|error| {
        let message = format!("Kith made a mistake in this work and ended it: {error}.");
        Err(Failure::new(message, Some("Close Kith and start it again.")))
    })
}
