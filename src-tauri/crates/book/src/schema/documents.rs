//! Schema and layout, and the documents they are kept in.

use kith_model::{Layout, ObjectMetadata, Record, RecordKey, Schema, system};
use kith_store::{Store, StoreError};

use crate::error::Error;

/// The schema of a book, where these documents are about to be kept.
pub(crate) fn schema_of(store: &Store, newer: &[Record]) -> Result<Schema, Error> {
    match document(store, newer, system::SCHEMA_DOCUMENT)? {
        Some(document) => Ok(Schema::compile(ObjectMetadata::from_document(&document)?)?),
        None => Ok(Schema::contact()?),
    }
}

/// The layout of a book, where these documents are about to be kept, as it fits its schema.
pub(crate) fn layout_of(store: &Store, newer: &[Record], schema: &Schema) -> Result<Layout, Error> {
    let document = document(store, newer, system::LAYOUT_DOCUMENT)?.unwrap_or_default();
    Ok(layout_from(&document)?.fitted(schema))
}

fn document(store: &Store, newer: &[Record], id: &str) -> Result<Option<Record>, StoreError> {
    match newer.iter().find(|document| document.id() == id) {
        Some(document) => Ok(Some(document.clone())),
        None => store.get(&key(id)),
    }
}

/// The layout that a document of the book says, as a person made it.
pub(super) fn layout_from(document: &Record) -> Result<Layout, Error> {
    Layout::from_document(document).map_err(|source| Error::Shipped { what: "layout", source })
}

/// The document of the schema as it was before a person changed it.
pub(super) fn shipped_document() -> Result<Record, Error> {
    Ok(Schema::contact()?.metadata().to_document()?)
}

/// The key of a document.
pub(super) fn key(id: &str) -> RecordKey {
    RecordKey::Id(id.to_owned())
}
