//! Commands about one contact.

use kith_book::{
    CheckContact, ContactChange, ContactHistory, CreateContact, Desk, Failure, NamedContact, PutBack, Reply,
    UndoChange, UpdateContact,
};
use tauri::State;

#[tauri::command(async)]
pub(super) fn read_contact(desk: State<'_, Desk>, args: NamedContact) -> Reply {
    desk.read_contact(&args)
}

#[tauri::command(async)]
pub(super) fn update_contact(desk: State<'_, Desk>, args: UpdateContact) -> Reply {
    desk.update_contact(&args)
}

#[tauri::command(async)]
pub(super) fn check_contact(desk: State<'_, Desk>, args: CheckContact) -> Reply {
    desk.check_contact(&args)
}

#[tauri::command(async)]
pub(super) fn create_contact(desk: State<'_, Desk>, args: CreateContact) -> Reply {
    desk.create_contact(&args)
}

#[tauri::command(async)]
pub(super) fn check_new_contact(desk: State<'_, Desk>, args: CreateContact) -> Reply {
    desk.check_new_contact(&args)
}

#[tauri::command(async)]
pub(super) fn delete_contact(desk: State<'_, Desk>, args: NamedContact) -> Reply {
    desk.delete_contact(&args)
}

#[tauri::command(async)]
pub(super) fn undo_change(desk: State<'_, Desk>, args: UndoChange) -> Reply {
    desk.undo_change(&args)
}

#[tauri::command(async)]
pub(super) fn contact_history(
    desk: State<'_, Desk>,
    args: ContactHistory,
) -> Result<Vec<ContactChange>, Failure> {
    desk.contact_history(&args)
}

#[tauri::command(async)]
pub(super) fn put_back_contact(desk: State<'_, Desk>, args: PutBack) -> Reply {
    desk.put_back_contact(&args)
}
