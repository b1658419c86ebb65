//! What a field's value is to a search or a filter.

use serde_json::Value;

/// A value as text to search and sort by: a lookup by its name.
#[must_use]
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Object(lookup) => {
            ["Name", "Id"].iter().find_map(|part| lookup.get(*part)?.as_str()).map(str::to_owned)
        }
        Value::Array(items) => Some(items.iter().filter_map(text_of).collect::<Vec<_>>().join("; ")),
        other => Some(other.to_string()),
    }
}

/// Whether a field's value is the one a filter asks for: equal as JSON, or a lookup of that Id or name. Null asks for
/// fields without a value, to which empty text counts here: it looks the same to who asks.
#[must_use]
pub fn is_value(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(lookup), Value::String(_)) => {
            ["Id", "Name"].iter().any(|part| lookup.get(*part) == Some(wanted))
        }
        (Value::String(text), Value::Null) => text.is_empty(),
        _ => value == wanted,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_lookup_is_found_by_its_id_or_name() {
        let account = json!({"Id": "1", "Name": "Acme"});
        assert!(is_value(&account, &json!("Acme")) && is_value(&account, &json!("1")));
        assert!(!is_value(&account, &json!("acme")));
        assert!(is_value(&Value::Null, &Value::Null));
    }
}
