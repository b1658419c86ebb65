//! Who holds which value of a unique field: an index in memory, built when the first change of a book with such fields
//! is made, and kept from the change sets.

use std::collections::{HashMap, HashSet};

use kith_model::{Change, ChangeSet, FieldChange, Record, Schema};
use kith_store::{Store, StoreError};
use serde_json::Value;

/// A value as JSON, to look it up by.
type Text = String;
/// The `Id`s of the contacts that hold each value.
type Holders = HashMap<Text, HashSet<Box<str>>>;

/// The holders of every value, by field.
#[derive(Debug, Default)]
pub(crate) struct Unique {
    fields: HashMap<String, Holders>,
}

impl Unique {
    /// Has the fields that are unique in `schema`, no others. Reads every record where one is new.
    pub fn follow(&mut self, schema: &Schema, store: &Store) -> Result<(), StoreError> {
        let names: HashSet<&str> = schema.unique_fields().map(|field| field.field_name.as_str()).collect();
        self.fields.retain(|field, _| names.contains(field.as_str()));
        let missing = names.into_iter().filter(|name| !self.fields.contains_key(*name));
        let mut new: HashMap<String, Holders> =
            missing.map(|name| (name.to_owned(), Holders::new())).collect();
        if new.is_empty() {
            return Ok(());
        }
        for record in store.records() {
            let record = record?;
            for (field, holders) in &mut new {
                add(holders, record.get(field), record.id());
            }
        }
        self.fields.extend(new);
        Ok(())
    }

    /// Takes over a change set that is on the disk.
    pub fn take_over(&mut self, set: &ChangeSet) {
        if self.fields.is_empty() {
            return;
        }
        for change in set.changes.iter().filter(|change| !change.is_of_document()) {
            change.fields.iter().for_each(|field| self.take(change, field));
        }
    }

    /// The contacts that hold a value which another one holds too.
    pub fn clashing(&self) -> HashSet<&str> {
        let shared = self.fields.values().flat_map(HashMap::values).filter(|ids| ids.len() > 1);
        shared.flatten().map(AsRef::as_ref).collect()
    }

    fn take(&mut self, change: &Change, field: &FieldChange) {
        let Some(holders) = self.fields.get_mut(&field.field) else { return };
        let old = field.old.to_string();
        if let Some(ids) = holders.get_mut(&old) {
            ids.remove(change.id.as_str());
            if ids.is_empty() {
                holders.remove(&old);
            }
        }
        add(holders, &field.new, &change.id);
    }

    fn holders(&self, field: &str, text: &str) -> impl Iterator<Item = &str> {
        self.fields.get(field).and_then(|holders| holders.get(text)).into_iter().flatten().map(AsRef::as_ref)
    }
}

fn add(holders: &mut Holders, value: &Value, id: &str) {
    if !value.is_null() {
        holders.entry(value.to_string()).or_default().insert(id.into());
    }
}

/// Who came to hold a value (`true`) or let it go, by field and value.
pub(crate) type Staged = HashMap<(String, Text), HashMap<String, bool>>;

/// The holders as they are within a change set that is being made.
pub(crate) struct Claims<'a> {
    unique: &'a Unique,
    staged: Staged,
}

impl<'a> Claims<'a> {
    pub fn new(unique: &'a Unique) -> Self {
        Self::after(unique, Staged::new())
    }

    /// The holders as they are after what was staged before.
    pub fn after(unique: &'a Unique, staged: Staged) -> Self {
        Self { unique, staged }
    }

    /// What was staged.
    pub fn into_staged(self) -> Staged {
        self.staged
    }

    /// Whether another contact than `id` holds a value of a unique field.
    pub fn is_held(&self, field: &str, value: &Value, id: &str) -> bool {
        let place = (field.to_owned(), value.to_string());
        let staged = self.staged.get(&place);
        let comes = |staged: &HashMap<String, bool>| staged.iter().any(|(who, holds)| *holds && who != id);
        let stays =
            |who: &str| who != id && staged.and_then(|staged| staged.get(who)).copied().unwrap_or(true);
        staged.is_some_and(comes) || self.unique.holders(field, &place.1).any(stays)
    }

    /// Notes what is staged: a contact becomes `after`, or goes.
    pub fn stage(&mut self, before: Option<&Record>, after: Option<&Record>) {
        let fields: Vec<_> = self.unique.fields.keys().cloned().collect();
        for field in fields {
            // Most changes are about other fields.
            if before.map(|record| record.get(&field)) == after.map(|record| record.get(&field)) {
                continue;
            }
            for (record, holds) in [(before, false), (after, true)] {
                let Some(record) = record else { continue };
                let value = record.get(&field);
                if !value.is_null() {
                    let place = (field.clone(), value.to_string());
                    self.staged.entry(place).or_default().insert(record.id().to_owned(), holds);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kith_model::{ChangeNote, Operation, Source, User};
    use serde_json::json;

    use super::*;

    fn record(id: &str, badge: &Value) -> Record {
        let mut record = Record::default();
        record.set("Id", id.into());
        record.set("Badge", badge.clone());
        record
    }

    fn unique(holders: &[(&str, Value)]) -> Unique {
        let mut fields = Holders::new();
        holders.iter().for_each(|(id, value)| add(&mut fields, value, id));
        Unique { fields: HashMap::from([("Badge".to_owned(), fields)]) }
    }

    fn set(id: &str, old: Value, new: Value) -> ChangeSet {
        let by = User { id: "u".into(), name: "Una".into() };
        let note = ChangeNote {
            at: String::new(),
            by,
            source: Source::Desk,
            takes_back: None,
            from_crm: false,
            part_of: None,
        };
        let fields = vec![FieldChange { field: "Badge".into(), old, new }];
        let change = Change { operation: Operation::Update, id: id.into(), external_id: None, fields };
        ChangeSet { seq: 1, note, changes: vec![change] }
    }

    #[test]
    fn a_value_is_held_by_others_only() {
        let unique = unique(&[("a", json!("7")), ("b", json!(null))]);
        let claims = Claims::new(&unique);
        assert!(!claims.is_held("Badge", &json!("7"), "a"));
        assert!(claims.is_held("Badge", &json!("7"), "b"));
        assert!(!claims.is_held("Badge", &json!(7), "b"), "a number is no text");
        assert!(!claims.is_held("Badge", &json!(null), "a"));
    }

    #[test]
    fn what_is_staged_counts_at_once() {
        let unique = unique(&[("a", json!("7"))]);
        let mut claims = Claims::new(&unique);
        claims.stage(Some(&record("a", &json!("7"))), Some(&record("a", &json!("8"))));
        assert!(!claims.is_held("Badge", &json!("7"), "b"));
        assert!(claims.is_held("Badge", &json!("8"), "b"));
        claims.stage(Some(&record("a", &json!("8"))), None);
        assert!(!claims.is_held("Badge", &json!("8"), "b"));
        claims.stage(None, Some(&record("c", &json!("7"))));
        assert!(claims.is_held("Badge", &json!("7"), "b"));
    }

    #[test]
    fn two_may_hold_a_value_from_before_it_was_unique_and_each_still_does() {
        let mut unique = unique(&[("a", json!("7")), ("b", json!("7"))]);
        assert!(Claims::new(&unique).is_held("Badge", &json!("7"), "a"));
        unique.take_over(&set("b", json!("7"), json!("8")));
        assert!(!Claims::new(&unique).is_held("Badge", &json!("7"), "a"));
        assert!(Claims::new(&unique).is_held("Badge", &json!("8"), "a"));
    }
}
