//! The commands the page may call, one file for each area. Each converts its arguments and calls the desk.

mod book;
mod contacts;
mod drafts;
mod duplicates;
mod edit;
mod keeping;
mod list;
mod schema;
mod transfer;

use tauri::{Runtime, ipc::Invoke};

// Whole, because each command brings macros of its own names with it.
use book::*;
use contacts::*;
use drafts::*;
use duplicates::*;
use edit::*;
use keeping::*;
use list::*;
use schema::*;
use transfer::*;

macro_rules! handler_of {
    ($($name:ident: $args:literal => $gives:literal,)*) => { tauri::generate_handler![$($name),*] };
}

/// The handler of every command of the one list. What is not named in `permissions/` as well is refused before it
/// gets here.
pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    kith_book::for_each_command!(handler_of)
}
