//! What the contract takes as a field's value, rule by rule.

use kith_tests::contract::{COUNTRY_CODES, Kind, picklist};
use serde_json::Value;

/// The first error of a value in the order type, null, length, format.
pub fn error(kind: Kind, length: Option<usize>, value: &Value) -> Option<&'static str> {
    if value.is_null() {
        return (kind == Kind::Boolean).then_some("NotNullable");
    }
    match kind {
        Kind::Boolean => (!value.is_boolean()).then_some("InvalidType"),
        Kind::Lookup => lookup(length, value),
        _ => text(kind, length, value),
    }
}

fn lookup(length: Option<usize>, value: &Value) -> Option<&'static str> {
    let Some(parts) = value.as_object() else { return Some("InvalidType") };
    let is_part = |(name, part): (&String, &Value)| {
        (name == "Id" || name == "Name") && (part.is_string() || part.is_null())
    };
    if !parts.iter().all(is_part) {
        return Some("InvalidType");
    }
    let is_long = |part: &Value| is_over(part.as_str().unwrap_or_default(), length);
    parts.values().any(is_long).then_some("TooLong")
}

fn text(kind: Kind, length: Option<usize>, value: &Value) -> Option<&'static str> {
    let Some(text) = value.as_str() else { return Some("InvalidType") };
    if is_over(text, length) {
        return Some("TooLong");
    }
    let has_format = match kind {
        Kind::TrueFalse => text == "true" || text == "false",
        Kind::Email => is_email(text),
        Kind::Date => is_date(text),
        Kind::DateOrDateTime => is_date(text) || is_date_time(text),
        Kind::CountryCode => text.len() == 2 && COUNTRY_CODES.split(' ').any(|code| code == text),
        Kind::Url => is_url(text),
        _ => true,
    };
    (!has_format).then_some("InvalidFormat")
}

fn is_over(text: &str, length: Option<usize>) -> bool {
    length.is_some_and(|length| text.chars().count() > length)
}

/// Whether a value that is taken is doubtful.
pub fn is_doubtful(field: &str, kind: Kind, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    match kind {
        Kind::Picklist => !picklist(field).contains(&text),
        Kind::Phone => {
            let without_words = text.replace("ext", "").replace('x', "");
            let is_allowed = |c: char| c.is_ascii_digit() || " +-.()/#*,;".contains(c);
            !text.contains(|c: char| c.is_ascii_digit()) || !without_words.chars().all(is_allowed)
        }
        _ => false,
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let Some((year, month, day)) = digits(year, 4).zip(digits(month, 2)).zip(digits(day, 2)).map(flat) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn flat(((a, b), c): ((u32, u32), u32)) -> (u32, u32, u32) {
    (a, b, c)
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let are_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| are_digits)
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let (time, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<_> = clock.split(':').map(|part| digits(part, 2)).collect();
    let is_clock = matches!(parts.as_slice(), [Some(0..24), Some(0..60), Some(0..=60)]);
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date) && is_clock && is_fraction && is_offset(offset)
}

fn is_offset(text: &str) -> bool {
    let Some(hours) = text.strip_prefix(['+', '-']) else { return text == "Z" || text == "z" };
    let parts: Vec<_> = hours.split(':').map(|part| digits(part, 2)).collect();
    matches!(parts.as_slice(), [Some(0..24), Some(0..60)])
}

fn is_email(text: &str) -> bool {
    let parts: Vec<_> = text.split('@').collect();
    let [name, host] = parts.as_slice() else { return false };
    let in_name = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_label = |label: &str| {
        let ends = [label.chars().next(), label.chars().last()];
        ends.iter().all(|end| end.is_some_and(|c| c.is_ascii_alphanumeric()))
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && label.len() <= 63
    };
    !name.is_empty() && name.chars().all(in_name) && host.split('.').all(is_label)
}

/// Right for the web addresses these tests make: a host of plain letters, then what is no white space.
fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}
