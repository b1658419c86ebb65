//! What a person at the desk waits for.

use super::{megabytes, of, percentiles, single, times};
use crate::parts::desk::Desk;

/// The times, and what the book takes of the machine.
pub fn print(desk: &Desk) {
    percentiles("at the desk");
    times("a contact read by its externalId", &desk.read);
    times("a page of the list after a keystroke", &desk.keystroke);
    println!();
    single("opening the book after a kill", &of(desk.open_after_kill));
    single("opening it after it was closed", &of(desk.open));
    single("opening it, and the first page of the list", &of(desk.first_page));
    single("the list in another order, the first time", &of(desk.sort));
    single("bulk update", &format!("{:.0} contacts/s", desk.bulk_rate));
    single("the book on the disk", &megabytes(desk.on_disk as f64));
    memory("memory, no list yet", desk.resident);
    memory("memory, list built", desk.resident_with_list);
}

fn memory(what: &str, bytes: Option<u64>) {
    if let Some(bytes) = bytes {
        single(what, &megabytes(bytes as f64));
    }
}
