//! Lists: sorted, filtered and searched here, so that a window holds only the rows it shows.

mod asked;
mod live;
mod narrow;
mod page;
mod snapshot;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kith_model::{
    RecordKey, View, ViewFilter, ViewSort,
    query::{Filter, QueryError, SortKey},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

pub use live::Preparing;
pub(crate) use live::{Found, Live};
pub use narrow::{ListValue, ListValues};
pub(crate) use snapshot::{Making, remove as remove_snapshot};
pub use standing::StandingCounts;
pub(crate) use standing::{Patience, Standings};

/// What a list asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ListQuery {
    /// What the search box says (docs/search.md); empty for all records.
    pub search: String,
    /// Values that fields must have.
    pub filters: Vec<Filter>,
    /// The order; ties by ExternalId. In the order of the contacts' title those come first whose last name is searched for.
    pub sort: Vec<SortKey>,
    /// The fields a row is to show besides its title and subtitle; empty for the layout's columns.
    pub fields: Vec<String>,
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
        let filter = |from: &ViewFilter| Filter { field: from.field.clone(), values: from.values.clone() };
        let key = |from: &ViewSort| SortKey { field: from.field.clone(), descending: from.descending };
        Self {
            search: view.search.clone(),
            filters: view.filters.iter().map(filter).collect(),
            sort: view.sort.iter().map(key).collect(),
            fields: view.columns.clone(),
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
    /// Its fields' values, null for none.
    #[ts(type = "{ [field in string]: JsonValue }")]
    pub values: Map<String, Value>,
    /// Where in the fields' shown texts the search is found, in UTF-16 units.
    #[ts(type = "{ [field in string]: Array<[number, number]> }")]
    pub marks: BTreeMap<String, Vec<(usize, usize)>>,
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
    /// How far the list is, while it is being prepared: the rows stand in the order of their keys then, and nothing is
    /// searched for, filtered or counted.
    pub preparing: Option<Preparing>,
    /// What is wrong with the search; there are no rows then.
    pub wrong: Option<QueryError>,
}
