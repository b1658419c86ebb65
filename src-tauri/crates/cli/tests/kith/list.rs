//! Lists: search, filters, order, pages, fields; the schema.

use serde_json::{Value, json};

use crate::support::{Home, codes};

fn names(answer: &Value) -> Vec<&str> {
    let rows = answer["Data"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter_map(|row| row["Name"].as_str()).collect()
}

fn filled() -> Home {
    let home = Home::new();
    let body = json!([
        {"ExternalId": "1", "Name": "Ada", "Title": "Countess", "MailingCity": "London"},
        {"ExternalId": "2", "Name": "Émile", "MailingCity": "Paris", "IsEmailBounced": true},
        {"ExternalId": "3", "Name": "Grace", "Title": "Admiral", "MailingCity": "London"},
    ]);
    assert_eq!(home.json(&["bulk", "create", "--body", "-"], body.to_string().as_bytes()).0, 0);
    home
}

#[test]
fn a_list_is_searched_filtered_and_ordered() {
    let home = filled();
    let list = |arguments: &[&str]| home.json(&[&["list"], arguments].concat(), b"").1;
    assert_eq!(names(&list(&[])), ["Ada", "Émile", "Grace"]);
    assert_eq!(names(&list(&["--search", "EMILE"])), ["Émile"]);
    assert_eq!(names(&list(&["--where", "MailingCity=London"])), ["Ada", "Grace"]);
    assert_eq!(names(&list(&["--where", "IsEmailBounced=true"])), ["Émile"]);
    assert_eq!(names(&list(&["--where", "Title="])), ["Émile"], "without a title");
    assert_eq!(names(&list(&["--where", "MailingCity=London", "--where", "Title=Admiral"])), ["Grace"]);
    assert_eq!(names(&list(&["--sort", "MailingCity,Name:desc"])), ["Grace", "Ada", "Émile"]);
}

#[test]
fn a_page_holds_what_is_asked_for_and_the_count_is_exact() {
    let home = filled();
    let (code, answer) = home.json(&["list", "--limit", "1", "--offset", "1", "--fields", "Name,Title"], b"");
    assert_eq!((code, &answer["RecordCount"]), (0, &json!(3)));
    assert_eq!(answer["Data"], json!([{"Name": "Émile", "Title": null}]));
    let (_, past_the_end) = home.json(&["list", "--offset", "9"], b"");
    assert_eq!((&past_the_end["Data"], &past_the_end["RecordCount"]), (&json!([]), &json!(3)));
}

#[test]
fn a_field_that_is_none_is_refused_wherever_it_is_named() {
    let home = filled();
    for arguments in [["--where", "Nmae=x"], ["--sort", "Nmae"], ["--fields", "Nmae"]] {
        let (code, answer) = home.json(&[&["list"], &arguments[..]].concat(), b"");
        assert_eq!((code, codes(&answer)), (40, vec!["UnknownField"]), "{arguments:?}");
        assert!(answer["Errors"][0]["Message"].as_str().is_some_and(|said| said.contains("\"Name\"")));
    }
}

#[test]
fn the_schema_is_shown_in_the_form_of_the_schema_manager() {
    let (code, answer) = filled().json(&["schema", "show"], b"");
    assert_eq!(code, 0);
    assert_eq!(
        (&answer["Data"]["Name"], &answer["Data"]["FieldMetadata"][0]["FieldName"]),
        (&json!("Contact"), &json!("Account"))
    );
    assert!(answer["Data"]["PicklistMetadata"].is_array());
}
