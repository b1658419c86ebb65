//! The schema as a document of the book: one field of a record for the object, each field and each picklist, so that
//! the history tells field by field what changed. The order of the record is the order of the schema.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    SchemaError, SchemaIssue,
    metadata::{FieldMetadata, ObjectMetadata, PicklistMetadata},
    shipped,
};
use crate::{record::Record, system};

/// The document's field that holds the object's own keys.
const OBJECT: &str = "Object";
/// What the name of a document's field begins with where it holds a schema's field.
const FIELD: &str = "Field:";
/// What it begins with where it holds a picklist.
const PICKLIST: &str = "Picklist:";

impl ObjectMetadata {
    /// The document that holds this schema.
    ///
    /// # Errors
    /// [`SchemaError::Unreadable`] when the metadata is no JSON, which it always is.
    pub fn to_document(&self) -> Result<Record, SchemaError> {
        let own = Self { field_metadata: Vec::new(), picklist_metadata: Vec::new(), ..self.clone() };
        let mut own = json(&own)?;
        if let Value::Object(keys) = &mut own {
            keys.shift_remove("FieldMetadata");
            keys.shift_remove("PicklistMetadata");
        }
        let mut document = Record::default();
        document.set(system::ID, system::SCHEMA_DOCUMENT.into());
        document.set(OBJECT, own);
        for field in &self.field_metadata {
            document.set(&format!("{FIELD}{}", field.field_name), json(field)?);
        }
        for list in &self.picklist_metadata {
            document.set(&format!("{PICKLIST}{}", list.name), json(list)?);
        }
        Ok(document)
    }

    /// The schema that a document holds. A shipped standard field that it lacks is added, with its picklist: the
    /// document may be older than this Kith.
    ///
    /// # Errors
    /// [`SchemaError`] when a part of the document is no metadata, or the whole is not sound.
    pub fn from_document(document: &Record) -> Result<Self, SchemaError> {
        let mut keys = document.get(OBJECT).as_object().cloned().unwrap_or_default();
        keys.insert("FieldMetadata".to_owned(), Value::Array(Vec::new()));
        let mut metadata: Self = part(OBJECT, &Value::Object(keys))?;
        metadata.field_metadata = parts::<FieldMetadata>(document, FIELD)?;
        metadata.picklist_metadata = parts::<PicklistMetadata>(document, PICKLIST)?;
        metadata.complete(shipped()?);
        Ok(metadata)
    }

    /// Adds what `shipped` has and this has not.
    fn complete(&mut self, shipped: Self) {
        for field in shipped.field_metadata {
            if !self.field_metadata.iter().any(|own| own.field_name == field.field_name) {
                self.field_metadata.push(field);
            }
        }
        for list in shipped.picklist_metadata {
            let is_used =
                self.field_metadata.iter().any(|field| field.picklist_name.as_ref() == Some(&list.name));
            if is_used && !self.picklist_metadata.iter().any(|own| own.name == list.name) {
                self.picklist_metadata.push(list);
            }
        }
    }
}

fn json(part: &impl serde::Serialize) -> Result<Value, SchemaError> {
    serde_json::to_value(part).map_err(|error| SchemaError::Unreadable(error.to_string()))
}

fn parts<T: DeserializeOwned>(document: &Record, prefix: &str) -> Result<Vec<T>, SchemaError> {
    let held = document.fields().filter(|(name, _)| name.starts_with(prefix));
    held.map(|(name, value)| part(name, value)).collect()
}

fn part<T: DeserializeOwned>(place: &str, value: &Value) -> Result<T, SchemaError> {
    T::deserialize(value).map_err(|error| {
        let message =
            format!("This is no metadata: {error}. Restore the book from a backup, or undo the change.");
        SchemaError::Unsound(vec![SchemaIssue::at(place, message)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_comes_back_from_its_document() {
        let metadata = shipped().unwrap();
        let document = metadata.to_document().unwrap();
        assert!(document.is_document());
        assert_eq!(document.get("Field:Email")["Format"], "email");
        assert_eq!(document.get("Object").get("FieldMetadata"), None);
        assert_eq!(ObjectMetadata::from_document(&document).unwrap(), metadata);
    }

    #[test]
    fn a_standard_field_that_an_older_document_lacks_is_added() {
        let mut document = shipped().unwrap().to_document().unwrap();
        document.set("Field:Salutation", Value::Null);
        document.set("Picklist:Salutation", Value::Null);
        let metadata = ObjectMetadata::from_document(&document).unwrap();
        assert_eq!(metadata.field_metadata.last().unwrap().field_name, "Salutation");
        assert_eq!(metadata.picklist_metadata.last().unwrap().name, "Salutation");
    }

    #[test]
    fn what_is_no_metadata_is_named_by_its_place() {
        let mut document = shipped().unwrap().to_document().unwrap();
        document.set("Field:Email", 1.into());
        let error = ObjectMetadata::from_document(&document).unwrap_err();
        assert!(error.to_string().contains("Field:Email"), "{error}");
    }
}
