//! The fields Kith writes itself. They are the only fields the code knows by name: every other field is data of
//! the schema.

/// Kith's own identifier of a record; never changes.
pub const ID: &str = "Id";
/// The owning system's key of a record, by which it is updated.
pub const EXTERNAL_ID: &str = "ExternalId";
/// When the record was created, RFC 3339 UTC with milliseconds.
pub const CREATED_DATE: &str = "CreatedDate";
/// When the record was last changed, RFC 3339 UTC with milliseconds.
pub const MODIFIED_DATE: &str = "ModifiedDate";
/// Who created the record, `{"Id","Name"}`.
pub const CREATED_BY: &str = "CreatedBy";
/// Who last changed the record, `{"Id","Name"}`.
pub const MODIFIED_BY: &str = "ModifiedBy";
/// An opaque string that is new with every change.
pub const ETAG: &str = "ETag";

/// What the `Id` of a document begins with: a record of Kith's own, which is no contact. No key from outside does.
pub const DOCUMENT_PREFIX: &str = "kith:";
/// The document that holds the schema, once it was changed.
pub const SCHEMA_DOCUMENT: &str = "kith:schema";
/// The document that holds what was changed in the layout.
pub const LAYOUT_DOCUMENT: &str = "kith:layout";
/// The document that holds the next number of each AutoNumber field.
pub const COUNTERS_DOCUMENT: &str = "kith:counters";

/// Whether an `Id` is that of a document.
#[must_use]
pub fn is_document(id: &str) -> bool {
    id.starts_with(DOCUMENT_PREFIX)
}

/// The field a key of a request's body stands for, where it is one of the two record keys: `Id`, `ID` and `id` are
/// one key, `ExternalId` and `externalId` another.
#[must_use]
pub fn key_field(name: &str) -> Option<&'static str> {
    match name {
        "Id" | "ID" | "id" => Some(ID),
        "ExternalId" | "externalId" => Some(EXTERNAL_ID),
        _ => None,
    }
}

/// Whether Kith alone writes the field.
#[must_use]
pub fn is_system(name: &str) -> bool {
    matches!(name, ID | EXTERNAL_ID | CREATED_DATE | MODIFIED_DATE | CREATED_BY | MODIFIED_BY | ETAG)
}
