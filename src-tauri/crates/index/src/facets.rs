//! What a list can be narrowed to, and where in it something is.

use std::collections::HashMap;

use kith_model::{
    RecordKey,
    query::{fold, text_of},
};
use serde_json::Value;

use crate::{
    asked::Asked,
    column::{Sorted, Stored},
    error::IndexError,
    index::Index,
    key::bytes_of,
    rows::row_of,
};

/// Values of a field among the rows of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// The most frequent ones with their number of rows, those before others that are as frequent that sort before.
    pub values: Vec<(Value, usize)>,
    /// How many different ones there are.
    pub distinct: usize,
}

impl Index {
    /// The values a field has in the rows asked for, those whose text holds `search`: the `limit` most frequent. The
    /// field's column must be loaded too.
    ///
    /// # Errors
    /// [`IndexError`] when the snapshot is damaged.
    pub fn values(
        &self,
        asked: &Asked<'_>,
        field: &str,
        search: &str,
        limit: usize,
    ) -> Result<Values, IndexError> {
        let Some(column) = self.columns.get(field) else {
            return Ok(Values { values: Vec::new(), distinct: 0 });
        };
        let rows = self.search().matching(asked.conditions)?;
        let mut counts: HashMap<&[u8], usize> = HashMap::new();
        for (group, rows) in rows.groups.iter().enumerate() {
            match column.segments.get(group) {
                Some(segment) => {
                    let mut of_codes = vec![0_usize; segment.values.len()];
                    for local in rows.ones() {
                        let code = segment.codes.get(local).map(|code| usize::from(*code));
                        match code.and_then(|code| of_codes.get_mut(code)) {
                            Some(count) => *count += 1,
                            None => *counts.entry(&[]).or_default() += 1,
                        }
                    }
                    let used = segment.values.iter().zip(of_codes).filter(|(_, count)| *count > 0);
                    used.for_each(|(value, count)| *counts.entry(value).or_default() += count);
                }
                None => {
                    let values = rows.ones().map(|local| column.get(row_of(group, local)).bytes());
                    values.for_each(|value| *counts.entry(value).or_default() += 1);
                }
            }
        }
        Ok(most_frequent(counts, &fold(search), limit))
    }

    /// Where among the rows of a list a contact is.
    #[must_use]
    pub fn place(&self, rows: &[u32], key: &RecordKey) -> Option<usize> {
        let row = self.row(&bytes_of(key))?;
        rows.iter().position(|each| *each == row)
    }

    /// The first row at or after the place `from`, beginning anew after the last, whose first sort key's text begins with
    /// `text`.
    #[must_use]
    pub fn jump(&self, rows: &[u32], asked: &Asked<'_>, text: &str, from: usize) -> Option<usize> {
        let column = self.columns.get(&asked.sort.first()?.field)?;
        let text = fold(text);
        let begins = |row: &u32| match column.get(*row).sorted() {
            Sorted::Text(value) => fold(&String::from_utf8_lossy(&value)).starts_with(&text),
            Sorted::Empty | Sorted::Number(_) => false,
        };
        let (before, after) = rows.split_at_checked(from).unwrap_or((rows, &[]));
        let found = after.iter().position(begins).map(|at| before.len() + at);
        found.or_else(|| before.iter().position(begins))
    }
}

fn most_frequent(counts: HashMap<&[u8], usize>, search: &str, limit: usize) -> Values {
    let shown = |value: &Value| text_of(value).map(|text| fold(&text)).unwrap_or_default();
    let mut found: Vec<(&[u8], usize)> = counts
        .into_iter()
        .filter(|(value, _)| search.is_empty() || shown(&Stored::new(value).value()).contains(search))
        .collect();
    let distinct = found.len();
    found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    found.truncate(limit);
    let values = found.into_iter().map(|(value, count)| (Stored::new(value).value(), count)).collect();
    Values { values, distinct }
}
