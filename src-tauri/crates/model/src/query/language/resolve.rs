//! A term as it is written becomes one that can be compared: its field is looked up, its value read as the field's kind.

use std::ops::Range;

use super::{
    Term, TermKind,
    check::Check,
    error::QueryError,
    field_test::FieldTest,
    names::{Names, is_flag},
    needle::Needle,
    read::{Name, Operator, Word, Written},
    standing::Standing,
};
use crate::schema::{FieldMetadata, quoted};

/// What stands before the colon where a yes-or-no field is asked for.
const FLAG: &str = "is";
/// What a field without a value is asked for by.
const NOTHING: &str = "none";

/// Reads the terms of one text.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) text: &'a str,
    pub(super) names: Names<'a>,
}

type Outcome<T> = Result<T, QueryError>;

impl Resolver<'_> {
    /// What a term asks.
    pub(super) fn term(&self, written: &Written<'_>) -> Outcome<Term> {
        let whole = self.text.get(written.bytes.clone()).unwrap_or_default();
        let kind = match &written.name {
            None => TermKind::Text(self.needle(&written.word.text, &written.word.bytes)?),
            Some(name) if name.text.eq_ignore_ascii_case(FLAG) => match standing(name, &written.word) {
                Some(standing) => TermKind::Standing(standing),
                None => TermKind::Field(self.flag(name, written)?),
            },
            Some(name) => match self.names.find(name.text) {
                Some(field) => TermKind::Field(self.field(field, name, written)?),
                None if is_address(name, &written.word) => {
                    let bytes = name.bytes.start..written.bytes.end;
                    TermKind::Text(self.needle(self.text.get(bytes.clone()).unwrap_or_default(), &bytes)?)
                }
                None => return Err(self.unknown(name)),
            },
        };
        Ok(Term { negated: written.is_negated, kind, written: whole.to_owned() })
    }

    fn field(&self, field: &FieldMetadata, name: &Name<'_>, written: &Written<'_>) -> Outcome<FieldTest> {
        let (word, label) = (&written.word, &field.display_name);
        if word.text.is_empty() {
            let name = name.text;
            let message = format!(
                "Nothing is asked of {label}. Write a value right after the colon, or {name}:{NOTHING} for contacts \
                 without one."
            );
            return Err(self.error(&written.bytes, message));
        }
        let is_plain = !word.is_quoted && name.operator == Operator::Has;
        let check = if is_plain && word.text.eq_ignore_ascii_case(NOTHING) {
            Check::Empty
        } else {
            let wrong = |message| self.error(&(name.bytes.end + 1..word.bytes.end), message);
            Check::read(field, name.operator, &word.text).map_err(wrong)?
        };
        Ok(FieldTest { field: field.field_name.clone(), check })
    }

    fn flag(&self, name: &Name<'_>, written: &Written<'_>) -> Outcome<FieldTest> {
        let (word, object) = (&written.word.text, self.names.object());
        let found = self.names.find_flag(word).filter(|_| name.operator == Operator::Has);
        found.map(|field| FieldTest { field: field.field_name.clone(), check: Check::Flag(true) }).ok_or_else(
            || {
                let hint = match self.names.nearest(word, is_flag) {
                    Some(field) => format!("Did you mean is:{}?", field.field_name),
                    None => "Write the name of such a field right after the colon.".to_owned(),
                };
                let message = format!("{object} has no yes-or-no field {}. {hint}", quoted(word));
                self.error(&written.bytes, message)
            },
        )
    }

    fn unknown(&self, name: &Name<'_>) -> QueryError {
        let nearest = self.names.nearest(name.text, |_| true);
        let meant = nearest.map(|field| format!(" Did you mean {}?", field.field_name)).unwrap_or_default();
        let (object, name_shown) = (self.names.object(), quoted(name.text));
        let message = format!(
            "{object} has no field {name_shown}.{meant} To search for a text with a colon in it, put it in quotes."
        );
        self.error(&name.bytes, message)
    }

    fn needle(&self, text: &str, bytes: &Range<usize>) -> Outcome<Needle> {
        let message = "There is nothing here to search for. Write a text, or take this out.";
        Needle::of(text).ok_or_else(|| self.error(bytes, message))
    }

    fn error(&self, bytes: &Range<usize>, message: impl Into<String>) -> QueryError {
        QueryError::at(self.text, bytes.clone(), message)
    }
}

/// The standing that is asked for. A field of that name is asked by `field:yes`: views rely on these words.
fn standing(name: &Name<'_>, word: &Word) -> Option<Standing> {
    (name.operator == Operator::Has && !word.is_quoted).then(|| Standing::of(&word.text)).flatten()
}

/// Whether a term is an address such as `https://…`, which is searched for as it stands.
fn is_address(name: &Name<'_>, word: &Word) -> bool {
    name.operator == Operator::Has && !word.is_quoted && word.text.starts_with("//")
}
