//! Pages of a list.

use std::collections::BTreeMap;

use kith_index::{Asked, Index, IndexError};
use kith_model::{
    Code, FieldMetadata, Issue, Layout, Record, RecordKey, Schema, StatusCode,
    query::{Mark, Query, Searched, SortKey, Term, TermKind, text_of},
};
use kith_store::{Fields, GoOn, RawRecord, StoreError};
use rayon::prelude::*;
use serde_json::{Map, Value};

use super::{
    Found, ListPage, ListQuery, ListRow, Making, Patience, Preparing,
    asked::{Having, Question},
};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::Error,
};

/// Most rows that are shown in the order of their keys while the list is being prepared.
const MOST_BEFORE: usize = 1_000;

/// So many rows of a page are read by one thread.
const SHARE: usize = 25;

/// The fields that the rows of a page show, and what is searched for in them.
struct Shown<'a> {
    fields: Vec<Searched>,
    layout: &'a Layout,
    search: &'a Query,
}

/// The keys of a page, and the exact counts.
pub(super) struct Keys {
    pub keys: Vec<RecordKey>,
    pub matches: usize,
    pub total: usize,
}

impl Book {
    /// A page of the list, with the fields its rows show.
    ///
    /// # Errors
    /// [`Error::Refused`] for a field the schema does not have or that cannot be sorted by; [`Error::Overtaken`] when
    /// another order was asked for while this one was made; [`Error::Store`].
    pub fn page(&self, query: &ListQuery) -> Result<ListPage, Error> {
        self.checked(query)?;
        let (schema, layout) = (self.schema(), self.layout());
        let question = match Question::read(query, None, &schema, &layout) {
            Ok(question) => question,
            Err(wrong) => return Ok(ListPage { wrong: Some(wrong), ..self.no_page() }),
        };
        let shown = Shown::of(query, &question.query, &schema, &layout);
        match self.keys_of(query, &question, Patience::Short)? {
            Found::Here(found) => {
                let rows = self.rows(&found.keys, &shown)?;
                Ok(ListPage { rows, matches: found.matches, total: found.total, ..self.no_page() })
            }
            Found::Preparing(preparing) => self.page_before(query, &shown, preparing),
        }
    }

    /// The contract's query: `Data` an array of whole records, or of the `fields` asked for, `RecordCount` how many
    /// match.
    #[must_use]
    pub fn list(&self, query: &ListQuery, fields: Option<&[String]>) -> Reply {
        let started = std::time::Instant::now();
        let answer = self.list_answer(query, fields).unwrap_or_else(Answer::from);
        Reply::from(answer).timed(started)
    }

    /// The same for who can do nothing with less: waits for a list that is being prepared.
    #[must_use]
    pub fn list_in_time(&self, query: &ListQuery, fields: Option<&[String]>, go_on: GoOn<'_>) -> Reply {
        let started = std::time::Instant::now();
        let answer = self.wait_for_list(go_on).and_then(|()| self.list_answer(query, fields));
        Reply::from(answer.unwrap_or_else(Answer::from)).timed(started)
    }

    /// Waits for a list that is being prepared.
    ///
    /// # Errors
    /// What its preparing met; `Ended`.
    pub(crate) fn wait_for_list(&self, go_on: GoOn<'_>) -> Result<(), Error> {
        self.lists().wait(&self.making(), go_on)
    }

    fn list_answer(&self, query: &ListQuery, fields: Option<&[String]>) -> Result<Answer, Error> {
        self.known(fields.unwrap_or_default().iter())?;
        self.checked(query)?;
        let (schema, layout) = (self.schema(), self.layout());
        let question = Question::read(query, None, &schema, &layout)?;
        let Found::Here(found) = self.keys_of(query, &question, Patience::Long)? else {
            return Err(Error::Unready);
        };
        let some = |record: &Record, fields: &[String]| {
            Value::Object(fields.iter().map(|field| (field.clone(), record.get(field).clone())).collect())
        };
        let records = self.records(&found.keys)?;
        let data: Vec<_> = records
            .iter()
            .map(|record| fields.map_or_else(|| self.whole(record), |fields| some(record, fields)))
            .collect();
        let mut answer = Answer::success(StatusCode::OK).with_data(data);
        answer.record_count = Some(found.matches as u64);
        Ok(answer)
    }

    pub(super) fn keys_of(
        &self,
        query: &ListQuery,
        question: &Question<'_>,
        patience: Patience,
    ) -> Result<Found<Keys>, Error> {
        self.with_rows(question, None, patience, |index, _, rows| {
            let page = rows.iter().skip(query.offset).take(query.limit);
            let keys = page.filter_map(|row| index.key(*row)).collect();
            Ok(Keys { keys, matches: rows.len(), total: index.count() })
        })
    }

    /// The contacts with these keys. One that was deleted meanwhile is simply no longer there.
    fn records(&self, keys: &[RecordKey]) -> Result<Vec<Record>, StoreError> {
        keys.iter().filter_map(|key| self.store.get(key).transpose()).collect()
    }

    /// The rows with these keys. What sled does not have in memory takes longest to read, so the threads share them.
    fn rows(&self, keys: &[RecordKey], shown: &Shown<'_>) -> Result<Vec<ListRow>, Error> {
        let fields = Fields::new(shown.fields.iter().map(|field| field.field.as_str()));
        let read = |keys: &[RecordKey]| self.store.read_raw(keys, &fields, |record| shown.row_of(&record));
        let shares: Vec<_> = keys.par_chunks(SHARE).map(read).collect::<Result<_, _>>()?;
        Ok(shares.into_iter().flatten().flatten().collect())
    }

    /// A page while there is no index: contacts in the order of their keys, where all are asked for.
    fn page_before(
        &self,
        query: &ListQuery,
        shown: &Shown<'_>,
        preparing: Preparing,
    ) -> Result<ListPage, Error> {
        let page = ListPage { preparing: Some(preparing), ..self.no_page() };
        if !shown.search.is_empty() || !query.filters.is_empty() {
            return Ok(page);
        }
        let most = query.limit.min(MOST_BEFORE.saturating_sub(query.offset));
        let records = self.store.records().skip(query.offset.min(MOST_BEFORE)).take(most);
        let rows = records
            .map(|record| record.map(|record| shown.row(&record)))
            .collect::<Result<_, StoreError>>()?;
        let total = page.total;
        Ok(ListPage { rows, matches: total.min(MOST_BEFORE), ..page })
    }

    fn no_page(&self) -> ListPage {
        let total = usize::try_from(self.store.count()).unwrap_or(usize::MAX);
        ListPage { rows: Vec::new(), matches: 0, total, preparing: None, wrong: None }
    }

    /// Works with the rows that are what is asked for.
    pub(super) fn with_rows<T>(
        &self,
        question: &Question<'_>,
        also: Option<&str>,
        patience: Patience,
        work: impl FnOnce(&Index, &Asked<'_>, &[u32]) -> Result<T, IndexError>,
    ) -> Result<Found<T>, Error> {
        let mut having = Having::new();
        for standing in question.standings() {
            match self.members(standing, patience)? {
                Found::Here(members) => having.push((standing, members)),
                Found::Preparing(preparing) => return Ok(Found::Preparing(preparing)),
            }
        }
        let making = self.making();
        question.ask(&having, |asked| {
            self.lists().with_rows(&making, asked, also, patience, |index, rows| work(index, asked, rows))
        })
    }

    /// What the list's index of this book is made from.
    pub(crate) fn making(&self) -> Making<'_> {
        let (schema, layout) = (self.schema(), self.layout());
        let readable = schema.fields().iter().filter(|field| field.is_readable());
        let first = layout.views.first().map(|view| ListQuery::from(view).sort).unwrap_or_default();
        Making {
            store: &self.store,
            folder: self.folder(),
            searched: Searched::of(&layout.search_fields, &schema),
            fields: readable.map(|field| field.field_name.clone()).collect(),
            first,
            collation: self.collation(),
        }
    }

    pub(super) fn checked(&self, query: &ListQuery) -> Result<(), Error> {
        self.known(query.filters.iter().map(|filter| &filter.field))?;
        self.known(query.sort.iter().map(|key| &key.field))?;
        self.known(query.fields.iter())?;
        self.sortable(&query.sort)
    }

    pub(super) fn known<'a>(&self, mut fields: impl Iterator<Item = &'a String>) -> Result<(), Error> {
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

impl<'a> Shown<'a> {
    fn of(query: &ListQuery, search: &'a Query, schema: &Schema, layout: &'a Layout) -> Self {
        let columns = if query.fields.is_empty() { &layout.list_columns } else { &query.fields };
        let names = columns.iter().chain(&layout.title).chain(&layout.subtitle);
        Self { fields: Searched::of(names, schema), layout, search }
    }

    fn row(&self, record: &Record) -> ListRow {
        let values = self.fields.iter().map(|field| record.get(&field.field).clone());
        self.with_marks(record.key(), values)
    }

    /// The row of a stored record whose wanted fields are these.
    fn row_of(&self, record: &RawRecord<'_>) -> serde_json::Result<ListRow> {
        let value = |place| match record.get(place) {
            Some(value) => value.text().map_or_else(|| value.value(), |text| Ok(Value::String(text.into()))),
            None => Ok(Value::Null),
        };
        let values = (0..self.fields.len()).map(value).collect::<Result<Vec<_>, _>>()?;
        Ok(self.with_marks(record.key(), values.into_iter()))
    }

    /// A row with these values, one for each field.
    fn with_marks(&self, key: RecordKey, values: impl Iterator<Item = Value>) -> ListRow {
        let mut row = ListRow { key, values: Map::with_capacity(self.fields.len()), marks: BTreeMap::new() };
        for (field, value) in self.fields.iter().zip(values) {
            let text = if self.is_looked_at(&field.field) { text_of(&value) } else { None };
            let marks = text.map(|text| self.search.marks(field, &text)).unwrap_or_default();
            if !marks.is_empty() {
                row.marks.insert(field.field.clone(), marks.into_iter().map(utf16).collect());
            }
            row.values.insert(field.field.clone(), value);
        }
        row
    }

    /// Whether the search looks at a field: free text is for the searched fields, a term for the one it names.
    fn is_looked_at(&self, field: &String) -> bool {
        if self.search.is_empty() {
            return false;
        }
        let is_named =
            |term: &Term| matches!(&term.kind, TermKind::Field(test) if test.field() == field.as_str());
        self.layout.search_fields.contains(field) || self.search.terms().iter().any(is_named)
    }
}

fn utf16(mark: Mark) -> (usize, usize) {
    (mark.at, mark.at + mark.length)
}
