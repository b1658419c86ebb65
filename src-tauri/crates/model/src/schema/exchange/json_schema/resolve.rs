//! One property of a JSON Schema, with its local references followed and null told apart.

use serde_json::{Map, Value};

/// How many references may lead to a property's schema.
const MOST_STEPS: usize = 16;

/// A property's schema: its keywords but for null, and whether it takes null.
pub(super) struct Property {
    pub(super) keywords: Map<String, Value>,
    pub(super) is_nullable: bool,
}

/// Follows references and takes null out of the type, of the values and of a choice between null and one other schema.
pub(super) fn resolved(root: &Value, schema: &Value) -> Result<Property, String> {
    let mut property = Property { keywords: followed(root, schema)?, is_nullable: false };
    for choice in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = property.keywords.get(choice) {
            let (nulls, others): (Vec<_>, Vec<_>) = branches.iter().partition(|branch| is_null(branch));
            let ([_], [other]) = (nulls.as_slice(), others.as_slice()) else {
                return Err(format!(
                    "{choice} is a choice Kith cannot offer; only one schema or null can be taken."
                ));
            };
            let other = followed(root, other)?;
            property.keywords.shift_remove(choice);
            property.keywords.extend(other);
            property.is_nullable = true;
        }
    }
    property.take_null();
    Ok(property)
}

fn is_null(schema: &Value) -> bool {
    schema
        .as_object()
        .is_some_and(|keywords| keywords.len() == 1 && keywords.get("type") == Some(&"null".into()))
}

/// The keywords of a schema and of those its references lead to; its own count more.
fn followed(root: &Value, schema: &Value) -> Result<Map<String, Value>, String> {
    let mut keywords = keywords_of(schema)?.clone();
    let mut seen = Vec::new();
    while let Some(reference) = keywords.shift_remove("$ref") {
        let Value::String(reference) = reference else { return Err("$ref is no text.".to_owned()) };
        if seen.contains(&reference) {
            return Err(format!("{reference:?} leads back to itself."));
        }
        if seen.len() == MOST_STEPS {
            return Err(format!("Over {MOST_STEPS} references lead to its schema."));
        }
        for (key, value) in keywords_of(target(root, &reference)?)? {
            keywords.entry(key.clone()).or_insert_with(|| value.clone());
        }
        seen.push(reference);
    }
    Ok(keywords)
}

fn keywords_of(schema: &Value) -> Result<&Map<String, Value>, String> {
    schema
        .as_object()
        .ok_or_else(|| "It says nothing of what the field holds: an object of keywords is needed.".to_owned())
}

fn target<'a>(root: &'a Value, reference: &str) -> Result<&'a Value, String> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return Err(format!("{reference:?} leads out of the file; only references within it are followed."));
    };
    root.pointer(pointer).ok_or_else(|| format!("{reference:?} leads to nothing."))
}

impl Property {
    fn take_null(&mut self) {
        let null = Value::from("null");
        if let Some(Value::Array(kinds)) = self.keywords.get_mut("type") {
            let count = kinds.len();
            kinds.retain(|kind| *kind != null);
            self.is_nullable |= kinds.len() < count;
            if let [kind] = kinds.as_slice() {
                let kind = kind.clone();
                self.keywords.insert("type".to_owned(), kind);
            }
        }
        if let Some(Value::Array(values)) = self.keywords.get_mut("enum") {
            let count = values.len();
            values.retain(|value| !value.is_null());
            self.is_nullable |= values.len() < count && !self.keywords.contains_key("type");
        }
    }
}
