//! The fields of a body, judged against the schema and what is stored.

use serde_json::Value;

use super::{Accepted, CreateRequest, Rejected, Verdict};
use crate::{
    body::Body,
    issue::{Code, Issue},
    record::Record,
    schema::{DataType, FieldMetadata, Schema},
    system,
};

/// The errors and warnings found so far, and the record as it would be.
pub(super) struct Review<'a> {
    schema: &'a Schema,
    pub(super) stored: &'a Record,
    /// The unique fields whose sent value another record holds.
    taken: &'a [String],
    pub(super) record: Record,
    pub(super) errors: Vec<Issue>,
    warnings: Vec<Issue>,
}

impl<'a> Review<'a> {
    pub(super) fn new(schema: &'a Schema, stored: &'a Record, taken: &'a [String]) -> Self {
        Self { schema, stored, taken, record: stored.clone(), errors: Vec::new(), warnings: Vec::new() }
    }

    /// Every field of the schema that the body holds, in schema order.
    pub(super) fn fields(&mut self, body: &Body) {
        let mut sent: Vec<_> = body
            .fields
            .iter()
            .filter_map(|(name, value)| Some((self.schema.position(name)?, value)))
            .collect();
        sent.sort_unstable_by_key(|(position, _)| *position);
        for (position, value) in sent {
            if let Some(field) = self.schema.fields().get(position) {
                self.field(field, value);
            }
        }
    }

    /// One field. In an update a value equal to the stored one is not an edit, so that a whole record put back is never
    /// refused for what somebody else stored.
    fn field(&mut self, field: &FieldMetadata, value: &Value) {
        let name = field.field_name.as_str();
        if name == system::ETAG {
            return;
        }
        let normal = field.normal(value);
        let held = self.stored.get(name);
        let differs = held != &*normal && held != value;
        if !field.is_writable() {
            self.errors.extend(differs.then(|| not_writable(field)));
            return;
        }
        if differs || self.is_new() {
            self.set(field, normal.into_owned());
        }
        self.warnings.extend(differs.then(|| self.schema.notice(field, value)).flatten());
        self.warnings
            .extend(self.schema.warning(field, value).unwrap_or_else(|error| Some(broken(field, &error))));
    }

    /// Sets a field, or says why not.
    fn set(&mut self, field: &FieldMetadata, value: Value) {
        match self.error_of(field, &value) {
            Some(error) => self.errors.push(error),
            None => {
                self.record.set(&field.field_name, value);
            }
        }
    }

    fn error_of(&self, field: &FieldMetadata, value: &Value) -> Option<Issue> {
        let fault = self.schema.fault(field, value).unwrap_or_else(|error| Some(broken(field, &error)));
        let is_taken = !value.is_null() && self.taken.contains(&field.field_name);
        fault.or_else(|| is_taken.then(|| not_unique(field, value)))
    }

    fn is_new(&self) -> bool {
        self.stored.id().is_empty()
    }

    /// On create: required fields the body does not name at all.
    pub(super) fn missing_required(&mut self, body: &Body) {
        let missing = self
            .schema
            .fields()
            .iter()
            .filter(|field| field.is_writable() && !body.fields.contains_key(&field.field_name));
        let missing = missing.filter(|field| field.is_demanded());
        let errors: Vec<_> = missing.filter_map(|field| self.error_of(field, &Value::Null)).collect();
        self.errors.extend(errors);
        self.errors.sort_by_key(|issue| issue.field.as_deref().and_then(|field| self.schema.position(field)));
    }

    /// On create: the values that no request may send. Numbers, and the defaults of read-only fields.
    pub(super) fn given_by_kith(&mut self, request: &CreateRequest) {
        for field in self.schema.fields().iter().filter(|field| !field.is_writable()) {
            let value = if field.data_type == DataType::AutoNumber {
                let next = request.auto_numbers.get(&field.field_name).copied();
                Value::from(field.numbered(next.unwrap_or_else(|| field.first_number())))
            } else {
                field.default_for_new().map_or(Value::Null, |value| field.normal(value).into_owned())
            };
            self.record.set(&field.field_name, value);
        }
    }

    pub(super) fn unknown_fields(&mut self, body: &Body) {
        let unknown = body.fields.keys().filter(|name| self.schema.position(name).is_none());
        self.errors.extend(unknown.map(|name| self.schema.unknown(name)));
    }

    pub(super) fn finish(self, stored: &Record, stamp: impl FnOnce(&mut Record)) -> Verdict {
        let Self { mut record, errors, warnings, .. } = self;
        if !errors.is_empty() {
            return Err(Box::new(Rejected { errors, warnings }));
        }
        let changed = stored.id().is_empty() || record != *stored;
        if changed {
            stamp(&mut record);
        }
        Ok(Accepted { record, changed, warnings })
    }
}

fn not_writable(field: &FieldMetadata) -> Issue {
    let message = format!(
        "{} is read-only: only its stored value is accepted. Leave it out of the request.",
        field.display_name
    );
    Issue::of(&field.field_name, Code::FieldNotWritable, message)
}

fn not_unique(field: &FieldMetadata, value: &Value) -> Issue {
    let message = format!("Another record holds the {} {value}. Give another one.", field.display_name);
    Issue::of(&field.field_name, Code::NotUnique, message)
}

fn broken(field: &FieldMetadata, error: &crate::schema::SchemaError) -> Issue {
    Issue::of(&field.field_name, Code::Internal, error.to_string())
}
