//! The first day: a book, a contact found, a field put right, and all of it there the next morning.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use kith_tests::window::{Home, Key, Window, command, field, part, row};
use serde_json::{Value, json};

const VALUE: &str = "Head of Purchasing";

#[test]
fn an_edit_is_found_saved_and_there_after_a_restart() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.wait_for_text(&part("count"), "250 contacts")?;
    let key = find(&window)?;
    window.edit("Title", VALUE)?;
    window.wait_for_text(&part("change-count"), "1 change")?;
    only_the_edit_is_to_be_sent(&window)?;
    window.save()?;
    window.wait_for_text(&part("saved"), "Saved")?;
    window.wait_for_text(&part("saved"), "Undo")?;
    only_the_edit_was_sent(&window, &key)?;
    window.close()?;

    let stored = command(home.book(), &["get", &key])?;
    assert_eq!(stored.pointer("/Data/Title"), Some(&json!(VALUE)), "kith get {key}: {stored}");
    let window = Window::open(&home)?;
    window.open_contact(&key)?;
    window.wait_for_value(&field("Title"), VALUE)
}

/// Not the first contact: one that a search has to find, and a click has to open.
fn find(window: &Window) -> Result<String> {
    let key = window
        .attribute(&format!("{} [data-index=\"7\"]", part("list")), "data-key")?
        .context("an eighth contact")?;
    window.search_for(&key)?;
    window.wait_for_text(&part("count"), "1 of 250")?;
    window.click(&row(&key))?;
    window.find(&format!("{}[data-key=\"{key}\"]", part("record")))?;
    Ok(key)
}

fn only_the_edit_is_to_be_sent(window: &Window) -> Result<()> {
    window.turn_to("request")?;
    let line = window.text(&part("request-line"))?;
    assert!(line.starts_with("PUT") && line.contains("/api/data/v1/Contact/by-externalId/"), "{line}");
    only_the_edit(&window.text(&part("request-body"))?)?;
    window.turn_to("record")
}

/// What the host got, not what the page believes it sent.
fn only_the_edit_was_sent(window: &Window, key: &str) -> Result<()> {
    let key = json!({ "by": "ExternalId", "value": key });
    let requests = window.invoke("recent_requests", json!({ "key": key, "limit": 1 }))?;
    let body = requests.pointer("/0/Body").and_then(Value::as_str);
    only_the_edit(body.with_context(|| format!("the request's body in {requests}"))?)
}

fn only_the_edit(body: &str) -> Result<()> {
    let body: Value = serde_json::from_str(body).with_context(|| format!("JSON in {body:?}"))?;
    let names: BTreeSet<&str> = body.as_object().context("an object")?.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        BTreeSet::from(["ETag", "Title"]),
        "only the edit, and the lock it was read with: {body}"
    );
    assert_eq!(body.get("Title"), Some(&json!(VALUE)));
    Ok(())
}

#[test]
fn undo_takes_the_last_save_back_and_redo_brings_it_again() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.open_contact(&window.first_key()?)?;
    let before = window.value(&field("Title"))?;
    window.edit("Title", VALUE)?;
    window.save()?;
    window.text(&part("saved"))?;
    // Outside of a text field Ctrl+Z is the book's; inside it is the text's own.
    window.press(&[Key::Control, Key::Letter('l')])?;
    window.wait_for_focus("#list")?;
    window.press(&[Key::Control, Key::Letter('z')])?;
    window.wait_for_value(&field("Title"), &before)?;
    window.wait_for_text(&part("notice"), "Change undone")?;
    window.press(&[Key::Control, Key::Shift, Key::Letter('z')])?;
    window.wait_for_value(&field("Title"), VALUE)
}

#[test]
fn a_draft_waits_while_another_contact_is_looked_at() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let first = window.first_key()?;
    window.click(&row(&first))?;
    window.edit("Department", "Not saved yet")?;
    window.click(&format!("{} [data-index=\"1\"]", part("list")))?;
    window.wait_until_gone(&format!("{}[data-key=\"{first}\"]", part("record")))?;
    window.find(&format!("{} .draft", row(&first)))?;
    window.click(&row(&first))?;
    window.wait_for_value(&field("Department"), "Not saved yet")?;
    window.wait_for_text(&part("change-count"), "1 change")
}
