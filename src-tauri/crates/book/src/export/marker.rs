//! Up to which change the changes were handed over to the CRM.

use kith_model::{Record, RecordKey, system};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    book::Book,
    error::{Error, read_only},
};

/// The document that says so.
pub(crate) const DOCUMENT: &str = "kith:handed";
const CHANGE: &str = "Change";
const AT: &str = "At";

/// Up to which change the changes were handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Handed {
    /// The last change that was handed over.
    #[ts(type = "number")]
    pub change: u64,
    /// When, RFC 3339 UTC.
    pub at: String,
}

impl Book {
    /// Up to which change the changes were handed over; none where they never were.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn handed(&self) -> Result<Option<Handed>, Error> {
        let Some(document) = self.store.get(&key())? else { return Ok(None) };
        let at = document.get(AT).as_str().unwrap_or_default().to_owned();
        Ok(document.get(CHANGE).as_u64().map(|change| Handed { change, at }))
    }

    /// Notes that all changes up to one were handed over. It is a change of its own, whose number is given: it can be undone.
    ///
    /// # Errors
    /// [`Error::Refused`] for a read-only book; [`Error::Store`].
    pub fn hand_over(&self, change: u64) -> Result<Option<u64>, Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        let at = self.host.now();
        let written = self.commit(self.note(&at, self.source), |work| {
            let before = work.find(&key())?;
            let mut after = before.as_deref().map_or_else(Record::default, Record::clone);
            after.set(system::ID, DOCUMENT.into());
            after.set(CHANGE, change.into());
            after.set(AT, at.clone().into());
            work.put(before.as_deref(), after)
        });
        Ok(written.map_err(Error::Store)?.committed.map(|set| set.seq))
    }
}

fn key() -> RecordKey {
    RecordKey::Id(DOCUMENT.to_owned())
}
