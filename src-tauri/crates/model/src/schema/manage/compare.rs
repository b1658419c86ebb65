//! What differs between two schemas, part by part.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::edit::{DifferenceKind, KeyChange, SchemaDifference, SchemaPart};
use crate::schema::metadata::{ObjectMetadata, PicklistMetadata};

const IS_DEPRECATED: &str = "IsDeprecated";

/// The keys of each part of a schema.
type Parts<'a> = Vec<((SchemaPart, &'a str), Map<String, Value>)>;

/// What leads from `before` to `after`, in the order of `after`; what is taken away stands last.
pub(super) fn differences(before: &ObjectMetadata, after: &ObjectMetadata) -> Vec<SchemaDifference> {
    let (before, after) = (parts(before), parts(after));
    let (old, new) = (by_name(&before), by_name(&after));
    let stays = after.iter().map(|(part, keys)| (*part, old.get(part).copied(), Some(keys)));
    let gone = before.iter().filter(|(part, _)| !new.contains_key(part));
    let gone = gone.map(|(part, keys)| (*part, Some(keys), None));
    stays.chain(gone).flat_map(|(part, old, new)| of_part(part, old, new)).collect()
}

fn by_name<'a>(parts: &'a Parts<'a>) -> HashMap<(SchemaPart, &'a str), &'a Map<String, Value>> {
    parts.iter().map(|(part, keys)| (*part, keys)).collect()
}

fn parts(metadata: &ObjectMetadata) -> Parts<'_> {
    let bare =
        ObjectMetadata { field_metadata: Vec::new(), picklist_metadata: Vec::new(), ..metadata.clone() };
    let object = ((SchemaPart::Object, ""), keys(&bare));
    let fields = metadata.field_metadata.iter();
    let fields = fields.map(|field| ((SchemaPart::Field, field.field_name.as_str()), keys(field)));
    let lists = metadata.picklist_metadata.iter();
    let lists = lists.map(|list| ((SchemaPart::Picklist, list.name.as_str()), list_keys(list)));
    std::iter::once(object).chain(fields).chain(lists).collect()
}

/// A picklist's keys, with each entry as a key of its own.
fn list_keys(list: &PicklistMetadata) -> Map<String, Value> {
    let mut all = keys(&PicklistMetadata { picklist_entries: Vec::new(), ..list.clone() });
    all.shift_remove("PicklistEntries");
    let entries = list.picklist_entries.iter();
    all.extend(entries.map(|entry| (format!("Entry:{}", entry.value), Value::Object(keys(entry)))));
    all
}

fn keys(part: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(part) {
        Ok(Value::Object(keys)) => keys,
        _ => Map::new(),
    }
}

/// What becomes of one part: hiding and showing a field is told apart from what else changes.
fn of_part(
    (part, name): (SchemaPart, &str),
    old: Option<&Map<String, Value>>,
    new: Option<&Map<String, Value>>,
) -> Vec<SchemaDifference> {
    let nothing = Map::new();
    let changes = changes(old.unwrap_or(&nothing), new.unwrap_or(&nothing));
    let told = |kind, keys| SchemaDifference { kind, part, name: name.to_owned(), keys, why: None };
    if old.is_none() || new.is_none() {
        let kind = if old.is_none() { DifferenceKind::Added } else { DifferenceKind::Deleted };
        return vec![told(kind, changes)];
    }
    let (hiding, others): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| part == SchemaPart::Field && change.key == IS_DEPRECATED);
    let is_hidden = hiding.first().is_some_and(|change| change.new == true);
    let kind = if is_hidden { DifferenceKind::Deprecated } else { DifferenceKind::Undeprecated };
    let both = [(DifferenceKind::Changed, others), (kind, hiding)];
    both.into_iter().filter(|(_, keys)| !keys.is_empty()).map(|(kind, keys)| told(kind, keys)).collect()
}

/// The keys whose values differ, in the order of `new`; those taken away stand last.
fn changes(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<KeyChange> {
    let of = |keys: &Map<String, Value>, key: &str| keys.get(key).cloned().unwrap_or_default();
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    new.keys()
        .chain(gone)
        .map(|key| KeyChange { key: key.clone(), old: of(old, key), new: of(new, key) })
        .filter(|change| change.old != change.new)
        .collect()
}
