//! What was typed and not saved is there again, however the desk ended.

use anyhow::Result;
use kith_tests::window::{Home, Key, Window, command, field, part, until};
use serde_json::{Value, json};

const TYPED: &str = "Typed and never saved";

#[test]
fn what_was_typed_is_there_after_a_kill_and_saved_from_there() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.edit("Title", TYPED)?;
    kept(&window, TYPED)?;
    drop(window);

    // The killed desk lets go of the book a moment after it has ended.
    let stored = until("the book to be free", || Ok(command(home.book(), &["get", &key]).ok()))?;
    assert_ne!(stored.pointer("/Data/Title"), Some(&json!(TYPED)), "a draft changes nothing");
    let window = Window::open(&home)?;
    window.wait_for_text(&part("unsaved"), "(1)")?;
    window.click(&format!("{} button", part("unsaved")))?;
    window.find(&format!("{}[data-key=\"{key}\"]", part("record")))?;
    window.wait_for_value(&field("Title"), TYPED)?;
    window.wait_for_text(&part("restored"), "were kept")?;
    window.wait_for_text(&part("change-count"), "1 change")?;
    window.save()?;
    window.text(&part("saved"))?;
    window.wait_until_gone(&part("unsaved"))?;
    window.close()?;
    let stored = command(home.book(), &["get", &key])?;
    assert_eq!(stored.pointer("/Data/Title"), Some(&json!(TYPED)));
    Ok(())
}

#[test]
fn what_was_typed_is_there_after_the_window_is_closed_at_once() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.edit("Title", TYPED)?;
    window.close()?;
    let window = Window::open(&home)?;
    window.open_contact(&key)?;
    window.wait_for_value(&field("Title"), TYPED)
}

#[test]
fn a_contact_that_was_begun_is_there_after_a_kill() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.press(&[Key::Control, Key::Letter('n')])?;
    window.edit("LastName", TYPED)?;
    kept(&window, TYPED)?;
    drop(window);
    let window = Window::open(&home)?;
    window.click(&part("continue-new"))?;
    window.wait_for_value(&field("LastName"), TYPED)
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_overwritten_unseen() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.edit("Title", TYPED)?;
    window.close()?;
    command(home.book(), &["update", &key, "--set", "Title=Theirs"])?;

    let window = Window::open(&home)?;
    window.open_contact(&key)?;
    window.wait_for_value(&field("Title"), TYPED)?;
    window.wait_for_text("#field-Title-message", "Theirs")?;
    window.click(&format!("{} [data-field=Title] [data-side=mine]", part("stale")))?;
    window.save()?;
    window.text(&part("saved")).map(drop)
}

/// Waits until the host has kept an edit.
fn kept(window: &Window, value: &str) -> Result<()> {
    until("the draft to be kept", || {
        let listed = window.invoke("list_drafts", Value::Null)?;
        let edits = listed.pointer("/drafts/0/edits").and_then(Value::as_object);
        Ok(edits.is_some_and(|edits| edits.values().any(|edit| edit == value)).then_some(()))
    })
}
