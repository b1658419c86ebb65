//! The configuration that keeps the page from harm, as it is built in.

use std::fs;

use serde_json::Value;

fn read(file: &str) -> Value {
    let text = fs::read_to_string(file).expect("the file is there");
    serde_json::from_str(&text).expect("the file is JSON")
}

#[test]
fn the_released_page_runs_its_own_code_only() {
    let configuration = read("tauri.conf.json");
    let security = &configuration["app"]["security"];
    let policy = security["csp"].as_str().expect("a content policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains("script-src 'self';") && policy.contains("style-src 'self';"), "{policy}");
    for loose in ["unsafe", "*", "https:", "ws:"] {
        assert!(!policy.contains(loose), "{loose} in {policy}");
    }
    assert_eq!(security["freezePrototype"], true);
}

/// A set such as `core:default` grants what nobody listed.
#[test]
fn every_permission_is_named_alone() {
    let capability = read("src-tauri/capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none());
    for permission in capability["permissions"].as_array().expect("permissions") {
        let name = permission.as_str().expect("a permission without a scope");
        assert!(name.contains("allow-"), "{name} is a set");
    }
}
