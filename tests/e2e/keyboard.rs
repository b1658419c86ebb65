//! The keyboard alone: found, opened, edited, saved, undone, and never lost on the way.

use anyhow::{Context as _, Result};
use kith_tests::window::{Home, Key, Window, field, part};
use serde_json::json;

#[test]
fn a_contact_is_put_right_without_the_mouse() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.find(&part("start-sample"))?;
    window.press(&[Key::Tab])?;
    window.press(&[Key::Enter])?;
    window.first_key()?;

    window.press(&[Key::Control, Key::Letter('f')])?;
    window.wait_for_focus("#search")?;
    window.press(&[Key::Down])?;
    window.wait_for_focus("#list")?;
    window.press(&[Key::Down])?;
    window.find("#list[aria-activedescendant=cell-1-0]")?;
    let key = window.attribute("#row-1", "data-key")?.context("the second row's key")?;
    window.press(&[Key::Enter])?;
    window.find(&format!("{}[data-key=\"{key}\"]", part("record")))?;
    window.wait_for_focus(".form .field *")?;
    focus_is_seen(&window)
}

/// Every stop of the Tab key shows a ring, and twelve stops lead through twelve controls.
fn focus_is_seen(window: &Window) -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..12 {
        let stop = window.script(
            "const here = document.activeElement;
             const ring = getComputedStyle(here);
             return [here.id || here.getAttribute('aria-label') || here.textContent.trim(),
                     ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2];",
        )?;
        assert_eq!(stop.get(1), Some(&json!(true)), "no ring on {stop}");
        assert!(!seen.contains(&stop), "Tab came back to {stop}");
        seen.push(stop);
        window.press(&[Key::Tab])?;
    }
    Ok(())
}

#[test]
fn go_to_is_opened_used_and_put_away_by_key() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.press(&[Key::Control, Key::Letter('g')])?;
    window.wait_for_focus(&part("goto-input"))?;
    window.press(&[Key::Escape])?;
    window.wait_until_gone(&part("goto-input"))?;
    window.wait_for_focus("#list")?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.wait_until_gone(&part("goto-input"))?;
    window.find(&field("Title")).map(drop)
}
