//! A contact record and the keys it is found by.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::{change::FieldChange, system};

/// What a value that is not set reads as.
static NULL: Value = Value::Null;

/// How a caller names one record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "by", content = "value")]
pub enum RecordKey {
    /// By the key of the owning system, unique in the book.
    ExternalId(String),
    /// By Kith's own identifier, which every record has.
    Id(String),
}

impl RecordKey {
    /// The key's text, without the word that says which key it is.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::ExternalId(value) | Self::Id(value) => value,
        }
    }

    /// The name of the key: `ExternalId` or `Id`.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::ExternalId(_) => system::EXTERNAL_ID,
            Self::Id(_) => system::ID,
        }
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.field(), self.value())
    }
}

/// One contact: field name to value, system fields included. A field without a value is absent, so that
/// two equal records are equal maps.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Record(Map<String, Value>);

impl Record {
    /// A record holding the values of `fields` that are not null.
    #[must_use]
    pub fn from_fields(fields: Map<String, Value>) -> Self {
        Self(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
    }

    /// The value of a field, `null` where none is set.
    #[must_use]
    pub fn get(&self, field: &str) -> &Value {
        self.0.get(field).unwrap_or(&NULL)
    }

    /// Sets a field; `null` clears it. Gives back the value it had, `null` for none.
    pub fn set(&mut self, field: &str, value: Value) -> Value {
        let old =
            if value.is_null() { self.0.shift_remove(field) } else { self.0.insert(field.to_owned(), value) };
        old.unwrap_or(Value::Null)
    }

    /// The record's own identifier; empty only on a record that was never completed.
    #[must_use]
    pub fn id(&self) -> &str {
        self.text(system::ID).unwrap_or_default()
    }

    /// The key of the owning system, where the record has one.
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.text(system::EXTERNAL_ID)
    }

    /// The version of the record: a new one with every change.
    #[must_use]
    pub fn etag(&self) -> &str {
        self.text(system::ETAG).unwrap_or_default()
    }

    /// Whether the record is a document: one of Kith's own, which is no contact.
    #[must_use]
    pub fn is_document(&self) -> bool {
        system::is_document(self.id())
    }

    /// The key the record is stored under: its `ExternalId`, or its `Id` where it has none.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        match self.external_id() {
            Some(external_id) => RecordKey::ExternalId(external_id.to_owned()),
            None => RecordKey::Id(self.id().to_owned()),
        }
    }

    /// The fields that hold a value, in the order they are kept.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Takes over the new values of a change.
    pub fn apply(&mut self, changes: &[FieldChange]) {
        for change in changes {
            self.set(&change.field, change.new.clone());
        }
    }

    /// The changes that lead from this record to `after`, in this record's order, new fields last.
    #[must_use]
    pub fn changes_to(&self, after: &Self) -> Vec<FieldChange> {
        let mut changes = Vec::new();
        let mut change = |field: &str, old: &Value, new: &Value| {
            if old != new {
                changes.push(FieldChange { field: field.to_owned(), old: old.clone(), new: new.clone() });
            }
        };
        // Fields keep their places, so the two records mostly go side by side and few names are looked up.
        let mut beside = after.fields().peekable();
        for (name, old) in self.fields() {
            let new =
                beside.next_if(|(same, _)| *same == name).map_or_else(|| after.get(name), |(_, new)| new);
            change(name, old, new);
        }
        for (name, new) in beside.filter(|(name, _)| self.get(name).is_null()) {
            change(name, &NULL, new);
        }
        changes
    }

    /// The bare map, for writing the record out.
    #[must_use]
    pub fn into_fields(self) -> Map<String, Value> {
        self.0
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.get(field).as_str()
    }
}

impl PartialEq for Record {
    /// As maps; side by side as long as the fields have the same places.
    fn eq(&self, other: &Self) -> bool {
        let pairs = self.fields().zip(other.fields());
        for ((name, value), (other_name, other_value)) in pairs {
            if name != other_name {
                return self.0 == other.0;
            }
            if value != other_value {
                return false;
            }
        }
        self.0.len() == other.0.len()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(value: Value) -> Record {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn changes_lead_from_one_record_to_the_other() {
        let before = record(json!({"Id": "1", "Email": "a@b.c", "Fax": "1"}));
        let after = record(json!({"Id": "1", "Email": "x@y.z", "Phone": "2"}));
        let changes = before.changes_to(&after);
        assert_eq!(changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), ["Email", "Fax", "Phone"]);
        let mut replayed = before;
        replayed.apply(&changes);
        assert_eq!(replayed, after);
    }

    #[test]
    fn the_places_of_fields_do_not_matter() {
        let before = record(json!({"Id": "1", "Email": "a@b.c", "Fax": "1", "Title": "x"}));
        let same = record(json!({"Title": "x", "Id": "1", "Fax": "1", "Email": "a@b.c"}));
        assert_eq!((&before, before.changes_to(&same)), (&same, Vec::new()));
        let after = record(json!({"Phone": "2", "Title": "y", "Id": "1", "Email": "a@b.c"}));
        assert_ne!(before, after);
        let fields: Vec<_> = before.changes_to(&after).into_iter().map(|change| change.field).collect();
        assert_eq!(fields, ["Fax", "Title", "Phone"]);
        assert_ne!(before, record(json!({"Id": "1", "Email": "a@b.c", "Fax": "1"})));
    }

    #[test]
    fn a_record_without_external_id_is_stored_under_its_id() {
        assert_eq!(record(json!({"Id": "1"})).key(), RecordKey::Id("1".into()));
        let keyed = record(json!({"Id": "1", "ExternalId": "x"}));
        assert_eq!(keyed.key(), RecordKey::ExternalId("x".into()));
    }

    #[test]
    fn null_is_absence() {
        let mut record =
            Record::from_fields(json!({"Fax": null, "Email": "a@b.c"}).as_object().unwrap().clone());
        assert_eq!(record.fields().count(), 1);
        assert_eq!(record.set("Email", Value::Null), json!("a@b.c"));
        assert_eq!(record, Record::default());
    }
}
