//! The History tab: one field taken back, and a contact put back to a moment.

use anyhow::Result;
use kith_tests::window::{Home, Key, Window, field, part};

#[test]
fn one_field_is_taken_back_and_the_contact_put_back_to_a_moment() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.open_contact(&window.first_key()?)?;
    let fax = window.value(&field("Fax"))?;
    save(&window, "First", "1")?;
    save(&window, "Second", "2")?;

    window.turn_to("history")?;
    window.find(&part("history"))?;
    let undo = format!("{} article [aria-label$=\"of Fax\"]", part("history"));
    window.script_with("document.querySelector(arguments[0]).focus()", vec![undo.into()])?;
    window.press(&[Key::Enter])?;
    window.wait_for_text(&part("notice"), "Fax taken back")?;
    window.turn_to("record")?;
    window.wait_for_value(&field("Fax"), "1")?;
    window.wait_for_value(&field("Title"), "Second")?;

    window.turn_to("history")?;
    window.click(&format!("{} li:last-child .acts button:last-child", part("history")))?;
    window.wait_for_text(&part("notice"), "Put back to")?;
    window.turn_to("record")?;
    window.wait_for_value(&field("Fax"), &fax)?;
    window.click(&format!("{} button", part("notice")))?;
    window.wait_for_value(&field("Title"), "Second")
}

fn save(window: &Window, title: &str, fax: &str) -> Result<()> {
    window.edit("Title", title)?;
    window.edit("Fax", fax)?;
    window.save()?;
    window.text(&part("saved")).map(drop)
}
