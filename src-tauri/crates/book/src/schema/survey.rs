//! Looking at every contact before a rule is tightened: how many break it, and which.

use std::collections::HashMap;

use kith_model::{FieldMetadata, Record, RecordKey, Schema, SchemaCheck};
use kith_store::Store;
use serde_json::Value;

use super::{Breach, BrokenRule, title_of};
use crate::error::Error;

/// How many contacts that break a rule are named.
const NAMED: usize = 100;

/// Which of the checks contacts do not pass, in the order of the checks. Reads every contact once, where there is
/// anything to check.
pub(super) fn survey(
    store: &Store,
    schema: &Schema,
    title: &[String],
    checks: &[SchemaCheck],
) -> Result<Vec<BrokenRule>, Error> {
    if checks.is_empty() {
        return Ok(Vec::new());
    }
    let mut surveys: Vec<_> = checks.iter().map(|check| Survey::new(schema, title, check)).collect();
    for record in store.records() {
        let record = record?;
        for survey in &mut surveys {
            survey.look_at(&record)?;
        }
    }
    Ok(surveys.into_iter().filter_map(Survey::broken).collect())
}

/// One check, and what was found so far.
struct Survey<'a> {
    schema: &'a Schema,
    /// The fields a contact is called by.
    title: &'a [String],
    check: &'a SchemaCheck,
    contacts: u64,
    breaches: Vec<Breach>,
    /// Of a unique field: the first contact that holds a value, until a second one is found.
    first: HashMap<String, Option<(RecordKey, String)>>,
}

impl<'a> Survey<'a> {
    fn new(schema: &'a Schema, title: &'a [String], check: &'a SchemaCheck) -> Self {
        Self { schema, title, check, contacts: 0, breaches: Vec::new(), first: HashMap::new() }
    }

    fn look_at(&mut self, record: &Record) -> Result<(), Error> {
        match self.check {
            SchemaCheck::MustBeEmpty { field } if !record.get(field).is_null() => self.found(record, field),
            SchemaCheck::MustBeValid { field } => {
                let Some(metadata) = self.schema.field(field) else { return Ok(()) };
                if self.schema.fault(metadata, record.get(field))?.is_some() {
                    self.found(record, field);
                }
            }
            SchemaCheck::MustBeUnique { field } if !record.get(field).is_null() => self.shared(record, field),
            SchemaCheck::MustBeEmpty { .. } | SchemaCheck::MustBeUnique { .. } => {}
        }
        Ok(())
    }

    /// The first holder of a value is told with the second.
    fn shared(&mut self, record: &Record, field: &str) {
        let value = record.get(field);
        let holder = || (record.key(), title_of(self.title, record));
        match self.first.get_mut(&value.to_string()) {
            None => {
                self.first.insert(value.to_string(), Some(holder()));
            }
            Some(first) => {
                let second = holder();
                if let Some(first) = first.take() {
                    self.add(first, value);
                }
                self.add(second, value);
            }
        }
    }

    fn found(&mut self, record: &Record, field: &str) {
        self.add((record.key(), title_of(self.title, record)), record.get(field));
    }

    fn add(&mut self, (key, title): (RecordKey, String), value: &Value) {
        self.contacts += 1;
        if self.breaches.len() < NAMED {
            let is_told = self.schema.field(self.check.field()).is_none_or(FieldMetadata::is_readable);
            let value = if is_told { value.clone() } else { Value::Null };
            self.breaches.push(Breach { key, title, value });
        }
    }

    fn broken(self) -> Option<BrokenRule> {
        let Self { check, contacts, breaches, .. } = self;
        (contacts > 0).then(|| BrokenRule { check: check.clone(), contacts, breaches })
    }
}
