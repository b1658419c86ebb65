//! Contacts that need attention: rules were tightened after they were written.

use kith_model::{Code, FieldMetadata, Issue, Record, RecordKey, Schema};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::title_of;
use crate::{book::Book, error::Error, unique::Claims};

/// The contacts that hold what the schema no longer takes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Attention {
    /// How many there are.
    #[ts(type = "number")]
    pub contacts: u64,
    /// The first of them.
    pub breaches: Vec<ContactIssues>,
}

/// A contact, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ContactIssues {
    /// The contact.
    pub key: RecordKey,
    /// What it is called; empty where it has no name.
    pub title: String,
    /// What its fields hold that would be refused today, and which of its values another contact holds though only one
    /// may.
    pub issues: Vec<Issue>,
}

impl Book {
    /// The contacts that need attention, the first `limit` of them by name. Reads every contact.
    ///
    /// # Errors
    /// [`Error::Store`]; [`Error::Schema`] when a rule cannot be compiled.
    pub fn attention(&self, limit: usize) -> Result<Attention, Error> {
        let (schema, layout) = (self.schema(), self.layout());
        let mut attention = Attention::default();
        for record in self.store.records() {
            let record = record?;
            let mut issues = schema.faults(&record)?;
            issues.extend(self.clashes(&schema, &record)?);
            if issues.is_empty() {
                continue;
            }
            attention.contacts += 1;
            if attention.breaches.len() < limit {
                let title = title_of(&layout.title, &record);
                attention.breaches.push(ContactIssues { key: record.key(), title, issues });
            }
        }
        Ok(attention)
    }

    fn clashes(&self, schema: &Schema, record: &Record) -> Result<Vec<Issue>, Error> {
        if schema.unique_fields().next().is_none() {
            return Ok(Vec::new());
        }
        let clash = |field: &FieldMetadata| {
            let message =
                format!("Another contact holds the same {}. Give one of them another.", field.display_name);
            Issue::of(&field.field_name, Code::NotUnique, message)
        };
        Ok(self.with_unique(schema, |unique| {
            let claims = Claims::new(unique);
            let held = |field: &&FieldMetadata| {
                claims.is_held(&field.field_name, record.get(&field.field_name), record.id())
            };
            schema.unique_fields().filter(held).map(clash).collect()
        })?)
    }
}
