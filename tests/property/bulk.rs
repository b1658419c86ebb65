//! The bulk table of the contract, in the plain model.

use serde_json::Value;

use crate::model::{Body, Key, Model, Outcome, is_key, is_malformed, sent};

/// What a bulk request does with each row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Create,
    Update,
    Upsert,
    Delete,
}

/// A bulk request.
#[derive(Debug, Clone)]
pub struct Bulk {
    pub kind: Kind,
    pub by_external_id: bool,
    pub all_or_nothing: bool,
    pub rows: Vec<Body>,
}

impl Model {
    /// Each row's own outcome. `new_id` gives the Id of the row with that number where it has none.
    pub fn bulk(&mut self, bulk: &Bulk, new_id: impl Fn(usize) -> String) -> Vec<Outcome> {
        let before = self.clone();
        let rows = bulk.rows.iter().enumerate();
        let mut outcomes: Vec<_> = rows.map(|(at, row)| self.row(bulk, row, &new_id(at))).collect();
        let is_refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
        if bulk.all_or_nothing && outcomes.iter().any(is_refused) {
            *self = before;
            for outcome in outcomes.iter_mut().filter(|outcome| !is_refused(outcome)) {
                *outcome = Outcome::Refused(vec![("NotApplied", String::new())]);
            }
        }
        outcomes
    }

    fn row(&mut self, bulk: &Bulk, row: &Body, new_id: &str) -> Outcome {
        if is_malformed(row) {
            return Outcome::Refused(vec![("MalformedRequest", String::new())]);
        }
        // Among many records a null key is no key.
        let is_null_key = |(name, value): &&(String, Value)| {
            value.is_null() && ["Id", "ID", "id", "ExternalId", "externalId"].contains(&name.as_str())
        };
        let row: Body = row.iter().filter(|property| !is_null_key(property)).cloned().collect();
        let (id, external_id) = (sent(&row, "Id"), sent(&row, "ExternalId"));
        if bulk.kind == Kind::Create {
            return self.create(&row, new_id);
        }
        // Which key decides, and what it holds.
        let (field, key) = match (bulk.by_external_id, &external_id) {
            (false, _) => ("Id", id),
            (true, None) if bulk.kind == Kind::Upsert => ("Id", id),
            (true, _) => ("ExternalId", external_id),
        };
        let key = match key {
            None if bulk.kind == Kind::Upsert => return self.create(&row, new_id),
            None => return Outcome::Refused(vec![("RequiredField", field.into())]),
            Some(Value::String(key)) if is_key(&key) => key,
            Some(Value::String(_)) => return Outcome::Refused(vec![("MalformedRequest", field.into())]),
            Some(_) => return Outcome::Refused(vec![("InvalidType", field.into())]),
        };
        let key = if field == "Id" { Key::Id(key) } else { Key::ExternalId(key) };
        match bulk.kind {
            Kind::Delete => self.delete(&key),
            Kind::Upsert if self.find(&key).is_none() => self.create(&row, new_id),
            _ => self.update(&key, &row, None),
        }
    }
}
