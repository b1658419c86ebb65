//! `kith schema`.

use serde_json::{Value, json};

use crate::support::{Home, codes};

fn field(home: &Home, name: &str) -> Option<Value> {
    let (_, answer) = home.json(&["schema", "show"], b"");
    let fields = answer["Data"]["FieldMetadata"].as_array().expect("fields").clone();
    fields.into_iter().find(|field| field["FieldName"] == name)
}

fn done(home: &Home, arguments: &[&str]) -> Value {
    let (code, answer) = home.json(arguments, b"");
    assert_eq!(code, 0, "{answer}");
    answer["Data"].clone()
}

#[test]
fn a_field_is_added_used_changed_deprecated_and_deleted() {
    let home = Home::with_contact();
    let add = [
        "schema",
        "field",
        "add",
        "Score",
        "--type",
        "Decimal",
        "--label",
        "42",
        "--set",
        "Precision=24",
        "--set",
        "Scale=4",
    ];
    assert_eq!(done(&home, &add)["Applied"], true);
    let score = field(&home, "Score").expect("the field");
    assert_eq!((&score["DisplayName"], &score["Precision"]), (&json!("42"), &json!(24)));
    done(&home, &["update", "x-1", "--set", "Score=12345678901234567890.1234"]);
    let ran = home.run(&["--json", "get", "x-1"], b"");
    assert!(ran.out.contains("\"Score\":12345678901234567890.1234"), "{}", ran.out);
    done(&home, &["schema", "field", "update", "Score", "--set", "DisplayName=7", "--clear", "Description"]);
    assert_eq!(field(&home, "Score").expect("the field")["DisplayName"], "7");
    let (code, answer) = home.json(&["schema", "field", "delete", "Score"], b"");
    assert_eq!((code, codes(&answer)), (40, vec!["MalformedRequest"]));
    done(&home, &["schema", "field", "deprecate", "Score"]);
    done(&home, &["schema", "field", "undeprecate", "Score"]);
    done(&home, &["update", "x-1", "--clear", "Score"]);
    done(&home, &["schema", "field", "delete", "Score"]);
    assert_eq!(field(&home, "Score"), None);
    done(&home, &["undo"]);
    assert!(field(&home, "Score").is_some());
}

#[test]
fn a_rule_that_contacts_break_is_foreseen_refused_and_kept() {
    let home = Home::with_contact();
    let tighten = ["schema", "field", "update", "Name", "--set", "Length=5"];
    let dry = done(&home, &[&tighten[..], &["--dry-run"]].concat());
    assert_eq!((&dry["Applied"], &dry["Broken"][0]["Contacts"]), (&json!(false), &json!(1)));
    let (code, answer) = home.json(&tighten, b"");
    assert_eq!((code, codes(&answer)), (40, vec!["InvalidFormat"]));
    assert_eq!(answer["Data"], dry);
    assert_eq!(done(&home, &[&tighten[..], &["--keep"]].concat())["Applied"], true);
    let attention = done(&home, &["schema", "check"]);
    assert_eq!(attention["Breaches"][0]["Key"]["value"], "x-1");
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=CEO"], b"").0, 0);
    let people = home.run(&["schema", "check"], b"");
    assert!(people.out.starts_with("x-1\n  Name has 12 characters"), "{}", people.out);
    assert!(people.out.ends_with("1 contact needs attention\n"), "{}", people.out);
}

#[test]
fn an_export_is_taken_by_another_book_and_changes_nothing_in_its_own() {
    let home = Home::with_contact();
    let entries = json!({"Name": "Colours", "AllowNonConfiguredPicklistEntries": false, "PicklistEntries": [
        {"Value": "red", "DisplayText": "Red", "Sequence": 1}]});
    let (code, answer) = home.json(&["schema", "picklist", "put", "-"], entries.to_string().as_bytes());
    assert_eq!(code, 0, "{answer}");
    done(&home, &["schema", "field", "add", "Colour", "--type", "Picklist", "--set", "PicklistName=Colours"]);
    for format in ["metadata", "json-schema"] {
        let file = home.book().join(format);
        let file = file.to_str().expect("a path");
        done(&home, &["schema", "export", file, "--format", format]);
        assert_eq!(home.json(&["schema", "export", file], b"").0, 1, "an export replaces nothing");
        let again = done(&home, &["schema", "import", file]);
        assert_eq!((&again["Applied"], &again["Broken"]), (&json!(false), &json!([])), "{again}");
        let other = Home::with_contact();
        assert_eq!(done(&other, &["schema", "import", file, "--dry-run"])["Applied"], false);
        assert_eq!(field(&other, "Colour"), None);
        assert_eq!(done(&other, &["schema", "import", file])["Applied"], true);
        assert_eq!(field(&other, "Colour"), field(&home, "Colour"));
    }
}

#[test]
fn people_are_told_in_words() {
    let home = Home::with_contact();
    let ran =
        home.run(&["schema", "field", "add", "Nickname", "--type", "String", "--set", "Length=10"], b"");
    assert_eq!(ran.out, "  field Nickname added\nChanged the schema\n", "{}", ran.err);
    let ran = home.run(&["schema", "field", "update", "Nickname", "--set", "Length=20", "--dry-run"], b"");
    assert_eq!(
        ran.out,
        "  field Nickname changed\n    Length  10 → 20\nNothing was changed: this was a dry run\n"
    );
    let ran = home.run(&["schema", "history"], b"");
    assert!(
        ran.out.starts_with("Change 2  ") && ran.out.ends_with("  field Nickname added\n"),
        "{}",
        ran.out
    );
    let ran = home.run(&["schema", "layout", "show"], b"");
    assert!(ran.out.contains("Custom fields  Nickname\n"), "{}", ran.out);
    let ran = home.run(&["schema", "layout", "set", "-"], br#"{"ListColumns":["Name","Nickname"]}"#);
    assert_eq!(ran.out, "Changed the layout\n");
    let ran = home.run(&["list"], b"");
    assert!(ran.out.lines().next().is_some_and(|line| line.contains("Nickname")), "{}", ran.out);
}

#[test]
fn what_is_no_field_or_no_schema_is_refused_and_nothing_is_changed() {
    let home = Home::with_contact();
    for arguments in [
        &["schema", "field", "add", "Score", "--type", "Number"][..],
        &["schema", "field", "add", "Title", "--type", "String"],
        &["schema", "field", "add", "9 lives", "--type", "String"],
        &["schema", "field", "update", "Nobody", "--set", "Length=5"],
        &["schema", "field", "update", "Title", "--set", "DataType=Int"],
        &["schema", "field", "delete", "Title"],
        &["schema", "picklist", "delete", "LeadSource"],
        &["schema", "picklist", "put", "-"],
        &["schema", "import", "-"],
        &["schema", "layout", "set", "-"],
    ] {
        let (code, answer) = home.json(arguments, b"[1");
        assert_eq!(code, 40, "{arguments:?}: {answer}");
        assert!(answer["Errors"][0]["Message"].as_str().expect("a message").len() > 20, "{answer}");
    }
    assert_eq!(done(&home, &["schema", "history"]), json!([]));
}

#[test]
fn a_change_of_the_layout_is_told_in_words_and_taken_back() {
    let home = Home::with_contact();
    let parts = json!({"ListColumns": ["Email", "Name"], "SavedViews": [{"Name": "mine", "Label": "Mine",
        "Filters": [{"Field": "LeadSource", "Values": ["Web", null]}],
        "Sort": [{"Field": "Name", "Descending": true}, {"Field": "Email", "Descending": false}]}]});
    let (code, answer) = home.json(&["schema", "layout", "set", "-"], parts.to_string().as_bytes());
    assert_eq!(code, 0, "{answer}");
    let told = home.run(&["schema", "history"], b"").out;
    for line in [
        "  layout changed\n    columns of the list  Name, Account, Title, Email, Phone, MailingCity → Email, Name\n",
        "  view Mine added\n    heading  Mine\n",
        "    filters  LeadSource is Web or (not set)\n    sorted by  Name (last first), Email\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let history = done(&home, &["schema", "history"]);
    assert_eq!(history[0]["Differences"][0]["Part"], "Layout");
    let change = history[0]["ChangeId"].as_str().expect("a change").to_owned();
    let undone = home.run(&["undo", &change], b"").out;
    assert_eq!(undone, format!("Took change {change} back\n"));
    assert!(home.run(&["schema", "layout", "show"], b"").out.starts_with("Columns  Name, Account"));
}

#[test]
fn a_file_of_which_a_part_is_refused_says_so_and_the_rest_is_taken() {
    let home = Home::with_contact();
    let file = json!({"FieldMetadata": [
        {"FieldName": "Long_c", "DataType": "String", "Length": -1},
        {"FieldName": "Good_c", "DataType": "Boolean"},
    ]});
    let (code, answer) = home.json(&["schema", "import", "-"], file.to_string().as_bytes());
    assert_eq!((code, &answer["Success"], &answer["Data"]["Applied"]), (40, &json!(false), &json!(true)));
    let message = answer["Errors"][0]["Message"].as_str().unwrap();
    assert!(
        message.starts_with("1 part of the file cannot be taken") && message.contains("-1 came"),
        "{message}"
    );
    let ran = home.run(&["schema", "import", "-", "--dry-run"], file.to_string().as_bytes());
    let last = ran.out.lines().rev().nth(1).unwrap_or_default().to_owned();
    assert!(last.starts_with("  field Long_c refused: "), "{}", ran.out);
}
