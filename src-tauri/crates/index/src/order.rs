//! The rows in an order that was asked for, kept up to date so that a change does not sort again.

use std::{cmp::Ordering, sync::Arc};

use kith_model::query::SortKey;

use crate::sort::merged;

/// More changed rows than this are merged in one pass.
const ONE_BY_ONE: usize = 16;

/// Row numbers in order. No two rows compare as equal.
#[derive(Debug)]
pub(crate) struct Order {
    pub keys: Vec<SortKey>,
    pub rows: Arc<Vec<u32>>,
    /// When it was last asked for, in turns of the index.
    pub used: u64,
}

impl Order {
    /// Takes rows out that are no longer live, puts new ones in.
    pub fn replace(
        &mut self,
        gone: &[u32],
        mut new: Vec<u32>,
        is_live: impl Fn(u32) -> bool,
        compare: impl Fn(u32, u32) -> Ordering,
    ) {
        // Copied first where somebody is still reading it.
        let rows = Arc::make_mut(&mut self.rows);
        if gone.len() + new.len() > ONE_BY_ONE {
            rows.retain(|row| is_live(*row));
            new.sort_unstable_by(|a, b| compare(*a, *b));
            *rows = merged(std::mem::take(rows), &new, compare);
            return;
        }
        for row in gone {
            let at = place(rows, *row, &compare);
            if rows.get(at) == Some(row) {
                rows.remove(at);
            } else {
                rows.retain(|each| each != row);
            }
        }
        for row in new {
            let at = place(rows, row, &compare);
            rows.insert(at, row);
        }
    }
}

fn place(rows: &[u32], row: u32, compare: impl Fn(u32, u32) -> Ordering) -> usize {
    rows.partition_point(|each| compare(*each, row).is_lt())
}
