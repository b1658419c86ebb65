//! Changing the layout: groups and order of the form, columns of the list. It says nothing about what may be stored.

use kith_model::{Code, Issue, Layout, Record, StatusCode, system};
use serde_json::{Map, Value, json};

use super::documents::{key, layout_from};
use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
    requests::Asked,
};

const GROUPS: &str = "Groups";
const LIST_COLUMNS: &str = "ListColumns";
const SAVED_VIEWS: &str = "SavedViews";

impl Book {
    /// The layout as a person made it, with names in it that the schema may not have any more.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn own_layout(&self) -> Result<Layout, Error> {
        layout_from(&self.store.get(&key(system::LAYOUT_DOCUMENT))?.unwrap_or_default())
    }

    /// Changes parts of the layout, as one change that can be undone: each key is replaced, and null brings back the
    /// shipped one. What the schema hides of groups, columns and saved views, or does not have any more, keeps its place.
    #[must_use]
    pub fn change_layout(&self, changes: &Map<String, Value>) -> Reply {
        self.request(&Asked::plain("change layout"), || {
            if self.is_read_only() {
                return Err(Error::refused(read_only()));
            }
            let alone = self.alone();
            let before = self.store.get(&key(system::LAYOUT_DOCUMENT))?.unwrap_or_default();
            let document = self.rearranged(&before, changes)?;
            let seq = alone.keep(self.note(&self.host.now(), self.source), vec![document])?;
            Ok(Reply::new(Answer::success(StatusCode::OK), seq))
        })
    }

    /// The layout's document with other parts. Only those that are asked for are to name fields that there are: the
    /// others may name what is gone since.
    fn rearranged(&self, before: &Record, changes: &Map<String, Value>) -> Result<Record, Error> {
        let schema = self.schema();
        let asked = layout_of_a_person(&Record::from_fields(changes.clone()))?;
        expect(asked.unknown(&schema))?;
        let mut document = before.clone();
        for (name, value) in changes {
            document.set(name, value.clone());
        }
        document.set(system::ID, system::LAYOUT_DOCUMENT.into());
        let (own, mut layout) = (layout_from(before)?, layout_of_a_person(&document)?);
        expect(layout.twice())?;
        let is_asked = |name: &str| changes.get(name).is_some_and(|value| !value.is_null());
        if is_asked(GROUPS) {
            layout.keep_hidden_in_groups(&own, &schema);
            document.set(GROUPS, json!(layout.groups));
        }
        if is_asked(LIST_COLUMNS) {
            layout.keep_hidden_columns(&own, &schema);
            document.set(LIST_COLUMNS, json!(layout.list_columns));
        }
        if is_asked(SAVED_VIEWS) {
            layout.keep_hidden_views(&own, &schema);
            document.set(SAVED_VIEWS, json!(layout.saved_views));
        }
        Ok(document)
    }
}

fn layout_of_a_person(document: &Record) -> Result<Layout, Error> {
    Layout::from_document(document).map_err(|error| {
        let message = format!("This is no layout: {error}. `kith schema layout show` shows one.");
        Error::refused(Issue::new(Code::MalformedRequest, message))
    })
}

fn expect(issue: Option<Issue>) -> Result<(), Error> {
    issue.map_or(Ok(()), |issue| Err(Error::refused(issue)))
}
