//! Taking a file of JSON apart into rows.

use kith_model::{Body, Code, Issue};
use serde_json::value::RawValue;

/// One record of a file as it stands there: not looked into yet, so that what is wrong with one record is that
/// record's own error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The record's number in the file, from 1; of a JSON Lines file, the number of its line.
    pub number: usize,
    /// The record's JSON text.
    pub text: &'a str,
}

impl Row<'_> {
    /// Reads the row as the body of a request.
    ///
    /// # Errors
    /// One `MalformedRequest`, as for a body that comes alone.
    pub fn body(&self) -> Result<Body, Issue> {
        Body::parse(self.text.as_bytes())
    }
}

/// The rows of a file: the items of a JSON array where it starts with one, else its lines.
///
/// # Errors
/// `MalformedRequest` when the bytes are not UTF-8 or start an array that is not JSON.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row<'_>>, Issue> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Issue::new(
            Code::MalformedRequest,
            format!("The input is not UTF-8: the byte at offset {} is wrong.", error.valid_up_to()),
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') { items(text) } else { Ok(lines(text)) }
}

fn items(text: &str) -> Result<Vec<Row<'_>>, Issue> {
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| {
        Issue::new(Code::MalformedRequest, format!("The input is not a JSON array of records: {error}."))
    })?;
    Ok(items.into_iter().enumerate().map(|(at, item)| Row { number: at + 1, text: item.get() }).collect())
}

fn lines(text: &str) -> Vec<Row<'_>> {
    let numbered = text.lines().enumerate().map(|(at, line)| Row { number: at + 1, text: line.trim() });
    numbered.filter(|row| !row.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(input: &str) -> Vec<(usize, String)> {
        rows(input.as_bytes()).unwrap().into_iter().map(|row| (row.number, row.text.to_owned())).collect()
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
        assert!(rows(b"[{").is_err() && rows(b"\xff").is_err());
    }
}
