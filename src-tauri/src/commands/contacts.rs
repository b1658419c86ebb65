//! Commands about one contact.

use kith_book::{
    CheckContact, ContactChange, ContactHistory, CreateContact, Desk, Failure, NamedContact, PutBack, Reply,
    UndoChange, UpdateContact,
};
use tauri::State;

use crate::exact::Exact;

#[tauri::command(async)]
pub(super) fn read_contact(desk: State<'_, Desk>, args: NamedContact) -> Exact<Reply> {
    Exact(desk.read_contact(&args))
}

#[tauri::command(async)]
pub(super) fn update_contact(desk: State<'_, Desk>, args: UpdateContact) -> Exact<Reply> {
    Exact(desk.update_contact(&args))
}

#[tauri::command(async)]
pub(super) fn check_contact(desk: State<'_, Desk>, args: CheckContact) -> Exact<Reply> {
    Exact(desk.check_contact(&args))
}

#[tauri::command(async)]
pub(super) fn create_contact(desk: State<'_, Desk>, args: CreateContact) -> Exact<Reply> {
    Exact(desk.create_contact(&args))
}

#[tauri::command(async)]
pub(super) fn check_new_contact(desk: State<'_, Desk>, args: CreateContact) -> Exact<Reply> {
    Exact(desk.check_new_contact(&args))
}

#[tauri::command(async)]
pub(super) fn delete_contact(desk: State<'_, Desk>, args: NamedContact) -> Exact<Reply> {
    Exact(desk.delete_contact(&args))
}

#[tauri::command(async)]
pub(super) fn undo_change(desk: State<'_, Desk>, args: UndoChange) -> Exact<Reply> {
    Exact(desk.undo_change(&args))
}

#[tauri::command(async)]
pub(super) fn contact_history(
    desk: State<'_, Desk>,
    args: ContactHistory,
) -> Result<Exact<Vec<ContactChange>>, Failure> {
    desk.contact_history(&args).map(Exact)
}

#[tauri::command(async)]
pub(super) fn put_back_contact(desk: State<'_, Desk>, args: PutBack) -> Exact<Reply> {
    Exact(desk.put_back_contact(&args))
}
