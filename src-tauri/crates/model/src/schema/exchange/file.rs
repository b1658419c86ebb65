//! The bytes of a schema file.

use serde_json::Value;

use crate::{json, schema::SchemaIssue};

/// The most bytes of a schema file: 16 MiB.
const MOST_BYTES: usize = 16 << 20;
/// How deep objects and arrays may nest.
const DEEPEST: usize = 32;

pub(super) fn read(file: &[u8]) -> Result<Value, Vec<SchemaIssue>> {
    let wrong = |place: String, message: String| vec![SchemaIssue::at(place, message)];
    if file.len() > MOST_BYTES {
        let message =
            format!("The file has {} bytes; a schema takes at most {MOST_BYTES} (16 MiB).", file.len());
        return Err(wrong(String::new(), message));
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        wrong(format!("byte {}", error.valid_up_to()), "The file is not UTF-8 text.".to_owned())
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = json::read(text, DEEPEST).map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        wrong(place, format!("The file is not JSON that Kith can take: {error}."))
    })?;
    // What the platform says besides is kept in the book as JSON, and must read as what it was.
    match root.as_object().and_then(|keys| keys.iter().find(|(_, value)| json::is_misread(value))) {
        Some((key, _)) => {
            Err(wrong(key.clone(), "It holds a key that cannot be kept: $serde_json….".to_owned()))
        }
        None => Ok(root),
    }
}
