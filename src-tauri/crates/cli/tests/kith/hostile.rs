//! Bodies that nobody means well: each gets a clear answer, and the record is as before or as it was sent.

use serde_json::{Value, json};

use crate::support::{Home, codes};

/// Refused, the record untouched.
fn refused(home: &Home, body: &[u8], code: &str) {
    let before = home.contact("x-1");
    let (exit, answer) = home.json(&["update", "x-1", "--body", "-"], body);
    let start = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
    assert_eq!((exit, codes(&answer)), (40, vec![code]), "{start}");
    let message = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
    assert!((10..600).contains(&message.len()), "{start}: {message}");
    assert_eq!(home.contact("x-1"), before, "{start}");
}

#[test]
fn what_is_no_json_object_is_refused() {
    let home = Home::with_contact();
    let deep = format!("{{\"Account\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies: [&[u8]; 16] = [
        b"",
        b" \n\t",
        b"{",
        b"{}}",
        b"null",
        b"[{}]",
        b"\"x\"",
        b"{\"Title\":\"a\",}",
        b"{Title:'a'}",
        b"{\"Title\":\"\xff\"}",
        b"\xef\xbb\xbf{\"Title\":\"a\"}",
        b"{\"Title\":\"a\",\"Title\":\"b\"}",
        b"{\"Id\":\"a\",\"ID\":\"a\"}",
        b"{\"Title\":\"\\ud800\"}",
        b"{\"Title\":1e999}",
        deep.as_bytes(),
    ];
    for body in bodies {
        refused(&home, body, "MalformedRequest");
    }
}

#[test]
fn sizes_at_and_over_the_limit() {
    let home = Home::with_contact();
    let body_of = |bytes: usize| {
        let frame = r#"{"Description":""}"#.len();
        format!(r#"{{"Description":"{}"}}"#, "x".repeat(bytes - frame)).into_bytes()
    };
    refused(&home, &body_of(1 << 20), "TooLong");
    refused(&home, &body_of((1 << 20) + 1), "MalformedRequest");
    refused(&home, &body_of(8 << 20), "MalformedRequest");
}

#[test]
fn every_wrong_type_is_named() {
    let home = Home::with_contact();
    for value in [json!(1), json!(true), json!([]), json!({}), json!(1.5e300)] {
        refused(&home, json!({"Title": value}).to_string().as_bytes(), "InvalidType");
    }
    for value in [json!("true"), json!(0), json!({})] {
        refused(&home, json!({"IsEmailBounced": value}).to_string().as_bytes(), "InvalidType");
    }
    refused(&home, br#"{"IsEmailBounced":null}"#, "NotNullable");
    refused(&home, br#"{"title":"a"}"#, "UnknownField");
}

#[test]
fn every_text_that_is_taken_is_kept_byte_for_byte() {
    let home = Home::with_contact();
    let texts = [
        "a\u{0}b",
        "\u{202e}gnp.exe",
        "e\u{301} is not \u{e9}",
        "  spaces stay \t\r\n",
        "\u{feff}\u{200b}\u{fffd}",
        "😀👩‍👩‍👧",
        "</script><img src=x onerror=alert(1)>",
        "'; DROP TABLE contacts; --",
        "\u{10ffff}\u{e000}",
    ];
    for text in texts {
        let body = json!({"Title": text}).to_string();
        assert_eq!(home.json(&["update", "x-1", "--body", "-"], body.as_bytes()).0, 0, "{text:?}");
        assert_eq!(home.contact("x-1")["Title"], Value::from(text));
    }
}

#[test]
fn keys_may_be_anything_that_is_no_control_character() {
    let home = Home::new();
    let long = "k".repeat(255);
    for key in ["ключ/💾 ?#%2e%2e", "..", "-", "a b", long.as_str()] {
        let body = json!({"ExternalId": key, "Name": key}).to_string();
        assert_eq!(home.json(&["create", "--body", "-"], body.as_bytes()).0, 0, "{key}");
        let (code, answer) = home.json(&["get", "--", key], b"");
        assert_eq!((code, &answer["Data"]["Name"]), (0, &Value::from(key)));
    }
    for key in ["", "a\u{7}b", &"k".repeat(256)] {
        let (code, answer) = home.json(&["update", "--set", "Title=a", "--", key], b"");
        assert_eq!((code, codes(&answer)), (40, vec!["MalformedRequest"]), "{key:?}");
    }
}
