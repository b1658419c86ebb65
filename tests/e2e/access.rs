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
    // The refused script's own violation may be told only now: the one of this address is waited for.
    let fetched = window.script_async(
        "const done = arguments[0];
         const elsewhere = 'http://127.0.0.1:9/';
         const violated = new Promise((tell) => addEventListener('securitypolicyviolation', (event) => {
             if (event.blockedURI.startsWith(elsewhere)) tell(event.effectiveDirective);
         }));
         const fetched = fetch(elsewhere).then(() => 'fetched', () => 'refused');
         Promise.all([fetched, violated]).then(done);",
    )?;
    assert_eq!(fetched, json!(["refused", "connect-src"]));
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
