//! What the page may ask for: what is granted by name, in its own window, from its own address.

use serde_json::json;

use crate::page::{Desk, OWN, ask};

const LISTEN: &str = "plugin:event|listen";

fn to_listen() -> serde_json::Value {
    json!({ "event": "book-changed", "target": { "kind": "Any" }, "handler": 1 })
}

#[test]
fn the_page_may_listen() {
    let desk = Desk::new();
    let answer = ask(&desk.window("main"), OWN, LISTEN, to_listen());
    assert!(answer.is_ok(), "{answer:?}");
}

#[test]
fn a_page_from_elsewhere_may_not() {
    let desk = Desk::new();
    let answer = ask(&desk.window("main"), "https://example.com", LISTEN, to_listen());
    assert!(answer.is_err(), "{answer:?}");
}

#[test]
fn another_window_may_not() {
    let desk = Desk::new();
    let answer = ask(&desk.window("other"), OWN, LISTEN, to_listen());
    assert!(answer.is_err(), "{answer:?}");
}

#[test]
fn what_was_not_granted_is_refused() {
    let desk = Desk::new();
    for command in [
        "plugin:event|emit",
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:window|close",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:window-state|save_window_state",
        "no_such_command",
    ] {
        let answer = ask(&desk.window("main"), OWN, command, json!({}));
        assert!(answer.is_err(), "{command}: {answer:?}");
    }
}
