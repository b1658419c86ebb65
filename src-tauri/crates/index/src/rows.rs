//! Numbers of contacts in the index, and sets of them.
//!
//! A row's number is `group << 16 | number in the group`. The groups of the snapshot are its segments; what changed since
//! stands in the groups after them.

use crate::grams::{Locals, MOST};

/// The group of a row.
pub(crate) fn group_of(row: u32) -> usize {
    (row >> 16) as usize
}

/// The number of a row in its group.
pub(crate) fn local_of(row: u32) -> usize {
    (row & 0xffff) as usize
}

/// The row with a number in a group.
pub(crate) fn row_of(group: usize, local: usize) -> u32 {
    u32::try_from(group * MOST + local).unwrap_or(u32::MAX)
}

/// A set of rows, group by group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub groups: Vec<Locals>,
}

impl Rows {
    pub fn contains(&self, row: u32) -> bool {
        self.groups.get(group_of(row)).is_some_and(|group| group.contains(local_of(row)))
    }

    /// Puts a row in; groups grow as they must.
    pub fn insert(&mut self, row: u32) {
        let (group, local) = (group_of(row), local_of(row));
        if self.groups.len() <= group {
            self.groups.resize_with(group + 1, Locals::default);
        }
        if let Some(group) = self.groups.get_mut(group) {
            group.grow_and_insert(local);
        }
    }

    pub fn remove(&mut self, row: u32) {
        if let Some(group) = self.groups.get_mut(group_of(row)).filter(|group| local_of(row) < group.len()) {
            group.remove(local_of(row));
        }
    }

    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.count_ones(..)).sum()
    }

    /// The rows, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let groups = self.groups.iter().enumerate();
        groups.flat_map(|(at, group)| group.ones().map(move |local| row_of(at, local)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_several_groups_are_one_set() {
        let mut rows = Rows::default();
        for row in [70_000, 3, 200_000, 65_535] {
            rows.insert(row);
        }
        rows.remove(3);
        rows.remove(900_000);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [65_535, 70_000, 200_000]);
        assert!(rows.contains(70_000) && !rows.contains(3) && !rows.contains(4_000_000));
        assert_eq!(rows.count(), 3);
    }
}
