//! Lists: sorted, filtered and searched here, so that a window holds only the rows it shows.

mod column;
mod index;
mod order;
#[cfg(test)]
mod tests;
mod texts;

use kith_model::{
    Code, FieldMetadata, Issue, Record, RecordKey, StatusCode, View, ViewFilter, ViewSort,
    query::{Filter, SortKey},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

pub(crate) use index::Index;

use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
};

/// What a list asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ListQuery {
    /// Words that must all occur in the searched fields; empty for all records.
    pub search: String,
    /// Values that fields must have.
    pub filters: Vec<Filter>,
    /// The order; ties by ExternalId.
    pub sort: Vec<SortKey>,
    /// How many matches to pass over.
    #[ts(type = "number")]
    pub offset: usize,
    /// How many to give.
    #[ts(type = "number")]
    pub limit: usize,
}

/// What a view of the layout shows, from its first row; how many is still to be said.
impl From<&View> for ListQuery {
    fn from(view: &View) -> Self {
        let filter = |from: &ViewFilter| Filter { field: from.field.clone(), value: from.value.clone() };
        let key = |from: &ViewSort| SortKey { field: from.field.clone(), descending: from.descending };
        Self {
            filters: view.filters.iter().map(filter).collect(),
            sort: view.sort.iter().map(key).collect(),
            ..Self::default()
        }
    }
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListRow {
    /// The record's key.
    pub key: RecordKey,
    /// The values of the fields a list shows.
    #[ts(type = "{ [field in string]: JsonValue }")]
    pub values: Map<String, Value>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    /// The rows from the offset on.
    pub rows: Vec<ListRow>,
    /// How many records match, exactly.
    #[ts(type = "number")]
    pub matches: usize,
    /// How many records there are.
    #[ts(type = "number")]
    pub total: usize,
}

/// The records of a page, and the exact counts.
struct Found {
    records: Vec<Record>,
    matches: usize,
    total: usize,
}

impl Book {
    /// A page of the list, with the fields its rows show.
    ///
    /// # Errors
    /// [`Error::Refused`] for a field the schema does not have or that cannot be sorted by; [`Error::Store`].
    pub fn page(&self, query: &ListQuery) -> Result<ListPage, Error> {
        let found = self.search(query)?;
        let layout = self.layout();
        let shown = || layout.list_columns.iter().chain(&layout.title).chain(&layout.subtitle);
        let rows = found.records.iter().map(|record| ListRow {
            key: record.key(),
            values: shown().map(|field| (field.clone(), record.get(field).clone())).collect(),
        });
        Ok(ListPage { rows: rows.collect(), matches: found.matches, total: found.total })
    }

    /// The contract's query: `Data` an array of whole records, or of the `fields` asked for, `RecordCount` how many
    /// match.
    #[must_use]
    pub fn list(&self, query: &ListQuery, fields: Option<&[String]>) -> Reply {
        let started = std::time::Instant::now();
        let answer = self.list_answer(query, fields).unwrap_or_else(Answer::from);
        Reply::from(answer).timed(started)
    }

    fn list_answer(&self, query: &ListQuery, fields: Option<&[String]>) -> Result<Answer, Error> {
        self.known(fields.unwrap_or_default().iter())?;
        let found = self.search(query)?;
        let some = |record: &Record, fields: &[String]| {
            Value::Object(fields.iter().map(|field| (field.clone(), record.get(field).clone())).collect())
        };
        let data: Vec<_> = found
            .records
            .iter()
            .map(|record| fields.map_or_else(|| self.whole(record), |fields| some(record, fields)))
            .collect();
        let mut answer = Answer::success(StatusCode::OK).with_data(data);
        answer.record_count = Some(found.matches as u64);
        Ok(answer)
    }

    fn search(&self, query: &ListQuery) -> Result<Found, Error> {
        self.known(query.filters.iter().map(|filter| &filter.field))?;
        self.known(query.sort.iter().map(|key| &key.field))?;
        self.sortable(&query.sort)?;
        let (keys, matches, total) = self.with_index(query, |index| index.search(query, &self.store))?;
        // A record that was deleted between the two steps is simply no longer there.
        let records =
            keys.iter().filter_map(|key| self.store.get(key).transpose()).collect::<Result<_, _>>()?;
        Ok(Found { records, matches, total })
    }

    fn known<'a>(&self, mut fields: impl Iterator<Item = &'a String>) -> Result<(), Error> {
        let schema = self.schema();
        match fields.find(|field| !schema.field(field).is_some_and(FieldMetadata::is_readable)) {
            Some(field) => Err(Error::refused(schema.unknown(field))),
            None => Ok(()),
        }
    }

    fn sortable(&self, keys: &[SortKey]) -> Result<(), Error> {
        let schema = self.schema();
        let fields = keys.iter().filter_map(|key| schema.field(&key.field));
        match fields.into_iter().find(|field| !field.is_sortable) {
            Some(field) => {
                let message =
                    format!("A list cannot be sorted by {}. Choose another field.", field.display_name);
                Err(Error::refused(Issue::of(&field.field_name, Code::InvalidFormat, message)))
            }
            None => Ok(()),
        }
    }
}
