//! Creating and updating a record as pure functions: what is stored and what was sent go in, the new record or every
//! error comes out.

mod keys;
mod review;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use review::Review;
use serde_json::{Value, json};

use crate::{
    body::Body,
    change::User,
    issue::Issue,
    record::{Record, RecordKey},
    schema::Schema,
    system,
};

/// What Kith writes into a record that changes.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The moment of the change, RFC 3339 UTC with milliseconds.
    pub at: String,
    /// Who makes it.
    pub by: User,
    /// The record's new version.
    pub etag: String,
}

impl Stamp {
    /// Marks a record as changed.
    pub fn mark(&self, record: &mut Record) {
        record.set(system::MODIFIED_DATE, self.at.clone().into());
        record.set(system::MODIFIED_BY, self.user());
        record.set(system::ETAG, self.etag.clone().into());
    }

    fn user(&self) -> Value {
        json!({"Id": self.by.id, "Name": self.by.name})
    }
}

/// What an update is asked to do, besides the body.
#[derive(Debug, Clone)]
pub struct UpdateRequest<'a> {
    /// The key by which the record was found.
    pub key: &'a RecordKey,
    /// Refuse the update unless the body's `ETag` is the record's.
    pub enforce_lock: bool,
    /// Whether another record holds the ExternalId in the body.
    pub external_id_taken: bool,
    /// The unique fields whose [claimed](Schema::claims) value another record holds.
    pub taken: Vec<String>,
}

/// What a create needs besides the body.
#[derive(Debug, Clone, Default)]
pub struct CreateRequest {
    /// The Id of the record where the body has none.
    pub new_id: String,
    /// Whether a record holds the Id in the body.
    pub id_taken: bool,
    /// Whether a record holds the ExternalId in the body.
    pub external_id_taken: bool,
    /// The unique fields whose [claimed](Schema::claims) value a record holds.
    pub taken: Vec<String>,
    /// The next number of each [AutoNumber field](Schema::auto_numbers).
    pub auto_numbers: HashMap<String, u64>,
}

/// A request that can be carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The record as it is afterwards.
    pub record: Record,
    /// Whether it differs from what was stored. An update that changes nothing writes nothing.
    pub changed: bool,
    /// What was kept although it is doubtful.
    pub warnings: Vec<Issue>,
}

/// A request that is refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Every field in error, in schema order, unknown fields and keys last.
    pub errors: Vec<Issue>,
    /// What would have been kept although it is doubtful.
    pub warnings: Vec<Issue>,
}

/// What a request comes to.
pub type Verdict = Result<Accepted, Box<Rejected>>;

/// Updates a record with the fields of a body.
///
/// # Errors
/// [`Rejected`] with every error; nothing of the body is taken then.
pub fn update(
    schema: &Schema,
    stored: &Record,
    body: &Body,
    request: &UpdateRequest<'_>,
    stamp: &Stamp,
) -> Verdict {
    let mut review = Review::new(schema, stored, &request.taken);
    review.fields(body);
    review.unknown_fields(body);
    review.id_is_the_records(body);
    review.external_id_on_update(body, request);
    if request.enforce_lock {
        review.etag_is_the_records(body);
    }
    review.finish(stored, |record| stamp.mark(record))
}

/// Makes a new record of a body.
///
/// # Errors
/// [`Rejected`] with every error.
pub fn create(schema: &Schema, body: &Body, request: &CreateRequest, stamp: &Stamp) -> Verdict {
    let nothing = Record::default();
    let mut review = Review::new(schema, &nothing, &request.taken);
    let body = &with_defaults(schema, body);
    review.fields(body);
    review.missing_required(body);
    review.given_by_kith(request);
    review.unknown_fields(body);
    let id = review.new_key(system::ID, body.id.as_ref(), request.id_taken);
    let external_id =
        review.new_key(system::EXTERNAL_ID, body.external_id.as_ref(), request.external_id_taken);
    review.finish(&nothing, |record| {
        record.set(system::ID, id.unwrap_or_else(|| request.new_id.clone()).into());
        record.set(system::EXTERNAL_ID, external_id.map_or(Value::Null, Value::from));
        record.set(system::CREATED_DATE, stamp.at.clone().into());
        record.set(system::CREATED_BY, stamp.user());
        stamp.mark(record);
    })
}

fn with_defaults(schema: &Schema, body: &Body) -> Body {
    let mut body = body.clone();
    for field in schema.fields().iter().filter(|field| field.is_writable()) {
        if let Some(default) = field.default_for_new()
            && !body.fields.contains_key(&field.field_name)
        {
            body.fields.insert(field.field_name.clone(), default.clone());
        }
    }
    body
}
