//! Commands about the list.

use kith_book::{
    CopyContacts, Desk, Failure, JumpTo, ListPage, ListQuery, ListValues, PlaceOf, RecordKey, StandingCounts,
    ValuesOf,
};
use tauri::State;

use super::keeping::aside;
use crate::exact::Exact;

#[tauri::command(async)]
pub(super) fn list_contacts(desk: State<'_, Desk>, args: ListQuery) -> Result<Exact<ListPage>, Failure> {
    desk.list_contacts(&args).map(Exact)
}

#[tauri::command(async)]
pub(super) fn list_values(desk: State<'_, Desk>, args: ValuesOf) -> Result<Exact<ListValues>, Failure> {
    desk.list_values(&args).map(Exact)
}

#[tauri::command(async)]
pub(super) fn list_keys(desk: State<'_, Desk>, args: ListQuery) -> Result<Vec<RecordKey>, Failure> {
    desk.list_keys(&args)
}

#[tauri::command(async)]
pub(super) fn list_place(desk: State<'_, Desk>, args: PlaceOf) -> Result<Option<usize>, Failure> {
    desk.list_place(&args)
}

#[tauri::command(async)]
pub(super) fn list_jump(desk: State<'_, Desk>, args: JumpTo) -> Result<Option<usize>, Failure> {
    desk.list_jump(&args)
}

#[tauri::command(async)]
pub(super) fn copy_contacts(desk: State<'_, Desk>, args: CopyContacts) -> Result<String, Failure> {
    desk.copy_contacts(&args)
}

#[tauri::command]
pub(super) async fn standing_counts(desk: State<'_, Desk>) -> Result<StandingCounts, Failure> {
    aside(&desk, Desk::standing_counts).await
}
