//! What a person may ask to be changed in a schema, and what comes of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::schema::metadata::{FieldMetadata, ObjectMetadata, PicklistMetadata};

/// One change that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all_fields = "PascalCase")]
pub enum SchemaEdit {
    /// A new field, last in schema order.
    AddField {
        /// Its metadata.
        field: Box<FieldMetadata>,
    },
    /// Other values for some keys of a field's metadata.
    UpdateField {
        /// The field.
        name: String,
        /// Key to new value; null takes the key away.
        changes: Map<String, Value>,
    },
    /// Hide a field from forms; it stays stored and readable.
    DeprecateField {
        /// The field.
        name: String,
    },
    /// Show a deprecated field again.
    UndeprecateField {
        /// The field.
        name: String,
    },
    /// Take away a custom field that no record holds a value in.
    DeleteField {
        /// The field.
        name: String,
    },
    /// A picklist in the place of the one of its name, or a new one.
    PutPicklist {
        /// The picklist.
        picklist: PicklistMetadata,
    },
    /// Take away a picklist that no field uses.
    DeletePicklist {
        /// The picklist.
        name: String,
    },
}

/// What a change of a schema comes to, before it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaPlan {
    /// The metadata afterwards; sound.
    pub metadata: ObjectMetadata,
    /// What differs, part by part.
    pub differences: Vec<SchemaDifference>,
    /// What the book must look at in the records first.
    pub checks: Vec<SchemaCheck>,
}

/// What happens to a part of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum DifferenceKind {
    /// It is new.
    Added,
    /// Some of its keys change.
    Changed,
    /// It is hidden from now on.
    Deprecated,
    /// It is shown again.
    Undeprecated,
    /// It is taken away.
    Deleted,
    /// It stays as it is, though a file does not say it, or says it otherwise.
    Kept,
    /// A file asks for it and it cannot be.
    Refused,
}

/// A kind of part a schema or a layout has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub enum SchemaPart {
    /// The object itself.
    Object,
    /// A field.
    Field,
    /// A picklist.
    Picklist,
    /// The layout as a whole: columns, searched fields, the order of groups and views.
    Layout,
    /// A group of the form.
    Group,
    /// A view of the list.
    View,
}

/// What becomes of one part of a schema or a layout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaDifference {
    /// What happens to it.
    pub kind: DifferenceKind,
    /// What kind of part it is.
    pub part: SchemaPart,
    /// Its name, of a group or a view its heading; none of the object and the layout.
    pub name: String,
    /// The keys of its metadata that differ; of a picklist also each entry, as `Entry:<value>`.
    pub keys: Vec<KeyChange>,
    /// Why, where it is kept or refused.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub why: Option<String>,
}

/// One key of metadata with its old and new value, null for none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct KeyChange {
    /// The key.
    pub key: String,
    /// The value before.
    #[serde(default)]
    pub old: Value,
    /// The value after.
    #[serde(default)]
    pub new: Value,
}

/// What must be looked at in the records before a change of the schema is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all_fields = "PascalCase")]
pub enum SchemaCheck {
    /// A rule of the field was tightened: which records hold what it no longer takes?
    MustBeValid {
        /// The field.
        field: String,
    },
    /// The field became unique: which records share a value?
    MustBeUnique {
        /// The field.
        field: String,
    },
    /// The field is to be deleted: which records hold a value in it?
    MustBeEmpty {
        /// The field.
        field: String,
    },
}

impl SchemaCheck {
    /// The field that is looked at.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::MustBeValid { field } | Self::MustBeUnique { field } | Self::MustBeEmpty { field } => field,
        }
    }
}
