//! The index of the list: each record's key and folded text, and the columns and orders that were asked for so far.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use kith_model::{
    Change, ChangeSet, Format, Layout, Operation, Record, RecordKey, Schema,
    query::{Filter, SortKey, fold, is_value, text_of},
};
use kith_store::{Store, StoreError};
use memchr::memmem::Finder;
use serde_json::Value;

use super::{ListQuery, column::Column, order::Order};
use crate::error::Error;

/// More changes at once than this, and sorting again is cheaper than mending every order.
const MEND_AT_MOST: usize = 1_000;

/// The keys of a page, how many records match, how many there are.
type Hits = (Vec<RecordKey>, usize, usize);

/// What lists are made from, in memory. Fields are read from the store when a list first asks for them.
#[derive(Debug)]
pub(crate) struct Index {
    searched: Vec<Searched>,
    rows: Vec<Option<Row>>,
    free: Vec<u32>,
    by_id: HashMap<Box<str>, u32>,
    columns: HashMap<String, Column>,
    orders: HashMap<Vec<SortKey>, Order>,
}

#[derive(Debug)]
struct Row {
    key: RecordKey,
    text: Box<str>,
}

/// A field the search box looks at.
#[derive(Debug)]
struct Searched {
    field: String,
    is_phone: bool,
}

impl Index {
    /// Reads every record once.
    pub(crate) fn build(store: &Store, schema: &Schema, layout: &Layout) -> Result<Self, Error> {
        let is_phone =
            |field: &str| schema.field(field).is_some_and(|field| field.format == Some(Format::Phone));
        let searched = layout.search_fields.iter();
        let mut index = Self {
            searched: searched.map(|f| Searched { field: f.clone(), is_phone: is_phone(f) }).collect(),
            rows: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
            columns: HashMap::new(),
            orders: HashMap::new(),
        };
        for record in store.records() {
            index.put(&record?);
        }
        Ok(index)
    }

    /// Takes over what was changed.
    pub(crate) fn take_over(&mut self, set: &ChangeSet, store: &Store) -> Result<(), StoreError> {
        if set.changes.len() > MEND_AT_MOST {
            self.orders.clear();
        }
        set.changes.iter().try_for_each(|change| self.take_over_one(change, store))
    }

    fn take_over_one(&mut self, change: &Change, store: &Store) -> Result<(), StoreError> {
        let current = match change.operation {
            Operation::Delete => None,
            Operation::Create | Operation::Update => store.get(&RecordKey::Id(change.id.clone()))?,
        };
        let known = self.by_id.get(change.id.as_str()).copied();
        if let Some(row) = known {
            self.orders.values_mut().for_each(|order| order.remove(row));
        }
        match current {
            Some(record) => {
                let row = self.put(&record);
                self.place(row);
            }
            None => self.forget(&change.id),
        }
        Ok(())
    }

    /// The page of a query.
    pub(crate) fn search(&mut self, query: &ListQuery, store: &Store) -> Result<Hits, Error> {
        let fields =
            query.filters.iter().map(|filter| &filter.field).chain(query.sort.iter().map(|key| &key.field));
        self.load(fields, store)?;
        self.sort(&query.sort);
        let folded = fold(&query.search);
        let words: Vec<_> = folded.split_whitespace().map(|word| Finder::new(word.as_bytes())).collect();
        let rows = self.orders.get(&query.sort).map(Order::rows).unwrap_or_default();
        let (mut keys, mut matches) = (Vec::new(), 0);
        for number in rows {
            let Some(Some(row)) = self.rows.get(*number as usize) else { continue };
            if !self.answers(*number, row, &words, &query.filters) {
                continue;
            }
            if matches >= query.offset && keys.len() < query.limit {
                keys.push(row.key.clone());
            }
            matches += 1;
        }
        Ok((keys, matches, self.by_id.len()))
    }

    fn answers(&self, number: u32, row: &Row, words: &[Finder<'_>], filters: &[Filter]) -> bool {
        let has = |filter: &Filter| {
            let column = self.columns.get(&filter.field);
            column.is_some_and(|column| is_value(&column.get(number).value, &filter.value))
        };
        words.iter().all(|word| word.find(row.text.as_bytes()).is_some()) && filters.iter().all(has)
    }

    /// Reads the columns that are not there yet, all in one walk.
    fn load<'a>(&mut self, fields: impl Iterator<Item = &'a String>, store: &Store) -> Result<(), Error> {
        let missing: HashSet<_> = fields.filter(|field| !self.columns.contains_key(*field)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut loaded: HashMap<String, Column> =
            missing.into_iter().map(|field| (field.clone(), Column::default())).collect();
        for record in store.records() {
            let record = record?;
            let Some(row) = self.by_id.get(record.id()) else { continue };
            for (field, column) in &mut loaded {
                column.set(*row, record.get(field));
            }
        }
        self.columns.extend(loaded);
        Ok(())
    }

    fn sort(&mut self, keys: &[SortKey]) {
        if !self.orders.contains_key(keys) {
            let order =
                Order::sorted(self.by_id.values().copied().collect(), |a, b| self.compare(keys, a, b));
            self.orders.insert(keys.to_vec(), order);
        }
    }

    fn compare(&self, keys: &[SortKey], a: u32, b: u32) -> Ordering {
        let by_key = |key: &SortKey| {
            let Some(column) = self.columns.get(&key.field) else { return Ordering::Equal };
            column.get(a).sort.order(&column.get(b).sort, key.descending)
        };
        let first = keys.iter().map(by_key).find(|order| order.is_ne());
        first.unwrap_or_else(|| self.key_of(a).cmp(&self.key_of(b)))
    }

    fn key_of(&self, row: u32) -> Option<&RecordKey> {
        self.rows.get(row as usize)?.as_ref().map(|row| &row.key)
    }

    /// Puts a record into its row, a new one where it has none.
    fn put(&mut self, record: &Record) -> u32 {
        let row = Row { key: record.key(), text: self.text(record).into() };
        let number = match self.by_id.get(record.id()).copied().or_else(|| self.free.pop()) {
            Some(number) => number,
            None => {
                self.rows.push(None);
                u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX)
            }
        };
        if let Some(slot) = self.rows.get_mut(number as usize) {
            *slot = Some(row);
        }
        self.by_id.insert(record.id().into(), number);
        for (field, column) in &mut self.columns {
            column.set(number, record.get(field));
        }
        number
    }

    /// Puts a row to its place in every order.
    fn place(&mut self, row: u32) {
        let mut orders = std::mem::take(&mut self.orders);
        for (keys, order) in &mut orders {
            order.insert(row, |a, b| self.compare(keys, a, b));
        }
        self.orders = orders;
    }

    fn forget(&mut self, id: &str) {
        let Some(number) = self.by_id.remove(id) else { return };
        if let Some(slot) = self.rows.get_mut(number as usize) {
            *slot = None;
        }
        for column in self.columns.values_mut() {
            column.set(number, &Value::Null);
        }
        self.free.push(number);
    }

    /// The text of a record that the search box looks through: a line a field, folded; telephone numbers also as bare
    /// digits.
    fn text(&self, record: &Record) -> String {
        let mut text = String::new();
        for searched in &self.searched {
            let Some(value) = text_of(record.get(&searched.field)) else { continue };
            text.push_str(&fold(&value));
            text.push('\n');
            if searched.is_phone {
                text.extend(value.chars().filter(char::is_ascii_digit));
                text.push('\n');
            }
        }
        text
    }
}
