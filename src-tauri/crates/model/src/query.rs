//! What a list asks for, and when a record answers it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A field that must have a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// The field's name.
    pub field: String,
    /// The value; null asks for records without one.
    pub value: Value,
}

/// A key of the order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SortKey {
    /// The field's name.
    pub field: String,
    /// Whether the last comes first.
    pub descending: bool,
}

/// Text folded for comparison: compatibility forms made plain, marks dropped, lower case, ß as ss.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            'ı' => folded.push('i'),
            // Lower-casing İ leaves a combining dot of its own.
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

/// A value as text to search and sort by: a lookup by its name.
#[must_use]
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Object(lookup) => {
            ["Name", "Id"].iter().find_map(|part| lookup.get(*part)?.as_str()).map(str::to_owned)
        }
        Value::Array(items) => Some(items.iter().filter_map(text_of).collect::<Vec<_>>().join("; ")),
        other => Some(other.to_string()),
    }
}

/// Whether a field's value is the one a filter asks for: equal as JSON, or a lookup of that Id or name. Null asks for
/// fields without a value, to which empty text counts here: it looks the same to who asks.
#[must_use]
pub fn is_value(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(lookup), Value::String(_)) => {
            ["Id", "Name"].iter().any(|part| lookup.get(*part) == Some(wanted))
        }
        (Value::String(text), Value::Null) => text.is_empty(),
        _ => value == wanted,
    }
}

/// A value by which records are ordered.
#[derive(Debug, Clone, PartialEq)]
pub enum SortValue {
    /// No value: always last.
    Empty,
    /// A number or boolean.
    Number(f64),
    /// A text: folded first, as it stands where the folded ones are equal.
    Text(Box<str>, Box<str>),
}

impl SortValue {
    /// The sort value of a field's value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Bool(flag) => Self::Number(f64::from(u8::from(*flag))),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            other => match text_of(other) {
                None => Self::Empty,
                Some(text) if text.is_empty() => Self::Empty,
                Some(text) => Self::Text(fold(&text).into(), text.into()),
            },
        }
    }

    /// The order of two values; empty ones come last whichever way the others are sorted.
    #[must_use]
    pub fn order(&self, other: &Self, descending: bool) -> Ordering {
        let forward = match (self, other) {
            (Self::Empty, Self::Empty) => return Ordering::Equal,
            (Self::Empty, _) => return Ordering::Greater,
            (_, Self::Empty) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Number(_), Self::Text(..)) => Ordering::Less,
            (Self::Text(..), Self::Number(_)) => Ordering::Greater,
            (Self::Text(a, raw_a), Self::Text(b, raw_b)) => a.cmp(b).then_with(|| raw_a.cmp(raw_b)),
        };
        if descending { forward.reverse() } else { forward }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn folding_drops_case_and_marks() {
        for (text, folded) in [
            ("Müller", "muller"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ＡＢＣ", "abc"),
            ("İı", "ii"),
            ("ΟΔΟΣ", "οδοσ"),
            ("e\u{301}", "e"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn empty_values_come_last_both_ways() {
        let mut values =
            [json!(null), json!("b"), json!(""), json!("A"), json!("a")].map(|v| SortValue::of(&v));
        values.sort_by(|a, b| a.order(b, false));
        assert_eq!(values[0], SortValue::of(&json!("A")));
        values.sort_by(|a, b| a.order(b, true));
        assert_eq!(values[0], SortValue::of(&json!("b")));
        assert_eq!(values[4], SortValue::Empty);
    }

    #[test]
    fn a_lookup_is_found_by_its_id_or_name() {
        let account = json!({"Id": "1", "Name": "Acme"});
        assert!(is_value(&account, &json!("Acme")) && is_value(&account, &json!("1")));
        assert!(!is_value(&account, &json!("acme")));
        assert!(is_value(&Value::Null, &Value::Null));
    }

    proptest! {
        #![proptest_config(settings())]

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn folding_a_part_gives_a_part(words in "[a-zäöüßéА-я]{0,6}", more in "[A-ZÄÖÜ ]{0,6}") {
            let text = [more.as_str(), &words, &more].concat();
            prop_assert!(fold(&text).contains(&fold(&words)));
        }

        #[test]
        fn the_order_of_values_is_one_order(values in prop::collection::vec(value(), 3), descending in any::<bool>()) {
            let [a, b, c] = [0, 1, 2].map(|at| SortValue::of(&values[at]));
            prop_assert_eq!(a.order(&a, descending), Ordering::Equal);
            let is_empty = |value: &SortValue| *value == SortValue::Empty;
            prop_assert_eq!(a.order(&b, descending), b.order(&a, descending).reverse());
            if !is_empty(&a) && !is_empty(&b) {
                prop_assert_eq!(a.order(&b, true), b.order(&a, false));
            }
            if a.order(&b, descending).is_le() && b.order(&c, descending).is_le() {
                prop_assert!(a.order(&c, descending).is_le());
            }
        }
    }

    /// The same cases in every run, and no file of failed ones.
    fn settings() -> ProptestConfig {
        let rng_seed = proptest::test_runner::RngSeed::Fixed(1);
        ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::default() }
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[aAäÄbß ]{0,3}".prop_map(Value::from),
            "[ab]{0,2}".prop_map(|name| json!({"Id": null, "Name": name})),
        ]
    }
}
