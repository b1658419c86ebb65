//! Every record, page by page.

use std::{array, vec};

use kith_model::Record;

use crate::{
    engine::{
        Engine, Failure, View,
        keys::{self, StorageKey},
        view::Page,
    },
    error::StoreError,
    in_order::InOrder,
};

/// What is being done, for errors.
const ACTION: &str = "read the records";

/// How far the contacts have been read. Between pages nothing of sled is held, so the caller may do anything meanwhile.
pub(crate) struct Paging<'a> {
    engine: &'a Engine,
    spaces: array::IntoIter<u8, 2>,
    space: Option<InOrder>,
}

impl<'a> Paging<'a> {
    pub fn new(engine: &'a Engine) -> Self {
        let mut spaces = keys::CONTACT_SPACES.into_iter();
        let space = spaces.next().map(InOrder::of);
        Self { engine, spaces, space }
    }

    /// What `f` makes of the next page; `None` at the end. Nothing follows an error.
    pub fn next<T>(
        &mut self,
        mut f: impl FnMut(&View<'_>, &Page) -> Result<T, Failure>,
    ) -> Option<Result<T, StoreError>> {
        while let Some(space) = &mut self.space {
            let made = self.engine.with(ACTION, |view| {
                let page = space.next(view)?;
                if page.is_empty() { Ok(None) } else { f(view, &page).map(Some) }
            });
            match made {
                Ok(Some(made)) => return Some(Ok(made)),
                Ok(None) => self.space = self.spaces.next().map(InOrder::of),
                Err(error) => {
                    self.space = None;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// Gives one record after the other.
pub(crate) struct Records<'a> {
    paging: Paging<'a>,
    ready: vec::IntoIter<Record>,
}

impl<'a> Records<'a> {
    pub fn new(engine: &'a Engine) -> Self {
        Self { paging: Paging::new(engine), ready: Vec::new().into_iter() }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(record) = self.ready.next() {
            return Some(Ok(record));
        }
        let page = self.paging.next(|view, page| {
            let pairs = page.iter();
            pairs.map(|(key, bytes)| Ok(view.assemble(&StorageKey::from_bytes(key), bytes)?.1)).collect()
        });
        match page? {
            Ok(records) => {
                self.ready = Vec::into_iter(records);
                self.ready.next().map(Ok)
            }
            Err(error) => Some(Err(error)),
        }
    }
}
