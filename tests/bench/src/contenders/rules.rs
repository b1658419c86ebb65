//! What becomes of a stored record by an update, apart from where it is stored.

use anyhow::{Result, anyhow};
use kith_model::{Body, Record, RecordKey, Schema, Stamp, UpdateRequest, User, update};
use serde_json::{Map, Value};

use crate::work::Update;

/// When everything is said to happen.
pub const AT: &str = "2026-01-02T03:04:05.678Z";

/// What is done to the body besides storing it.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// Kith's own: schema, formats, keys, stamps.
    Kith,
    /// None: the body is parsed and merged.
    None,
}

/// Judges updates by the rules, one after the other.
pub struct Judge {
    schema: Schema,
    rules: Rules,
    updates: u64,
}

impl Judge {
    /// By those rules and the shipped schema.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn new(rules: Rules) -> Result<Self> {
        Ok(Self { schema: Schema::contact()?, rules, updates: 0 })
    }

    /// The number of the last update.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// The record afterwards.
    ///
    /// # Errors
    /// When the update is refused.
    pub fn after(&mut self, stored: &Record, work: &Update) -> Result<Record> {
        self.updates += 1;
        match self.rules {
            Rules::Kith => by_the_rules(&self.schema, stored, work, self.updates),
            Rules::None => merged(stored, work),
        }
    }
}

fn by_the_rules(schema: &Schema, stored: &Record, work: &Update, n: u64) -> Result<Record> {
    let body = Body::parse(work.body.as_bytes()).map_err(|issue| anyhow!(issue.message))?;
    let key = RecordKey::ExternalId(work.key.clone());
    let request =
        UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
    let by = User { id: "u".to_owned(), name: "Una".to_owned() };
    let stamp = Stamp { at: AT.to_owned(), by, etag: format!("{n:032x}") };
    let accepted = update(schema, stored, &body, &request, &stamp);
    Ok(accepted.map_err(|rejected| anyhow!("{:?}", rejected.errors))?.record)
}

fn merged(stored: &Record, work: &Update) -> Result<Record> {
    let mut after = stored.clone();
    for (field, value) in serde_json::from_str::<Map<String, Value>>(&work.body)? {
        after.set(&field, value);
    }
    Ok(after)
}
