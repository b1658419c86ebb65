//! A book that another Kith holds: said clearly, and opened once it is free.

use anyhow::Result;
use kith_tests::window::{Home, Window, part};

#[test]
fn a_book_in_use_is_said_and_opened_when_it_is_free() -> Result<()> {
    let home = Home::new()?;
    let holder = Window::open(&home)?;
    holder.start_with_sample()?;

    let other = Home::new()?.with_book(home.book());
    let window = Window::open(&other)?;
    window.wait_for_text(&part("book-failure"), "Close it there")?;
    holder.close()?;
    window.click(&format!("{} button", part("book-failure")))?;
    window.first_key()?;
    window.wait_for_text(&part("count"), "250 contacts")
}
