//! The parts of a file, one by one, into metadata.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::asked::{Asked, AskedPart, kept, refused};
use crate::schema::{
    FieldMetadata, ObjectMetadata, PicklistMetadata, SchemaDifference, SchemaIssue, SchemaPart,
    manage::{field_keys, may_update},
};

/// The keys of a field that always have a value; null for one says nothing.
const ALWAYS_SET: [&str; 11] = [
    "DisplayName",
    "DataType",
    "IsRequired",
    "IsNullable",
    "IsUnique",
    "IsIndexField",
    "IsSortable",
    "IsDeprecated",
    "IsProtected",
    "ReadAccess",
    "WriteAccess",
];

/// The keys of a field that count something.
const WHOLE: [&str; 3] = ["Length", "Precision", "Scale"];

/// Metadata while a file is taken into it.
pub(super) struct Work<'a> {
    pub(super) metadata: ObjectMetadata,
    /// What the file asks for, by name.
    pub(super) fields: HashMap<&'a str, &'a AskedPart>,
    pub(super) lists: HashMap<&'a str, &'a AskedPart>,
    /// What was not taken.
    pub(super) told: Vec<SchemaDifference>,
}

impl<'a> Work<'a> {
    /// Everything that can be taken, taken into what was before. Whether the whole is sound is not looked at.
    pub(super) fn of(before: &ObjectMetadata, asked: &'a Asked) -> Self {
        let by_name = |parts: &'a [AskedPart]| parts.iter().map(|part| (part.name.as_str(), part)).collect();
        let mut work = Self {
            metadata: before.clone(),
            fields: by_name(&asked.fields),
            lists: by_name(&asked.lists),
            told: Vec::new(),
        };
        work.object(&asked.object);
        for list in &asked.lists {
            let taken = work.list(list);
            work.tell(SchemaPart::Picklist, list, taken);
        }
        for field in &asked.fields {
            let taken = work.field(field);
            work.tell(SchemaPart::Field, field, taken);
        }
        work
    }

    fn tell(&mut self, part: SchemaPart, asked: &AskedPart, taken: Result<(), SchemaIssue>) {
        if let Err(issue) = taken {
            self.told.push(refused(part, &asked.name, &issue));
        }
    }

    /// What people see of the object, and what the platform says besides. Its access is the book's own matter.
    fn object(&mut self, keys: &Map<String, Value>) {
        for (key, value) in keys {
            match (key.as_str(), value) {
                ("DisplayName", Value::String(text)) => self.metadata.display_name.clone_from(text),
                ("Name" | "WriteAccess" | "DisplayName", _) => {}
                ("Description", value) => self.metadata.description = value.as_str().map(str::to_owned),
                (key, value) => {
                    self.metadata.other.insert(key.to_owned(), value.clone());
                }
            }
        }
    }

    fn list(&mut self, asked: &AskedPart) -> Result<(), SchemaIssue> {
        let mut keys = asked.keys.clone();
        complete_entries(&mut keys);
        keys.retain(|_, value| !value.is_null());
        let list: PicklistMetadata = read(&asked.place, keys)?;
        match self.metadata.picklist_metadata.iter_mut().find(|own| own.name == list.name) {
            Some(own) => *own = list,
            None => self.metadata.picklist_metadata.push(list),
        }
        Ok(())
    }

    fn field(&mut self, asked: &AskedPart) -> Result<(), SchemaIssue> {
        let fields = &mut self.metadata.field_metadata;
        let Some(own) = fields.iter_mut().find(|own| own.field_name == asked.name) else {
            fields.push(new_field(asked)?);
            return Ok(());
        };
        let changed = changed_keys(own, asked);
        if own.is_system() && !changed.is_empty() {
            let why = "Kith writes this field itself: what the file says of it is not taken.";
            self.told.push(kept(SchemaPart::Field, &asked.name, why));
            return Ok(());
        }
        *own = updated(own, &asked.place, changed)?;
        Ok(())
    }
}

/// The keys whose value in the file differs from the field's own.
fn changed_keys(own: &FieldMetadata, asked: &AskedPart) -> Map<String, Value> {
    let held = field_keys(own);
    let says = |key: &str, value: &Value| {
        let is_unsaid = value.is_null() && ALWAYS_SET.contains(&key);
        key != "IsProtected" && !is_unsaid && held.get(key).unwrap_or(&Value::Null) != value
    };
    let changed = asked.keys.iter().filter(|(key, value)| says(key, value));
    changed.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn updated(
    own: &FieldMetadata,
    place: &str,
    changed: Map<String, Value>,
) -> Result<FieldMetadata, SchemaIssue> {
    let mut keys = field_keys(own);
    for (key, value) in changed {
        let is_known = key == "IsDeprecated" || own.other.contains_key(&key) || !is_of_a_field(&key);
        if !is_known {
            may_update(own, &key).map_err(|why| SchemaIssue::at(format!("{place}.{key}"), why))?;
        }
        if value.is_null() {
            keys.shift_remove(&key)
        } else {
            keys.insert(key, value)
        };
    }
    read(place, keys)
}

/// Whether the key is one that Kith knows, not one the platform's metadata says besides.
fn is_of_a_field(key: &str) -> bool {
    let others =
        ["FieldName", "PicklistName", "LookupObjectName", "AutoNumberPrefix", "AutoNumberInitialSeed"];
    let free = ["Description", "DefaultValue", "Length", "Precision", "Scale", "Format", "Enforcement"];
    ALWAYS_SET.contains(&key) || others.contains(&key) || free.contains(&key)
}

fn new_field(asked: &AskedPart) -> Result<FieldMetadata, SchemaIssue> {
    let mut keys = asked.keys.clone();
    keys.retain(|_, value| !value.is_null());
    if keys.get("DisplayName").is_none_or(|name| name == "") {
        keys.insert("DisplayName".to_owned(), asked.name.clone().into());
    }
    keys.insert("IsProtected".to_owned(), false.into());
    read(&asked.place, keys)
}

/// Entries without a text shown or a place in the list get the value, and the place they stand at.
fn complete_entries(list: &mut Map<String, Value>) {
    let entries = list.entry("PicklistEntries").or_insert_with(|| json!([]));
    for (at, entry) in entries.as_array_mut().into_iter().flatten().enumerate() {
        let Value::Object(entry) = entry else { continue };
        entry.retain(|_, value| !value.is_null());
        let value = entry.get("Value").cloned().unwrap_or_default();
        entry.entry("DisplayText").or_insert(value);
        entry.entry("Sequence").or_insert_with(|| (at + 1).into());
    }
}

/// Metadata out of its keys; what is wrong is told with the place of the first key that is.
fn read<T: DeserializeOwned>(place: &str, keys: Map<String, Value>) -> Result<T, SchemaIssue> {
    T::deserialize(Value::Object(keys.clone())).map_err(|error| {
        let text = error.to_string();
        let is_missing = text.starts_with("missing field");
        let culprit = keys.keys().filter(|_| !is_missing).find(|key| is_wrong::<T>(&keys, key, &text));
        let why = match culprit.and_then(|key| Some((key.as_str(), keys.get(key)?))) {
            Some((key, Value::Number(number))) if WHOLE.contains(&key) => {
                format!("{number} came; a whole number from 0 to {} is wanted.", u32::MAX)
            }
            _ => format!("This is no value Kith can take: {error}."),
        };
        let key = culprit.map(|key| format!(".{key}")).unwrap_or_default();
        SchemaIssue::at(format!("{place}{key}"), why)
    })
}

/// Whether the metadata would read, or fail for another reason, without the key.
fn is_wrong<T: DeserializeOwned>(keys: &Map<String, Value>, key: &str, text: &str) -> bool {
    let mut without = keys.clone();
    without.shift_remove(key);
    T::deserialize(Value::Object(without)).map_or_else(|error| error.to_string() != text, |_| true)
}
