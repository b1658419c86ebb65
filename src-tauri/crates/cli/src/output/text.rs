//! Values and counts as people read them. Nothing that a value holds reaches the terminal as a command to it.

use anstyle::Style;
use serde_json::Value;

/// A value on one line; nothing for null.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => plain(text),
        Value::Object(lookup) => {
            let part = |name| lookup.get(name).and_then(Value::as_str).map(plain);
            match (part("Name"), part("Id")) {
                (Some(name), Some(id)) => format!("{name} ({id})"),
                (name, id) => name.or(id).unwrap_or_default(),
            }
        }
        other => plain(&other.to_string()),
    }
}

/// A value in a cell of a table, where a lookup's name is enough.
pub(crate) fn cell(value: &Value) -> String {
    match value.get("Name").and_then(Value::as_str) {
        Some(name) => plain(name),
        None => shown(value),
    }
}

/// Text with everything written out that could move the cursor, change colours or turn the reading direction.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() => plain.extend(c.escape_default()),
            c if turns_direction(c) => plain.extend(c.escape_unicode()),
            c => plain.push(c),
        }
    }
    plain
}

/// The controls of reading direction (Unicode Standard Annex 9, section 2).
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A number of things, the thing in the plural where it is not one: `1 contact`, `1,250 contacts`.
pub(crate) fn count(number: u64, thing: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A number of bytes in the unit that suits it: `312 B`, `45.2 KiB`.
pub(crate) fn size(bytes: u64) -> String {
    let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    match units.into_iter().find(|(_, shift)| bytes >> shift > 0) {
        Some((unit, shift)) => {
            let tenths = (u128::from(bytes) * 10) >> shift;
            format!("{}.{} {unit}", tenths / 10, tenths % 10)
        }
        None => format!("{bytes} B"),
    }
}

/// Text that stands out on a terminal.
pub(crate) fn strong(text: &str) -> String {
    styled(Style::new().bold(), text)
}

/// Text in a style, which is left out where it is not written to a terminal.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_in_a_value_commands_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{9b}c\u{202e}d\r\n\t"), r"a\u{1b}[31mb\u{9b}c\u{202e}d\r\n\t");
        assert_eq!(plain("Zoë e\u{301} 山田"), "Zoë e\u{301} 山田");
    }

    #[test]
    fn a_lookup_shows_its_name_and_its_id() {
        assert_eq!(shown(&json!({"Id": "a1", "Name": "Acme"})), "Acme (a1)");
        assert_eq!(shown(&json!({"Id": null, "Name": "Acme"})), "Acme");
        assert_eq!(shown(&json!({"Id": "a1", "Name": null})), "a1");
        assert_eq!(shown(&json!(false)), "false");
    }

    #[test]
    fn sizes_are_in_the_largest_unit_that_fits() {
        assert_eq!(
            [0, 1023, 1024, 1536, 5 << 20].map(size),
            ["0 B", "1023 B", "1.0 KiB", "1.5 KiB", "5.0 MiB"]
        );
        assert_eq!(size(u64::MAX), "17179869183.9 GiB");
    }

    #[test]
    fn numbers_are_grouped_and_one_is_singular() {
        assert_eq!(count(1, "contact"), "1 contact");
        assert_eq!(count(0, "contact"), "0 contacts");
        assert_eq!(count(1_234_567, "contact"), "1,234,567 contacts");
    }
}
