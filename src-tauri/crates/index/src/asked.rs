//! What is asked of the index.

use std::collections::BTreeSet;

use kith_model::{RecordKey, query::SortKey};
use serde_json::Value;

/// What rows must be.
pub struct Condition<'a> {
    /// Whether they must not be it.
    pub negated: bool,
    /// What it is.
    pub kind: ConditionKind<'a>,
}

/// A condition without its negation.
pub enum ConditionKind<'a> {
    /// The searched text holds `folded`, or a telephone number in it the `digits`.
    Text {
        /// Folded as the searched text is.
        folded: &'a str,
        /// Digits without what stands between them.
        digits: Option<&'a str>,
    },
    /// The value of a field passes.
    Value {
        /// The field.
        field: &'a str,
        /// Whether a value passes.
        passes: &'a (dyn Fn(&Value) -> bool + Sync),
    },
    /// It is one of these.
    Among(&'a BTreeSet<RecordKey>),
}

/// What a list asks for.
pub struct Asked<'a> {
    /// All of them hold for every row.
    pub conditions: &'a [Condition<'a>],
    /// The order; ties by key.
    pub sort: &'a [SortKey],
    /// Rows whose value of this field is, or begins with, one of the words come first; folded.
    pub first: Option<First<'a>>,
}

/// Rows that come before others whatever the order.
#[derive(Clone)]
pub struct First<'a> {
    /// The field.
    pub field: &'a str,
    /// Folded words.
    pub words: Vec<&'a str>,
}

impl Asked<'_> {
    /// Whether texts are looked through for it.
    pub(crate) fn looks_at_text(&self) -> bool {
        self.conditions.iter().any(|condition| matches!(condition.kind, ConditionKind::Text { .. }))
    }

    /// The fields whose columns are needed for it.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let conditions = self.conditions.iter().filter_map(|condition| match condition.kind {
            ConditionKind::Value { field, .. } => Some(field),
            ConditionKind::Text { .. } | ConditionKind::Among(_) => None,
        });
        let sort = self.sort.iter().map(|key| key.field.as_str());
        conditions.chain(sort).chain(self.first.iter().map(|first| first.field))
    }
}
