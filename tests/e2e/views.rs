//! What a person makes of the list: filtered, saved under a name, and there again after a restart.

use anyhow::Result;
use kith_tests::window::{Home, Key, Window, part};

#[test]
fn a_filtered_list_that_was_saved_as_a_view_is_there_after_a_restart() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let all = window.text(&part("count"))?;
    filter_by_title(&window)?;
    window.find("[data-filter=Title]")?;
    window.click(&part("save-view"))?;
    window.type_into(&part("view-name"), "One title")?;
    window.press(&[Key::Enter])?;
    window.wait_for_text(&saved(), "One title")?;
    let shown = window.text(&part("count"))?;
    assert_ne!(shown, all);
    window.close()?;

    let window = Window::open(&home)?;
    window.first_key()?;
    window.click("[data-view=all]")?;
    window.wait_for_text(&part("count"), &all)?;
    window.click(&saved())?;
    window.wait_for_text(&part("count"), &shown)?;
    window.find("[data-filter=Title]").map(drop)
}

/// By keyboard but for the first step: the field by its name, then its most frequent value.
fn filter_by_title(window: &Window) -> Result<()> {
    window.click(&part("filter-new"))?;
    window.wait_for_focus(&format!("{} input", part("filter-fields")))?;
    for letter in "title".chars() {
        window.press(&[Key::Letter(letter)])?;
    }
    window.press(&[Key::Enter])?;
    window.click(&format!("{} [data-choice]:not([data-choice=null])", part("filter-values")))?;
    window.press(&[Key::Escape])
}

fn saved() -> String {
    format!("{} [data-view]", part("saved-views"))
}
