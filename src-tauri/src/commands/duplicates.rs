//! Commands about contacts that may be one person.

use kith_book::{ApartPair, Desk, Duplicates, Failure, FirstOnes, Merge, Reply, SetApart};
use tauri::State;

use super::keeping::aside;
use crate::exact::Exact;

#[tauri::command]
pub(super) async fn find_duplicates(desk: State<'_, Desk>, args: FirstOnes) -> Result<Duplicates, Failure> {
    aside(&desk, move |desk| desk.find_duplicates(&args)).await
}

#[tauri::command(async)]
pub(super) fn stop_duplicates(desk: State<'_, Desk>) {
    desk.stop_duplicates();
}

#[tauri::command(async)]
pub(super) fn set_apart(desk: State<'_, Desk>, args: SetApart) -> Exact<Reply> {
    Exact(desk.set_apart(&args))
}

#[tauri::command(async)]
pub(super) fn list_apart(desk: State<'_, Desk>) -> Result<Vec<ApartPair>, Failure> {
    desk.list_apart()
}

#[tauri::command(async)]
pub(super) fn merge_contacts(desk: State<'_, Desk>, args: Merge) -> Exact<Reply> {
    Exact(desk.merge_contacts(&args))
}
