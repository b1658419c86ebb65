//! What many contacts have in common: why they were refused, counted.

use std::collections::HashMap;

use kith_model::{Code, Issue};

use super::shape::BulkEditReason;

/// Reasons by their code and field. There are as many as there are codes and fields, not as there are contacts.
#[derive(Default)]
pub(super) struct Reasons {
    all: HashMap<(Code, Option<String>), BulkEditReason>,
}

impl Reasons {
    /// Counts what is said of one contact.
    pub fn add(&mut self, issues: &[Issue]) {
        for Issue { message, code, field } in issues {
            let reason = self.all.entry((*code, field.clone())).or_insert_with(|| BulkEditReason {
                code: *code,
                field: field.clone(),
                message: message.clone(),
                contacts: 0,
            });
            reason.contacts += 1;
        }
    }

    /// All of them, the most frequent first.
    pub fn told(self) -> Vec<BulkEditReason> {
        let mut told: Vec<_> = self.all.into_values().collect();
        told.sort_by(|one, other| {
            other.contacts.cmp(&one.contacts).then_with(|| one.field.cmp(&other.field))
        });
        told
    }
}
