//! Mappings that the book keeps by name, and what a file suggests.

use kith_model::{Code, Issue, Record, RecordKey, system};
use serde_json::Value;

use super::{
    mapping::{Bound, Mapping},
    shape::ImportRequest,
    source::{self, Content},
};
use crate::{
    book::Book,
    error::{Error, read_only},
};

/// The document that keeps mappings, each in a field of its name.
const DOCUMENT: &str = "kith:mappings";
/// What the name of a field with a mapping begins with, so that none is a system field's.
const PREFIX: &str = "Mapping:";
/// How many rows are looked at, to find out how days are written.
const SAMPLE: usize = 200;
/// The longest name of a mapping.
const LONGEST_NAME: usize = 80;

impl Book {
    /// The names of the mappings that the book keeps.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn mapping_names(&self) -> Result<Vec<String>, Error> {
        let document = self.store.get(&key())?.unwrap_or_default();
        let names = document.fields().filter_map(|(name, _)| name.strip_prefix(PREFIX));
        Ok(names.map(str::to_owned).collect())
    }

    /// The mapping that the book keeps under a name.
    ///
    /// # Errors
    /// [`Error::Store`]; [`Error::Refused`] where it cannot be understood.
    pub fn saved_mapping(&self, name: &str) -> Result<Option<Mapping>, Error> {
        let document = self.store.get(&key())?.unwrap_or_default();
        match document.get(&format!("{PREFIX}{name}")) {
            Value::Null => Ok(None),
            kept => serde_json::from_value(kept.clone()).map(Some).map_err(|error| {
                let message = format!("The mapping {name:?} cannot be used: {error}. Save it anew.");
                Error::refused(Issue::new(Code::MalformedRequest, message))
            }),
        }
    }

    /// Keeps a mapping under a name, in the place of the one that has it; none forgets that one.
    ///
    /// # Errors
    /// [`Error::Refused`] for a read-only book or a name that is none; [`Error::Store`].
    pub fn save_mapping(&self, name: &str, mapping: Option<&Mapping>) -> Result<(), Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        if name.trim().is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
        {
            let message =
                format!("{name:?} is no name for a mapping. Take one of 1 to {LONGEST_NAME} characters.");
            return Err(Error::refused(Issue::new(Code::MalformedRequest, message)));
        }
        let value = mapping.map_or(Ok(Value::Null), serde_json::to_value);
        let value = value.map_err(|source| Error::Shipped { what: "mapping", source })?;
        self.commit(self.note(&self.host.now(), self.source), |work| {
            let before = work.find(&key())?;
            let mut after = before.as_deref().map_or_else(Record::default, Record::clone);
            after.set(system::ID, DOCUMENT.into());
            after.set(&format!("{PREFIX}{name}"), value);
            work.put(before.as_deref(), after)
        })
        .map(drop)
        .map_err(Error::Store)
    }

    /// The mapping that a table suggests; none where the file is no table.
    ///
    /// # Errors
    /// As [`Book::import`].
    pub fn suggest_mapping(&self, request: &ImportRequest) -> Result<Option<Mapping>, Error> {
        let mut source = source::open(&request.file, &request.reading)?;
        let header = source.header().to_vec();
        if header.is_empty() {
            return Ok(None);
        }
        let mut sample = Vec::new();
        while sample.len() < SAMPLE
            && let Some(given) = source.next()?
        {
            if let Content::Cells(cells) = given.content {
                sample.push(cells);
            }
        }
        let schema = self.schema();
        let mut mapping = Mapping::suggest(&header, &schema);
        mapping.find_date_formats(&header, &sample, &schema);
        Ok(Some(mapping))
    }

    /// The columns of a table of which a mapping takes nothing.
    ///
    /// # Errors
    /// As [`Book::import`].
    pub fn unmapped_columns(&self, request: &ImportRequest, mapping: &Mapping) -> Result<Vec<String>, Error> {
        let source = source::open(&request.file, &request.reading)?;
        let bound = Bound::new(mapping, source.header(), self.schema()).map_err(Error::all_refused)?;
        Ok(bound.unmapped)
    }
}

fn key() -> RecordKey {
    RecordKey::Id(DOCUMENT.to_owned())
}
