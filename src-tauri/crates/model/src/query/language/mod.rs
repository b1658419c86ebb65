//! The small language of the search box.

mod check;
mod error;
mod field_test;
mod names;
mod needle;
mod read;
mod resolve;
mod span;
mod standing;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use error::QueryError;
pub use field_test::FieldTest;
use names::Names;
pub use needle::{Needle, is_of_number};
use read::Reader;
use resolve::Resolver;
pub use standing::Standing;

use super::{
    mark::{Mark, joined},
    value::text_of,
};
use crate::{
    record::Record,
    schema::{Format, Schema},
};

/// The longest query in bytes.
pub const MAX_QUERY_BYTES: usize = 4096;
/// The most terms of a query.
pub const MAX_TERMS: usize = 64;

/// What the search box asks: terms that must all hold. One without terms asks for every record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// One thing that must hold, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold.
    pub negated: bool,
    /// What it is about.
    pub kind: TermKind,
    /// As it was typed.
    written: String,
}

/// What a term is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermKind {
    /// One of the searched fields has the text.
    Text(Needle),
    /// A field has a value that passes.
    Field(FieldTest),
    /// The contact has a standing.
    Standing(Standing),
}

/// A field that free text is searched for in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Searched {
    /// The field's name.
    pub field: String,
    /// Whether it holds telephone numbers, which are found by their digits too.
    pub is_telephone: bool,
}

impl Searched {
    /// The fields of these names, as a schema has them.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a String>, schema: &Schema) -> Vec<Self> {
        let is_telephone =
            |name: &str| schema.field(name).is_some_and(|field| field.format == Some(Format::Phone));
        let one = |name: &String| Self { field: name.clone(), is_telephone: is_telephone(name) };
        names.into_iter().map(one).collect()
    }
}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`QueryError`] for the first part that cannot be understood: a quote that is not closed, an unknown field, a
    /// value that a field cannot have, too long a text, too many terms.
    pub fn parse(text: &str, schema: &Schema) -> Result<Self, QueryError> {
        if text.len() > MAX_QUERY_BYTES {
            let message = format!("A search is at most {MAX_QUERY_BYTES} bytes long. Shorten it.");
            return Err(QueryError::at(text, text.floor_char_boundary(MAX_QUERY_BYTES)..text.len(), message));
        }
        let resolver = Resolver { text, names: Names::new(schema) };
        let (mut reader, mut terms) = (Reader::new(text), Vec::new());
        while let Some(written) = reader.term()? {
            if terms.len() == MAX_TERMS {
                let message = format!("A search has at most {MAX_TERMS} terms. Take some out.");
                return Err(QueryError::at(text, written.bytes.start..text.len(), message));
            }
            terms.push(resolver.term(&written)?);
        }
        Ok(Self { terms })
    }

    /// The terms in the order they were typed; all of them must hold.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether it asks for every record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a record is one that is asked for: the meaning of a query, told slowly. The list's index finds the same
    /// records by quicker ways. A standing is none of a record that is looked at by itself.
    #[must_use]
    pub fn matches(&self, record: &Record, searched: &[Searched]) -> bool {
        self.terms.iter().all(|term| term.kind.holds(record, searched) != term.negated)
    }

    /// What is to be marked in a field's text: every text that is searched for, and those of terms about this field, but
    /// for what must not be there.
    #[must_use]
    pub fn needles_for(&self, field: &str) -> Vec<&Needle> {
        let wanted = self.terms.iter().filter(|term| !term.negated);
        let needles = wanted.filter_map(|term| match &term.kind {
            TermKind::Text(needle) => Some(needle),
            TermKind::Field(test) => test.needle().filter(|_| test.field() == field),
            TermKind::Standing(_) => None,
        });
        needles.collect()
    }

    /// The marks in a field's shown text, in order and apart.
    #[must_use]
    pub fn marks(&self, searched: &Searched, text: &str) -> Vec<Mark> {
        let needles = self.needles_for(&searched.field);
        let found = needles.iter().flat_map(|needle| needle.marks(text, searched.is_telephone));
        joined(found.collect()).iter().map(|range| Mark::of(text, range)).collect()
    }
}

impl TermKind {
    fn holds(&self, record: &Record, searched: &[Searched]) -> bool {
        match self {
            Self::Text(needle) => searched.iter().any(|searched| {
                let text = text_of(record.get(&searched.field));
                text.is_some_and(|text| needle.is_found_in(&text, searched.is_telephone))
            }),
            Self::Field(test) => test.matches(record.get(test.field())),
            Self::Standing(_) => false,
        }
    }
}

/// As it was typed, with one space between terms.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            write!(f, "{}{term}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// As it was typed.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// A text as a phrase of a query, in quotes: what means this text and nothing else, whatever it holds.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
