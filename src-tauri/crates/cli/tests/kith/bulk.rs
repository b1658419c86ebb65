//! Bulk requests: each record's own answer, and one exit code for all.

use serde_json::{Value, json};

use crate::support::Home;

fn statuses(answer: &Value) -> Vec<&str> {
    let answers = answer["Data"].as_array().map(Vec::as_slice).unwrap_or_default();
    answers.iter().filter_map(|answer| answer["StatusCode"].as_str()).collect()
}

fn bulk(home: &Home, arguments: &[&str], body: &Value) -> (i32, Value) {
    home.json(&[&["bulk"], arguments, &["--body", "-"]].concat(), body.to_string().as_bytes())
}

#[test]
fn a_bad_record_does_not_stop_the_good_ones() {
    let home = Home::with_contact();
    let body = json!([{"ExternalId": "x-1", "Title": "a"}, {"ExternalId": "x-2"}, {"Title": "b"}]);
    let (code, answer) = bulk(&home, &["update", "--by", "ExternalId"], &body);
    assert_eq!((code, statuses(&answer)), (40, vec!["OK", "NotFound", "BadRequest"]));
    assert_eq!(home.contact("x-1")["Title"], "a");
}

#[test]
fn all_or_nothing_changes_nothing_when_one_is_refused() {
    let home = Home::with_contact();
    let body = json!([{"ExternalId": "x-1", "Title": "a"}, {"ExternalId": "x-2", "Email": "none"}]);
    let (code, answer) = bulk(&home, &["upsert", "--by", "externalid", "--all-or-nothing"], &body);
    assert_eq!((code, statuses(&answer)), (40, vec!["BadRequest", "BadRequest"]));
    assert_eq!(answer["Data"][0]["Errors"][0]["Code"], "NotApplied");
    assert_eq!(home.contact("x-1")["Title"], Value::Null);
    assert_eq!(home.json(&["get", "x-2"], b"").0, 44);
}

#[test]
fn upsert_creates_updates_and_gives_the_records_back() {
    let home = Home::with_contact();
    let body = json!([{"ExternalId": "x-1", "Title": "a"}, {"ExternalId": "x-2", "Title": "b"}]);
    let (code, answer) = bulk(&home, &["upsert", "--by", "ExternalId", "--include-payload"], &body);
    assert_eq!((code, statuses(&answer)), (0, vec!["OK", "Created"]));
    assert_eq!(answer["Data"][1]["Data"], home.contact("x-2"));
}

#[test]
fn delete_takes_keys_and_one_undo_brings_them_all_back() {
    let home = Home::with_contact();
    bulk(&home, &["create"], &json!([{"ExternalId": "x-2"}]));
    let (code, answer) =
        bulk(&home, &["delete", "--by", "ExternalId"], &json!(["x-1", {"ExternalId": "x-2"}]));
    assert_eq!((code, statuses(&answer)), (0, vec!["OK", "OK"]));
    assert_eq!(home.json(&["list"], b"").1["RecordCount"], 0);
    assert_eq!(home.json(&["undo"], b"").0, 0);
    assert_eq!(home.json(&["list"], b"").1["RecordCount"], 2);
}

#[test]
fn people_read_which_records_were_refused() {
    let home = Home::with_contact();
    let body = br#"[{"ExternalId":"x-1","Title":"a"},{"ExternalId":"x-1","Email":"none"}]"#;
    let ran = home.run(&["bulk", "update", "--by", "ExternalId", "--body", "-"], body);
    assert_eq!(ran.code, 40);
    assert!(ran.out.starts_with("Record 2: Email"), "{}", ran.out);
    assert!(ran.out.ends_with("1 contact updated, 1 refused\n"), "{}", ran.out);
}
