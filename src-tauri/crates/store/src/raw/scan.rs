//! Finding the fields of a record in its JSON text without reading their values.
//!
//! The text is what this crate wrote, under a right checksum: one compact object. Of anything else the scan is `None`.

use std::ops::Range;

use memchr::memchr2;

/// Gives each field's name, as JSON writes it between its quotes, and where its value is in the text.
pub(super) fn fields<'a>(text: &'a [u8], mut each: impl FnMut(&'a [u8], Range<usize>)) -> Option<()> {
    let mut at = after(text, 0, b'{')?;
    if text == b"{}" {
        return Some(());
    }
    loop {
        let name = at..string_end(text, at)?;
        let from = after(text, name.end, b':')?;
        let to = value_end(text, from)?;
        each(text.get(name.start + 1..name.end - 1)?, from..to);
        match text.get(to)? {
            b',' => at = to + 1,
            b'}' if to + 1 == text.len() => return Some(()),
            _ => return None,
        }
    }
}

fn after(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    (*text.get(at)? == byte).then_some(at + 1)
}

fn value_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'"' => string_end(text, at),
        b'{' | b'[' => nested_end(text, at),
        _ => {
            let length = text.get(at..)?.iter().position(|byte| matches!(byte, b',' | b'}' | b']'))?;
            (length > 0).then_some(at + length)
        }
    }
}

/// Where the string that begins at `at` is over, its quotes included.
fn string_end(text: &[u8], at: usize) -> Option<usize> {
    let mut at = after(text, at, b'"')?;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        match text.get(at)? {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// Where the array or object that begins at `at` is over.
fn nested_end(text: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    loop {
        match text.get(at)? {
            b'"' => {
                at = string_end(text, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;

    /// The same fields, by the parser.
    fn parsed(text: &[u8]) -> Map<String, Value> {
        let mut found = Map::new();
        fields(text, |name, value| {
            let name = format!("\"{}\"", std::str::from_utf8(name).unwrap());
            let value = serde_json::from_slice(&text[value]).unwrap();
            found.insert(serde_json::from_str(&name).unwrap(), value);
        })
        .unwrap();
        found
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\"\\\\{}\\[\\],:a]{0,9}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[\"\\\\{a]{0,4}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_field_is_found(fields in prop::collection::btree_map("[\"\\\\{a-c\u{e9}]{0,4}", value(), 0..6)) {
            let fields: Map<String, Value> = fields.into_iter().collect();
            prop_assert_eq!(parsed(Value::Object(fields.clone()).to_string().as_bytes()), fields);
        }

        #[test]
        fn no_bytes_end_the_process(bytes in "[{}\\[\\]:,\"\\\\a1]{0,24}") {
            let _either = fields(bytes.as_bytes(), |_, _| ());
        }
    }

    #[test]
    fn what_is_cut_short_or_goes_on_is_no_record() {
        let whole = br#"{"a":"b\"","c":{"d":["}"]},"e":1}"#;
        for cut in 0..whole.len() {
            assert_eq!(fields(&whole[..cut], |_, _| ()), None, "cut at {cut}");
        }
        for text in ["{}x", "{\"a\":1}x", "{\"a\"1}", "{\"a\":}", "[]", "{a:1}", "{\"a\":]}"] {
            assert_eq!(fields(text.as_bytes(), |_, _| ()), None, "{text}");
        }
    }
}
