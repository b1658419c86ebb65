//! The contacts of a key space in the order of their keys' texts. Of the three forms of a key each has its own order: the
//! three are read side by side and merged.

use std::collections::VecDeque;

use crate::{
    engine::{
        Failure, View,
        keys::{self, Form, StorageKey},
        view::Page,
    },
    verify::PAGE,
};

/// A key space that is being read.
#[derive(Debug)]
pub(crate) struct InOrder {
    /// Those that are not over.
    forms: Vec<Reading>,
}

/// The keys of one form.
#[derive(Debug)]
struct Reading {
    space: u8,
    form: Form,
    after: Option<sled::IVec>,
    /// The next ones, each with its text.
    ready: VecDeque<(Vec<u8>, sled::IVec)>,
    /// Whether no more come than are ready.
    is_last: bool,
}

impl InOrder {
    /// The contacts of a space.
    pub fn of(space: u8) -> Self {
        let reading = |form| Reading { space, form, after: None, ready: VecDeque::new(), is_last: false };
        Self { forms: Form::ALL.map(reading).into() }
    }

    /// The next contacts, as they are now; none at the end.
    pub fn next(&mut self, view: &View<'_>) -> Result<Page, Failure> {
        loop {
            // Most books have keys of one form: these need no text.
            if let [only] = self.forms.as_mut_slice()
                && only.ready.is_empty()
                && !only.is_last
            {
                return only.page(view);
            }
            self.forms.iter_mut().try_for_each(|form| form.make_ready(view))?;
            self.forms.retain(|form| !form.ready.is_empty());
            let page = self.merged(view)?;
            if !page.is_empty() || self.forms.is_empty() {
                return Ok(page);
            }
        }
    }

    /// Contacts until a page is full or one of the forms is to be read on.
    fn merged(&mut self, view: &View<'_>) -> Result<Page, Failure> {
        let mut page = Page::new();
        while page.len() < PAGE && self.forms.iter().all(|form| !form.ready.is_empty()) {
            let first = self.forms.iter_mut().min_by(|a, b| a.ready.front().cmp(&b.ready.front()));
            let Some((_, key)) = first.and_then(|form| form.ready.pop_front()) else { break };
            // It may be gone since it was made ready.
            page.extend(view.raw(&key)?.map(|value| (key, value)));
        }
        Ok(page)
    }
}

impl Reading {
    fn page(&mut self, view: &View<'_>) -> Result<Page, Failure> {
        let page = view.page_of(self.space, self.form, self.after.as_deref(), PAGE)?;
        self.after = page.last().map(|(key, _)| key.clone()).or(self.after.take());
        Ok(page)
    }

    fn make_ready(&mut self, view: &View<'_>) -> Result<(), Failure> {
        if !self.ready.is_empty() || self.is_last {
            return Ok(());
        }
        let page = self.page(view)?;
        if self.form == Form::Long {
            return self.make_long_ones_ready(view, page);
        }
        self.ready = page.into_iter().map(|(key, _)| (keys::text_of(&key), key)).collect();
        Ok(())
    }

    /// Long keys are in the order of nothing but their beginnings. They are few, and all of them are made ready.
    fn make_long_ones_ready(&mut self, view: &View<'_>, mut page: Page) -> Result<(), Failure> {
        let mut all = Vec::new();
        while !page.is_empty() {
            for (key, value) in page {
                let record = view.assemble(&StorageKey::from_bytes(&key), &value)?.1;
                let text = record.external_id().unwrap_or_else(|| record.id()).as_bytes().to_vec();
                all.push((text, key));
            }
            page = self.page(view)?;
        }
        all.sort_unstable();
        self.ready = all.into();
        self.is_last = true;
        Ok(())
    }
}
