//! Change sets that are one to the person, taken back together: those of a long import, or those that took one back.

use kith_model::{ChangeNote, ChangeSet, Code, Issue, PartOf, Source, StatusCode};
use serde_json::json;

use super::{nothing_taken_back, records::take_back, scope::Part};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
};

/// Most contacts that are named as kept.
const MOST_KEPT: usize = 1_000;

/// What a group came to so far.
#[derive(Default)]
struct Done {
    first: Option<u64>,
    contacts: usize,
    kept: Vec<Issue>,
    kept_count: usize,
}

impl Book {
    /// Takes all change sets back that are one with `first`, the last of them first, each as a change set of its own. A
    /// kill between two of them leaves the rest to be taken back.
    pub(crate) fn take_group_back(&self, first: u64, source: Source) -> Result<Reply, Error> {
        let mut done = Done::default();
        for set in self.store.change_sets_back() {
            let set = set?;
            if set.seq < first {
                break;
            }
            if set.first() == Some(first) {
                self.take_part_back(&set, source, &mut done)?;
            }
        }
        let Some(seq) = done.first else { return Err(nothing_taken_back(&done.kept, source)) };
        if done.kept_count > done.kept.len() {
            let message = format!("{} more were edited since and stay.", done.kept_count - done.kept.len());
            done.kept.push(Issue::new(Code::StaleRecord, message));
        }
        let answer = Answer::success(StatusCode::OK)
            .with_data(json!({"ChangeId": first.to_string(), "Contacts": done.contacts}))
            .with_warnings(done.kept);
        Ok(Reply::new(answer, Some(seq)))
    }

    fn take_part_back(&self, set: &ChangeSet, source: Source, done: &mut Done) -> Result<(), Error> {
        let at = self.host.now();
        let part_of = Some(PartOf { first: done.first.unwrap_or(0), reached: None });
        let note = ChangeNote { takes_back: Some(set.seq), part_of, ..self.note(&at, source) };
        let whole = Part::default();
        let written = self.commit(note, |work| {
            for change in set.changes.iter().rev().filter(|change| whole.has(change)) {
                let kept = take_back(work, change, &whole, &self.host.stamp(&at))?;
                done.kept_count += kept.len();
                done.kept.extend(kept.into_iter().take(MOST_KEPT.saturating_sub(done.kept.len())));
            }
            Ok::<_, Error>(())
        })?;
        if let Some(committed) = written.committed {
            done.contacts += committed.changes.len();
            done.first = done.first.or(Some(committed.seq));
        }
        Ok(())
    }
}
