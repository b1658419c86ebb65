//! What a list can be narrowed to, where in it something is, and what of it is copied.

use kith_index::{Asked, Index, IndexError};
use kith_model::{RecordKey, query::text_of};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{Found, ListQuery, Patience, asked::Question};
use crate::{book::Book, error::Error};

/// Most keys that are given at once.
const MOST_KEYS: usize = 100_000;

/// A value of a field, and how many contacts of a list have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListValue {
    /// The value; null for none.
    pub value: Value,
    /// How many contacts have it.
    #[ts(type = "number")]
    pub count: usize,
}

/// The values of a field in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListValues {
    /// The most frequent ones first.
    pub values: Vec<ListValue>,
    /// How many different ones there are.
    #[ts(type = "number")]
    pub distinct: usize,
}

impl Book {
    /// The values a field has among the contacts of a list, whatever the list's own filter of that field; those that hold
    /// `search`, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Refused`] for a field the schema does not have or a search that cannot be understood;
    /// [`Error::Unready`] while the list is prepared; [`Error::Store`].
    pub fn list_values(
        &self,
        query: &ListQuery,
        field: &str,
        search: &str,
        limit: usize,
    ) -> Result<ListValues, Error> {
        self.known([&field.to_owned()].into_iter())?;
        let found =
            self.narrowed(query, Some(field), |index, asked, _| index.values(asked, field, search, limit))?;
        let one = |(value, count)| ListValue { value, count };
        Ok(ListValues { values: found.values.into_iter().map(one).collect(), distinct: found.distinct })
    }

    /// The keys of a list from its offset on, at most 100,000.
    ///
    /// # Errors
    /// As [`Self::list_values`].
    pub fn list_keys(&self, query: &ListQuery) -> Result<Vec<RecordKey>, Error> {
        let limit = query.limit.min(MOST_KEYS);
        self.narrowed(query, None, |index, _, rows| {
            Ok(rows.iter().skip(query.offset).take(limit).filter_map(|row| index.key(*row)).collect())
        })
    }

    /// The keys of a whole list, in its order; its offset and limit do not count.
    pub(crate) fn keys_in_order(&self, query: &ListQuery) -> Result<Vec<RecordKey>, Error> {
        self.narrowed(query, None, |index, _, rows| {
            Ok(rows.iter().filter_map(|row| index.key(*row)).collect())
        })
    }

    /// Where in a list a contact is, from 0.
    ///
    /// # Errors
    /// As [`Self::list_values`].
    pub fn list_place(&self, query: &ListQuery, key: &RecordKey) -> Result<Option<usize>, Error> {
        self.narrowed(query, None, |index, _, rows| Ok(index.place(rows, key)))
    }

    /// Where in a list, from `from` on and from its begin again, the field it is sorted by first begins with `text`.
    ///
    /// # Errors
    /// As [`Self::list_values`].
    pub fn list_jump(&self, query: &ListQuery, text: &str, from: usize) -> Result<Option<usize>, Error> {
        self.narrowed(query, None, |index, asked, rows| Ok(index.jump(rows, asked, text, from)))
    }

    /// Contacts as lines of a table, their fields between tabs, below a line of the fields' names.
    ///
    /// # Errors
    /// [`Error::Refused`] for a field the schema does not have; [`Error::Store`].
    pub fn table(&self, keys: &[RecordKey], fields: &[String]) -> Result<String, Error> {
        self.known(fields.iter())?;
        let schema = self.schema();
        let name =
            |field: &String| schema.field(field).map(|field| cell(&field.display_name)).unwrap_or_default();
        let mut table = fields.iter().map(name).collect::<Vec<_>>().join("\t") + "\n";
        for key in keys {
            let Some(record) = self.store.get(key)? else { continue };
            let shown = fields.iter().map(|field| text_of(record.get(field)).map(|text| cell(&text)));
            table += &shown.map(Option::unwrap_or_default).collect::<Vec<_>>().join("\t");
            table.push('\n');
        }
        Ok(table)
    }

    fn narrowed<T>(
        &self,
        query: &ListQuery,
        field: Option<&str>,
        work: impl FnOnce(&Index, &Asked<'_>, &[u32]) -> Result<T, IndexError>,
    ) -> Result<T, Error> {
        self.checked(query)?;
        let (schema, layout) = (self.schema(), self.layout());
        let question = Question::read(query, field, &schema, &layout)?;
        match self.with_rows(&question, field, Patience::Long, work)? {
            Found::Here(found) => Ok(found),
            Found::Preparing(_) => Err(Error::Unready),
        }
    }
}

/// A text as one cell: what would begin another cell or line is a space.
fn cell(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
