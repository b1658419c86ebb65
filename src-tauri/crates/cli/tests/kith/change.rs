//! Create, update, check, delete, history, undo: one contact at a time.

use serde_json::{Value, json};

use crate::support::{Home, codes};

#[test]
fn an_update_changes_the_fields_it_names_and_no_other() {
    let home = Home::with_contact();
    let before = home.contact("x-1");
    let set = ["update", "x-1", "--set", "Title=Countess = Lady", "--clear", "Email"];
    let (code, answer) = home.json(&set, b"");
    assert_eq!((code, &answer["StatusCode"], &answer["Data"]), (0, &json!("OK"), &Value::Null));

    let after = home.contact("x-1");
    let stamps = ["ETag", "ModifiedDate"];
    let members = after.as_object().expect("a record");
    let changed =
        members.iter().filter(|(name, value)| before[name.as_str()] != **value).map(|(name, _)| name);
    let changed: Vec<_> = changed.filter(|name| !stamps.contains(&name.as_str())).collect();
    assert_eq!(changed, ["Email", "Title"]);
    assert_eq!((&after["Title"], &after["Email"]), (&json!("Countess = Lady"), &Value::Null));
}

#[test]
fn the_record_is_given_back_when_it_is_asked_for() {
    let home = Home::with_contact();
    let (_, answer) = home.json(&["update", "x-1", "--set", "Title=Countess", "--include-payload"], b"");
    assert_eq!(answer["Data"], home.contact("x-1"));
    let (_, by_id) = home.json(&["get", "--id", answer["Data"]["Id"].as_str().expect("an Id")], b"");
    assert_eq!(by_id["Data"], answer["Data"]);
}

#[test]
fn set_takes_text_for_text_and_json_for_the_others() {
    let home = Home::with_contact();
    let fields = [
        "Title=true",
        "Department=12",
        "IsEmailBounced=true",
        r#"Account={"Id":"a1","Name":"Acme"}"#,
        "Owner=null",
    ];
    let set: Vec<_> = fields.iter().flat_map(|field| ["--set", field]).collect();
    assert_eq!(home.json(&[&["update", "x-1"][..], &set].concat(), b"").0, 0);
    let contact = home.contact("x-1");
    assert_eq!((&contact["Title"], &contact["Department"]), (&json!("true"), &json!("12")));
    assert_eq!((&contact["IsEmailBounced"], &contact["Account"]["Name"]), (&json!(true), &json!("Acme")));

    let (code, answer) = home.json(&["update", "x-1", "--set", "IsEmailBounced=yes"], b"");
    assert_eq!((code, codes(&answer)), (40, vec!["InvalidType"]));
    let (code, answer) = home.json(&["update", "x-1", "--set", "Title=a", "--clear", "Title"], b"");
    assert_eq!((code, codes(&answer)), (40, vec!["MalformedRequest"]), "a field named twice");
}

#[test]
fn each_refusal_has_its_exit_code() {
    let home = Home::with_contact();
    let update = |body: &str| home.json(&["update", "x-1", "--body", "-"], body.as_bytes());
    assert_eq!(update(r#"{"Email":"no address"}"#).0, 40);
    assert_eq!(update(r#"{"CreatedDate":"2020-01-01T00:00:00.000Z"}"#).0, 43);
    assert_eq!(home.json(&["update", "x-2", "--set", "Title=a"], b"").0, 44);
    assert_eq!(home.json(&["get", "x-2"], b"").0, 44);
    assert_eq!(home.json(&["delete", "x-2"], b"").0, 44);
    assert_eq!(home.json(&["history", "x-2"], b"").0, 44);
    assert_eq!(home.json(&["update", "--id", "x-1", "--set", "Title=a"], b"").0, 44, "x-1 is no Id");
    let (code, answer) = home.json(&["update", "x-1", "--set", "Title=a", "--enforce-lock"], b"");
    assert_eq!((code, codes(&answer)), (40, vec!["StaleRecord"]));
}

#[test]
fn check_answers_like_update_and_changes_nothing() {
    let home = Home::with_contact();
    let before = home.contact("x-1");
    for body in [r#"{"Email":"x","Nope":1}"#, "{", r#"{"Title":"Countess","Phone":"none"}"#] {
        let checked = timeless(home.json(&["check", "x-1", "--body", "-"], body.as_bytes()));
        assert_eq!(home.contact("x-1"), before, "{body}");
        assert_eq!(
            checked,
            timeless(home.json(&["update", "x-1", "--body", "-"], body.as_bytes())),
            "{body}"
        );
    }
    assert_eq!(home.contact("x-1")["Title"], "Countess", "the last one was taken");
}

fn timeless((code, mut answer): (i32, Value)) -> (i32, Value) {
    answer.as_object_mut().and_then(|answer| answer.remove("TotalTime"));
    (code, answer)
}

#[test]
fn history_tells_each_change_and_undo_and_redo_take_it_back_and_forth() {
    let home = Home::with_contact();
    home.json(&["update", "x-1", "--set", "Title=Countess"], b"");
    let (code, answer) = home.json(&["history", "x-1"], b"");
    assert_eq!(code, 0);
    let newest = &answer["Data"][0];
    assert_eq!(newest["Fields"], json!([{"Field": "Title", "Old": null, "New": "Countess"}]));
    assert_eq!((&newest["Operation"], &newest["Source"]), (&json!("update"), &json!("command line")));
    assert!(newest["At"].is_string() && newest["By"]["Name"].is_string() && newest["ChangeId"].is_string());
    assert_eq!(answer["Data"].as_array().map(Vec::len), Some(2));
    let (_, limited) = home.json(&["history", "x-1", "--limit", "1"], b"");
    assert_eq!(limited["Data"], json!([newest]));

    assert_eq!(home.json(&["undo"], b"").0, 0);
    assert_eq!(home.contact("x-1")["Title"], Value::Null);
    assert_eq!(home.json(&["redo"], b"").0, 0);
    assert_eq!(home.contact("x-1")["Title"], "Countess");
    let change = newest["ChangeId"].as_str().expect("a change");
    assert_eq!(home.json(&["undo", change], b"").0, 0);
    assert_eq!(home.contact("x-1")["Title"], Value::Null);
    assert_eq!(home.json(&["undo", "999"], b"").0, 44);
}

#[test]
fn one_contact_or_one_field_of_a_change_is_taken_back() {
    let home = Home::with_contact();
    home.json(&["create", "--set", "ExternalId=x-2"], b"");
    let rows = br#"[{"ExternalId":"x-1","Title":"a","Fax":"1"},{"ExternalId":"x-2","Title":"a"}]"#;
    assert_eq!(home.json(&["bulk", "update", "--by", "ExternalId", "--body", "-"], rows).0, 0);
    let id = home.contact("x-1")["Id"].as_str().expect("an Id").to_owned();

    let (code, answer) = home.json(&["undo", "3", "--id", &id, "--field", "Fax"], b"");
    assert_eq!((code, &answer["Data"]), (0, &json!({"ChangeId": "3", "Contacts": 1})));
    assert_eq!((&home.contact("x-1")["Title"], &home.contact("x-1")["Fax"]), (&json!("a"), &Value::Null));
    let ran = home.run(&["undo", "--contact", "x-2"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (0, "Took a part of change 3 back (1 contact)\n"));
    assert_eq!((&home.contact("x-1")["Title"], &home.contact("x-2")["Title"]), (&json!("a"), &Value::Null));

    assert_eq!(home.json(&["undo", "3", "--field", "Title"], b"").0, 40, "of which contact?");
    assert_eq!(home.json(&["undo", "3", "--contact", "x-1", "--field", "Phone"], b"").0, 44);
    assert_eq!(home.json(&["undo", "1", "--contact", "x-2"], b"").0, 44);
    assert_eq!(home.run(&["undo", "--contact", "x-1", "--id", &id], b"").code, 2);
}

#[test]
fn a_deleted_contact_comes_back_whole() {
    let home = Home::with_contact();
    let before = home.contact("x-1");
    assert_eq!(home.json(&["delete", "x-1"], b"").0, 0);
    assert_eq!(home.json(&["get", "x-1"], b"").0, 44);
    assert_eq!(home.json(&["undo"], b"").0, 0);
    let after = home.contact("x-1");
    for (name, value) in before.as_object().expect("a record") {
        assert!(
            after[name] == *value || ["ETag", "ModifiedDate", "ModifiedBy"].contains(&name.as_str()),
            "{name}"
        );
    }
}

#[test]
fn requests_are_kept_newest_first() {
    let home = Home::with_contact();
    home.json(&["update", "x-1", "--set", "Email=none"], b"");
    let (code, answer) = home.json(&["requests"], b"");
    assert_eq!(code, 0);
    let newest = &answer["Data"][0];
    assert_eq!((&newest["Operation"], &newest["Key"]), (&json!("update"), &json!("x-1")));
    assert_eq!((&newest["HttpStatus"], &newest["Source"]), (&json!(400), &json!("command line")));
    let (_, limited) = home.json(&["requests", "--limit", "1"], b"");
    assert_eq!(limited["Data"], json!([newest]));
}
