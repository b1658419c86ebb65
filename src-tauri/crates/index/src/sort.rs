//! Sorting all rows by a key that no list was sorted by yet.

use std::{cmp::Ordering, sync::Arc};

use kith_model::query::SortKey;
use rayon::prelude::*;

use crate::{
    collation::Collation,
    column::{SegmentColumn, Sorted, Stored},
    columns::Column,
    keys::Keys,
    rows::{Rows, group_of, local_of},
};

/// The rank of rows without a value: the last whichever way the others are sorted.
const LAST: u32 = u32::MAX;

/// A sort that is to be done, with all it needs: while it runs the index may go on changing.
pub struct SortJob {
    pub(crate) keys: Vec<SortKey>,
    pub(crate) columns: Vec<Arc<Column>>,
    pub(crate) live: Rows,
    pub(crate) base: Arc<Keys>,
    pub(crate) tail_first: u32,
    /// The keys of the tail's rows.
    pub(crate) tail_keys: Vec<Box<[u8]>>,
    pub(crate) collation: Arc<Collation>,
}

/// Rows as a [`SortJob`] sorted them.
pub struct SortedRows {
    pub(crate) keys: Vec<SortKey>,
    /// What the rows are numbers of.
    pub(crate) base: Arc<Keys>,
    pub(crate) rows: Vec<u32>,
    /// The first row that was not there yet.
    pub(crate) end: u32,
}

/// The rank of each row's value among all values of a column.
struct Ranks {
    of_segments: Vec<Vec<u32>>,
    of_tail: Vec<u32>,
}

impl SortJob {
    /// Sorts; `None` once `goes_on` says no.
    #[must_use]
    pub fn run(self, goes_on: &(dyn Fn() -> bool + Sync)) -> Option<SortedRows> {
        let mut ranks = Vec::new();
        for (column, key) in self.columns.iter().zip(&self.keys) {
            ranks.push(Ranks::of(column, &self.collation, key.descending, goes_on)?);
        }
        let mut rows: Vec<u32> = self.live.iter().filter(|row| *row < self.tail_first).collect();
        for ranks in ranks.iter().rev() {
            rows = sorted_by_rank(&rows, ranks, self.tail_first);
            goes_on().then_some(())?;
        }
        let mut tail: Vec<u32> = self.live.iter().filter(|row| *row >= self.tail_first).collect();
        let order = |a: &u32, b: &u32| self.order(&ranks, *a, *b);
        tail.par_sort_unstable_by(order);
        let rows = merged(rows, &tail, |a, b| order(&a, &b));
        let end = self.tail_first + u32::try_from(self.tail_keys.len()).unwrap_or_default();
        Some(SortedRows { keys: self.keys, base: self.base, rows, end })
    }

    fn order(&self, ranks: &[Ranks], a: u32, b: u32) -> Ordering {
        let by_rank = |ranks: &Ranks| ranks.get(a, self.tail_first).cmp(&ranks.get(b, self.tail_first));
        let first = ranks.iter().map(by_rank).find(|order| order.is_ne());
        first.unwrap_or_else(|| self.key(a).cmp(&self.key(b)))
    }

    fn key(&self, row: u32) -> Option<&[u8]> {
        match row.checked_sub(self.tail_first) {
            Some(place) => self.tail_keys.get(place as usize).map(|key| &**key),
            None => self.base.get(row),
        }
    }
}

impl Ranks {
    fn of(
        column: &Column,
        collation: &Collation,
        descending: bool,
        goes_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let distinct: Vec<Stored<'_>> = column
            .segments
            .iter()
            .flat_map(SegmentColumn::distinct)
            .chain((0..column.tail.len()).map(|place| column.tail_value(place)))
            .collect();
        let ranks = ranks_of(&distinct, collation, descending, goes_on)?;
        let mut rest = ranks.as_slice();
        let mut take = |count: usize| {
            let (some, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            rest = others;
            some.to_vec()
        };
        let of_codes = column.segments.iter().map(|segment| take(segment.values.len())).collect();
        let of_tail = take(column.tail.len());
        Some(Self { of_segments: rows_of(of_codes, column), of_tail })
    }

    fn get(&self, row: u32, tail_first: u32) -> u32 {
        let rank = match row.checked_sub(tail_first) {
            Some(place) => self.of_tail.get(place as usize),
            None => self.of_segments.get(group_of(row)).and_then(|group| group.get(local_of(row))),
        };
        rank.copied().unwrap_or(LAST)
    }
}

/// The rank of each row of each segment.
fn rows_of(of_codes: Vec<Vec<u32>>, column: &Column) -> Vec<Vec<u32>> {
    let segments = of_codes.into_par_iter().zip(column.segments.par_iter());
    let rank = |ranks: &[u32], code: u16| ranks.get(usize::from(code)).copied().unwrap_or(LAST);
    segments.map(|(ranks, segment)| segment.codes.iter().map(|code| rank(&ranks, *code)).collect()).collect()
}

/// The rank of each value; equal values have the same.
fn ranks_of(
    values: &[Stored<'_>],
    collation: &Collation,
    descending: bool,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<u32>> {
    const CHUNK: usize = 4_096;
    let keys = values.par_chunks(CHUNK).enumerate().map(|(chunk, values)| {
        goes_on().then_some(())?;
        let numbered = (chunk * CHUNK..).zip(values);
        Some(
            numbered.filter_map(|(at, value)| Some((sort_bytes(*value, collation)?, at))).collect::<Vec<_>>(),
        )
    });
    let mut keys: Vec<(SortBytes, usize)> = keys.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    goes_on().then_some(())?;
    keys.par_sort_unstable();
    goes_on().then_some(())?;
    let mut ranks = vec![LAST; values.len()];
    let (mut rank, mut before): (u32, Option<&SortBytes>) = (0, None);
    for (bytes, at) in &keys {
        if before.is_some_and(|before| before != bytes) {
            rank += 1;
        }
        before = Some(bytes);
        if let Some(slot) = ranks.get_mut(*at) {
            *slot = rank;
        }
    }
    if descending {
        ranks.iter_mut().filter(|slot| **slot != LAST).for_each(|slot| *slot = rank - *slot);
    }
    Some(ranks)
}

/// Bytes in the order of the values they are made of; the first eight apart, because most comparisons end there.
type SortBytes = (u64, Box<[u8]>);

/// `None` for an empty value.
fn sort_bytes(value: Stored<'_>, collation: &Collation) -> Option<SortBytes> {
    let mut bytes = Vec::with_capacity(64);
    match value.sorted() {
        Sorted::Empty => return None,
        Sorted::Number(number) => {
            bytes.push(0);
            let bits = number.to_bits();
            // The order of floats as that of unsigned numbers (IEEE 754's total order).
            let flipped = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
            bytes.extend_from_slice(&flipped.to_be_bytes());
        }
        Sorted::Text(text) => {
            bytes.push(1);
            collation.put_key(&text, &mut bytes);
            // Keys have no zero byte: one that is the begin of another comes first.
            bytes.push(0);
            bytes.extend_from_slice(&text);
        }
    }
    let mut head = [0; 8];
    head.iter_mut().zip(&bytes).for_each(|(slot, byte)| *slot = *byte);
    Some((u64::from_be_bytes(head), bytes.get(8..).unwrap_or_default().into()))
}

/// The rows by their rank; those of the same rank stay as they were.
fn sorted_by_rank(rows: &[u32], ranks: &Ranks, tail_first: u32) -> Vec<u32> {
    let numbered = (0_u32..).zip(rows);
    let mut pairs: Vec<u64> =
        numbered.map(|(at, row)| u64::from(ranks.get(*row, tail_first)) << 32 | u64::from(at)).collect();
    pairs.par_sort_unstable();
    pairs.iter().filter_map(|pair| rows.get((*pair & 0xffff_ffff) as usize).copied()).collect()
}

/// Two sorted runs of rows as one.
pub(crate) fn merged(rows: Vec<u32>, others: &[u32], order: impl Fn(u32, u32) -> Ordering) -> Vec<u32> {
    if others.is_empty() {
        return rows;
    }
    let mut all = Vec::with_capacity(rows.len() + others.len());
    let mut rest = rows.as_slice();
    for other in others {
        let at = rest.partition_point(|row| order(*row, *other).is_lt());
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        all.extend_from_slice(before);
        all.push(*other);
        rest = after;
    }
    all.extend_from_slice(rest);
    all
}
