//! The rows in an order that was asked for, kept up to date so that a save does not sort again.

use std::cmp::Ordering;

/// Row numbers in order. No two rows compare as equal.
#[derive(Debug)]
pub(super) struct Order {
    rows: Vec<u32>,
}

impl Order {
    pub(super) fn sorted(mut rows: Vec<u32>, compare: impl Fn(u32, u32) -> Ordering) -> Self {
        rows.sort_unstable_by(|a, b| compare(*a, *b));
        Self { rows }
    }

    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Takes a row out, before its values change.
    pub(super) fn remove(&mut self, row: u32, compare: impl Fn(u32, u32) -> Ordering) {
        let at = self.place(row, compare);
        if self.rows.get(at) == Some(&row) {
            self.rows.remove(at);
        } else {
            self.rows.retain(|each| *each != row);
        }
    }

    /// Puts a row to its place, once its values are known.
    pub(super) fn insert(&mut self, row: u32, compare: impl Fn(u32, u32) -> Ordering) {
        let at = self.place(row, compare);
        self.rows.insert(at, row);
    }

    fn place(&self, row: u32, compare: impl Fn(u32, u32) -> Ordering) -> usize {
        self.rows.partition_point(|each| compare(*each, row) == Ordering::Less)
    }
}
