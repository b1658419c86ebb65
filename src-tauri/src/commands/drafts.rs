//! Commands about what was typed and not saved.

use kith_book::{Desk, DropDraft, Failure, KeepDraft, KeptDrafts};
use tauri::State;

#[tauri::command(async)]
pub(super) fn list_drafts(desk: State<'_, Desk>) -> Result<KeptDrafts, Failure> {
    desk.list_drafts()
}

#[tauri::command(async)]
pub(super) fn keep_draft(desk: State<'_, Desk>, args: KeepDraft) -> Result<(), Failure> {
    desk.keep_draft(&args)
}

#[tauri::command(async)]
pub(super) fn drop_draft(desk: State<'_, Desk>, args: DropDraft) -> Result<(), Failure> {
    desk.drop_draft(&args)
}
