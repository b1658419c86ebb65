//! Contract, section 4: the formats, value by value, through real updates.

mod addresses;
mod dates;
mod phones;

use kith_book::{Code, UpdateOptions};
use kith_tests::{
    answers::{assert_bad, assert_taken, warnings},
    book::{TestBook, external},
};
use serde_json::json;

fn book() -> TestBook {
    TestBook::with([json!({"ExternalId": "x"})])
}

/// Checks what a field that rejects takes and refuses.
#[track_caller]
fn rejects(fields: &[&str], good: &[&str], bad: &[&str]) {
    let book = book();
    let options = UpdateOptions::default();
    for field in fields {
        for value in good {
            let body = json!({*field: value}).to_string();
            assert_taken(&book.check(&external("x"), body.as_bytes(), options));
        }
        for value in bad {
            let body = json!({*field: value}).to_string();
            assert_bad(&book.check(&external("x"), body.as_bytes(), options), Code::InvalidFormat, field);
        }
    }
}

/// Checks what a field that warns takes in silence and what it takes with a warning; either is kept.
#[track_caller]
fn warns(fields: &[&str], silent: &[&str], doubtful: &[&str]) {
    let book = book();
    for field in fields {
        for (values, expected) in [(silent, vec![]), (doubtful, vec![(Code::InvalidFormat, *field)])] {
            for value in values {
                let reply = book.put("x", &json!({*field: value}));
                assert_taken(&reply);
                assert_eq!(warnings(&reply.answer), expected, "{field}: {value:?}");
                assert_eq!(book.field("x", field), json!(value), "kept");
            }
        }
    }
}

#[test]
fn true_or_false_as_text() {
    let fields = ["DoNotCall", "HasOptedOutOfEmail", "HasOptedOutOfFax"];
    rejects(
        &fields,
        &["true", "false"],
        &["", "True", "TRUE", "yes", "no", "1", "0", " true", "true ", "tru\u{435}"],
    );
}

#[test]
fn an_open_picklist_keeps_any_value_with_a_warning() {
    warns(
        &["LeadSource"],
        &["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"],
        &["Fair", "web", "Web ", "", "Other\u{0}"],
    );
    warns(&["Salutation"], &["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."], &["Mr", "mr.", "Frau", ""]);
}

#[test]
fn a_doubtful_value_that_is_stored_already_warns_again_when_it_is_sent() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Phone": "ask Una"})));
    let again = book.put("x", &json!({"Phone": "ask Una"}));
    assert_taken(&again);
    assert_eq!((warnings(&again.answer), again.change_id), (vec![(Code::InvalidFormat, "Phone")], None));
    assert_eq!(warnings(&book.put("x", &json!({"Title": "CEO"})).answer), []);
}
