//! One book, two doors: what `kith` changes while the desk has the book open is in the window at once.

use anyhow::{Result, ensure};
use kith_tests::window::{Home, Window, command, field, part, row};
use serde_json::json;

#[test]
fn what_kith_changes_is_in_the_open_window_at_once() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.edit("Department", "typed and not saved")?;

    command(home.book(), &["update", &key, "--set", "Title=By Hand"])?;
    window.wait_for_value(&field("Title"), "By Hand")?;
    window.wait_for_value(&field("Department"), "typed and not saved")?;
    window.turn_to("history")?;
    window.wait_for_text(&part("record"), "ommand line")?;

    command(home.book(), &["create", "--set", "ExternalId=by-kith", "--set", "Name=Nell Newcomer"])?;
    window.wait_for_text(&part("count"), "251 contacts")?;
    command(home.book(), &["undo"])?;
    window.wait_for_text(&part("count"), "250 contacts")?;
    command(home.book(), &["redo"])?;
    window.search_for("newcomer")?;
    window.find(&row("by-kith"))?;
    let requests = window.invoke("recent_requests", json!({ "key": null, "limit": 1 }))?;
    assert_eq!(requests.pointer("/0/Source"), Some(&json!("command line")), "{requests}");
    window.close()
}

#[test]
fn after_a_kill_of_the_desk_kith_and_the_next_desk_have_the_book() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    command(home.book(), &["update", &key, "--set", "Title=One"])?;
    // As a crash would.
    drop(window);
    ensure!(home.book().join("hatch.json").is_file(), "a kill leaves the note");
    command(home.book(), &["update", &key, "--set", "Title=Two"])?;

    let window = Window::open(&home)?;
    window.open_contact(&key)?;
    window.wait_for_value(&field("Title"), "Two")?;
    command(home.book(), &["update", &key, "--set", "Title=Three"])?;
    window.wait_for_value(&field("Title"), "Three")
}
