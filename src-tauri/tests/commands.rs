//! The commands, through the real access list and the book behind them.

use serde_json::{Value, json};

use crate::page::{Desk, OWN, ask};

/// What a command gives, or what it is refused with.
fn call(desk: &Desk, command: &str, args: Value) -> Result<Value, Value> {
    ask(&desk.window("main"), OWN, command, json!({ "args": args }))
}

fn call_well(desk: &Desk, command: &str, args: Value) -> Value {
    call(desk, command, args).expect("the command is granted and answers")
}

#[test]
fn every_command_of_the_one_list_is_granted() {
    let permissions = std::fs::read_to_string("src-tauri/permissions/desk.toml").expect("the file is there");
    let granted: Vec<_> =
        permissions.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\",")).collect();
    let listed: Vec<_> = kith_book::COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(granted, listed);
}

#[test]
fn a_contact_is_created_found_updated_and_undone() {
    let desk = Desk::new();
    let started = call_well(&desk, "start_book", json!({"kind": "empty"}));
    assert_eq!(started["book"]["recordCount"], 0);

    let body = json!({"ExternalId": "x-1", "Name": "Ada"}).to_string();
    let created = call_well(&desk, "create_contact", json!({"body": body}));
    assert_eq!(created["httpStatus"], 201, "{created}");

    let page = call_well(&desk, "list_contacts", json!({"search": "ada", "limit": 10}));
    assert_eq!((&page["matches"], &page["rows"][0]["key"]["value"]), (&json!(1), &json!("x-1")));

    let key = json!({"by": "ExternalId", "value": "x-1"});
    let update = |title: &str| {
        let body = json!({"Title": title}).to_string();
        json!({"key": key, "body": body, "includePayload": true, "enforceLock": false})
    };
    let updated = call_well(&desk, "update_contact", update("Countess"));
    assert_eq!(updated["answer"]["Data"]["Title"], "Countess");
    let undone = call_well(&desk, "undo_change", json!({"changeId": updated["changeId"]}));
    assert_eq!(undone["answer"]["Success"], true, "{undone}");
    let read = call_well(&desk, "read_contact", json!({"key": key}));
    assert_eq!(read["answer"]["Data"]["Title"], Value::Null);

    let refused = call_well(&desk, "update_contact", update(&"x".repeat(129)));
    assert_eq!(refused["httpStatus"], 400);
    let history = call_well(&desk, "contact_history", json!({"key": key, "limit": 10}));
    assert_eq!(history.as_array().map(Vec::len), Some(3));
    let requests = call_well(&desk, "recent_requests", json!({"key": key, "limit": 10}));
    assert_eq!(requests[0]["StatusCode"], "BadRequest");
}

#[test]
fn what_is_wrong_with_the_arguments_is_refused_without_harm() {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    assert!(call(&desk, "start_book", json!({"kind": "other"})).is_err());
    assert!(call(&desk, "read_contact", json!({"key": {"by": "Name", "value": "x"}})).is_err());
    assert!(call(&desk, "update_contact", json!({})).is_err());
    let missing =
        call(&desk, "list_contacts", json!({"filters": [{"field": "Nope", "value": 1}], "limit": 1}));
    assert!(
        missing.is_err_and(|failure| failure["message"].as_str().is_some_and(|text| text.contains("Nope")))
    );
}

#[test]
fn without_a_book_a_request_says_so() {
    let desk = Desk::new();
    let state = ask(&desk.window("main"), OWN, "desk_state", json!({})).expect("a state");
    assert_eq!((&state["book"], &state["failure"]), (&Value::Null, &Value::Null));
    let read = call_well(&desk, "read_contact", json!({"key": {"by": "Id", "value": "x"}}));
    assert_eq!(read["httpStatus"], 500);
}
