//! Opening and closing.

use anyhow::Result;
use kith_tests::window::{Home, Window};
use serde_json::json;

#[test]
fn opens_at_its_size_and_closes_in_good_order() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    assert_eq!(window.script("return document.title")?, json!("Kith"));
    assert_eq!(window.script("return [innerWidth, innerHeight]")?, json!([1280, 800]));
    window.close()?;
    assert!(
        home.folder().join("config/app.kith.desk/.window-state.json").is_file(),
        "the size is remembered"
    );
    Ok(())
}
