//! Every record, page by page.

use std::{iter::Rev, vec};

use kith_model::Record;

use crate::{
    engine::{
        Engine,
        keys::{self, StorageKey},
    },
    error::StoreError,
    verify::PAGE,
};

/// Walks the record spaces. Between pages nothing of sled is held, so the caller may do anything meanwhile.
pub(crate) struct Records<'a> {
    engine: &'a Engine,
    spaces: Rev<std::array::IntoIter<u8, 2>>,
    space: Option<u8>,
    after: Option<sled::IVec>,
    ready: vec::IntoIter<Record>,
}

impl<'a> Records<'a> {
    pub fn new(engine: &'a Engine) -> Self {
        // In the order of the contacts' keys.
        let mut spaces = keys::CONTACT_SPACES.into_iter().rev();
        let space = spaces.next();
        Self { engine, spaces, space, after: None, ready: Vec::new().into_iter() }
    }

    /// Reads the next page of a space; an empty one ends it.
    fn load(&mut self, space: u8) -> Result<(), StoreError> {
        let after = self.after.take();
        let (records, last) = self.engine.with("read the records", |view| {
            let page = view.page(space, after.as_deref(), PAGE)?;
            let mut records = Vec::with_capacity(page.len());
            for (key, bytes) in &page {
                records.push(view.assemble(&StorageKey::from_bytes(key), bytes)?.1);
            }
            Ok((records, page.last().map(|(key, _)| key.clone())))
        })?;
        if last.is_none() {
            self.space = self.spaces.next();
        }
        self.after = last;
        self.ready = records.into_iter();
        Ok(())
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.ready.next() {
                return Some(Ok(record));
            }
            let space = self.space?;
            if let Err(error) = self.load(space) {
                self.space = None;
                return Some(Err(error));
            }
        }
    }
}
