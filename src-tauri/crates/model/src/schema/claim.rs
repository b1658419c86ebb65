//! Values that a request would give a record and that no other record may hold.

use serde_json::Value;

use super::{FieldMetadata, Schema};
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
        let claimed = |field: &FieldMetadata| {
            let default = field.default_for_new().filter(|_| stored.is_none());
            let value = field.normal(body.fields.get(&field.field_name).or(default)?).into_owned();
            let held = stored.is_some_and(|record| *record.get(&field.field_name) == value);
            (!value.is_null() && !held).then(|| Claim { field: field.field_name.clone(), value })
        };
        self.unique_fields().filter(|field| field.is_writable()).filter_map(claimed).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Schema {
        let mut metadata = Schema::contact().unwrap().metadata().clone();
        let field = json!({"FieldName": "Score_c", "DisplayName": "Score", "DataType": "Decimal", "IsUnique": true,
            "DefaultValue": 1.50});
        metadata.field_metadata.push(serde_json::from_value(field).unwrap());
        Schema::compile(metadata).unwrap()
    }

    fn claimed(stored: Option<&Record>, body: Value) -> Vec<Value> {
        let body = Body::from_map(body.as_object().unwrap().clone()).unwrap();
        schema().claims(stored, &body).into_iter().map(|claim| claim.value).collect()
    }

    #[test]
    fn a_claim_is_in_normal_form_and_counts_only_what_is_new() {
        let stored = Record::from_fields(json!({"Id": "1", "Score_c": 1.5}).as_object().unwrap().clone());
        assert_eq!(claimed(Some(&stored), json!({"Title": "x"})), [Value::Null; 0]);
        assert_eq!(claimed(Some(&stored), json!({"Score_c": 1.50})), [Value::Null; 0]);
        assert_eq!(claimed(Some(&stored), json!({"Score_c": null})), [Value::Null; 0]);
        assert_eq!(claimed(Some(&stored), json!({"Score_c": 2.0})), [json!(2)]);
    }

    #[test]
    fn a_new_record_claims_its_defaults_too_and_never_the_record_keys() {
        assert_eq!(claimed(None, json!({"Id": "1", "ExternalId": "x"})), [json!(1.5)]);
        assert_eq!(claimed(None, json!({"Score_c": null})), [Value::Null; 0]);
    }
}
