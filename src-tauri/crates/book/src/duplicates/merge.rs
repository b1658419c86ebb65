//! Two contacts made one, in one change set: one stays, with the values a person chose, the other goes.

use std::sync::Arc;

use kith_model::{Body, Code, Issue, Record, RecordKey, StatusCode, check_key, system};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use ts_rs::TS;

use super::apart::{one_contact, take_over};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    contacts::{Work, not_found},
    error::{Error, read_only},
    requests::Asked,
};

/// How two contacts are made one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Merge {
    /// The `Id` of the one that stays. It keeps its `Id` and its `ExternalId`.
    pub stays: String,
    /// Its `ETag` as it was looked at.
    pub stays_etag: String,
    /// The `Id` of the one that goes.
    pub goes: String,
    /// Its `ETag` as it was looked at.
    pub goes_etag: String,
    /// The fields that get the value of the one that goes; all others keep theirs.
    pub take: Vec<String>,
}

impl Book {
    /// Makes two contacts one: the one that stays gets the chosen values of the other, which is deleted. Both are one
    /// change, and one undo brings both back. `Data` is `{"Stays", "Gone"}`, each `{"Id", "ExternalId"}`.
    ///
    /// It is refused when either was changed since it was looked at, or the values are not what the schema takes; nothing
    /// is done then.
    #[must_use]
    pub fn merge(&self, merge: &Merge) -> Reply {
        self.request(&Asked::plain("merge"), || {
            if self.is_read_only() {
                return Err(Error::refused(read_only()));
            }
            let note = self.note(&self.host.now(), self.source);
            let written = self.commit(note, |work| work.merge(merge))?;
            Ok(Reply::new(written.value, written.committed.map(|set| set.seq)))
        })
    }
}

impl Work<'_, '_> {
    fn merge(&mut self, merge: &Merge) -> Result<Answer, Error> {
        let (stays, stays_key) = self.looked_at(&merge.stays, &merge.stays_etag)?;
        let (goes, _) = self.looked_at(&merge.goes, &merge.goes_etag)?;
        if stays.id() == goes.id() {
            return Err(one_contact());
        }
        let taken: Map<_, _> =
            merge.take.iter().map(|field| (field.clone(), goes.get(field).clone())).collect();
        let body = Body::from_map(taken).map_err(Error::refused)?;
        // First: the one that stays may take a value that only one may have.
        self.remove(&goes)?;
        let mut judged = self.judge_update(&stays_key, &body, false)?;
        let warnings = std::mem::take(&mut judged.accepted.warnings);
        self.make(judged)?;
        take_over(self, goes.id(), stays.id())?;
        let data = json!({"Stays": keys(&stays), "Gone": keys(&goes)});
        Ok(Answer::success(StatusCode::OK).with_data(data).with_warnings(warnings))
    }

    /// A contact, as it was looked at.
    fn looked_at(&mut self, id: &str, etag: &str) -> Result<(Arc<Record>, RecordKey), Error> {
        check_key(system::ID, id).map_err(Error::refused)?;
        let key = RecordKey::Id(id.to_owned());
        let record = self.find(&key)?.ok_or_else(|| Error::refused(not_found(&key)))?;
        if record.etag() == etag { Ok((record, key)) } else { Err(stale(&record)) }
    }
}

fn keys(record: &Record) -> Value {
    json!({"Id": record.id(), "ExternalId": record.external_id()})
}

fn stale(record: &Record) -> Error {
    let message = format!(
        "The contact with {} was changed after it was looked at, so nothing was merged. Look at it again.",
        record.key()
    );
    Error::refused(Issue::of(system::ETAG, Code::StaleRecord, message))
}
