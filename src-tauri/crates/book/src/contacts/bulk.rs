//! Bulk requests: the contract's table, record by record.

use std::sync::Arc;

use kith_formats::json::{Row, rows};
use kith_model::{Body, Code, Issue, Record, RecordKey, Source, StatusCode, check_key, system};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::{Judged, Work};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
    requests::Asked,
};

/// The most bytes a bulk request may have: 64 MiB. Each record in it may have what a record's own request may.
const MAX_BULK_BYTES: usize = 64 << 20;

/// What a bulk request does with each of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkOperation {
    /// Creates each.
    Create,
    /// Updates each, and creates none.
    Update,
    /// Updates each that is there and creates the others.
    Upsert,
    /// Deletes each; the request holds keys.
    Delete,
}

/// The key by which a bulk request or an import finds its records: the platform's `UpdateByField`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum KeyField {
    /// By Kith's own identifier.
    #[default]
    Id,
    /// By the owning system's key.
    ExternalId,
}

/// A bulk request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRequest {
    /// What is done with each record.
    pub operation: BulkOperation,
    /// By which key records are found.
    pub by: KeyField,
    /// Change nothing at all when one record is refused.
    pub all_or_nothing: bool,
    /// Give each record back.
    pub include_payload: bool,
}

impl Book {
    /// Carries out a bulk request: a JSON array of records, or of keys for a delete. `Data` is an array with each
    /// record's own answer, in order. Everything that is taken is one change set.
    #[must_use]
    pub fn bulk(&self, body: &[u8], request: BulkRequest) -> Reply {
        self.request(&Asked::bulk(request, body.len()), || {
            let rows = read(body)?;
            self.admit(None, Ok(Body::default()))?;
            let mut answers = Vec::new();
            let written = self.commit(self.note(&self.host.now(), Source::Bulk), |work| {
                answers = rows.iter().map(|row| work.row(row, request)).collect::<Result<Vec<_>, Error>>()?;
                if request.all_or_nothing && answers.iter().any(|answer| !answer.success) {
                    return Err(Stop::Refused);
                }
                Ok(())
            });
            let committed = match written {
                Ok(written) => written.committed,
                Err(Stop::Refused) => {
                    answers = answers.into_iter().map(not_applied).collect();
                    None
                }
                Err(Stop::Failed(error)) => return Err(error),
            };
            Ok(Reply::new(sum_up(&answers), committed.map(|set| set.seq)))
        })
    }
}

/// Why a bulk request's change set is given up.
enum Stop {
    Refused,
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Work<'_, '_> {
    /// One record's answer. Only a failure of the store stops the request; a refusal is the record's own.
    fn row(&mut self, row: &Row<'_>, request: BulkRequest) -> Result<Answer, Error> {
        match self.carry_out(row, request) {
            Ok(answer) => Ok(answer),
            Err(Error::Refused(rejected)) => Ok((*rejected).into()),
            Err(failure) => Err(failure),
        }
    }

    fn carry_out(&mut self, row: &Row<'_>, request: BulkRequest) -> Result<Answer, Error> {
        if request.operation == BulkOperation::Delete {
            return self.delete(&key_of_row(row, request.by)?);
        }
        let body = without_null_keys(row.body().map_err(Error::refused)?);
        let judged = self.judge(&body, request.operation, request.by)?;
        self.answer_and_make(judged, request.include_payload)
    }

    /// What comes of one payload by the contract's table; nothing is done yet. A delete is none of it.
    pub(crate) fn judge(
        &mut self,
        body: &Body,
        operation: BulkOperation,
        by: KeyField,
    ) -> Result<Judged, Error> {
        if operation == BulkOperation::Create {
            return self.judge_create(body);
        }
        let is_upsert = operation == BulkOperation::Upsert;
        match self.target(body, is_upsert, by)? {
            Target::Update(key) => self.judge_update(&key, body, false),
            Target::Create if is_upsert => self.judge_create(body),
            Target::Create => Err(Error::refused(key_needed(by))),
        }
    }

    /// The contact that a payload is for, where there is one.
    pub(crate) fn stored_for(
        &mut self,
        body: &Body,
        operation: BulkOperation,
        by: KeyField,
    ) -> Result<Option<Arc<Record>>, Error> {
        if operation == BulkOperation::Create {
            return Ok(None);
        }
        match self.target(body, operation == BulkOperation::Upsert, by)? {
            Target::Update(key) => Ok(self.find(&key)?),
            Target::Create => Ok(None),
        }
    }

    /// The contract's table: which record a payload is for. Only the key it is found by is looked at here: what is
    /// wrong with the other one is reported with the fields.
    fn target(&mut self, body: &Body, is_upsert: bool, by: KeyField) -> Result<Target, Error> {
        let by = match by {
            KeyField::ExternalId if is_upsert && body.external_id.is_none() => KeyField::Id,
            by => by,
        };
        match key_of(body, by)? {
            Some(key) => self.existing_or(key, is_upsert),
            None => Ok(Target::Create),
        }
    }

    fn existing_or(&mut self, key: RecordKey, create: bool) -> Result<Target, Error> {
        if create && self.find(&key)?.is_none() { Ok(Target::Create) } else { Ok(Target::Update(key)) }
    }
}

/// What becomes of one payload.
enum Target {
    Update(RecordKey),
    Create,
}

fn read(body: &[u8]) -> Result<Vec<Row<'_>>, Error> {
    if body.len() > MAX_BULK_BYTES {
        let message = format!(
            "The request has {} bytes; a bulk request takes at most {MAX_BULK_BYTES} (64 MiB).",
            body.len()
        );
        return Err(Error::refused(Issue::new(Code::MalformedRequest, message)));
    }
    if !body.trim_ascii_start().starts_with(b"[") {
        let message = "A bulk request is a JSON array of records (of keys, for a delete).";
        return Err(Error::refused(Issue::new(Code::MalformedRequest, message)));
    }
    rows(body).map_err(Error::refused)
}

/// Among many records a null key is no key: rows of an export carry one where a record has none.
pub(crate) fn without_null_keys(mut body: Body) -> Body {
    body.id = body.id.filter(|id| !id.is_null());
    body.external_id = body.external_id.filter(|external_id| !external_id.is_null());
    body
}

/// The key a payload holds, of the two the one that is asked for; `None` where it holds none.
fn key_of(body: &Body, by: KeyField) -> Result<Option<RecordKey>, Error> {
    match by {
        KeyField::Id => Ok(key_text(system::ID, body.id.as_ref())?.map(RecordKey::Id)),
        KeyField::ExternalId => {
            Ok(key_text(system::EXTERNAL_ID, body.external_id.as_ref())?.map(RecordKey::ExternalId))
        }
    }
}

fn key_text(field: &'static str, sent: Option<&Value>) -> Result<Option<String>, Error> {
    let Some(sent) = sent else { return Ok(None) };
    let Some(key) = sent.as_str() else {
        let message = format!("{field} takes a string; {} came.", kith_model::kind_of(sent));
        return Err(Error::refused(Issue::of(field, Code::InvalidType, message)));
    };
    check_key(field, key).map_err(Error::refused)?;
    Ok(Some(key.to_owned()))
}

/// The key of a row of a bulk delete: a string, or an object that holds the key.
fn key_of_row(row: &Row<'_>, by: KeyField) -> Result<RecordKey, Error> {
    let body = if row.text.starts_with(b"\"") {
        of_key(row.text, by)?
    } else {
        row.body().map_err(Error::refused)?
    };
    key_of(&without_null_keys(body), by)?.ok_or_else(|| Error::refused(key_needed(by)))
}

/// A payload that holds a key and nothing else.
fn of_key(text: &[u8], by: KeyField) -> Result<Body, Error> {
    let key = serde_json::from_slice(text).map_err(|error| {
        Error::refused(Issue::new(Code::MalformedRequest, format!("The key is not JSON text: {error}.")))
    })?;
    Ok(match by {
        KeyField::Id => Body { id: Some(key), ..Body::default() },
        KeyField::ExternalId => Body { external_id: Some(key), ..Body::default() },
    })
}

fn key_needed(by: KeyField) -> Issue {
    let field = match by {
        KeyField::Id => system::ID,
        KeyField::ExternalId => system::EXTERNAL_ID,
    };
    let message = format!("The record is found by {field}, which the payload does not hold. Add it.");
    Issue::of(field, Code::RequiredField, message)
}

fn not_applied(answer: Answer) -> Answer {
    if !answer.success {
        return answer;
    }
    let message = "Not applied: another record of this all-or-nothing request was refused. Mend that one and send \
                   the request again.";
    Issue::new(Code::NotApplied, message).into()
}

/// The answer to the whole request.
fn sum_up(answers: &[Answer]) -> Answer {
    let errors = || answers.iter().filter_map(|answer| answer.errors.first());
    let data = json!(answers);
    let Some(first) = errors().find(|error| error.code != Code::NotApplied) else {
        return Answer::success(StatusCode::OK).with_data(data);
    };
    let refused = errors().filter(|error| error.code != Code::NotApplied).count();
    let with_it = if errors().count() > refused { ", so nothing was changed" } else { "" };
    let message = format!(
        "{refused} of {} records were refused{with_it}; each one's answer stands at its place in Data. The first: {}",
        answers.len(),
        first.message
    );
    let mut answer = Answer::from(Issue::new(first.code, message)).with_data(data);
    answer.status_code = StatusCode::BadRequest;
    answer
}
