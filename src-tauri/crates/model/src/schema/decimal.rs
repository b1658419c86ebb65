//! Numbers by their text, never through a float: how many digits they have, and the one form in which equal numbers
//! are equal values.

use std::{borrow::Cow, cmp::Ordering};

use serde_json::{Number, Value};

use super::metadata::{DataType, FieldMetadata};

/// The most digits a decimal number has: the platform's limit of `Precision`.
pub(super) const MOST_DIGITS: u32 = 24;

/// A decimal number: `0.digits` times ten to the power of `point`. No zero stands at either end of the digits.
#[derive(Debug, PartialEq, Eq)]
struct Decimal<'a> {
    is_negative: bool,
    digits: Cow<'a, str>,
    point: i64,
}

impl<'a> Decimal<'a> {
    /// The number that a JSON text writes; the text is known to be one.
    fn read(text: &'a str) -> Self {
        let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all =
            if fraction.is_empty() { Cow::Borrowed(whole) } else { Cow::Owned([whole, fraction].concat()) };
        let leading = all.bytes().take_while(|digit| *digit == b'0').count();
        let digits = trimmed(all);
        if digits.is_empty() {
            return Self { is_negative: false, digits, point: 0 };
        }
        let point = length(whole).saturating_sub(length_of(leading)).saturating_add(power(exponent));
        Self { is_negative, digits, point }
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        let size = |one: &Self, two: &Self| (one.point, &one.digits).cmp(&(two.point, &two.digits));
        self.sign()
            .cmp(&other.sign())
            .then_with(|| if self.is_negative { size(other, self) } else { size(self, other) })
    }

    fn after_point(&self) -> i64 {
        length(&self.digits).saturating_sub(self.point).max(0)
    }

    fn count(&self) -> i64 {
        self.point.max(0).saturating_add(self.after_point())
    }

    /// Its plain text: no exponent, no superfluous zero or sign. None where it has more digits than any field takes.
    fn plain(&self) -> Option<String> {
        if self.count() > i64::from(MOST_DIGITS) {
            return None;
        }
        let sign = if self.is_negative { "-" } else { "" };
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
        let all =
            format!("{}{}{}", zeros(-self.point), self.digits, zeros(self.point - length(&self.digits)));
        let (whole, fraction) = all.split_at_checked(usize::try_from(self.point).unwrap_or_default())?;
        let whole = if whole.is_empty() { "0" } else { whole };
        Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
    }
}

fn trimmed(digits: Cow<'_, str>) -> Cow<'_, str> {
    match digits {
        Cow::Borrowed(digits) => Cow::Borrowed(digits.trim_matches('0')),
        Cow::Owned(digits) => Cow::Owned(digits.trim_matches('0').to_owned()),
    }
}

fn length(digits: &str) -> i64 {
    length_of(digits.len())
}

fn length_of(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// An exponent; one too large for the type is as good as the largest.
fn power(exponent: &str) -> i64 {
    let most = if exponent.starts_with('-') { -i64::from(u32::MAX) } else { i64::from(u32::MAX) };
    exponent.parse::<i64>().map_or(most, |power| power.clamp(-i64::from(u32::MAX), i64::from(u32::MAX)))
}

/// The order of two numbers, exact: 0.1 is 1e-1, and no digit is lost.
pub(crate) fn order(a: &Number, b: &Number) -> Ordering {
    Decimal::read(a.as_str()).order(&Decimal::read(b.as_str()))
}

/// Whether a number is one that a field of a number's data type takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is.
    Fits,
    /// It has a part after the point, and the field is for whole numbers.
    NotWhole,
    /// It is too large, or has too many digits.
    TooManyDigits,
}

/// Whether a field takes a number.
pub(super) fn fit(field: &FieldMetadata, number: &Number) -> Fit {
    let is_in = |is_it: bool| if is_it { Fit::Fits } else { Fit::TooManyDigits };
    match field.data_type {
        DataType::Int if Decimal::read(number.as_str()).after_point() > 0 => Fit::NotWhole,
        DataType::Int => is_in(whole(number).is_some()),
        DataType::Decimal | DataType::Currency => {
            let decimal = Decimal::read(number.as_str());
            let most = field.precision.unwrap_or(MOST_DIGITS);
            let after = field.scale.unwrap_or(most);
            is_in(decimal.count() <= i64::from(most) && decimal.after_point() <= i64::from(after))
        }
        _ => is_in(double(number).is_some()),
    }
}

/// The digits after the point that a step allows: 1 none, 0.1 one, 0.01 two. None where it is no such step.
pub(super) fn scale_of_step(step: &Number) -> Option<u32> {
    let step = Decimal::read(step.as_str());
    let is_one = !step.is_negative && step.digits == "1" && step.point <= 1;
    u32::try_from(step.after_point()).ok().filter(|_| is_one)
}

fn whole(number: &Number) -> Option<i64> {
    Decimal::read(number.as_str()).plain()?.parse().ok()
}

fn double(number: &Number) -> Option<f64> {
    number.as_f64().filter(|number| number.is_finite())
}

/// The shortest text that reads as the same double, without a superfluous `.0` or sign.
fn shortest(number: f64) -> Option<Number> {
    let text = Number::from_f64(if number == 0.0 { 0.0 } else { number })?.to_string();
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

impl FieldMetadata {
    /// The value in the form it is stored and compared in: numbers have one text each, all else is as it came.
    #[must_use]
    pub fn normal<'a>(&self, value: &'a Value) -> Cow<'a, Value> {
        let Value::Number(number) = value else { return Cow::Borrowed(value) };
        let normal = match self.data_type {
            DataType::Int => whole(number).map(Number::from),
            DataType::Decimal | DataType::Currency => {
                Decimal::read(number.as_str()).plain().and_then(|text| text.parse().ok())
            }
            DataType::Double => double(number).and_then(shortest),
            _ => None,
        };
        match normal {
            Some(normal) if normal != *number => Cow::Owned(Value::Number(normal)),
            _ => Cow::Borrowed(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> Option<String> {
        Decimal::read(text).plain()
    }

    #[test]
    fn equal_decimals_have_one_text() {
        for (text, expected) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("0e999999999999999999999", "0"),
            ("1.50", "1.5"),
            ("150e-2", "1.5"),
            ("0.15E+1", "1.5"),
            ("-1200", "-1200"),
            ("12e2", "1200"),
            ("1e-20", "0.00000000000000000001"),
            ("0.1", "0.1"),
            ("123456789012345678901234", "123456789012345678901234"),
            ("1234567890.12345678901234", "1234567890.12345678901234"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_number_of_more_digits_than_any_field_takes_has_no_plain_text() {
        for text in [
            "1e24",
            "1e-25",
            "1e999999999999999999999",
            "1e-999999999999999999999",
            "1234567890123456789012345",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn digits_are_counted_before_and_after_the_point() {
        for (text, count, after) in
            [("0", 0, 0), ("0.05", 2, 2), ("12.340", 4, 2), ("1e3", 4, 0), ("5e-3", 3, 3)]
        {
            let decimal = Decimal::read(text);
            assert_eq!((decimal.count(), decimal.after_point()), (count, after), "{text}");
        }
    }

    #[test]
    fn doubles_are_the_shortest_text() {
        for (text, expected) in [
            ("1.0", "1"),
            ("-0.0", "0"),
            ("1e2", "100"),
            ("0.1000000000000000055511151231257827", "0.1"),
            ("9007199254740993", "9007199254740992"),
            ("1e300", "1e+300"),
        ] {
            let number = double(&text.parse().unwrap()).and_then(shortest).unwrap();
            assert_eq!(number.as_str(), expected, "{text}");
        }
        assert_eq!(double(&"1e400".parse().unwrap()), None);
    }

    #[test]
    fn numbers_have_one_order() {
        let ascending = ["-1e400", "-10", "-9.5", "-0.01", "0", "1e-400", "0.2", "0.25", "3", "12", "1e24"];
        let numbers = ascending.map(|text| text.parse().unwrap());
        for (at, a) in numbers.iter().enumerate() {
            for (beside, b) in numbers.iter().enumerate() {
                assert_eq!(order(a, b), at.cmp(&beside), "{a} {b}");
            }
        }
        assert_eq!(order(&"1.50".parse().unwrap(), &"15e-1".parse().unwrap()), Ordering::Equal);
        assert_eq!(order(&"-0".parse().unwrap(), &"0.0".parse().unwrap()), Ordering::Equal);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_plain_text_is_the_same_number(text in "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?([eE][+-]?[0-9])?") {
            let plain = plain(&text).unwrap();
            prop_assert!(!plain.contains(['e', 'E']) && plain != "-0");
            prop_assert!(!plain.contains('.') || !plain.ends_with('0'));
            prop_assert_eq!(Decimal::read(&plain).plain(), Some(plain.clone()));
            prop_assert_eq!(plain.parse::<f64>().unwrap(), text.parse::<f64>().unwrap(), "the double of both");
        }
    }
}
