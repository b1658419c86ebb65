//! The schema manager: a field of the person's own, from the pane to the disk.

use anyhow::{Context as _, Result, ensure};
use kith_tests::window::{Home, Key, Window, command, field, part};

/// More digits than a double holds.
const NUMBER: &str = "12345678901234567890.1234";

#[test]
fn a_custom_decimal_is_added_in_the_pane_and_stored_to_its_last_digit() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    add_decimal(&window)?;
    window.click(&format!("{} [aria-label=Close]", part("fields")))?;

    window.open_contact(&key)?;
    window.edit("AccountBalance", NUMBER)?;
    window.save()?;
    window.wait_for_text(&part("saved"), "Saved")?;
    window.wait_for_value(&field("AccountBalance"), NUMBER)?;
    window.close()?;

    let stored = command(home.book(), &["get", &key])?;
    let number = stored.pointer("/Data/AccountBalance").context("the field")?;
    assert_eq!(number.to_string(), NUMBER, "numbers are read by their digits");
    let window = Window::open(&home)?;
    window.open_contact(&key)?;
    window.wait_for_value(&field("AccountBalance"), NUMBER)
}

#[test]
fn a_schema_goes_out_and_comes_in_again_through_the_systems_own_dialogs() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    add_decimal(&window)?;
    let file = home.folder().join("ours.json");
    window.click(&act(2))?;
    window.answer_dialog(&file)?;
    window.wait_for_text("body", &format!("Written to {}", file.display()))?;

    let written = std::fs::read_to_string(&file)?;
    ensure!(written.contains("\"AccountBalance\""), "the file has the new field");
    std::fs::write(&file, written.replace("\"Account balance\"", "\"Balance\""))?;
    window.click(&act(1))?;
    window.answer_dialog(&file)?;
    window.wait_for_text(&part("proposal"), "Account balance → Balance")?;
    window.click(&part("apply"))?;
    window.wait_until_gone(&part("proposal"))?;
    window.close()?;
    let shown = command(home.book(), &["schema", "show"])?.to_string();
    ensure!(shown.contains("\"DisplayName\":\"Balance\""), "the book has the label of the file");
    Ok(())
}

/// The pane's buttons in their order: import, export, export as JSON Schema.
fn act(at: usize) -> String {
    format!("{} .acts button:nth-child({at})", part("fields"))
}

fn add_decimal(window: &Window) -> Result<()> {
    window.press(&[Key::Control, Key::Shift, Key::Letter('f')])?;
    window.click(&part("field-new"))?;
    window.type_into(&setting("DisplayName"), "Account balance")?;
    window.click(&format!("{} option[value=Decimal]", setting("DataType")))?;
    window.type_into(&setting("Precision"), "24")?;
    window.type_into(&setting("Scale"), "4")?;
    window.click(&part("review"))?;
    window.click(&part("apply"))?;
    window.find(&format!("{} [data-field=AccountBalance]", part("field-list"))).map(drop)
}

fn setting(key: &str) -> String {
    format!("{} [data-key={key}]", part("field-editor"))
}
