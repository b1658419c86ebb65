//! A contact put back to a moment: what it was right after one of its changes, as one change.

use kith_model::{Code, Issue, Record, RecordKey, Source, Stamp, StatusCode, check_key, system};
use kith_store::StoreError;
use serde_json::json;

use super::{
    kept_instead,
    records::{gone_for_good, kept, shared},
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    contacts::{Work, not_found},
    error::Error,
    history::is_stamp,
    requests::Asked,
};

impl Book {
    /// Makes a contact again what it was right after a change, whatever has become of it since; a deleted one comes
    /// back. `Data` tells the change. Where nothing differs nothing is written.
    #[must_use]
    pub fn put_back(&self, key: &RecordKey, change_id: &str) -> Reply {
        self.request(&Asked::plain("put back"), || {
            self.admit_undo()?;
            check_key(key.field(), key.value()).map_err(Error::refused)?;
            let at = self.host.now();
            let stamp = self.host.stamp(&at);
            let written = self.commit(self.note(&at, Source::Undo), |work| {
                let current = work.find(key)?;
                let then = self.as_after(key, current.as_deref(), change_id)?;
                replace(work, current.as_deref(), then, &stamp)
            })?;
            let contacts = written.committed.as_ref().map_or(0, |set| set.changes.len());
            let answer = Answer::success(StatusCode::OK)
                .with_data(json!({"ChangeId": change_id, "Contacts": contacts}))
                .with_warnings(written.value);
            Ok(Reply::new(answer, written.committed.map(|set| set.seq)))
        })
    }

    /// The record as it was right after a change: what it is now, with every later change taken off.
    fn as_after(&self, key: &RecordKey, current: Option<&Record>, change_id: &str) -> Result<Record, Error> {
        let mut record = current.cloned().unwrap_or_default();
        let mut changes = self.store.history(key).peekable();
        if changes.peek().is_none() && current.is_none() {
            return Err(Error::refused(not_found(key)));
        }
        for found in changes {
            let found = found?;
            if found.seq.to_string() == change_id {
                return if record.id().is_empty() { Err(was_deleted(change_id)) } else { Ok(record) };
            }
            for field in found.change.fields {
                record.set(&field.field, field.old);
            }
        }
        Err(not_of(key, change_id))
    }
}

/// Puts a record in the place of the current one; gives what had to be kept of that.
fn replace(
    work: &mut Work<'_, '_>,
    current: Option<&Record>,
    mut then: Record,
    stamp: &Stamp,
) -> Result<Vec<Issue>, Error> {
    let warnings = match current {
        Some(current) => keep_what_is_held(work, current, &mut then)?,
        None if work.is_held(system::EXTERNAL_ID, then.get(system::EXTERNAL_ID), then.id())? => {
            return Err(Error::refused(kept_instead(&[gone_for_good(&then, system::EXTERNAL_ID)])));
        }
        None => shared(work, &then)?,
    };
    if current.is_none_or(|current| current.changes_to(&then).iter().any(|field| !is_stamp(&field.field))) {
        stamp.mark(&mut then);
        work.put(current, then)?;
    }
    Ok(warnings)
}

/// Leaves what only one contact may hold, and another holds by now, as it is.
fn keep_what_is_held(
    work: &mut Work<'_, '_>,
    current: &Record,
    then: &mut Record,
) -> Result<Vec<Issue>, StoreError> {
    let mut warnings = Vec::new();
    for field in std::iter::once(system::EXTERNAL_ID)
        .chain(work.schema.unique_fields().map(|field| field.field_name.as_str()))
    {
        if work.is_held(field, then.get(field), then.id())? {
            warnings.push(kept(
                current,
                Some(field),
                "stays as it is: another contact has its old value now",
            ));
            then.set(field, current.get(field).clone());
        }
    }
    Ok(warnings)
}

fn was_deleted(change_id: &str) -> Error {
    let message =
        format!("Change {change_id} deleted the contact. Put it back to the moment after an earlier change.");
    Error::refused(Issue::new(Code::MalformedRequest, message))
}

fn not_of(key: &RecordKey, change_id: &str) -> Error {
    let message = format!(
        "Change {change_id:?} is none of the contact with the {key}, or is no longer kept. `kith history` names its \
         changes."
    );
    Error::refused(Issue::new(Code::NotFound, message))
}
