//! The names of fields.

use std::collections::{HashMap, hash_map::Entry};

use super::super::{LONGEST_NAME, issue::SchemaIssue, metadata::FieldMetadata};

/// Names that every object of the page's language has, so that an absent field would seem to hold a value there.
const OF_EVERY_OBJECT: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

pub(super) fn issues(fields: &[FieldMetadata], issues: &mut Vec<SchemaIssue>) {
    let mut seen: HashMap<String, &str> = HashMap::with_capacity(fields.len());
    for (position, field) in fields.iter().enumerate() {
        let name = field.field_name.as_str();
        let twice = match seen.entry(name.to_lowercase()) {
            Entry::Vacant(free) => {
                free.insert(name);
                None
            }
            Entry::Occupied(first) if *first.get() == name => {
                Some("There is a field of this name already. Give it another name.".to_owned())
            }
            Entry::Occupied(first) => Some(format!(
                "The name differs only in case from that of the field {:?}. Give it another name.",
                first.get()
            )),
        };
        if let Some(message) = wrong_with(name).or(twice) {
            let place = format!("FieldMetadata[{position}].FieldName");
            issues.push(SchemaIssue::at(place, message).of(name));
        }
    }
}

/// What is wrong with a field's name by itself.
fn wrong_with(name: &str) -> Option<String> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || name.chars().nth(LONGEST_NAME).is_some() {
        Some(format!("A field's name has 1 to {LONGEST_NAME} characters."))
    } else if let Some(other) = name.chars().find(|c| !is_letter(*c)) {
        Some(format!("A field's name has letters (A to Z), digits and _ only; {other:?} is none of them."))
    } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
        Some("A field's name has at least one letter or _.".to_owned())
    } else if lower == "kith" || lower.starts_with("kith_") || OF_EVERY_OBJECT.contains(&name) {
        Some(format!("The name {name} is reserved. Give the field another name."))
    } else {
        None
    }
}
