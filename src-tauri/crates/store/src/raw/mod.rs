//! Records as they are stored, of which only the wanted fields are looked at: for lists, which show a few fields of many
//! records, and for whoever walks all of them.

mod fields;
mod scan;

use std::{borrow::Cow, ops::Range};

use kith_model::{Record, RecordKey};
use serde_json::{Map, Value};

pub use fields::Fields;
use fields::Order;

use crate::engine::{Failure, View};

/// The value of a field as it is stored: JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawValue<'a>(&'a str);

impl<'a> RawValue<'a> {
    /// The JSON text, compact; never empty, never `null`.
    #[must_use]
    pub fn json(self) -> &'a str {
        self.0
    }

    /// The text of a string, borrowed where it has no escapes; `None` where the value is no string.
    #[must_use]
    pub fn text(self) -> Option<Cow<'a, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            return match serde_json::from_str(self.0) {
                Ok(text) => Some(Cow::Owned(text)),
                Err(_) => None,
            };
        }
        Some(Cow::Borrowed(inner))
    }

    /// The value; numbers keep their text.
    ///
    /// # Errors
    /// Where the text is no JSON, which under a right checksum it always is.
    pub fn value(self) -> serde_json::Result<Value> {
        serde_json::from_str(self.0)
    }
}

/// A record as it is stored, with the wanted fields found in it.
#[derive(Debug, Clone, Copy)]
pub struct RawRecord<'a> {
    fields: &'a Fields,
    text: &'a str,
    found: &'a [Range<usize>],
}

impl<'a> RawRecord<'a> {
    /// The value of the field at a place of the wanted ones; `None` where it has none.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<RawValue<'a>> {
        self.in_slot(self.fields.slot_of(place)?)
    }

    /// The record's `Id`.
    #[must_use]
    pub fn id(&self) -> Cow<'a, str> {
        self.in_slot(Fields::ID).and_then(RawValue::text).unwrap_or_default()
    }

    /// The record's `ExternalId`, where it has one.
    #[must_use]
    pub fn external_id(&self) -> Option<Cow<'a, str>> {
        self.in_slot(Fields::EXTERNAL_ID).and_then(RawValue::text)
    }

    /// The key the record is known by: its `ExternalId`, or its `Id` where it has none.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        match self.external_id() {
            Some(external_id) => RecordKey::ExternalId(external_id.into_owned()),
            None => RecordKey::Id(self.id().into_owned()),
        }
    }

    /// The whole record as JSON text.
    #[must_use]
    pub fn json(&self) -> &'a str {
        self.text
    }

    /// A record with the wanted fields, and no others.
    ///
    /// # Errors
    /// As [`RawValue::value`].
    pub fn wanted(&self) -> serde_json::Result<Record> {
        let mut wanted = Map::new();
        for (place, name) in self.fields.names().iter().enumerate() {
            if let Some(value) = self.get(place) {
                wanted.insert(name.clone(), value.value()?);
            }
        }
        Ok(Record::from_fields(wanted))
    }

    /// Whether this is the record with a key.
    fn is(&self, key: &RecordKey) -> bool {
        match key {
            RecordKey::ExternalId(external_id) => self.external_id().as_deref() == Some(external_id),
            RecordKey::Id(id) => self.id() == **id,
        }
    }

    fn in_slot(&self, slot: usize) -> Option<RawValue<'a>> {
        let place = self.found.get(slot)?.clone();
        self.text.get(place).filter(|text| !text.is_empty()).map(RawValue)
    }
}

/// Finds the wanted fields of one record after the other.
#[derive(Debug)]
pub(crate) struct RawReader<'f> {
    fields: &'f Fields,
    order: Order,
    /// By slot; empty where the record has no such field.
    found: Vec<Range<usize>>,
}

impl<'f> RawReader<'f> {
    pub fn new(fields: &'f Fields) -> Self {
        Self { fields, order: Order::default(), found: vec![0..0; fields.count()] }
    }

    /// The record that stored bytes are the text of; `None` where they are none's.
    pub fn read<'r>(&'r mut self, json: &'r [u8]) -> Option<RawRecord<'r>> {
        let Self { fields, order, found } = self;
        found.fill(0..0);
        order.rewind();
        scan::fields(json, |name, value| {
            let slot = order.slot(fields, name);
            if let Some(place) = slot.and_then(|slot| found.get_mut(slot)) {
                *place = value;
            }
        })?;
        let Ok(text) = std::str::from_utf8(json) else { return None };
        Some(RawRecord { fields, text, found })
    }
}

/// What `make` makes of the records with these keys, in their order; `None` where there is no such record. What it cannot
/// read is damaged.
pub(crate) fn read<T>(
    view: &View<'_>,
    keys: &[RecordKey],
    fields: &Fields,
    make: impl Fn(RawRecord<'_>) -> serde_json::Result<T>,
) -> Result<Vec<Option<T>>, Failure> {
    let mut reader = RawReader::new(fields);
    let mut json = Vec::new();
    keys.iter()
        .map(|key| {
            json.clear();
            let Some(stored) = view.find_text(key, &mut json)? else { return Ok(None) };
            let damaged = || view.damaged(&stored.describe());
            let record = reader.read(&json).ok_or_else(damaged)?;
            if !record.is(key) {
                return Err(damaged());
            }
            make(record).map(Some).map_err(|_| damaged())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_wanted_is_found_and_nothing_else() {
        let fields = Fields::new(["Name", "Score", "Fax", "Account"]);
        let mut reader = RawReader::new(&fields);
        let stored =
            json!({"Email": "a", "Score": 1.50, "Account": {"Id": "7"}, "Id": "1", "Name": "A \"B\" \u{1}"});
        for (text, external_id) in
            [(stored.to_string(), None), (with_external_id(stored), Some("x\\1".into()))]
        {
            let record = reader.read(text.as_bytes()).unwrap();
            assert_eq!(record.get(0).unwrap().text().unwrap(), "A \"B\" \u{1}");
            assert_eq!(record.get(1).unwrap().json(), "1.5");
            assert_eq!((record.get(2), record.get(9)), (None, None));
            assert_eq!(record.get(3).unwrap().value().unwrap(), json!({"Id": "7"}));
            assert_eq!((record.id(), record.external_id()), ("1".into(), external_id));
            let wanted: Vec<_> = record.wanted().unwrap().fields().map(|(name, _)| name.to_owned()).collect();
            assert_eq!(wanted, ["Name", "Score", "Account"]);
        }
    }

    fn with_external_id(mut stored: Value) -> String {
        stored["ExternalId"] = "x\\1".into();
        stored.to_string()
    }

    #[test]
    fn nothing_is_left_of_the_record_before() {
        let fields = Fields::new(["Name"]);
        let mut reader = RawReader::new(&fields);
        assert!(reader.read(br#"{"Id":"1","Name":"A"}"#).unwrap().get(0).is_some());
        let record = reader.read(br#"{"Id":"2"}"#).unwrap();
        assert_eq!((record.get(0), record.key()), (None, RecordKey::Id("2".into())));
        assert!(reader.read(b"\"Id\"").is_none());
        assert!(reader.read(b"{\"Id\":\"\xff\"}").is_none());
    }
}
