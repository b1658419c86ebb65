//! The index of the list: each record's key and folded text, and the columns and orders that were asked for so far.

use std::{
    borrow::Cow,
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use kith_model::{
    Change, ChangeSet, Format, Layout, Operation, Record, RecordKey, Schema,
    query::{Filter, SortKey, fold, is_value, text_of},
    system,
};
use kith_store::{Store, StoreError};
use memchr::memmem::Finder;
use serde_json::Value;

use super::{
    ListQuery,
    column::Column,
    order::Order,
    texts::{self, Texts},
};
use crate::error::Error;

/// More changes at once than this, and sorting again is cheaper than mending every order.
const MEND_AT_MOST: usize = 1_000;
/// What stands between two fields in a row's text; no word that is searched for has one.
const NEXT_FIELD: char = '\t';

/// The keys of a page, how many records match, how many there are.
type Hits = (Vec<RecordKey>, usize, usize);

type Orders = HashMap<Vec<SortKey>, Order>;

/// What lists are made from, in memory. Fields are read from the store when a list first asks for them.
#[derive(Debug)]
pub(crate) struct Index {
    searched: Vec<Searched>,
    keys: Vec<Option<RecordKey>>,
    texts: Texts,
    free: Vec<u32>,
    by_id: HashMap<Box<str>, u32>,
    columns: HashMap<String, Column>,
    orders: Orders,
    /// The last change set that was taken over.
    last: u64,
}

/// A field the search box looks at.
#[derive(Debug)]
struct Searched {
    field: String,
    is_phone: bool,
}

impl Index {
    /// Reads every record once.
    pub(crate) fn build(
        store: &Store,
        schema: &Schema,
        layout: &Layout,
        query: &ListQuery,
    ) -> Result<Self, Error> {
        let is_phone =
            |field: &str| schema.field(field).is_some_and(|field| field.format == Some(Format::Phone));
        let searched = layout.search_fields.iter();
        let mut index = Self {
            searched: searched.map(|f| Searched { field: f.clone(), is_phone: is_phone(f) }).collect(),
            keys: Vec::new(),
            texts: Texts::default(),
            free: Vec::new(),
            by_id: HashMap::new(),
            columns: asked_for(query).map(|field| (field.clone(), Column::default())).collect(),
            orders: HashMap::new(),
            last: store.last_seq(),
        };
        for record in store.records() {
            index.put(&record?);
        }
        Ok(index)
    }

    /// Takes over what was changed: as the change set says, where it is the next one, else as the store has it now.
    pub(crate) fn take_over(&mut self, set: &ChangeSet, store: &Store) -> Result<(), StoreError> {
        if set.changes.len() > MEND_AT_MOST {
            self.orders.clear();
        }
        let is_next = set.seq == self.last + 1;
        self.last = self.last.max(set.seq);
        set.changes.iter().filter(|change| !change.is_of_document()).try_for_each(|change| {
            let done = is_next && self.follow(change);
            if done { Ok(()) } else { self.read_again(change, store) }
        })
    }

    /// Does to a row what was done to its record. `false` where that cannot be: the row is not as it was before.
    fn follow(&mut self, change: &Change) -> bool {
        match (change.operation, self.row_of(&change.id)) {
            (Operation::Create, None) => {
                let mut record = Record::default();
                record.apply(&change.fields);
                self.put(&record);
            }
            (Operation::Update, Some(row)) => self.update(row, change),
            (Operation::Delete, Some(_)) => self.forget(&change.id),
            _ => return false,
        }
        true
    }

    fn read_again(&mut self, change: &Change, store: &Store) -> Result<(), StoreError> {
        match store.get(&RecordKey::Id(change.id.clone()))? {
            Some(record) => self.put(&record),
            None => self.forget(&change.id),
        }
        Ok(())
    }

    /// The page of a query.
    pub(crate) fn search(&mut self, query: &ListQuery, store: &Store) -> Result<Hits, Error> {
        self.load(query, store)?;
        self.sort(&query.sort);
        let folded = fold(&query.search);
        let words: Vec<_> = folded.split_whitespace().map(|word| Finder::new(word.as_bytes())).collect();
        let rows = self.orders.get(&query.sort).map(Order::rows).unwrap_or_default();
        if words.is_empty() && query.filters.is_empty() {
            let page = rows.iter().skip(query.offset).take(query.limit);
            return Ok((page.filter_map(|row| self.key_of(*row).cloned()).collect(), rows.len(), rows.len()));
        }
        let found = (!words.is_empty()).then(|| self.texts.with_all(&words));
        let (mut keys, mut matches) = (Vec::new(), 0);
        for row in rows.iter().copied() {
            if found.as_ref().is_some_and(|found| !found.contains(row)) || !self.passes(row, &query.filters) {
                continue;
            }
            if matches >= query.offset && keys.len() < query.limit {
                keys.extend(self.key_of(row).cloned());
            }
            matches += 1;
        }
        Ok((keys, matches, rows.len()))
    }

    fn passes(&self, row: u32, filters: &[Filter]) -> bool {
        filters.iter().all(|filter| {
            let column = self.columns.get(&filter.field);
            column.is_some_and(|column| is_value(&column.get(row).value, &filter.value))
        })
    }

    /// Reads the columns that are not there yet, all in one walk.
    fn load(&mut self, query: &ListQuery, store: &Store) -> Result<(), Error> {
        let missing: HashSet<_> =
            asked_for(query).filter(|field| !self.columns.contains_key(*field)).collect();
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
        self.keys.get(row as usize)?.as_ref()
    }

    fn row_of(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// Puts a record into its row, a new one where it has none.
    fn put(&mut self, record: &Record) {
        let known = self.row_of(record.id());
        let row = known.unwrap_or_else(|| self.new_row(record.id()));
        let orders = match known {
            Some(row) => self.take_out(row, |_| true),
            None => std::mem::take(&mut self.orders),
        };
        self.set_key(row, Some(record.key()));
        self.texts.set(row, &self.text(record));
        for (field, column) in &mut self.columns {
            column.set(row, record.get(field));
        }
        self.put_in(row, orders);
    }

    fn update(&mut self, row: u32, change: &Change) {
        let new = |field: &str| change.fields.iter().find(|each| each.field == field).map(|each| &each.new);
        let orders = self.take_out(row, |field| new(field).is_some());
        if new(system::EXTERNAL_ID).is_some() {
            self.set_key(row, Some(change.key()));
        }
        if self.searched.iter().any(|searched| new(&searched.field).is_some()) {
            let parts = self.searched.iter().zip(self.texts.get(row).split(NEXT_FIELD));
            let parts = parts.map(|(searched, part)| {
                new(&searched.field).map_or(Cow::Borrowed(part), |value| searched.text(value).into())
            });
            let text = joined(parts);
            self.texts.set(row, &text);
        }
        for (field, column) in &mut self.columns {
            if let Some(value) = new(field) {
                column.set(row, value);
            }
        }
        self.put_in(row, orders);
    }

    fn forget(&mut self, id: &str) {
        let Some(row) = self.row_of(id) else { return };
        let orders = self.take_out(row, |_| true);
        self.orders.extend(orders);
        self.by_id.remove(id);
        self.set_key(row, None);
        self.texts.remove(row);
        for column in self.columns.values_mut() {
            column.set(row, &Value::Null);
        }
        self.free.push(row);
    }

    fn new_row(&mut self, id: &str) -> u32 {
        let row = self.free.pop().unwrap_or_else(|| {
            self.keys.push(None);
            u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
        });
        self.by_id.insert(id.into(), row);
        row
    }

    fn set_key(&mut self, row: u32, key: Option<RecordKey>) {
        if let Some(slot) = self.keys.get_mut(row as usize) {
            *slot = key;
        }
    }

    /// Takes a row out of the orders that fields which are about to change decide on, and gives those.
    fn take_out(&mut self, row: u32, changes: impl Fn(&str) -> bool) -> Orders {
        let is_key = changes(system::EXTERNAL_ID);
        let orders = std::mem::take(&mut self.orders).into_iter();
        let (mut moved, others): (Orders, Orders) =
            orders.partition(|(keys, _)| is_key || keys.iter().any(|key| changes(&key.field)));
        self.orders = others;
        for (keys, order) in &mut moved {
            order.remove(row, |a, b| self.compare(keys, a, b));
        }
        moved
    }

    /// Puts a row to its place in orders that it is not in.
    fn put_in(&mut self, row: u32, mut orders: Orders) {
        for (keys, order) in &mut orders {
            order.insert(row, |a, b| self.compare(keys, a, b));
        }
        self.orders.extend(orders);
    }

    /// The text of a record that the search box looks through: that of every searched field.
    fn text(&self, record: &Record) -> String {
        joined(self.searched.iter().map(|searched| searched.text(record.get(&searched.field)).into()))
    }
}

impl Searched {
    /// A value of the field as it is looked through: folded; telephone numbers also as bare digits.
    fn text(&self, value: &Value) -> String {
        let Some(value) = text_of(value) else { return String::new() };
        let mut text = fold(&value);
        if self.is_phone {
            text.push(' ');
            text.extend(value.chars().filter(char::is_ascii_digit));
        }
        if text.contains([NEXT_FIELD, texts::END]) {
            text.replace([NEXT_FIELD, texts::END], " ")
        } else {
            text
        }
    }
}

/// The texts of a row's fields as one.
fn joined<'a>(mut parts: impl Iterator<Item = Cow<'a, str>>) -> String {
    let mut text = parts.next().unwrap_or_default().into_owned();
    for part in parts {
        text.push(NEXT_FIELD);
        text.push_str(&part);
    }
    text
}

/// The fields a query needs.
fn asked_for(query: &ListQuery) -> impl Iterator<Item = &String> {
    query.filters.iter().map(|filter| &filter.field).chain(query.sort.iter().map(|key| &key.field))
}
