//! Changing the layout: groups and order of the form, columns of the list. It says nothing about what may be stored.

use kith_model::{Code, Issue, Layout, Record, StatusCode, system};
use serde_json::{Map, Value};

use super::documents::{key, layout_from};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
    requests::Asked,
};

impl Book {
    /// The layout as a person made it, with names in it that the schema may not have any more.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn own_layout(&self) -> Result<Layout, Error> {
        layout_from(&self.store.get(&key(system::LAYOUT_DOCUMENT))?.unwrap_or_default())
    }

    /// Changes parts of the layout, as one change that can be undone: each key is replaced, and null brings back the
    /// shipped one.
    #[must_use]
    pub fn change_layout(&self, changes: &Map<String, Value>) -> Reply {
        self.request(&Asked::plain("change layout"), || {
            if self.is_read_only() {
                return Err(Error::refused(read_only()));
            }
            let alone = self.alone();
            let mut document = self.store.get(&key(system::LAYOUT_DOCUMENT))?.unwrap_or_default();
            for (name, value) in changes {
                document.set(name, value.clone());
            }
            document.set(system::ID, system::LAYOUT_DOCUMENT.into());
            self.expect_layout(&document)?;
            let seq = alone.keep(self.note(&self.host.now(), self.source), vec![document])?;
            Ok(Reply::new(Answer::success(StatusCode::OK), seq))
        })
    }

    fn expect_layout(&self, document: &Record) -> Result<(), Error> {
        let no_layout = |error: serde_json::Error| {
            let message = format!("This is no layout: {error}. `kith schema layout show` shows one.");
            Error::refused(Issue::new(Code::MalformedRequest, message))
        };
        let layout = Layout::from_document(document).map_err(no_layout)?;
        layout.issue(&self.schema()).map_or(Ok(()), |issue| Err(Error::refused(issue)))
    }
}
