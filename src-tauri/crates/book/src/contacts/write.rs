//! Create, update, check and delete, one contact at a time.

use std::{collections::HashMap, sync::Arc};

use kith_model::{
    Accepted, Body, CreateRequest, Issue, Record, RecordKey, Rejected, Source, StatusCode, UpdateRequest,
    check_key, create, update,
};
use kith_store::StoreError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Work,
    counters::{self, numbers},
    not_found,
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
    requests::Asked,
};

/// The two switches of the contract's update.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateOptions {
    /// `IncludeRecordPayloadInResponse`: give the record back.
    pub include_payload: bool,
    /// `EnforceOptimisticLocking`: refuse the update if the record changed since it was read.
    pub enforce_lock: bool,
}

impl Book {
    /// Updates the contact found by `key` with the fields of `body`, a JSON object in UTF-8.
    #[must_use]
    pub fn update(&self, key: &RecordKey, body: &[u8], options: UpdateOptions) -> Reply {
        self.request(&Asked::update(key, body, options), || {
            let body = self.admit(Some(key), Body::parse(body))?;
            self.change(self.source, |work| work.update(key, &body, options))
        })
    }

    /// What [`Book::update`] would answer, changing nothing.
    #[must_use]
    pub fn check(&self, key: &RecordKey, body: &[u8], options: UpdateOptions) -> Reply {
        let started = std::time::Instant::now();
        let answer = self.judge(key, body, options).unwrap_or_else(Answer::from);
        Reply::from(answer).timed(started)
    }

    fn judge(&self, key: &RecordKey, body: &[u8], options: UpdateOptions) -> Result<Answer, Error> {
        let body = self.admit(Some(key), Body::parse(body))?;
        let schema = self.schema();
        let stored = self.store.get(key)?.ok_or_else(|| Error::refused(not_found(key)))?;
        let request = UpdateRequest {
            key,
            enforce_lock: options.enforce_lock,
            external_id_taken: holds_other(self.store.get(&external_key(&body))?.as_ref(), &stored),
            taken: self.taken(&schema, Some(&stored), &body)?,
        };
        let stamp = self.host.stamp(&self.host.now());
        let accepted = update(&schema, &stored, &body, &request, &stamp).map_err(Error::Refused)?;
        Ok(self.updated(&accepted.record, accepted.warnings, options.include_payload))
    }

    /// Creates a contact of `body`; `Data` is the new Id.
    #[must_use]
    pub fn create(&self, body: &[u8]) -> Reply {
        self.request(&Asked::create(body), || {
            let body = self.admit(None, Body::parse(body))?;
            self.change(self.source, |work| work.create(&body, false))
        })
    }

    /// What [`Book::create`] would answer, creating nothing.
    #[must_use]
    pub fn check_new(&self, body: &[u8]) -> Reply {
        let started = std::time::Instant::now();
        let answer = self.judge_new(body).unwrap_or_else(Answer::from);
        Reply::from(answer).timed(started)
    }

    fn judge_new(&self, body: &[u8]) -> Result<Answer, Error> {
        let body = self.admit(None, Body::parse(body))?;
        let schema = self.schema();
        let request = CreateRequest {
            new_id: self.host.new_id(),
            id_taken: self.store.get(&id_key(&body))?.is_some(),
            external_id_taken: self.store.get(&external_key(&body))?.is_some(),
            taken: self.taken(&schema, None, &body)?,
            auto_numbers: numbers(&schema, self.store.get(&counters::key())?.as_ref(), |_| None),
        };
        let stamp = self.host.stamp(&self.host.now());
        let accepted = create(&schema, &body, &request, &stamp).map_err(Error::Refused)?;
        Ok(Answer::success(StatusCode::Created).with_warnings(accepted.warnings))
    }

    /// Deletes the contact found by `key`. The change can be undone.
    #[must_use]
    pub fn delete(&self, key: &RecordKey) -> Reply {
        self.request(&Asked::delete(key), || {
            self.admit(Some(key), Ok(Body::default()))?;
            self.change(self.source, |work| work.delete(key))
        })
    }

    /// What every write passes first: a well-formed request, then a book that takes writes.
    pub(super) fn admit(&self, key: Option<&RecordKey>, body: Result<Body, Issue>) -> Result<Body, Error> {
        let wrong_key = key.and_then(|key| check_key(key.field(), key.value()).err());
        match (wrong_key, body) {
            (None, Ok(body)) if !self.is_read_only() => Ok(body),
            (None, Ok(_)) => Err(Error::refused(read_only())),
            (wrong_key, body) => {
                let errors = body.err().into_iter().chain(wrong_key).collect();
                Err(Error::Refused(Box::new(Rejected { errors, warnings: Vec::new() })))
            }
        }
    }

    /// One change set of one request.
    fn change(
        &self,
        source: Source,
        work: impl FnOnce(&mut Work<'_, '_>) -> Result<Answer, Error>,
    ) -> Result<Reply, Error> {
        let written = self.commit(self.note(&self.host.now(), source), work)?;
        Ok(Reply::new(written.value, written.committed.map(|set| set.seq)))
    }

    fn updated(&self, record: &Record, warnings: Vec<Issue>, include_payload: bool) -> Answer {
        let answer = Answer::success(StatusCode::OK).with_warnings(warnings);
        if include_payload { answer.with_data(self.whole(record)) } else { answer }
    }
}

/// What a request would make of a contact.
pub(crate) struct Judged {
    /// The contact as it is; none for a new one.
    pub before: Option<Arc<Record>>,
    /// As it would be.
    pub accepted: Accepted,
    /// The automatic numbers a new one uses up.
    numbers: HashMap<String, u64>,
}

impl Judged {
    /// Whether anything would be written.
    pub fn changes(&self) -> bool {
        self.before.is_none() || self.accepted.changed
    }
}

impl Work<'_, '_> {
    pub(crate) fn update(
        &mut self,
        key: &RecordKey,
        body: &Body,
        options: UpdateOptions,
    ) -> Result<Answer, Error> {
        let judged = self.judge_update(key, body, options.enforce_lock)?;
        self.answer_and_make(judged, options.include_payload)
    }

    pub(crate) fn create(&mut self, body: &Body, include_payload: bool) -> Result<Answer, Error> {
        let judged = self.judge_create(body)?;
        self.answer_and_make(judged, include_payload)
    }

    /// What an update comes to; nothing is done yet.
    pub(crate) fn judge_update(
        &mut self,
        key: &RecordKey,
        body: &Body,
        enforce_lock: bool,
    ) -> Result<Judged, Error> {
        let stored = self.find(key)?.ok_or_else(|| Error::refused(not_found(key)))?;
        let request = UpdateRequest {
            key,
            enforce_lock,
            external_id_taken: holds_other(self.find_external(body, &stored)?.as_deref(), &stored),
            taken: self.taken(Some(&stored), body),
        };
        let stamp = self.book.host.stamp(self.at);
        let accepted = update(self.schema, &stored, body, &request, &stamp).map_err(Error::Refused)?;
        Ok(Judged { before: Some(stored), accepted, numbers: HashMap::new() })
    }

    /// What a create comes to; nothing is done yet.
    pub(crate) fn judge_create(&mut self, body: &Body) -> Result<Judged, Error> {
        let request = CreateRequest {
            new_id: self.book.host.new_id(),
            id_taken: body.id.is_some() && self.find(&id_key(body))?.is_some(),
            external_id_taken: body.external_id.is_some() && self.find(&external_key(body))?.is_some(),
            taken: self.taken(None, body),
            auto_numbers: self.next_numbers()?,
        };
        let stamp = self.book.host.stamp(self.at);
        let accepted = create(self.schema, body, &request, &stamp).map_err(Error::Refused)?;
        Ok(Judged { before: None, accepted, numbers: request.auto_numbers })
    }

    /// Does what was judged.
    pub(crate) fn make(&mut self, judged: Judged) -> Result<(), StoreError> {
        if judged.changes() {
            self.put(judged.before.as_deref(), judged.accepted.record)?;
        }
        self.counters.use_up(judged.numbers);
        Ok(())
    }

    pub(super) fn answer_and_make(
        &mut self,
        mut judged: Judged,
        include_payload: bool,
    ) -> Result<Answer, Error> {
        let warnings = std::mem::take(&mut judged.accepted.warnings);
        let answer = match &judged.before {
            Some(_) => self.book.updated(&judged.accepted.record, warnings, include_payload),
            None => self.created(&judged.accepted.record, warnings, include_payload),
        };
        self.make(judged)?;
        Ok(answer)
    }

    fn created(&self, record: &Record, warnings: Vec<Issue>, include_payload: bool) -> Answer {
        let data = if include_payload { self.book.whole(record) } else { Value::from(record.id()) };
        Answer::success(StatusCode::Created).with_warnings(warnings).with_data(data)
    }

    pub(crate) fn delete(&mut self, key: &RecordKey) -> Result<Answer, Error> {
        let stored = self.find(key)?.ok_or_else(|| Error::refused(not_found(key)))?;
        self.remove(&stored)?;
        Ok(Answer::success(StatusCode::OK))
    }

    /// The record that holds the body's ExternalId, where the body names another than the stored record's.
    fn find_external(&mut self, body: &Body, stored: &Record) -> Result<Option<Arc<Record>>, StoreError> {
        match body.external_id.as_ref().and_then(Value::as_str) {
            Some(sent) if Some(sent) != stored.external_id() => self.find(&external_key(body)),
            _ => Ok(None),
        }
    }
}

fn holds_other(holder: Option<&Record>, stored: &Record) -> bool {
    holder.is_some_and(|holder| holder.id() != stored.id())
}

/// The key a body names; the empty one, which no record has, where it names none.
fn external_key(body: &Body) -> RecordKey {
    RecordKey::ExternalId(text(body.external_id.as_ref()))
}

fn id_key(body: &Body) -> RecordKey {
    RecordKey::Id(text(body.id.as_ref()))
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}
