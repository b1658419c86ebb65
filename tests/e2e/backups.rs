//! The book's view: a backup is made, a contact changed, the backup restored.

use anyhow::Result;
use kith_tests::window::{Home, Key, Window, field, part};

#[test]
fn a_restored_backup_shows_the_old_value_and_what_was_typed_is_kept() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    let title = window.value(&field("Title"))?;
    window.press(&[Key::Control, Key::Shift, Key::Letter('b')])?;
    window.click(&part("back-up"))?;
    window.wait_for_text(&part("book-status"), "Backup made: 250 contacts")?;

    window.press(&[Key::Escape])?;
    window.edit("Title", "Changed later")?;
    window.save()?;
    window.text(&part("saved"))?;
    window.edit("Fax", "Typed and not saved")?;

    window.press(&[Key::Control, Key::Shift, Key::Letter('b')])?;
    window.click(&format!("{} [data-restore]", part("backups")))?;
    window.wait_for_text(&part("restore-question"), "1 change made after it")?;
    window.wait_for_text(&part("restore-question"), "unsaved edits of 1 contact stay")?;
    window.click(&part("restore-now"))?;
    window.wait_for_text(&part("restored-book"), "The book is as it was on")?;
    window.wait_for_text(&part("backups"), "before another was restored")?;

    window.click(&part("show-contacts"))?;
    window.open_contact(&key)?;
    window.wait_for_value(&field("Title"), &title)?;
    window.wait_for_value(&field("Fax"), "Typed and not saved")
}
