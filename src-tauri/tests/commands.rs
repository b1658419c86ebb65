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

#[test]
fn a_field_is_added_and_keeps_every_digit_of_its_numbers() {
    const NUMBER: &str = "12345678901234567890.1234";
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    let field = json!({"FieldName": "Balance", "DisplayName": "Balance", "DataType": "Decimal",
        "Precision": 24, "Scale": 4});
    let edits = json!([{"AddField": {"Field": field}}]).to_string();
    let foreseen = call_well(&desk, "preview_schema", json!({"edits": edits}));
    assert_eq!(foreseen["answer"]["Data"]["Differences"][0]["Kind"], "Added", "{foreseen}");
    let changed = call_well(&desk, "change_schema", json!({"edits": edits, "keep": false}));
    assert_eq!(changed["answer"]["Data"]["Applied"], true, "{changed}");

    let body = format!(r#"{{"ExternalId": "x-1", "Balance": {NUMBER}}}"#);
    call_well(&desk, "create_contact", json!({"body": body}));
    let read = call_well(&desk, "read_contact", json!({"key": {"by": "ExternalId", "value": "x-1"}}));
    assert_eq!(read["answer"]["Data"]["Balance"], json!({"$number": NUMBER}));

    let history = call_well(&desk, "schema_history", json!({"limit": 10}));
    assert_eq!(history[0]["Differences"][0]["Name"], "Balance");
    let undone = call_well(&desk, "undo_change", json!({"changeId": history[0]["ChangeId"]}));
    assert_eq!(undone["httpStatus"], 400, "a contact holds a value in it: {undone}");
}

#[test]
fn edits_that_are_wrong_are_refused_with_their_places() {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    let edits = json!([{"UpdateField": {"Name": "Title", "Changes": {"Length": 0}}}]).to_string();
    let refused = call_well(&desk, "preview_schema", json!({"edits": edits}));
    let issue = &refused["answer"]["Data"]["Issues"][0];
    assert!(issue["Place"].as_str().is_some_and(|place| place.ends_with(".Length")), "{refused}");
    let no_edits = call_well(&desk, "change_schema", json!({"edits": "[1]", "keep": true}));
    assert_eq!(no_edits["httpStatus"], 400);
    let no_file = call_well(&desk, "change_schema_file", json!({"keep": false}));
    assert_eq!(no_file["httpStatus"], 400, "no file was looked at");
}

#[test]
fn duplicates_are_found_told_apart_and_made_one() {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    for id in ["1", "2", "3"] {
        let body = json!({"Id": id, "Name": "Ada Byron", "Email": "ada@x.example"}).to_string();
        call_well(&desk, "create_contact", json!({"body": body}));
    }
    let found = || call_well(&desk, "find_duplicates", json!({"limit": 10}));
    assert_eq!((&found()["Found"], &found()["Pairs"][0]["Certainty"]), (&json!(3), &json!("veryLikely")));
    let key = |id: &str| json!({"by": "Id", "value": id});
    call_well(&desk, "set_apart", json!({"one": key("1"), "other": key("3"), "apart": true}));
    assert_eq!(found()["Found"], 2);
    let apart = ask(&desk.window("main"), OWN, "list_apart", json!({})).expect("a list");
    assert_eq!(apart[0]["Other"]["Id"], "3");

    let etag = |id: &str| {
        call_well(&desk, "read_contact", json!({"key": key(id)}))["answer"]["Data"]["ETag"].clone()
    };
    let merge = |stays_etag: Value| json!({"stays": "1", "staysEtag": stays_etag, "goes": "2", "goesEtag": etag("2"), "take": ["Email"]});
    assert_eq!(call_well(&desk, "merge_contacts", merge(json!("old")))["httpStatus"], 400);
    let merged = call_well(&desk, "merge_contacts", merge(etag("1")));
    assert_eq!((&merged["httpStatus"], &found()["Found"]), (&json!(200), &json!(0)), "{merged}");
    call_well(&desk, "undo_change", json!({"changeId": merged["changeId"]}));
    assert_eq!(found()["Found"], 2);
    ask(&desk.window("main"), OWN, "stop_duplicates", json!({})).expect("nothing runs, nothing ends");
}

#[test]
fn the_layout_is_changed_and_brought_back() {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    let columns = |columns: Value| {
        call_well(&desk, "change_layout", json!({"changes": {"ListColumns": columns}}));
        let state = ask(&desk.window("main"), OWN, "desk_state", json!({})).expect("a state");
        state["layout"]["ListColumns"].as_array().map(Vec::len)
    };
    assert_eq!(columns(json!(["Name", "Email"])), Some(2));
    assert_eq!(columns(Value::Null), Some(6));
    let attention = call_well(&desk, "contacts_needing_attention", json!({"limit": 5}));
    assert_eq!(attention["Contacts"], 0);
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
        call(&desk, "list_contacts", json!({"filters": [{"field": "Nope", "values": [1]}], "limit": 1}));
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

/// A desk on a book with one contact of that title.
fn with_contact(title: &str) -> Desk {
    let desk = Desk::new();
    call_well(&desk, "start_book", json!({"kind": "empty"}));
    let body = json!({"ExternalId": "x-1", "Title": title}).to_string();
    call_well(&desk, "create_contact", json!({"body": body}));
    desk
}

fn retitle(desk: &Desk, title: &str) {
    let body = json!({"Title": title}).to_string();
    let key = json!({"by": "ExternalId", "value": "x-1"});
    let update = json!({"key": key, "body": body, "includePayload": false, "enforceLock": false});
    assert_eq!(call_well(desk, "update_contact", update).pointer("/httpStatus"), Some(&json!(200)));
}

fn title(desk: &Desk) -> Value {
    let key = json!({"by": "ExternalId", "value": "x-1"});
    let read = call_well(desk, "read_contact", json!({"key": key}));
    read.pointer("/answer/Data/Title").cloned().unwrap_or_default()
}

fn ask_well(desk: &Desk, command: &str) -> Value {
    ask(&desk.window("main"), OWN, command, json!({})).expect("the command is granted and answers")
}

#[test]
fn a_backup_is_made_listed_verified_and_restored_and_drafts_stay() {
    let desk = with_contact("before");
    let file = ask_well(&desk, "create_backup")["File"].clone();
    retitle(&desk, "after");
    call_well(&desk, "keep_draft", json!({"draft": draft("typed"), "turn": 1}));
    let listed = ask_well(&desk, "list_backups");
    assert_eq!((&listed[0]["Backup"]["File"], &listed[0]["Newer"]), (&file, &json!(1)));
    assert_eq!(call_well(&desk, "verify_backup", json!({"file": file}))["Reads"], true);

    let done = call_well(&desk, "restore_backup", json!({"file": file}));
    assert_eq!((&done["Restored"]["Contacts"], title(&desk)), (&json!(1), json!("before")));
    assert_eq!(ask_well(&desk, "list_drafts")["drafts"][0]["edits"], json!({"Title": "typed"}));
    let listed = ask_well(&desk, "list_backups");
    assert_eq!(listed[0]["Backup"]["Reason"], "before restore");
    assert_eq!(listed[0]["Backup"]["File"], done["Before"]["File"]);

    call_well(&desk, "restore_backup", json!({"file": done["Before"]["File"]}));
    assert_eq!(title(&desk), "after", "what was restored over is not lost");
}

#[test]
fn only_a_backup_of_the_list_is_taken() {
    let desk = with_contact("mine");
    let file = ask_well(&desk, "create_backup")["File"].clone();
    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = folder.path().join("other.kithbackup");
    std::fs::copy(file.as_str().expect("a path"), &elsewhere).expect("a copy");
    for command in ["verify_backup", "restore_backup"] {
        let refused = call(&desk, command, json!({"file": elsewhere})).expect_err("it is none of the list");
        assert!(refused["message"].as_str().is_some_and(|said| said.contains("choose another")), "{refused}");
    }
    assert_eq!(title(&desk), "mine");
}

#[test]
fn a_backup_that_does_not_read_is_not_restored_and_the_book_goes_on() {
    let desk = with_contact("mine");
    let file = ask_well(&desk, "create_backup")["File"].clone();
    std::fs::write(file.as_str().expect("a path"), "none").expect("damage");
    assert!(call(&desk, "restore_backup", json!({"file": file})).is_err());
    assert_eq!(title(&desk), "mine");
    retitle(&desk, "still mine");
}

#[test]
fn how_long_changes_are_kept_is_told_tried_and_set() {
    let desk = with_contact("mine");
    assert_eq!(ask_well(&desk, "read_retention")["Days"], Value::Null);
    let would = call_well(&desk, "preview_retention", json!({"days": 30}));
    assert_eq!(would["ChangeSets"], 0, "nothing is that old");
    assert_eq!(ask_well(&desk, "read_retention")["Days"], Value::Null, "it was only looked at");
    let forgotten = call_well(&desk, "set_retention", json!({"days": 30}));
    assert_eq!((&forgotten["ChangeSets"], &forgotten["OldestKept"]), (&json!(0), &json!(1)));
    assert_eq!(ask_well(&desk, "read_retention")["Days"], 30);
    assert_eq!(ask_well(&desk, "standing_counts")["attention"], 0);
    assert!(ask_well(&desk, "book_space")["onDisk"].as_u64() > Some(0));
}

#[test]
fn fields_are_set_in_many_contacts_as_they_were_previewed() {
    let desk = with_contact("Countess");
    let number = json!({"$number": "1.50"});
    let assignments =
        json!([{"field": "Department", "act": {"set": "Field"}}, {"field": "Fax", "act": "clear"}]);
    let edit = json!({"selection": "all", "assignments": assignments});
    let report = call_well(&desk, "preview_bulk_edit", edit);
    assert_eq!((&report["Changed"], &report["Cancelled"]), (&json!(1), &json!(false)), "{report}");
    let rows = json!({"verdict": "changed", "offset": 0, "limit": 10});
    let page = call_well(&desk, "bulk_edit_rows", rows.clone());
    assert_eq!((&page["Matches"], &page["Rows"][0]["Fields"][0]["New"]), (&json!(1), &json!("Field")));
    let made = ask_well(&desk, "run_bulk_edit");
    assert!(made["ChangeId"].is_string(), "{made}");
    assert_eq!(call_well(&desk, "bulk_edit_rows", rows)["Matches"], 1);
    assert!(ask(&desk.window("main"), OWN, "run_bulk_edit", json!({})).is_err(), "it is made once");
    ask_well(&desk, "stop_bulk_edit");

    let edit =
        json!({"selection": {"keys": []}, "assignments": [{"field": "Titel", "act": {"set": number}}]});
    let refused = call(&desk, "preview_bulk_edit", edit).expect_err("there is no such field");
    assert!(refused["message"].as_str().is_some_and(|message| message.contains("Title")), "{refused}");
}
