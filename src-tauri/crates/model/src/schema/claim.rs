//! Values that a request would give a record and that no other record may hold.

use serde_json::Value;

use super::Schema;
use crate::{body::Body, record::Record};

/// The value of a unique field that a request would give a record, in its normal form. Whether another record holds it
/// is for the book to look up.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The field.
    pub field: String,
    /// The value; never null.
    pub value: Value,
}

impl Schema {
    /// What a body claims: on an update only what differs from the stored record, on a create (nothing stored) its
    /// defaults too.
    #[must_use]
    pub fn claims(&self, stored: Option<&Record>, body: &Body) -> Vec<Claim> {
        let claimed = |field: &super::FieldMetadata| {
            let default = field.default_value.as_ref().filter(|_| stored.is_none());
            let value = body.fields.get(&field.field_name).or(default)?.clone();
            let held = stored.is_some_and(|record| *record.get(&field.field_name) == value);
            (!value.is_null() && !held).then(|| Claim { field: field.field_name.clone(), value })
        };
        self.unique_fields().filter(|field| field.is_writable()).filter_map(claimed).collect()
    }
}
