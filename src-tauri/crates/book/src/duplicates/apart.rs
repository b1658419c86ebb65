//! Contacts of which a person said that they are not the same. The book keeps it, by `Id`, in a document: so it survives a
//! merge, a deletion that is undone, a restore and a rebuild.

use std::sync::Arc;

use kith_model::{Code, Issue, Record, RecordKey, StatusCode, check_key, system};
use serde_json::Value;

use super::ApartPair;
use crate::{
    answer::{Answer, Reply},
    book::Book,
    contacts::{Work, not_found},
    error::{Error, read_only},
    requests::Asked,
};

/// The document that keeps them: each pair a field, its value when it was said.
pub(crate) const DOCUMENT: &str = "kith:apart";

impl Book {
    /// Notes that two contacts are not the same person, or, with `apart` false, that they may be after all. It is a
    /// change of its own, and can be undone. Where it is known already nothing is written.
    #[must_use]
    pub fn set_apart(&self, one: &RecordKey, other: &RecordKey, apart: bool) -> Reply {
        self.request(&Asked::plain(if apart { "not the same" } else { "perhaps the same" }), || {
            if self.is_read_only() {
                return Err(Error::refused(read_only()));
            }
            for key in [one, other] {
                check_key(key.field(), key.value()).map_err(Error::refused)?;
            }
            let at = self.host.now();
            let written = self.commit(self.note(&at, self.source), |work| {
                let (one, other) = (existing(work, one)?, existing(work, other)?);
                if one.id() == other.id() {
                    return Err(one_contact());
                }
                let value = if apart { Value::from(at.as_str()) } else { Value::Null };
                Ok::<_, Error>(keep(work, &[(name(one.id(), other.id()), value)])?)
            })?;
            Ok(Reply::new(Answer::success(StatusCode::OK), written.committed.map(|set| set.seq)))
        })
    }

    /// The pairs of contacts that are known not to be the same, of those that are in the book.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn apart(&self) -> Result<Vec<ApartPair>, Error> {
        let document = self.store.get(&key())?.unwrap_or_default();
        let mut pairs = Vec::new();
        for (ids, at) in document.fields().filter_map(|(name, at)| Some((ids(name)?, at))) {
            let get = |id: String| self.store.get(&RecordKey::Id(id));
            if let (Some(one), Some(other)) = (get(ids.0)?, get(ids.1)?) {
                let at = at.as_str().unwrap_or_default().to_owned();
                pairs.push(ApartPair { one: self.contact(&one), other: self.contact(&other), at });
            }
        }
        Ok(pairs)
    }

    /// The `Id`s of the same, in the book or not.
    pub(super) fn apart_ids(&self) -> Result<Vec<(String, String)>, Error> {
        let document = self.store.get(&key())?.unwrap_or_default();
        Ok(document.fields().filter_map(|(name, _)| ids(name)).collect())
    }
}

/// Whoever is not the same as a contact that is merged into another is not the same as that one either.
pub(super) fn take_over(work: &mut Work<'_, '_>, from: &str, to: &str) -> Result<(), Error> {
    let Some(document) = work.find(&key())? else { return Ok(()) };
    let taken = document.fields().filter_map(|(field, at)| {
        let (one, other) = ids(field)?;
        let third = if one == from {
            other
        } else if other == from {
            one
        } else {
            return None;
        };
        (third != to).then(|| (name(&third, to), at.clone()))
    });
    let taken: Vec<_> = taken.filter(|(field, _)| document.get(field).is_null()).collect();
    Ok(keep(work, &taken)?)
}

/// Sets fields of the document, where any differs.
fn keep(work: &mut Work<'_, '_>, fields: &[(String, Value)]) -> Result<(), kith_store::StoreError> {
    let before = work.find(&key())?;
    let is_known = |field: &str| before.as_deref().is_some_and(|document| !document.get(field).is_null());
    if fields.iter().all(|(field, value)| is_known(field) != value.is_null()) {
        return Ok(());
    }
    let mut after = before.as_deref().map_or_else(Record::default, Record::clone);
    after.set(system::ID, DOCUMENT.into());
    for (field, value) in fields {
        after.set(field, value.clone());
    }
    work.put(before.as_deref(), after)
}

/// The field of a pair: the same whichever is named first.
fn name(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    Value::from(vec![first, second]).to_string()
}

fn ids(name: &str) -> Option<(String, String)> {
    serde_json::from_str(name).ok()
}

fn existing(work: &mut Work<'_, '_>, key: &RecordKey) -> Result<Arc<Record>, Error> {
    work.find(key)?.ok_or_else(|| Error::refused(not_found(key)))
}

pub(super) fn one_contact() -> Error {
    let message = "Both keys name one contact. Name two contacts.";
    Error::refused(Issue::new(Code::MalformedRequest, message))
}

fn key() -> RecordKey {
    RecordKey::Id(DOCUMENT.to_owned())
}
