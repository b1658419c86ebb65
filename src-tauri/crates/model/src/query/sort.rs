//! The order of values.

use std::cmp::Ordering;

use serde_json::Value;

use super::{fold::fold, value::text_of};

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
    use crate::query::cases::settings;

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

    proptest! {
        #![proptest_config(settings())]

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
