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
fn a_field_is_taken_back_and_a_contact_put_back_to_a_moment() {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    let body = json!({"ExternalId": "x-1", "Name": "Ada"}).to_string();
    let created = call_well(&desk, "create_contact", json!({"body": body}));
    let key = json!({"by": "ExternalId", "value": "x-1"});
    let body = json!({"Title": "Countess", "Fax": "1"}).to_string();
    let update = json!({"key": key, "body": body, "includePayload": false, "enforceLock": false});
    let updated = call_well(&desk, "update_contact", update);

    let part = json!({"changeId": updated["changeId"], "contact": key, "fields": ["Fax"]});
    assert_eq!(call_well(&desk, "undo_change", part)["httpStatus"], 200);
    let read = call_well(&desk, "read_contact", json!({"key": key}));
    assert_eq!(
        (&read["answer"]["Data"]["Title"], &read["answer"]["Data"]["Fax"]),
        (&json!("Countess"), &Value::Null)
    );

    let moment = json!({"key": key, "changeId": created["changeId"]});
    assert_eq!(call_well(&desk, "put_back_contact", moment)["httpStatus"], 200);
    let read = call_well(&desk, "read_contact", json!({"key": key}));
    assert_eq!(read["answer"]["Data"]["Title"], Value::Null);
    let history = call_well(&desk, "contact_history", json!({"key": key, "limit": 10}));
    assert_eq!((history.as_array().map(Vec::len), &history[0]["Contacts"]), (Some(4), &json!(1)));
}

#[test]
fn a_draft_is_kept_listed_and_dropped() {
    let desk = Desk::new();
    assert!(call(&desk, "keep_draft", json!({"draft": draft("a"), "turn": 1})).is_err(), "there is no book");
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    call_well(&desk, "keep_draft", json!({"draft": draft("a"), "turn": 2}));
    call_well(&desk, "keep_draft", json!({"draft": draft("too late"), "turn": 1}));
    let listed = ask(&desk.window("main"), OWN, "list_drafts", json!({})).expect("a list");
    assert_eq!((&listed["drafts"][0]["edits"], &listed["notice"]), (&json!({"Title": "a"}), &Value::Null));
    assert!(listed["drafts"][0]["at"].as_str().is_some_and(|at| at.ends_with('Z')));

    call_well(&desk, "drop_draft", json!({"id": "i-1", "turn": 3}));
    let listed = ask(&desk.window("main"), OWN, "list_drafts", json!({})).expect("a list");
    assert_eq!(listed["drafts"], json!([]));
}

fn draft(title: &str) -> Value {
    json!({"id": "i-1", "key": null, "title": "Ada", "etag": "e", "base": {"Title": null},
        "edits": {"Title": title}, "proposed": [], "at": ""})
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

#[test]
fn an_open_book_is_compacted_and_not_repaired() {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    let compacted = ask(&desk.window("main"), OWN, "compact_book", json!({})).expect("compacted");
    assert!(compacted["BytesAfter"].is_u64(), "{compacted}");
    let refused = ask(&desk.window("main"), OWN, "repair_book", json!({})).expect_err("it is open");
    assert_eq!(refused["kind"], "failed", "{refused}");
}
