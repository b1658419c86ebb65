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

/// Whether a field shows nothing: no value, empty text, or nothing but such inside.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(parts) => parts.values().all(is_empty),
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

    #[test]
    fn what_shows_nothing_is_empty() {
        for value in [json!(null), json!(""), json!([]), json!([""]), json!({"Id": null, "Name": null})] {
            assert!(is_empty(&value), "{value}");
        }
        for value in [json!(false), json!(0), json!(" "), json!(["", "a"]), json!({"Id": "1", "Name": null})]
        {
            assert!(!is_empty(&value), "{value}");
        }
    }
}
