//! A book that another Kith holds: said clearly, and opened once it is free.

use anyhow::Result;
use kith_tests::window::{Home, Window, field, part, until};

#[test]
fn a_book_in_use_is_said_and_opened_when_it_is_free() -> Result<()> {
    let home = Home::new()?;
    let holder = Window::open(&home)?;
    holder.start_with_sample()?;

    // Without a session bus, where the second desk would find the first and leave it the screen.
    let other = Home::new()?.with_book(home.book()).with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    let window = Window::open(&other)?;
    window.wait_for_text(&part("book-failure"), "Close it there")?;
    holder.close()?;
    window.click(&format!("{} button", part("book-failure")))?;
    window.first_key()?;
    window.wait_for_text(&part("count"), "250 contacts")
}

#[test]
fn a_second_desk_on_the_same_book_leaves_the_screen_to_the_first() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.open_contact(&window.first_key()?)?;
    assert_eq!(window.focused()?, None, "without a window manager nothing has the keyboard by itself");
    let status = window.start_another(&home)?;
    assert!(status.success(), "the second desk ended with {status}");
    until("the first desk to come to the front", || {
        Ok(window.focused()?.filter(|name| name == "Kith").map(drop))
    })?;
    window.edit("Title", "The first one lives")?;
    window.wait_for_value(&field("Title"), "The first one lives")?;

    let elsewhere = Home::new()?;
    let other = Window::open(&elsewhere)?;
    other.find(&part("start-sample")).map(drop)
}
