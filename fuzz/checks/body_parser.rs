//! What must hold of the parser of bodies, whatever the bytes.

use kith_model::{Body, Code, MAX_BYTES};
use serde_json::Value;

/// Reads the bytes as a body.
pub fn check(data: &[u8]) {
    let body = match Body::parse(data) {
        Ok(body) => body,
        Err(issue) => {
            assert_eq!(issue.code, Code::MalformedRequest);
            assert!(!issue.message.is_empty());
            return;
        }
    };
    assert!(data.len() <= MAX_BYTES);
    // serde_json's own values take these names for something else; as names they stay what they are.
    let text = String::from_utf8_lossy(data);
    if !text.contains("serde_json") && !text.contains("\\u") {
        let Ok(Value::Object(plain)) = serde_json::from_slice(data) else { panic!("taken, but not JSON") };
        assert_eq!(Body::from_map(plain).as_ref(), Ok(&body), "a plain parser reads the same");
    }
    let mut again = body.fields.clone();
    again.extend(body.id.clone().map(|id| ("ID".to_owned(), id)));
    again.extend(body.external_id.clone().map(|key| ("externalId".to_owned(), key)));
    let text = Value::Object(again).to_string();
    if text.len() <= MAX_BYTES {
        assert_eq!(Body::parse(text.as_bytes()), Ok(body));
    }
}
