//! Taking a file of JSON apart into rows.

use kith_model::{Body, Code, Issue};
use serde_json::value::RawValue;

/// What some programs put before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One record of a file as it stands there: not looked into yet, so that what is wrong with one record is that
/// record's own error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The record's number in the file, from 1; of a JSON Lines file, the number of its line.
    pub number: usize,
    /// The record's JSON text; of a JSON Lines file, whatever bytes its line has.
    pub text: &'a [u8],
}

impl Row<'_> {
    /// Reads the row as the body of a request.
    ///
    /// # Errors
    /// One `MalformedRequest`, as for a body that comes alone.
    pub fn body(&self) -> Result<Body, Issue> {
        Body::parse(self.text)
    }
}

/// The rows of a file: the items of a JSON array where it starts with one, else its lines.
///
/// # Errors
/// `MalformedRequest` when the bytes start an array that is not JSON in UTF-8, or are UTF-16 by their first two.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row<'_>>, Issue> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Issue::new(Code::MalformedRequest, "The input is UTF-16. Save it as UTF-8."));
    }
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"[") { items(bytes) } else { Ok(lines(bytes)) }
}

fn items(bytes: &[u8]) -> Result<Vec<Row<'_>>, Issue> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Issue::new(
            Code::MalformedRequest,
            format!("The input is not UTF-8: the byte at offset {} is wrong.", error.valid_up_to()),
        )
    })?;
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| {
        Issue::new(Code::MalformedRequest, format!("The input is not a JSON array of records: {error}."))
    })?;
    let numbered = items.into_iter().enumerate();
    Ok(numbered.map(|(at, item)| Row { number: at + 1, text: item.get().as_bytes() }).collect())
}

fn lines(bytes: &[u8]) -> Vec<Row<'_>> {
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let numbered = lines.map(|(at, line)| Row { number: at + 1, text: line.trim_ascii() });
    numbered.filter(|row| !row.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(input: &str) -> Vec<(usize, String)> {
        let text = |row: Row<'_>| String::from_utf8(row.text.to_owned()).unwrap();
        rows(input.as_bytes()).unwrap().into_iter().map(|row| (row.number, text(row))).collect()
    }

    #[test]
    fn an_array_and_lines_give_the_same_rows() {
        let expected = [(1, r#"{"a":1}"#.to_owned()), (2, r#"{"b":[2]}"#.to_owned())];
        assert_eq!(texts(" [{\"a\":1} , {\"b\":[2]}]\n"), expected);
        assert_eq!(texts("{\"a\":1}\r\n{\"b\":[2]}\n"), expected);
        assert_eq!(texts("\u{feff}{\"a\":1}\n\n{\"b\":2}").last().unwrap().0, 3);
        assert!(texts("").is_empty() && texts("[]").is_empty());
    }

    #[test]
    fn a_bad_row_is_its_own_error() {
        let all = rows(br#"[{"a":1,"a":2}, 5, {"b":1}]"#).unwrap();
        let bodies: Vec<_> = all.iter().map(|row| row.body().is_ok()).collect();
        assert_eq!(bodies, [false, false, true]);
        assert!(rows(b"[{").is_err() && rows(b"[\"\xff\"]").is_err() && rows(b"\xff\xfe{\0").is_err());
        let bodies = rows(b"{\"a\":1}\n{\"\xff\":1}\n{\"b\":1}").unwrap();
        assert_eq!(bodies.iter().map(|row| row.body().is_ok()).collect::<Vec<_>>(), [true, false, true]);
    }
}
