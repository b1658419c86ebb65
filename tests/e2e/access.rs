//! What the page may not do, in the built desk.

use anyhow::Result;
use kith_tests::window::{Home, Window};
use serde_json::json;

#[test]
fn takes_no_code_from_elsewhere() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.script(
        "const script = document.createElement('script');
         script.textContent = 'window.taken = true';
         document.head.append(script);",
    )?;
    assert_eq!(window.script("return window.taken === true")?, json!(false), "an inline script ran");
    let fetched = window.script_async(
        "const done = arguments[0];
         fetch('http://127.0.0.1:9/').then(() => done('fetched'), () => done('refused'));
         addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));",
    )?;
    assert_eq!(fetched, json!("connect-src"));
    Ok(())
}

#[test]
fn the_page_may_not_ask_for_what_was_not_granted() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    for command in ["plugin:dialog|open", "plugin:window|close", "plugin:event|emit", "plugin:app|version"] {
        let answer = window.script_async(&format!(
            "const done = arguments[0];
             window.__TAURI_INTERNALS__.invoke('{command}', {{}}).then(() => done('granted'), (error) => done(String(error)));"
        ))?;
        let answer = answer.as_str().unwrap_or_default();
        assert!(answer.contains("not allowed"), "{command}: {answer}");
    }
    Ok(())
}
