//! One edit, by the platform's rules.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::edit::SchemaEdit;
use crate::schema::{
    issue::SchemaIssue,
    metadata::{FieldMetadata, ObjectMetadata, PicklistMetadata},
};

/// The keys of a field that may be updated: those of the platform's rules, and our own.
const UPDATABLE: [&str; 15] = [
    "DisplayName",
    "Description",
    "DefaultValue",
    "IsSortable",
    "IsUnique",
    "IsRequired",
    "Length",
    "Precision",
    "Scale",
    "IsNullable",
    "IsIndexField",
    "ReadAccess",
    "WriteAccess",
    "Format",
    "Enforcement",
];
/// What may be updated of a system field: what people see of it.
const OF_A_SYSTEM_FIELD: [&str; 3] = ["DisplayName", "Description", "IsSortable"];

/// The metadata while edits are made to it.
pub(super) struct Work<'a> {
    /// As it was before all edits.
    pub(super) before: &'a ObjectMetadata,
    /// As it is now.
    pub(super) metadata: ObjectMetadata,
}

/// What is wrong with an edit: the key of the edit it is about, and why.
type Wrong = (String, String);

impl Work<'_> {
    /// Makes one edit, whose place is `at`.
    pub(super) fn apply(&mut self, edit: &SchemaEdit, at: &str) -> Result<(), SchemaIssue> {
        let (field, made) = match edit {
            SchemaEdit::AddField { field } => (Some(&field.field_name), self.add(field)),
            SchemaEdit::UpdateField { name, changes } => (Some(name), self.update(name, changes)),
            SchemaEdit::DeprecateField { name } => (Some(name), self.deprecate(name, true)),
            SchemaEdit::UndeprecateField { name } => (Some(name), self.deprecate(name, false)),
            SchemaEdit::DeleteField { name } => (Some(name), self.delete(name)),
            SchemaEdit::PutPicklist { picklist } => (None, self.put_list(picklist)),
            SchemaEdit::DeletePicklist { name } => (None, self.delete_list(name)),
        };
        made.map_err(|(key, message)| {
            let issue = SchemaIssue::at(format!("{at}.{key}"), message);
            if let Some(field) = field { issue.of(field) } else { issue }
        })
    }

    fn add(&mut self, field: &FieldMetadata) -> Result<(), Wrong> {
        if self.before.field_metadata.iter().any(|old| old.field_name == field.field_name) {
            let message =
                format!("There is a field {} already. Give the new one another name.", field.field_name);
            return Err(("Field.FieldName".to_owned(), message));
        }
        self.metadata.field_metadata.push(FieldMetadata { is_protected: false, ..field.clone() });
        Ok(())
    }

    fn update(&mut self, name: &str, changes: &Map<String, Value>) -> Result<(), Wrong> {
        let field = self.field(name)?;
        for (key, value) in changes {
            let wrong = |message: String| (format!("Changes.{key}"), message);
            may_update(field, key).map_err(wrong)?;
            *field = with(field, key, value).map_err(wrong)?;
        }
        Ok(())
    }

    fn deprecate(&mut self, name: &str, is_deprecated: bool) -> Result<(), Wrong> {
        let field = self.field(name)?;
        if field.is_system() {
            return Err(named(format!("{name} is a system field: it cannot be deprecated.")));
        }
        field.is_deprecated = is_deprecated;
        Ok(())
    }

    fn delete(&mut self, name: &str) -> Result<(), Wrong> {
        let field = self.field(name)?;
        if field.is_protected || field.is_system() {
            let message =
                format!("{name} is a standard field: it cannot be deleted. Deprecate it to hide it.");
            return Err(named(message));
        }
        self.metadata.field_metadata.retain(|field| field.field_name != name);
        Ok(())
    }

    fn put_list(&mut self, list: &PicklistMetadata) -> Result<(), Wrong> {
        match self.metadata.picklist_metadata.iter_mut().find(|old| old.name == list.name) {
            Some(old) => *old = list.clone(),
            None => self.metadata.picklist_metadata.push(list.clone()),
        }
        Ok(())
    }

    fn delete_list(&mut self, name: &str) -> Result<(), Wrong> {
        let user =
            self.metadata.field_metadata.iter().find(|field| field.picklist_name.as_deref() == Some(name));
        if let Some(field) = user {
            let message =
                format!("The picklist {name:?} is used by the field {}. It stays.", field.field_name);
            return Err(named(message));
        }
        let count = self.metadata.picklist_metadata.len();
        self.metadata.picklist_metadata.retain(|list| list.name != name);
        if self.metadata.picklist_metadata.len() == count {
            return Err(named(format!("There is no picklist {name:?}.")));
        }
        Ok(())
    }

    fn field(&mut self, name: &str) -> Result<&mut FieldMetadata, Wrong> {
        let object = self.metadata.name.clone();
        let found = self.metadata.field_metadata.iter_mut().find(|field| field.field_name == name);
        found.ok_or_else(|| named(format!("{object} has no field {name:?}. Names are case-sensitive.")))
    }
}

fn named(message: String) -> Wrong {
    ("Name".to_owned(), message)
}

/// Whether the key of a field may be updated; if not, why.
pub(in crate::schema) fn may_update(field: &FieldMetadata, key: &str) -> Result<(), String> {
    let name = &field.field_name;
    if field.is_system() && !OF_A_SYSTEM_FIELD.contains(&key) {
        return Err(format!("{name} is a system field: {} can be changed.", OF_A_SYSTEM_FIELD.join(", ")));
    }
    match key {
        _ if UPDATABLE.contains(&key) => Ok(()),
        "DataType" => Err(format!("The type of a field never changes: {name} is a {:?}.", field.data_type)),
        _ => Err(format!("{key} of a field cannot be updated: {} can.", UPDATABLE.join(", "))),
    }
}

/// The field with another value of one key; null takes the key away.
fn with(field: &FieldMetadata, key: &str, value: &Value) -> Result<FieldMetadata, String> {
    let mut keys = field_keys(field);
    if value.is_null() {
        keys.shift_remove(key);
    } else {
        keys.insert(key.to_owned(), value.clone());
    }
    FieldMetadata::deserialize(Value::Object(keys))
        .map_err(|error| format!("This is no value of {key}: {error}."))
}

/// A field as the map of its keys.
pub(in crate::schema) fn field_keys(field: &FieldMetadata) -> Map<String, Value> {
    match serde_json::to_value(field) {
        Ok(Value::Object(keys)) => keys,
        _ => Map::new(),
    }
}
