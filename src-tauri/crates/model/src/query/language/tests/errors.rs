//! What is no query, and what is said of it.

use super::{SCHEMA, parse};
use crate::{
    Access, Schema,
    query::{MAX_QUERY_BYTES, MAX_TERMS, Query},
};

/// Each text with the part that is wrong, and words of the message.
#[test]
fn an_error_says_what_is_wrong_where_and_what_to_do() {
    for (text, part, words) in [
        ("anna \"berta x", "\"berta x", "not closed"),
        ("title:\"a", "\"a", "not closed"),
        ("\"a\"b c", "b", "Put a space"),
        ("ü😀 titel:x", "titel", "Did you mean Title?"),
        ("compny:x", "compny", "Did you mean Account?"),
        ("-zzz:x", "zzz", "in quotes"),
        ("x title:", "title:", "title:none"),
        ("title:=", "title:=", "title:none"),
        ("title:\"\"", "title:\"\"", "title:none"),
        ("\"\" x", "\"\"", "nothing here"),
        ("title:<x", "<x", "only dates and numbers"),
        ("title:>=\"x y\" z", ">=\"x y\"", "only dates and numbers"),
        ("score:many", "many", "is a number"),
        ("birthdate:<=june", "<=june", "is a date"),
        ("birthdate:2026-02-30", "2026-02-30", "is a date"),
        ("birthdate:+026", "+026", "is a date"),
        ("bounced:perhaps", "perhaps", "yes or no"),
        ("bounced:>no", ">no", "yes or no"),
        ("is:bouncd", "is:bouncd", "Did you mean is:IsEmailBounced?"),
        ("-is:title", "-is:title", "yes-or-no"),
        ("is:", "is:", "yes-or-no"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(text.get(error.bytes.clone()), Some(part), "{text}: {error}");
        assert!(error.message.contains(words), "{text}: {error}");
        let units: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(String::from_utf16_lossy(&units[error.at..error.at + error.length]), part);
    }
}

#[test]
fn a_query_is_bounded() {
    assert!(parse(&"é".repeat(MAX_QUERY_BYTES / 2)).is_ok());
    let long = format!("a{}", "é".repeat(MAX_QUERY_BYTES / 2));
    let error = parse(&long).unwrap_err();
    assert_eq!((error.at, error.length), (MAX_QUERY_BYTES / 2, 1));
    assert_eq!(parse(&"a ".repeat(MAX_TERMS)).unwrap().terms().len(), MAX_TERMS);
    let error = parse(&"a ".repeat(MAX_TERMS + 1)).unwrap_err();
    assert_eq!(error.at, 2 * MAX_TERMS);
}

#[test]
fn what_nobody_may_read_is_no_field() {
    let mut metadata = SCHEMA.metadata().clone();
    let title = metadata.field_metadata.iter_mut().find(|field| field.field_name == "Title").unwrap();
    title.read_access = Access::None;
    let error = Query::parse("title:x", &Schema::compile(metadata).unwrap()).unwrap_err();
    assert!(error.message.contains("no field \"title\"") && !error.message.contains("mean Title"));
}
