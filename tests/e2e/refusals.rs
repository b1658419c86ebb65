//! What the book refuses: a bad value (400), a book for looking only (403), a contact that is not there (404).

use anyhow::{Context as _, Result};
use kith_tests::window::{Home, Key, Window, command, field, part, until};
use serde_json::{Value, json};

const BAD: &str = "not an address";

fn named(key: &str) -> Value {
    json!({ "key": { "by": "ExternalId", "value": key } })
}

#[test]
fn a_bad_address_is_marked_while_typing_and_refused_when_saved() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    let stored = window.invoke("read_contact", named(&key))?;

    window.find(&field("Email"))?;
    window.click(&field("Email"))?;
    let place = window.top_of(&field("EmailBouncedReason"))?;
    window.edit("Email", BAD)?;
    window.find("#field-Email[aria-invalid=true]")?;
    window.wait_for_text("#field-Email-message", "e-mail address")?;
    let after = window.top_of(&field("EmailBouncedReason"))?;
    assert!((place - after).abs() < 0.5, "the form jumped from {place} to {after} when a message came");

    // From another field, so that the keyboard has somewhere to go.
    window.click(&field("Description"))?;
    window.save()?;
    window.wait_for_text(&part("error-summary"), "1 thing to put right")?;
    window.wait_for_focus("#field-Email")?;
    window.click(&field("Description"))?;
    window.click(&format!("{} [data-field=Email]", part("error-summary")))?;
    window.wait_for_focus("#field-Email")?;
    let now = window.invoke("read_contact", named(&key))?;
    assert_eq!(now.pointer("/answer/Data"), stored.pointer("/answer/Data"));

    window.edit("Email", "right@example.com")?;
    window.wait_until_gone(&part("error-summary"))?;
    window.save()?;
    window.text(&part("saved"))?;
    Ok(())
}

#[test]
fn a_read_only_book_says_so_stays_readable_and_takes_nothing() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.close()?;
    let before = command(home.book(), &["get", &key])?;

    let home = home.with("KITH_READ_ONLY", "1");
    let window = Window::open(&home)?;
    window.wait_for_text(&part("read-only"), "read-only")?;
    window.open_contact(&key)?;
    let name = before.pointer("/Data/Name").and_then(Value::as_str).context("a name")?;
    window.wait_for_value(&field("Name"), name)?;
    window.find("#field-Title:read-only")?;
    for missing in ["save", "delete", "new"] {
        assert!(!window.has(&part(missing))?, "a read-only desk offers {missing}");
    }
    nothing_is_saved(&window, &key)?;
    window.close()?;
    assert_eq!(command(home.book(), &["get", &key])?.get("Data"), before.get("Data"));
    Ok(())
}

/// Neither by the keyboard nor past the page.
fn nothing_is_saved(window: &Window, key: &str) -> Result<()> {
    window.click(&field("Title"))?;
    window.press(&[Key::Letter('x')])?;
    window.press(&[Key::Control, Key::Letter('s')])?;
    window.turn_to("request")?;
    window.find(&format!("{}:disabled", part("send")))?;
    let body = json!({ "Title": "x" }).to_string();
    let update = json!({ "key": { "by": "ExternalId", "value": key }, "body": body,
        "includePayload": false, "enforceLock": false });
    let refused = window.invoke("update_contact", update)?;
    assert_eq!(refused.get("httpStatus"), Some(&json!(403)), "{refused}");
    Ok(())
}

#[test]
fn a_key_that_is_not_there_is_said_and_can_be_created() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.go_to("nobody-has-this")?;
    window.wait_for_text(&part("goto-answer"), "nobody-has-this")?;
    window.click(&part("goto-create"))?;
    window.wait_for_value(&field("ExternalId"), "nobody-has-this")?;
    window.edit("Name", "Somebody New")?;
    window.save()?;
    window.find(&format!("{}[data-key=\"nobody-has-this\"]", part("record")))?;
    window.text(&part("saved"))?;
    window.wait_for_text(&part("count"), "251 contacts")
}

#[test]
fn a_contact_deleted_meanwhile_is_said_and_its_draft_is_not_lost() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.edit("Title", "Kept all the same")?;
    window.wait_for_text(&part("change-count"), "1 change")?;
    let deleted = window.invoke("delete_contact", named(&key))?;
    assert_eq!(deleted.pointer("/answer/Success"), Some(&json!(true)), "{deleted}");
    window.wait_for_text(&part("count"), "249 contacts")?;

    window.press(&[Key::Control, Key::Letter('s')])?;
    window.wait_for_text(&part("gone"), "no longer in the book")?;
    window.wait_for_value(&field("Title"), "Kept all the same")?;
    window.turn_to("request")?;
    window.wait_for_text(&part("answer"), "NotFound")?;
    window.turn_to("record")?;
    window.wait_for_value(&field("Title"), "Kept all the same")?;

    window.click(&format!("{} button", part("gone")))?;
    window.text(&part("saved"))?;
    let again = until("the contact to be there again", || {
        let read = window.invoke("read_contact", named(&key))?;
        Ok(read.pointer("/answer/Data/Title").cloned())
    })?;
    assert_eq!(again, "Kept all the same");
    Ok(())
}
