//! Taking changes back. An undo is a change of its own; what was edited since is kept and named.

mod group;
mod last;
mod moment;
mod records;
mod scope;

use kith_model::{Change, ChangeNote, ChangeSet, Code, Issue, Source, StatusCode};
use serde_json::json;

pub use scope::Scope;

use self::{records::take_back, scope::Part};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
    requests::Asked,
};

impl Book {
    /// Takes a change back, or the last one that is not taken back yet; taking an undo back is a redo. `Data` tells the
    /// change that was taken back. Of an import all is taken back, whichever of its changes is named.
    #[must_use]
    pub fn undo(&self, change_id: Option<&str>) -> Reply {
        self.undo_part(change_id, &Scope::default())
    }

    /// Takes a part of a change back: one contact's, or some fields of that. Without a change it is the last one that
    /// is not taken back yet, of the contact where one is named. What is left of the change can be undone later.
    #[must_use]
    pub fn undo_part(&self, change_id: Option<&str>, scope: &Scope) -> Reply {
        self.request(&Asked::plain("undo"), || {
            self.admit_undo()?;
            let last = || self.last_undoable(scope.contact.as_ref())?.ok_or_else(|| nothing("undo"));
            let set = change_id.map_or_else(last, |change_id| self.change_set(change_id))?;
            let source = if set.note.source == Source::Undo { Source::Redo } else { Source::Undo };
            if let (Some(first), true) = (set.first(), *scope == Scope::default()) {
                return self.take_group_back(first, source);
            }
            let part = self.part_of(&set, scope)?;
            self.take_back(&set, &part, source)
        })
    }

    /// Brings back what the last undo took, unless something else was changed since.
    #[must_use]
    pub fn redo(&self) -> Reply {
        self.request(&Asked::plain("redo"), || {
            self.admit_undo()?;
            let set = self.last_redoable()?.ok_or_else(|| nothing("redo"))?;
            if let Some(first) = set.first() {
                return self.take_group_back(first, Source::Redo);
            }
            self.take_back(&set, &Part::default(), Source::Redo)
        })
    }

    fn admit_undo(&self) -> Result<(), Error> {
        if self.is_read_only() { Err(Error::refused(read_only())) } else { Ok(()) }
    }

    fn change_set(&self, change_id: &str) -> Result<ChangeSet, Error> {
        let missing = || {
            let message =
                format!("There is no change {change_id:?}. `kith history` and the History tab name them.");
            Error::refused(Issue::new(Code::NotFound, message))
        };
        let seq = change_id.parse().map_err(|_| missing())?;
        match self.store.change_set(seq)? {
            Some(set) => Ok(set),
            None => Err(self.no_longer_kept(seq)?.unwrap_or_else(missing)),
        }
    }

    /// That a change was forgotten, where it was.
    fn no_longer_kept(&self, seq: u64) -> Result<Option<Error>, Error> {
        let oldest = self.store.oldest_kept()?;
        let message = format!(
            "Change {seq} is no longer kept: the oldest one that is is change {oldest}. A backup from before may hold it."
        );
        Ok((1..oldest).contains(&seq).then(|| Error::refused(Issue::new(Code::NotFound, message))))
    }

    fn take_back(&self, set: &ChangeSet, part: &Part, source: Source) -> Result<Reply, Error> {
        if set.changes.iter().any(Change::is_of_schema) {
            return self.take_schema_back(set, &|field| part.has_field(field), source);
        }
        let at = self.host.now();
        let note = ChangeNote { takes_back: Some(set.seq), ..self.note(&at, source) };
        let mut kept = Vec::new();
        let written = self.commit(note, |work| {
            for change in set.changes.iter().rev().filter(|change| part.has(change)) {
                kept.extend(take_back(work, change, part, &self.host.stamp(&at))?);
            }
            Ok::<_, Error>(())
        })?;
        let Some(committed) = written.committed else { return Err(nothing_taken_back(&kept, source)) };
        let answer = Answer::success(StatusCode::OK)
            .with_data(json!({"ChangeId": set.seq.to_string(), "Contacts": committed.changes.len()}))
            .with_warnings(kept);
        Ok(Reply::new(answer, Some(committed.seq)))
    }
}

/// Why an undo or a redo came to nothing.
pub(crate) fn nothing_taken_back(kept: &[Issue], source: Source) -> Error {
    let what = if source == Source::Redo { "redo" } else { "undo" };
    if kept.is_empty() { nothing(what) } else { Error::refused(kept_instead(kept)) }
}

fn kept_instead(kept: &[Issue]) -> Issue {
    let reasons: Vec<_> = kept.iter().map(|issue| issue.message.as_str()).collect();
    Issue::new(Code::StaleRecord, format!("Nothing was taken back. {}", reasons.join(" ")))
}

fn nothing(what: &str) -> Error {
    Error::refused(Issue::new(
        Code::NotFound,
        format!("There is nothing to {what}: no such change is in effect."),
    ))
}
