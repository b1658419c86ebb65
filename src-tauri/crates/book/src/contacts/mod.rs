//! Requests about one contact.

mod ahead;
mod bulk;
mod counters;
mod follow;
mod ground;
mod work;
mod write;

use kith_model::{Code, Issue, Record, RecordKey, StatusCode, check_key};
use serde_json::{Map, Value};

pub(crate) use ahead::Ahead;
pub(crate) use bulk::without_null_keys;
pub use bulk::{BulkOperation, BulkRequest, KeyField};
pub(crate) use follow::follow;
pub(crate) use ground::Ground;
pub(crate) use work::Work;
pub(crate) use write::Judged;
pub use write::UpdateOptions;

use crate::{answer::Answer, answer::Reply, book::Book, error::Error};

impl Book {
    /// Reads a contact: `Data` is the whole record, every field of the schema, null where it has no value. What the
    /// schema no longer takes of it is a warning: the contact needs attention.
    #[must_use]
    pub fn read(&self, key: &RecordKey) -> Reply {
        let started = std::time::Instant::now();
        let answer = match self.find(key) {
            Ok(record) => {
                let faults = self.schema().faults(&record).unwrap_or_default();
                Answer::success(StatusCode::OK).with_data(self.whole(&record)).with_warnings(faults)
            }
            Err(error) => error.into(),
        };
        Reply::from(answer).timed(started)
    }

    fn find(&self, key: &RecordKey) -> Result<Record, Error> {
        check_key(key.field(), key.value()).map_err(Error::refused)?;
        self.store.get(key)?.ok_or_else(|| Error::refused(not_found(key)))
    }

    /// The record as an answer holds it: the schema's fields in its order, then what is stored besides.
    pub(crate) fn whole(&self, record: &Record) -> Value {
        let schema = self.schema();
        let record = &*schema.readable(record);
        let named =
            schema.fields().iter().filter(|field| field.is_readable()).map(|field| field.field_name.as_str());
        let mut data: Map<String, Value> =
            named.map(|name| (name.to_owned(), record.get(name).clone())).collect();
        for (name, value) in record.fields() {
            if !data.contains_key(name) {
                data.insert(name.to_owned(), value.clone());
            }
        }
        Value::Object(data)
    }
}

/// That there is no such contact.
pub(crate) fn not_found(key: &RecordKey) -> Issue {
    let message = format!("No contact has the {key}. Check the key, or create the contact.");
    Issue::of(key.field(), Code::NotFound, message)
}
