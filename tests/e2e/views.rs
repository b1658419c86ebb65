//! What a person makes of the list: filtered, saved under a name, and there again after a restart.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;
use kith_tests::window::{Home, Key, Window, command, part, row, until};
use serde_json::json;

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

#[test]
fn a_new_window_shows_what_the_last_one_showed() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.click("[data-view=bounced]")?;
    window.search_for("-zzz")?;
    let count = window.text(&part("count"))?;
    let key = window.first_key()?;
    window.click(&row(&key))?;
    window.turn_to("history")?;
    window.find(&history())?;
    wait_until_kept(&home, "\"tab\":\"history\"")?;
    window.close()?;

    let window = Window::open(&home)?;
    window.find("[data-view=bounced][aria-current=true]")?;
    window.wait_for_value("#search", "-zzz")?;
    window.wait_for_text(&part("count"), &count)?;
    window.find(&format!("{}[data-key=\"{key}\"]", part("record")))?;
    window.find(&history())?;
    window.close()
}

#[test]
fn what_changed_since_it_was_handed_over_and_what_needs_attention_are_views_with_their_counts() -> Result<()>
{
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.wait_for_text("[data-view=changed]", "250")?;
    window.wait_for_text("[data-view=attention]", "0")?;
    window.invoke("hand_over_changes", json!({ "upto": 1 }))?;
    window.wait_for_text("[data-view=changed]", "(0 contacts)")?;
    let key = window.first_key()?;
    command(home.book(), &["update", &key, "--set", "Title=By Hand"])?;
    window.wait_for_text("[data-view=changed]", "(1 contact)")?;
    window.click("[data-view=changed]")?;
    window.wait_for_text(&part("count"), "1 of 250")?;
    window.find(&row(&key))?;
    window.close()
}

/// Waits until a text is in a file of what the web view keeps for the page, which writes it down a moment later.
fn wait_until_kept(home: &Home, text: &str) -> Result<()> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    until("the page's memory to be on the disk", || {
        let found = files_in(&home.folder().join("data")).iter().any(|file| {
            let bytes = fs::read(file).unwrap_or_default();
            bytes.windows(wide.len()).any(|part| part == wide)
        });
        Ok(found.then_some(()))
    })
}

/// All files in a folder; one that goes meanwhile is none.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

/// The tab that shows the record's history.
fn history() -> String {
    "#tab-history[aria-selected=true]".to_owned()
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
