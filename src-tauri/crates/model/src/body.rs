//! The body of a request: bytes from outside to field values, or a `MalformedRequest`.

use serde_json::{Map, Value};

use crate::{
    issue::{Code, Issue},
    json, system,
};

/// The most bytes one record's body may have: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;
/// How deep objects and arrays may nest, the body's own object included.
pub const MAX_DEPTH: usize = 8;
/// The most characters (Unicode scalar values) a record key may have.
pub const MAX_KEY_LENGTH: usize = 255;

/// A request's body: the two keys apart from the fields, everything as it came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The value under `Id`, `ID` or `id`.
    pub id: Option<Value>,
    /// The value under `ExternalId` or `externalId`.
    pub external_id: Option<Value>,
    /// Every other property, names as they came.
    pub fields: Map<String, Value>,
}

impl Body {
    /// Reads a body.
    ///
    /// # Errors
    /// One `MalformedRequest` when the bytes are not a JSON object in UTF-8, hold a key twice (`Id` and `ID` are one
    /// key), are over [`MAX_BYTES`] or nest over [`MAX_DEPTH`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Issue> {
        if bytes.len() > MAX_BYTES {
            return Err(malformed(format!(
                "The body has {} bytes; a request takes at most {MAX_BYTES} (1 MiB).",
                bytes.len()
            )));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            malformed(format!("The body is not UTF-8: the byte at offset {} is wrong.", error.valid_up_to()))
        })?;
        let value = json::read(text, MAX_DEPTH)
            .map_err(|error| malformed(format!("The body is not a JSON object Kith can take: {error}.")))?;
        match value {
            Value::Object(map) => Self::from_map(map),
            other => Err(malformed(format!("The body must be a JSON object, not {}.", kind_of(&other)))),
        }
    }

    /// Takes the keys out of a map of properties.
    ///
    /// # Errors
    /// `MalformedRequest` when one key stands twice under different spellings.
    pub fn from_map(map: Map<String, Value>) -> Result<Self, Issue> {
        let mut body = Self::default();
        for (name, value) in map {
            let slot = match system::key_field(&name) {
                Some(system::ID) => &mut body.id,
                Some(_) => &mut body.external_id,
                None => {
                    body.fields.insert(name, value);
                    continue;
                }
            };
            if slot.replace(value).is_some() {
                return Err(malformed(format!(
                    "The body holds the key {:?} twice, under two spellings. Keep one.",
                    system::key_field(&name).unwrap_or_default()
                )));
            }
        }
        Ok(body)
    }
}

/// Checks the text of a record key that a request names.
///
/// # Errors
/// `MalformedRequest` when it is empty, over [`MAX_KEY_LENGTH`] characters or holds a control character, or is an `Id`
/// that only Kith's own documents have.
pub fn check_key(field: &str, key: &str) -> Result<(), Issue> {
    let wrong = if key.is_empty() {
        "is empty".to_owned()
    } else if key.chars().count() > MAX_KEY_LENGTH {
        format!("has {} characters; a key takes at most {MAX_KEY_LENGTH}", key.chars().count())
    } else if let Some(control) = key.chars().find(|c| c.is_control()) {
        format!("holds the control character U+{:04X}", u32::from(control))
    } else if field == system::ID && system::is_document(key) {
        format!("begins with {:?}, as only Kith's own documents do", system::DOCUMENT_PREFIX)
    } else {
        return Ok(());
    };
    Err(Issue::of(
        field,
        Code::MalformedRequest,
        format!("The {field} {wrong}. Give the record's key as it is."),
    ))
}

/// What a JSON value is, in a sentence.
#[must_use]
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn malformed(message: String) -> Issue {
    Issue::new(Code::MalformedRequest, message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn refused(bytes: &[u8]) -> String {
        let issue = Body::parse(bytes).unwrap_err();
        assert_eq!(issue.code, Code::MalformedRequest);
        issue.message
    }

    #[test]
    fn what_is_no_json_object_in_utf8_is_malformed() {
        for body in
            ["", "{", "[]", "null", "\"a\"", "{}{}", "{\"a\":}", "{'a':1}", "\u{feff}{}", "{\"a\":1,}"]
        {
            refused(body.as_bytes());
        }
        assert!(refused(b"{\"a\":\"\xff\"}").contains("offset 6"));
        refused(br#"{"a":"\ud800"}"#);
        refused(b"{\"a\":\"\x00\"}");
    }

    #[test]
    fn a_key_twice_is_malformed_however_it_is_spelt() {
        for body in [
            r#"{"Email":"a","Email":"a"}"#,
            r#"{"Id":"1","ID":"1"}"#,
            r#"{"id":"1","ID":"1"}"#,
            r#"{"ExternalId":"1","externalId":"1"}"#,
            r#"{"Account":{"Id":"1","Id":"2"}}"#,
            r#"{"\u0045mail":"a","Email":"b"}"#,
        ] {
            assert!(refused(body.as_bytes()).contains("twice"), "{body}");
        }
    }

    #[test]
    fn the_limits_are_exact() {
        let nested = |deep: usize| format!("{{\"a\":{}{}}}", "[".repeat(deep), "]".repeat(deep));
        assert!(Body::parse(nested(MAX_DEPTH - 1).as_bytes()).is_ok());
        refused(nested(MAX_DEPTH).as_bytes());
        refused(nested(100_000).as_bytes());

        let sized = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes - 8));
        assert!(Body::parse(sized(MAX_BYTES).as_bytes()).is_ok());
        refused(sized(MAX_BYTES + 1).as_bytes());
    }

    #[test]
    fn keys_are_taken_apart_and_values_kept_as_they_came() {
        let body =
            Body::parse(r#"{"ID":"1","externalId":"x","Email":" A\u0301\u202e "}"#.as_bytes()).unwrap();
        assert_eq!(body.id, Some(json!("1")));
        assert_eq!(body.external_id, Some(json!("x")));
        assert_eq!(body.fields.get("Email"), Some(&json!(" A\u{301}\u{202e} ")));
    }

    #[test]
    fn a_record_key_is_any_text_without_control_characters() {
        assert!(check_key("ExternalId", "ü".repeat(MAX_KEY_LENGTH).as_str()).is_ok());
        for key in ["", "a\nb", "\u{0}", "a\u{85}", &"x".repeat(MAX_KEY_LENGTH + 1)] {
            assert_eq!(check_key("ExternalId", key).unwrap_err().code, Code::MalformedRequest);
        }
    }

    #[test]
    fn numbers_are_kept_by_their_text_and_one_beyond_every_double_is_malformed() {
        for text in [
            "0",
            "-0.0",
            "1.50",
            "1e+2",
            "123456789012345678901234567890.5",
            "1e-400",
            "18446744073709551616",
        ] {
            let body = Body::parse(format!("{{\"a\":[{text}]}}").as_bytes()).unwrap();
            assert_eq!(body.fields["a"][0].to_string(), text);
        }
        for text in ["1e309", "-1e999999", "01", "1.", "NaN"] {
            refused(format!("{{\"a\":{text}}}").as_bytes());
        }
    }

    #[test]
    fn no_object_is_taken_for_a_number() {
        for (key, name) in [
            ("$serde_json::private::Number", "$serde_json::private::Number"),
            ("\\u0024serde_json::private::Number", "$serde_json::private::Number"),
            ("$serde_json::private::RawValue", "$serde_json::private::RawValue"),
        ] {
            let body = Body::parse(format!("{{\"a\":{{\"{key}\":\"1\"}},\"b\":1.5}}").as_bytes()).unwrap();
            assert_eq!(body.fields["a"].as_object().unwrap().keys().next().unwrap(), name);
            assert!(json::is_misread(&body.fields["a"]) && !json::is_misread(&body.fields["b"]));
        }
    }

    #[test]
    fn no_key_from_outside_names_a_document() {
        assert_eq!(check_key("Id", "kith:schema").unwrap_err().code, Code::MalformedRequest);
        assert!(check_key("ExternalId", "kith:schema").is_ok() && check_key("Id", "kith").is_ok());
    }

    /// A JSON value at most five deep, with names out of a few so that some stand twice.
    fn json_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// The same cases in every run, and no file of failed ones.
    fn settings() -> ProptestConfig {
        let rng_seed = proptest::test_runner::RngSeed::Fixed(1);
        ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::default() }
    }

    proptest! {
        #![proptest_config(settings())]

        #[test]
        fn what_is_written_is_read_back(fields in prop::collection::btree_map("[a-zA-Z\u{e9}\u{0}]{3,9}", json_value(), 0..5)) {
            let map: Map<String, Value> = fields.into_iter().collect();
            let body = Body::parse(Value::Object(map.clone()).to_string().as_bytes()).unwrap();
            prop_assert_eq!(body.fields, map);
        }

        #[test]
        fn no_bytes_end_the_process(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _either = Body::parse(&bytes);
        }

        #[test]
        fn what_is_taken_is_what_the_plain_parser_takes(text in "[{}\\[\\]:,\"\\\\ua-c0-9 .eE-]{0,24}") {
            let plain = serde_json::from_str::<Map<String, Value>>(&text);
            if let Ok(body) = Body::parse(text.as_bytes()) {
                prop_assert_eq!(body.fields, plain.unwrap());
            }
        }
    }
}
