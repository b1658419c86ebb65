use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

fn records(bytes: &[u8]) -> Vec<Record> {
    Reader::new(bytes).map(Result::unwrap).collect()
}

fn texts(bytes: &[u8]) -> Vec<(u64, u64, String)> {
    let text = |one: &Record| String::from_utf8_lossy(&one.text).into_owned();
    records(bytes).iter().map(|one| (one.number, one.line, text(one))).collect()
}

fn is_good(bytes: &[u8]) -> Vec<bool> {
    records(bytes).iter().map(|one| one.body().is_ok()).collect()
}

#[test]
fn an_array_and_lines_give_the_same_records() {
    let expected =
        |second| vec![(1, 1, "{\"a\":\"]}, \\\" [\"}".into()), (2, second, "{\"b\":[2,{}]}".to_owned())];
    assert_eq!(texts(b" [{\"a\":\"]}, \\\" [\"} ,\n{\"b\":[2,{}]}]\n"), expected(2));
    assert_eq!(texts(b"\xef\xbb\xbf{\"a\":\"]}, \\\" [\"}\r\n\n\n{\"b\":[2,{}]}"), expected(4));
    assert!(texts(b"").is_empty() && texts(b" [ ] ").is_empty() && texts(b"\n\n").is_empty());
    let utf16: Vec<u8> = "\u{feff}[{\"a\":\"ü\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(is_good(&utf16), [true]);
}

#[test]
fn a_bad_record_is_its_own_error() {
    assert_eq!(
        is_good(br#"[{"a":1,"a":2}, 5, {"b":1}, {"c":}, {"d":1},]"#),
        [false, false, true, false, true]
    );
    assert_eq!(is_good(b"{\"a\":1}\n{\"\xff\":1}\nnonsense\n{\"b\":1}"), [true, false, false, true]);
    assert_eq!(is_good(b"[{\"a\":1}] [2]"), [true, false]);
    assert_eq!(is_good(b"[{\"a\":1},{\"b\""), [true, false]);
    assert_eq!(is_good(b"[{\"a\":1}"), [false]);
    assert_eq!(is_good(b"[{\"a\":1},"), [true, false]);
    assert_eq!(is_good(b"["), [false]);
}

#[test]
fn what_is_too_long_or_too_deep_costs_only_itself() {
    let long = "x".repeat(MAX_RECORD_BYTES + 1);
    let deep = "[".repeat(100_000);
    for text in
        [format!("[{{\"a\":\"{long}\"}},{{\"b\":1}}]"), format!("{{\"a\":\"{long}\"}}\n{deep}\n{{\"b\":1}}")]
    {
        let found = records(text.as_bytes());
        assert!(found[0].issue.as_ref().unwrap().message.contains("longer than") && found[0].text.is_empty());
        assert!(found.last().unwrap().body().is_ok());
    }
    assert_eq!(is_good(format!("[{deep}").as_bytes()), [false]);
}

fn some_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "-?[1-9][0-9]{0,40}(\\.[0-9]{1,30})?".prop_map(|text| serde_json::from_str(&text).unwrap()),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z\"\\\\]{1,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(values in prop::collection::vec(some_value(), 0..6), is_array: bool) {
        let mut writer = Writer::new(Vec::new(), if is_array { Form::Array } else { Form::Lines });
        for value in &values {
            writer.record(&json!({"v": value})).unwrap();
        }
        let bytes = writer.finish().unwrap();
        let read: Vec<Value> = records(&bytes).iter().map(|one| serde_json::from_slice(&one.text).unwrap()).collect();
        prop_assert_eq!(read, values.iter().map(|value| json!({"v": value})).collect::<Vec<_>>());
        let whole = rows(&bytes).unwrap();
        prop_assert_eq!(whole.len(), values.len());
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(
        prop_oneof![any::<u8>(), prop::sample::select(b"[]{},:\"\\\n 1".to_vec())], 0..200)) {
        let found = records(&bytes);
        prop_assert!(found.iter().enumerate().all(|(at, one)| one.number == at as u64 + 1));
        let array = [b"[", &bytes[..]].concat();
        records(&array);
    }
}
