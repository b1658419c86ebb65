//! The text of a contact that the search box looks through: folded, one field after the other.

use kith_model::{
    Format, Layout, Record, Schema,
    query::{fold, text_of},
};
use memchr::memmem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What stands between two fields in a contact's text; no word that is searched for has one.
pub(crate) const NEXT_FIELD: u8 = b'\t';
/// What stands after a contact's text.
pub(crate) const END: u8 = b'\n';

/// Which fields are searched, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Searched {
    fields: Vec<SearchedField>,
}

/// A field that is searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SearchedField {
    name: String,
    is_phone: bool,
}

impl Searched {
    /// The fields a layout has searched.
    #[must_use]
    pub fn of(layout: &Layout, schema: &Schema) -> Self {
        let is_phone =
            |name: &str| schema.field(name).is_some_and(|field| field.format == Some(Format::Phone));
        let fields = layout.search_fields.iter();
        Self {
            fields: fields
                .map(|name| SearchedField { name: name.clone(), is_phone: is_phone(name) })
                .collect(),
        }
    }

    /// The text of a contact.
    pub(crate) fn text(&self, record: &Record) -> Vec<u8> {
        let mut text = Vec::with_capacity(192);
        for (at, field) in self.fields.iter().enumerate() {
            if at > 0 {
                text.push(NEXT_FIELD);
            }
            field.put(record.get(&field.name), &mut text);
        }
        text.push(END);
        text
    }

    /// Whether the place in a contact's text is in a telephone number.
    pub(crate) fn is_phone(&self, text: &[u8], place: usize) -> bool {
        let before = text.get(..place).unwrap_or(text);
        let field = before.iter().filter(|byte| **byte == NEXT_FIELD).count();
        self.fields.get(field).is_some_and(|field| field.is_phone)
    }
}

impl SearchedField {
    fn put(&self, value: &Value, text: &mut Vec<u8>) {
        let owned;
        let shown = match value {
            Value::Null => return,
            Value::String(shown) => shown,
            other => match text_of(other) {
                Some(shown) => {
                    owned = shown;
                    &owned
                }
                None => return,
            },
        };
        let begin = text.len();
        if self.is_phone {
            text.extend(shown.bytes().filter(u8::is_ascii_digit));
            // Digits alone stand for a number however it is punctuated; words beside them are kept.
            if !shown.chars().any(char::is_alphabetic) {
                return;
            }
            text.push(b' ');
        }
        let folded = fold(shown);
        // What stands in the text already is found there: a name's parts are in the name.
        if !self.is_phone && memmem::find(text, folded.as_bytes()).is_some() {
            return;
        }
        text.extend_from_slice(folded.as_bytes());
        for byte in text.get_mut(begin..).unwrap_or_default() {
            if matches!(*byte, NEXT_FIELD | END) {
                *byte = b' ';
            }
        }
    }
}
