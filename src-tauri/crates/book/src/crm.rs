//! What the CRM has of a contact, as far as the book's history tells: what was handed over to it, and what came from it.

use std::collections::{HashMap, HashSet};

use kith_model::{Change, FieldChange, Operation, Record};
use serde_json::Value;

use crate::history::is_stamp;

/// What is known of one contact by its changes since a hand-over, of which the newest is looked at first.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Each field that was changed here, with the value that the CRM has.
    fields: HashMap<String, Value>,
    /// The fields whose value came from the CRM: what was before that says nothing more.
    settled: HashSet<String>,
    /// What changes took back, each with the number of the change it took back, the newest first.
    taken_back: Vec<(u64, FieldChange)>,
    /// The changes looked at that were taken back.
    met: HashSet<u64>,
    is_new: bool,
}

impl Known {
    /// Looks at a change. One that was taken back is none, and neither is what took it back.
    pub fn look(&mut self, seq: u64, takes_back: Option<u64>, from_crm: bool, change: Change) {
        let Change { operation, mut fields, .. } = change;
        let is_undone = |field: &FieldChange| {
            self.taken_back.iter().any(|(back, each)| *back == seq && each.field == field.field)
        };
        let before = fields.len();
        fields.retain(|field| !is_stamp(&field.field) && !is_undone(field));
        if fields.len() < before && self.taken_back.iter().any(|(back, _)| *back == seq) {
            self.met.insert(seq);
        }
        if let Some(back) = takes_back {
            self.taken_back.extend(fields.into_iter().map(|field| (back, field)));
            return;
        }
        if fields.is_empty() {
            return;
        }
        self.is_new = operation == Operation::Create && !from_crm;
        for FieldChange { field, old, new } in fields {
            if self.settled.contains(&field) {
                continue;
            }
            if from_crm {
                self.settled.insert(field.clone());
            }
            // The older one wins: it is what the CRM has.
            self.fields.insert(field, if from_crm { new } else { old });
        }
    }

    /// All changes were looked at. What took back one from before the hand-over is a change like others.
    pub fn finish(&mut self) {
        for (back, field) in std::mem::take(&mut self.taken_back) {
            if !self.met.contains(&back) && !self.settled.contains(&field.field) {
                self.fields.insert(field.field, field.old);
            }
        }
    }

    /// A change that was made after all that were looked at.
    pub fn changed_since(&mut self, field: FieldChange) {
        if !is_stamp(&field.field) {
            self.fields.entry(field.field).or_insert(field.old);
        }
    }

    /// Looks at a change that was made after all that were looked at, and takes none of them back.
    pub fn go_on(&mut self, from_crm: bool, change: Change) {
        self.is_new |= change.operation == Operation::Create && !from_crm;
        for field in change.fields {
            match from_crm {
                true if is_stamp(&field.field) => {}
                true => drop(self.fields.insert(field.field, field.new)),
                false => self.changed_since(field),
            }
        }
    }

    /// Whether a contact as it is now is another than the CRM has.
    pub fn is_of_changed(&self, record: &Record) -> bool {
        self.is_new || self.fields.iter().any(|(field, value)| record.get(field) != value)
    }

    /// The value that the CRM has in a field; none where it is the one that the book has.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }

    /// Whether the CRM does not have the contact.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Whether nothing is left of its changes.
    pub fn is_untouched(&self) -> bool {
        self.fields.is_empty() && !self.is_new
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn update(field: &str, old: &str, new: &str) -> Change {
        let fields = vec![FieldChange { field: field.into(), old: json!(old), new: json!(new) }];
        Change { operation: Operation::Update, id: "1".into(), external_id: None, fields }
    }

    /// What is known after changes of one field, the newest first: number, what it takes back, whether it is the CRM's.
    fn known(changes: &[(u64, Option<u64>, bool, &str, &str)]) -> Option<Value> {
        let mut known = Known::default();
        for (seq, back, from_crm, old, new) in changes {
            known.look(*seq, *back, *from_crm, update("Title", old, new));
        }
        known.finish();
        known.value("Title").cloned()
    }

    #[test]
    fn the_crm_has_what_was_there_before_the_first_change_or_what_came_from_it() {
        assert_eq!(known(&[(3, None, false, "b", "c"), (2, None, false, "a", "b")]), Some(json!("a")));
        assert_eq!(known(&[(3, None, false, "b", "c"), (2, None, true, "a", "b")]), Some(json!("b")));
        assert_eq!(known(&[(3, None, true, "b", "c"), (2, None, false, "a", "b")]), Some(json!("c")));
        assert_eq!(known(&[]), None);
    }

    #[test]
    fn what_was_taken_back_is_no_change_and_taking_back_an_older_one_is() {
        assert_eq!(known(&[(3, Some(2), false, "b", "a"), (2, None, true, "a", "b")]), None);
        let redone =
            [(4, Some(3), false, "a", "b"), (3, Some(2), false, "b", "a"), (2, None, true, "a", "b")];
        assert_eq!(known(&redone), Some(json!("b")));
        let own = [(4, Some(3), false, "c", "b"), (3, None, true, "b", "c"), (2, None, false, "a", "b")];
        assert_eq!(known(&own), Some(json!("a")));
        assert_eq!(known(&[(9, Some(2), false, "b", "a")]), Some(json!("b")));
    }
}
