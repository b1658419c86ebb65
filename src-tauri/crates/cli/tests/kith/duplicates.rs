//! Duplicates: listed with their reasons, remembered not to be.

use serde_json::{Value, json};

use crate::support::{Home, codes};

fn filled() -> Home {
    let home = Home::new();
    let body = json!([
        {"Id": "i-1", "ExternalId": "1", "Name": "Ada Byron", "Email": "ada@x.example"},
        {"Id": "i-2", "ExternalId": "2", "Name": "Byron, Ada", "Email": "ADA@x.example"},
        {"Id": "i-3", "Name": "Grace\u{1b}[31m Hopper", "Email": "grace@x.example"},
        {"Id": "i-4", "ExternalId": "4", "Email": "grace@x.example"},
    ]);
    assert_eq!(home.json(&["bulk", "create", "--body", "-"], body.to_string().as_bytes()).0, 0);
    home
}

fn pairs(answer: &Value) -> Vec<(&str, &str)> {
    let pairs = answer["Data"]["Pairs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let keys = pairs.iter().map(|pair| (pair["One"]["Id"].as_str(), pair["Other"]["Id"].as_str()));
    keys.map(|(one, other)| (one.unwrap_or_default(), other.unwrap_or_default())).collect()
}

#[test]
fn pairs_are_listed_as_a_table_and_as_json() {
    let home = filled();
    let ran = home.run(&["duplicates"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in
        ["89 very likely", "same e-mail ada@x.example; same name", "(Id i-3)", "\n2 pairs among 4 contacts\n"]
    {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'), "nothing commands the terminal");
    let limited = home.run(&["duplicates", "--limit", "1"], b"").out;
    assert!(limited.ends_with("\n1 of 2 pairs among 4 contacts\n"), "{limited}");
    let (code, answer) = home.json(&["duplicates"], b"");
    assert_eq!((code, pairs(&answer)), (0, vec![("i-1", "i-2"), ("i-4", "i-3")]));
    assert_eq!(answer["Data"]["Pairs"][0]["Reasons"][0]["Kind"], "sameEmail");
}

#[test]
fn what_is_not_the_same_is_remembered_by_either_key_and_forgotten() {
    let home = filled();
    let said = home.run(&["duplicates", "--not-same", "2", "1"], b"");
    assert!(said.code == 0 && said.out.contains("(`kith undo "), "{}{}", said.out, said.err);
    let ids = ["duplicates", "--not-same", "i-3", "i-4", "--ids"];
    assert_eq!(home.json(&ids, b"").0, 0);
    assert!(home.run(&ids, b"").out.starts_with("Nothing was changed"));
    assert_eq!(pairs(&home.json(&["duplicates"], b"").1), []);
    assert!(home.run(&["duplicates", "--apart"], b"").out.ends_with("\n2 pairs\n"));
    assert_eq!(home.json(&["duplicates", "--same", "1", "2"], b"").0, 0);
    assert_eq!(pairs(&home.json(&["duplicates"], b"").1), [("i-1", "i-2")]);
    assert_eq!(home.json(&["undo"], b"").0, 0);
    assert_eq!(home.json(&["duplicates", "--apart"], b"").1["Data"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_contact_that_is_none_is_refused() {
    let home = filled();
    let (code, answer) = home.json(&["duplicates", "--not-same", "1", "9"], b"");
    assert_eq!((code, codes(&answer)), (44, vec!["NotFound"]));
    assert_eq!(home.run(&["duplicates", "--not-same", "1"], b"").code, 2);
    let (code, answer) = home.json(&["--read-only", "duplicates", "--not-same", "1", "2"], b"");
    assert_eq!((code, codes(&answer)), (43, vec!["ReadOnly"]));
    assert_eq!(home.json(&["--read-only", "duplicates"], b"").0, 0);
}
