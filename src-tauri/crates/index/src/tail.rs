//! The contacts that changed since the snapshot was made, each in a row of its own after the snapshot's.

use std::collections::HashMap;

use crate::{arena::Arena, rows::row_of};

/// Rows after the snapshot's. A contact that changes again gets another row; the old one is no longer live.
#[derive(Debug)]
pub(crate) struct Tail {
    first: u32,
    keys: Arena,
    texts: Arena,
    newest: HashMap<Box<[u8]>, u32>,
}

impl Tail {
    /// One without rows, after so many groups of the snapshot.
    pub fn after(groups: usize) -> Self {
        Self {
            first: row_of(groups, 0),
            keys: Arena::default(),
            texts: Arena::default(),
            newest: HashMap::new(),
        }
    }

    pub fn first(&self) -> u32 {
        self.first
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The newest row with a key, live or not.
    pub fn find(&self, key: &[u8]) -> Option<u32> {
        self.newest.get(key).copied()
    }

    pub fn push(&mut self, key: &[u8], text: &[u8]) -> u32 {
        let row = self.first + u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(key);
        self.texts.push(text);
        self.newest.insert(key.into(), row);
        row
    }

    /// The place of a row among the tail's; none where it is the snapshot's.
    pub fn place(&self, row: u32) -> Option<usize> {
        Some(row.checked_sub(self.first)? as usize)
    }

    pub fn key(&self, row: u32) -> Option<&[u8]> {
        let place = self.place(row)?;
        (place < self.keys.len()).then(|| self.keys.get(place))
    }

    pub fn text(&self, row: u32) -> &[u8] {
        self.place(row).map(|place| self.texts.get(place)).unwrap_or_default()
    }

    pub fn keys(&self) -> &Arena {
        &self.keys
    }
}
