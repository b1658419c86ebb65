//! The keys of the snapshot's contacts, in their order.

use crate::{
    arena::Arena,
    grams,
    rows::{Rows, group_of, local_of, row_of},
};

/// Keys by row, segment by segment, sorted throughout.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    segments: Vec<Arena>,
}

impl Keys {
    pub fn new(segments: Vec<Arena>) -> Self {
        Self { segments }
    }

    pub fn push(&mut self, segment: Arena) {
        self.segments.push(segment);
    }

    /// The keys of each segment.
    pub fn segments(&self) -> &[Arena] {
        &self.segments
    }

    /// How many groups of rows there are.
    pub fn groups(&self) -> usize {
        self.segments.len()
    }

    /// Every row.
    pub fn rows(&self) -> Rows {
        Rows { groups: self.segments.iter().map(|keys| grams::all(keys.len())).collect() }
    }

    /// The key of a row, as bytes; none where the row is after the snapshot's.
    pub fn get(&self, row: u32) -> Option<&[u8]> {
        self.segments.get(group_of(row)).map(|keys| keys.get(local_of(row)))
    }

    /// The greatest key.
    pub fn last(&self) -> Option<&[u8]> {
        self.segments.last().map(|keys| keys.get(keys.len().saturating_sub(1)))
    }

    /// The row with a key.
    pub fn find(&self, key: &[u8]) -> Option<u32> {
        let group = self.segments.partition_point(|keys| keys.get(keys.len().saturating_sub(1)) < key);
        let keys = self.segments.get(group)?;
        let (mut low, mut high) = (0, keys.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if keys.get(middle) < key { low = middle + 1 } else { high = middle }
        }
        (low < keys.len() && keys.get(low) == key).then(|| row_of(group, low))
    }
}
