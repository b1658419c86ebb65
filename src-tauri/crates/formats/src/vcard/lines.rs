//! The lines of a card, put together again where they were folded, as properties.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use kith_model::{Code, Issue};

use super::{
    property::{self, Property},
    quoted_printable,
    text::escaped,
};

/// A property whose colon comes later than so many lines after its name is none.
const MOST_FOLDS: usize = 100;

/// Properties of one line: what follows such a one and is no property is no part of it.
const OF_ONE_LINE: [&str; 16] = [
    "VERSION",
    "N",
    "FN",
    "TEL",
    "EMAIL",
    "BDAY",
    "UID",
    "REV",
    "URL",
    "PRODID",
    "GENDER",
    "KIND",
    "ANNIVERSARY",
    "TZ",
    "GEO",
    "LANG",
];

/// A line as it stands in the file.
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) bytes: Vec<u8>,
}

/// A property that is not put together yet.
#[derive(Default)]
struct Open {
    number: u64,
    bytes: Vec<u8>,
    /// Whether it was seen to its colon, so that what follows is known.
    is_known: bool,
    /// How often its colon was looked for.
    looked: usize,
    is_quoted_printable: bool,
    is_base64: bool,
    /// Whether its value may be of several lines, which some programs write as they are.
    may_go_on: bool,
    /// How many cards are in its value that are not ended yet (the AGENT of version 2.1).
    cards: usize,
}

/// Puts a card's lines together. Bytes without a charset of their own are read as `fallback` where they are no UTF-8.
pub(super) fn properties(
    lines: &[Line],
    fallback: &'static Encoding,
    issues: &mut Vec<Issue>,
) -> Vec<Property> {
    let is_old = lines.iter().any(|line| starts_with(&line.bytes, b"VERSION:2"));
    let (mut found, mut open) = (Vec::new(), None::<Open>);
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        rest = after;
        if open.as_mut().is_some_and(|open| open.goes_on(line, after, is_old, issues)) {
            continue;
        }
        found.extend(open.take().and_then(|before| finished(before, is_old, fallback, issues)));
        open = Open::begun(line);
    }
    found.extend(open.and_then(|open| finished(open, is_old, fallback, issues)));
    found
}

impl Open {
    fn begun(line: &Line) -> Option<Self> {
        let bytes = line.bytes.trim_ascii_start();
        let mut open = Self { number: line.number, ..Self::default() };
        match begun_card(bytes) {
            Some(begin) => {
                let (name, card) = bytes.split_at_checked(bytes.len() - begin.len())?;
                open.add(name);
                open.add(escaped(&String::from_utf8_lossy(card)).as_bytes());
                open.add(b"\\n");
                open.cards = 1;
            }
            None => open.add(bytes),
        }
        (!bytes.trim_ascii().is_empty()).then_some(open)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if self.is_known || self.looked > MOST_FOLDS {
            return;
        }
        self.looked += 1;
        let Some(head) = head(&self.bytes) else { return };
        let property = property_of(head);
        let encoding = property.parameter("ENCODING").unwrap_or_default();
        self.is_quoted_printable = encoding.eq_ignore_ascii_case("QUOTED-PRINTABLE");
        self.is_base64 = property.is_binary();
        self.may_go_on = !OF_ONE_LINE.contains(&property.name.to_ascii_uppercase().as_str());
        self.is_known = true;
    }

    /// Whether the line belongs to this property, to which it is then added.
    fn goes_on(&mut self, line: &Line, after: &[Line], is_old: bool, issues: &mut Vec<Issue>) -> bool {
        let bytes = line.bytes.as_slice();
        if self.cards > 0 || (is_begin(bytes) && starts_with(&self.bytes, b"AGENT")) {
            self.cards =
                if is_begin(bytes) { self.cards + 1 } else { self.cards - usize::from(is_end(bytes)) };
            self.add(escaped(&String::from_utf8_lossy(bytes)).as_bytes());
            self.add(b"\\n");
            return true;
        }
        if self.is_quoted_printable && self.bytes.ends_with(b"=") {
            self.bytes.pop();
            self.add(bytes);
            return true;
        }
        if bytes.trim_ascii().is_empty() {
            // A blank line ends a value in base64.
            self.is_base64 = false;
            return true;
        }
        if let Some((b' ' | b'\t', rest)) = bytes.split_first() {
            let keeps_space = is_old && !self.is_base64 && !self.is_quoted_printable;
            self.add(if keeps_space { bytes } else { rest });
            return true;
        }
        if self.is_base64 && bytes.iter().all(|byte| is_base64(*byte)) {
            self.add(bytes);
            return true;
        }
        if !self.is_known || !self.may_go_on || begins_a_property(bytes, after) {
            return false;
        }
        issues.push(wrong(line.number, "is no property. It was read as the next line of the value before."));
        self.add(b"\\n");
        self.add(bytes);
        true
    }
}

/// A property may be folded before its colon.
fn begins_a_property(bytes: &[u8], after: &[Line]) -> bool {
    if head(bytes).is_some() {
        return true;
    }
    let mut whole = bytes.to_vec();
    for line in after.iter().take(MOST_FOLDS) {
        let Some((b' ' | b'\t', rest)) = line.bytes.split_first() else { break };
        whole.extend_from_slice(rest);
    }
    whole.len() > bytes.len() && head(&whole).is_some()
}

fn finished(
    open: Open,
    is_old: bool,
    fallback: &'static Encoding,
    issues: &mut Vec<Issue>,
) -> Option<Property> {
    let Some(head) = head(&open.bytes) else {
        issues.push(wrong(open.number, "is no property: it has no name and colon. It was left out."));
        return None;
    };
    let mut property = property_of(head);
    let value = open.bytes.get(head.len() + 1..).unwrap_or_default();
    let decoded: Cow<'_, [u8]> =
        if open.is_quoted_printable { quoted_printable::decoded(value).into() } else { value.into() };
    let charset = property.parameter("CHARSET");
    let encoding = charset.as_deref().and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let (Some(label), None) = (&charset, encoding) {
        let message = format!("names the charset \"{label}\", which cannot be read. It was read as UTF-8.");
        issues.push(wrong(open.number, &message));
    }
    let (mut value, mut had_errors) = text(&decoded, encoding.unwrap_or(UTF_8), fallback);
    if had_errors && charset.is_none() && fallback == UTF_8 {
        // What was written as quoted-printable is seen only now.
        issues.push(wrong(open.number, "is not UTF-8 and names no charset. It was read as windows-1252."));
        (value, had_errors) = text(&decoded, WINDOWS_1252, WINDOWS_1252);
    }
    property.value = value;
    if had_errors {
        issues
            .push(wrong(open.number, "has bytes that are no text in its charset; each stands as \u{fffd}."));
    }
    if property.is_binary() {
        property.value.retain(|one| !one.is_ascii_whitespace());
    } else if is_old {
        property.value = with_escaped_commas(&property.value);
    }
    // How the bytes were written is done with; that they are base64 is not.
    property.parameters.retain(|one| !one.is("CHARSET") && (!one.is("ENCODING") || one.is_base64()));
    Some(property)
}

/// The text, and whether some of the bytes are none.
fn text(bytes: &[u8], encoding: &'static Encoding, fallback: &'static Encoding) -> (String, bool) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if !had_errors || fallback == encoding {
        return (text.into_owned(), had_errors);
    }
    let (text, had_errors) = fallback.decode_without_bom_handling(bytes);
    (text.into_owned(), had_errors)
}

/// In version 2.1 a comma parts nothing.
fn with_escaped_commas(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let mut is_escaped = false;
    for one in value.chars() {
        if one == ',' && !is_escaped {
            escaped.push('\\');
        }
        is_escaped = one == '\\' && !is_escaped;
        escaped.push(one);
    }
    escaped
}

/// What stands before the colon, where the line begins as a property does.
fn head(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..property::colon(bytes)?)?;
    Property::of_head(&String::from_utf8_lossy(head), String::new()).map(|_| head)
}

fn property_of(head: &[u8]) -> Property {
    Property::of_head(&String::from_utf8_lossy(head), String::new()).unwrap_or_default()
}

/// A line that begins with a space goes on with the one before, whatever it says.
pub(super) fn is_begin(line: &[u8]) -> bool {
    is_tag(line, b"BEGIN")
}

pub(super) fn is_end(line: &[u8]) -> bool {
    is_tag(line, b"END")
}

fn is_tag(line: &[u8], name: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let mut pieces = line.splitn(2, |byte| *byte == b':').map(<[u8]>::trim_ascii_end);
    pieces.next().is_some_and(|first| first.eq_ignore_ascii_case(name))
        && pieces.next().is_some_and(|second| second.trim_ascii_start().eq_ignore_ascii_case(b"VCARD"))
}

/// The `BEGIN:VCARD` of a card that begins on the line of its AGENT.
pub(super) fn begun_card(line: &[u8]) -> Option<&[u8]> {
    let at = line.iter().position(|byte| *byte == b':').filter(|_| starts_with(line, b"AGENT"))?;
    line.get(at + 1..).filter(|value| is_begin(value.trim_ascii_start()))
}

pub(super) fn starts_with(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|first| first.eq_ignore_ascii_case(start))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b' ' | b'\t')
}

fn wrong(line: u64, what: &str) -> Issue {
    Issue::new(Code::MalformedRequest, format!("Line {line} {what}"))
}
