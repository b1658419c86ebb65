//! Schemas in files: the platform's object metadata and JSON Schema, in and out.

mod asked;
mod blame;
mod file;
mod json_schema;
mod merge;
mod object;
mod take;

pub use json_schema::export_json_schema;
pub use object::export_object_metadata;

use serde_json::Value;

use super::{Schema, SchemaIssue, SchemaPlan};
use asked::Asked;

/// The key under which our JSON Schema holds the object metadata it was made from.
const OURS: &str = "x-kith";

/// What a file would make of the schema: the platform's object metadata or JSON Schema, told apart by content. A field
/// or picklist that cannot be taken is a refused difference with its reason, and the rest is taken. What the file lacks
/// is kept.
///
/// # Errors
/// What is wrong with the file as a whole, each with its place.
pub fn import(current: &Schema, file: &[u8]) -> Result<SchemaPlan, Vec<SchemaIssue>> {
    let root = file::read(file)?;
    let asked = asked(&root, current)?;
    merge::merge(current, asked)
}

fn asked(root: &Value, current: &Schema) -> Result<Asked, Vec<SchemaIssue>> {
    let has = |value: &Value, key: &str| value.get(key).is_some();
    let own = root.get(OURS).filter(|own| has(own, object::FIELDS));
    if let Some(own) = own {
        object::asked(own, &format!("{OURS}."), current)
    } else if has(root, object::FIELDS) {
        object::asked(root, "", current)
    } else if has(root, "properties") {
        json_schema::asked(root, current)
    } else {
        let message = "The file is neither object metadata (it has no FieldMetadata) nor a JSON Schema of an object \
                       (it has no properties).";
        Err(vec![SchemaIssue::at("", message)])
    }
}

#[cfg(test)]
mod tests;
