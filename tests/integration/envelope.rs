//! Contract, section 2: the answer's own form.

use kith_book::UpdateOptions;
use kith_tests::book::{TestBook, external};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([json!({"ExternalId": "x", "Title": "old"})])
}

/// An answer as it is written out, without its time, which must be there.
fn written(reply: &kith_book::Reply) -> Value {
    let mut answer = serde_json::to_value(&reply.answer).expect("JSON");
    let time = answer.as_object_mut().expect("an object").shift_remove("TotalTime");
    assert!(time.expect("a time").as_f64().expect("milliseconds") >= 0.0);
    answer
}

#[test]
fn a_success_is_success_and_status_code_alone() {
    assert_eq!(
        written(&book().put("x", &json!({"Title": "a"}))),
        json!({"Success": true, "StatusCode": "OK"})
    );
}

#[test]
fn with_the_payload_asked_for_data_is_the_whole_record_after_the_update() {
    let book = book();
    let options = UpdateOptions { include_payload: true, ..UpdateOptions::default() };
    let reply = book.update(&external("x"), br#"{"Title":"new","Email":null}"#, options);
    let data = written(&reply)["Data"].clone();
    assert_eq!(data, book.whole("x"));
    assert_eq!(data["Title"], json!("new"));
    for system in ["Id", "ExternalId", "CreatedDate", "ModifiedDate", "CreatedBy", "ModifiedBy", "ETag"] {
        assert!(!data[system].is_null(), "{system}");
    }
    assert!(data.as_object().expect("an object").contains_key("Email"), "a field without a value is null");
}

#[test]
fn a_failure_has_errors_of_message_code_and_field() {
    let answer = written(&book().put("x", &json!({"Title": 1})));
    assert_eq!(answer["Success"], json!(false));
    assert_eq!(answer["StatusCode"], json!("BadRequest"));
    let error = answer["Errors"][0].as_object().expect("an error");
    assert_eq!(error.keys().collect::<Vec<_>>(), ["Message", "Code", "Field"]);
    assert_eq!((&error["Code"], &error["Field"]), (&json!("InvalidType"), &json!("Title")));
    assert!(answer.get("Data").is_none() && answer.get("Warnings").is_none());
}

#[test]
fn an_error_of_the_whole_request_has_no_field() {
    let reply = book().update(&external("x"), b"[]", UpdateOptions::default());
    let error = written(&reply)["Errors"][0].as_object().expect("an error").clone();
    assert_eq!(error.keys().collect::<Vec<_>>(), ["Message", "Code"]);
}

#[test]
fn both_may_carry_warnings() {
    let book = book();
    let taken = written(&book.put("x", &json!({"Phone": "ask Una"})));
    assert_eq!(taken["Success"], json!(true));
    assert_eq!(taken["Warnings"][0]["Code"], json!("InvalidFormat"));
    assert_eq!(taken["Warnings"][0]["Field"], json!("Phone"));
    let refused = written(&book.put("x", &json!({"Phone": "ask her", "Title": 1})));
    assert_eq!(refused["StatusCode"], json!("BadRequest"));
    assert_eq!(refused["Warnings"][0]["Field"], json!("Phone"));
}
