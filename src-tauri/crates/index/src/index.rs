//! The index: the snapshot, what changed since, and the columns and orders that were asked for.

use std::{cmp::Ordering, sync::Arc};

use kith_model::{
    Record, RecordKey,
    query::{Searched, SortKey},
};

use crate::{
    asked::Asked,
    base::Base,
    collation::Collation,
    column::Sorted,
    columns::Columns,
    error::IndexError,
    key::{bytes_of, bytes_of_record, key_of},
    leading::Leading,
    load::whole,
    order::Order,
    rows::Rows,
    search::Search,
    snapshot::{Snapshot, Stamp},
    sort::{SortJob, SortedRows},
    tail::Tail,
    text::text_of_record,
};

/// Most orders that are kept; the ones longest not asked for go.
const MOST_ORDERS: usize = 4;
/// From so many columns on those go that nothing needs.
const MOST_COLUMNS: usize = 12;

/// What lists are made from, in memory.
pub struct Index {
    pub(crate) base: Arc<Base>,
    pub(crate) tail: Tail,
    pub(crate) live: Rows,
    pub(crate) columns: Columns,
    searched: Vec<Searched>,
    collation: Arc<Collation>,
    orders: Vec<Order>,
    leading: Option<Leading>,
    turn: u64,
}

impl Index {
    /// Reads from a snapshot what the first rows of a list need; the rest is read when it is asked for.
    ///
    /// # Errors
    /// [`IndexError`] when the snapshot is damaged.
    pub fn open(snapshot: Snapshot, collation: Arc<Collation>) -> Result<Self, IndexError> {
        let searched = snapshot.searched().to_vec();
        let orders = snapshot.orders(collation.language())?;
        let base = Arc::new(Base::open(snapshot)?);
        let mut index = Self {
            tail: Tail::after(base.keys().groups()),
            live: base.keys().rows(),
            base,
            columns: Columns::default(),
            searched,
            collation,
            orders: Vec::new(),
            leading: None,
            turn: 0,
        };
        for (keys, rows) in orders.into_iter().filter(|(_, rows)| rows.len() == index.live.count()) {
            index.orders.push(Order { keys, rows: Arc::new(rows), used: 0 });
        }
        // An order is kept up to date by its columns.
        let fields: Vec<String> =
            index.orders.iter().flat_map(|order| &order.keys).map(|key| key.field.clone()).collect();
        for field in fields {
            let column = whole(&index.base, &field)?;
            index.columns.insert(&field, column);
        }
        Ok(index)
    }

    /// Which contacts its snapshot was made of.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        self.base.snapshot().stamp()
    }

    /// The fields whose text it holds.
    #[must_use]
    pub fn searched(&self) -> &[Searched] {
        &self.searched
    }

    /// How many contacts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.live.count()
    }

    /// How many contacts changed since the snapshot was made, each time counted.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.tail.len()
    }

    /// Reads what searching needs, so that the first search need not. To be done beside the index, not under its lock.
    pub fn reader(&self) -> impl FnOnce() -> Result<(), IndexError> + Send + use<> {
        let base = Arc::clone(&self.base);
        move || base.texts().map(drop)
    }

    /// The same, where what is asked needs it and it was not done yet.
    #[must_use]
    pub fn missing_texts(
        &self,
        asked: &Asked<'_>,
    ) -> Option<impl FnOnce() -> Result<(), IndexError> + Send + use<>> {
        (asked.looks_at_text() && !self.base.has_texts()).then(|| self.reader())
    }

    /// Takes contacts over as they are now; none where there is none of that key any more.
    pub fn take_over(&mut self, changed: &[(RecordKey, Option<Record>)]) {
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (key, record) in changed {
            let key = bytes_of(key);
            gone.extend(self.forget(&key));
            if let Some(record) = record.as_ref().filter(|record| bytes_of_record(record) == key) {
                let row = self.tail.push(&key, &text_of_record(&self.searched, record));
                self.columns.push(record);
                self.live.insert(row);
                new.push(row);
            }
        }
        // One that changed twice among these has only its last row.
        new.retain(|row| self.live.contains(*row));
        let mut orders = std::mem::take(&mut self.orders);
        for order in &mut orders {
            let keys = std::mem::take(&mut order.keys);
            order.replace(
                &gone,
                new.clone(),
                |row| self.live.contains(row),
                |a, b| self.compare(&keys, a, b),
            );
            order.keys = keys;
        }
        self.orders = orders;
    }

    fn forget(&mut self, key: &[u8]) -> Option<u32> {
        let row = self.row(key)?;
        self.live.remove(row);
        Some(row)
    }

    /// The live row with a key.
    pub(crate) fn row(&self, key: &[u8]) -> Option<u32> {
        let row = self.tail.find(key).or_else(|| self.base.keys().find(key))?;
        self.live.contains(row).then_some(row)
    }

    /// The key of a row, as bytes.
    fn key_bytes(&self, row: u32) -> Option<&[u8]> {
        self.tail.key(row).or_else(|| self.base.keys().get(row))
    }

    /// The key of a row of a list.
    #[must_use]
    pub fn key(&self, row: u32) -> Option<RecordKey> {
        self.key_bytes(row).and_then(key_of)
    }

    /// The orders that are kept.
    #[must_use]
    pub fn orders(&self) -> Vec<Vec<SortKey>> {
        self.orders.iter().map(|order| order.keys.clone()).collect()
    }

    /// Whether a field's values are in memory.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.columns.get(field).is_some()
    }

    /// The sort that must be done before a list in this order can be given; `None` where it was done.
    #[must_use]
    pub fn sort_job(&self, keys: &[SortKey]) -> Option<SortJob> {
        if self.orders.iter().any(|order| order.keys == keys) {
            return None;
        }
        Some(SortJob {
            keys: keys.to_vec(),
            columns: keys.iter().filter_map(|key| self.columns.get(&key.field)).map(Arc::clone).collect(),
            live: self.live.clone(),
            base: Arc::clone(self.base.keys()),
            tail_first: self.tail.first(),
            tail_keys: self.tail.keys().iter().map(Into::into).collect(),
            collation: Arc::clone(&self.collation),
        })
    }

    /// Keeps an order that was made; what changed since it was begun is put to its place. One of an index that this one
    /// has replaced is let go: its rows are others.
    pub fn keep_order(&mut self, sorted: SortedRows) {
        let SortedRows { keys, base, rows, end } = sorted;
        if !Arc::ptr_eq(&base, self.base.keys()) {
            return;
        }
        let new: Vec<u32> = self.live.iter().filter(|row| *row >= end).collect();
        let gone: Vec<u32> = rows.iter().copied().filter(|row| !self.live.contains(*row)).collect();
        let mut order = Order { rows: Arc::new(rows), keys: Vec::new(), used: self.turn + 1 };
        order.replace(&gone, new, |row| self.live.contains(row), |a, b| self.compare(&keys, a, b));
        order.keys = keys;
        self.orders.retain(|known| known.keys != order.keys);
        self.orders.push(order);
        self.orders.sort_unstable_by_key(|order| std::cmp::Reverse(order.used));
        self.orders.truncate(MOST_ORDERS);
    }

    /// Lets the columns go that neither an order nor what is asked needs, where they are many.
    pub fn make_room(&mut self, asked: &Asked<'_>) {
        if self.columns.len() < MOST_COLUMNS {
            return;
        }
        let ordered = self.orders.iter().flat_map(|order| &order.keys).map(|key| key.field.as_str());
        let needed: Vec<&str> = ordered.chain(asked.fields()).collect();
        self.columns.keep(|field| needed.contains(&field));
    }

    /// The rows that are what is asked for, in the order asked for. Its columns must be loaded and its order made.
    ///
    /// # Errors
    /// [`IndexError`] when the snapshot is damaged.
    pub fn rows(&mut self, asked: &Asked<'_>) -> Result<Arc<Vec<u32>>, IndexError> {
        self.turn += 1;
        let turn = self.turn;
        let order = self.orders.iter_mut().find(|order| order.keys == asked.sort);
        let in_order = order.map(|order| {
            order.used = turn;
            Arc::clone(&order.rows)
        });
        let in_order = in_order.unwrap_or_default();
        if asked.conditions.is_empty() {
            return Ok(in_order);
        }
        let found = self.search().matching(asked.conditions)?;
        Ok(Arc::new(self.ordered(&in_order, &found, asked)))
    }

    fn ordered(&mut self, in_order: &[u32], found: &Rows, asked: &Asked<'_>) -> Vec<u32> {
        self.lead(asked);
        let column = asked.first.as_ref().and_then(|first| self.columns.get(first.field));
        let words = match (&asked.first, &self.leading, column) {
            (Some(first), Some(leading), Some(column)) => Some(leading.words(column, &first.words)),
            _ => None,
        };
        let count = found.count();
        let mut classes = [Vec::new(), Vec::new(), Vec::with_capacity(count)];
        let mut left = count;
        for row in in_order.iter().copied().filter(|row| found.contains(*row)) {
            let class = words.as_ref().map_or(2, |words| words.class(row));
            if let Some(class) = classes.get_mut(class) {
                class.push(row);
            }
            left -= 1;
            if left == 0 {
                break;
            }
        }
        classes.concat()
    }

    /// Makes what is needed to tell which rows come first.
    fn lead(&mut self, asked: &Asked<'_>) {
        let Some(first) = &asked.first else { return };
        let is_there = self.leading.as_ref().is_some_and(|leading| leading.field() == first.field);
        if let Some(column) = self.columns.get(first.field).filter(|_| !is_there) {
            self.leading = Some(Leading::of(first.field, column));
        }
    }

    pub(crate) fn search(&self) -> Search<'_> {
        Search {
            base: &self.base,
            tail: &self.tail,
            live: &self.live,
            columns: &self.columns,
            searched: &self.searched,
        }
    }

    fn compare(&self, keys: &[SortKey], a: u32, b: u32) -> Ordering {
        let by_key = |key: &SortKey| {
            let Some(column) = self.columns.get(&key.field) else { return Ordering::Equal };
            let forward = match (column.get(a).sorted(), column.get(b).sorted()) {
                (Sorted::Empty, Sorted::Empty) => return Ordering::Equal,
                (Sorted::Empty, _) => return Ordering::Greater,
                (_, Sorted::Empty) => return Ordering::Less,
                (Sorted::Number(a), Sorted::Number(b)) => a.total_cmp(&b),
                (Sorted::Number(_), Sorted::Text(_)) => Ordering::Less,
                (Sorted::Text(_), Sorted::Number(_)) => Ordering::Greater,
                (Sorted::Text(a), Sorted::Text(b)) => self.collation.compare(&a, &b),
            };
            if key.descending { forward.reverse() } else { forward }
        };
        let first = keys.iter().map(by_key).find(|order| order.is_ne());
        first.unwrap_or_else(|| self.key_bytes(a).cmp(&self.key_bytes(b)))
    }
}
