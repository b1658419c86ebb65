//! Numbers on their way to the page, which holds every number as a double.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};
use tauri::ipc::{InvokeResponseBody, IpcResponse};

/// From here on JavaScript writes numbers with an exponent, and below the other of them.
const WRITTEN_PLAIN: std::ops::Range<f64> = 1e-6..1e21;

/// An answer to the page in which no digit is lost: a number that the page would write otherwise than it is stored goes
/// as `{"$number": "12345678901234567890.1234"}`.
#[derive(Debug)]
pub(crate) struct Exact<T>(pub(crate) T);

impl<T: Serialize> IpcResponse for Exact<T> {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        let mut text = Vec::new();
        self.0.serialize(&mut Serializer::with_formatter(&mut text, Marked))?;
        Ok(InvokeResponseBody::Json(
            String::from_utf8(text)
                .map_err(|error| tauri::Error::Io(io::Error::new(io::ErrorKind::InvalidData, error)))?,
        ))
    }
}

/// Writes JSON as it is, but for those numbers.
struct Marked;

impl Formatter for Marked {
    fn write_number_str<W: ?Sized + Write>(&mut self, writer: &mut W, value: &str) -> io::Result<()> {
        if is_a_double(value) {
            writer.write_all(value.as_bytes())
        } else {
            write!(writer, r#"{{"$number":"{value}"}}"#)
        }
    }
}

/// Whether JavaScript reads the text as a number and writes that number with the same text.
fn is_a_double(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|number| {
        let is_plain = number == 0.0 || WRITTEN_PLAIN.contains(&number.abs());
        is_plain && number.to_string() == text && text != "-0"
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn sent(text: &str) -> String {
        let value: Value = serde_json::from_str(text).unwrap();
        match Exact(json!({"of": value})).body().unwrap() {
            InvokeResponseBody::Json(text) => text,
            InvokeResponseBody::Raw(_) => panic!("it is JSON"),
        }
    }

    #[test]
    fn what_a_double_says_goes_as_it_is() {
        for text in ["0", "-1.5", "0.1", "9007199254740991", "0.000001", "100000000000000000000"] {
            assert_eq!(sent(text), format!(r#"{{"of":{text}}}"#));
        }
        assert_eq!(sent(r#"["1e99", null, true]"#), r#"{"of":["1e99",null,true]}"#);
    }

    #[test]
    fn what_a_double_would_say_otherwise_goes_as_text() {
        for text in [
            "12345678901234567890.1234",
            "9007199254740993",
            "0.1234567890123456789",
            "1.50",
            "0.0000001",
            "1000000000000000000000",
            "1e+300",
            "-0",
        ] {
            assert_eq!(sent(text), format!(r#"{{"of":{{"$number":"{text}"}}}}"#), "{text}");
        }
    }
}
