//! The text of a contact that the search box looks through: folded, one field after the other.

use kith_model::{
    Record,
    query::{Searched, digits_of, fold, text_of},
};
use memchr::memmem;

/// What stands between two fields in a contact's text; folded text has none.
const NEXT_FIELD: u8 = b'\t';
/// What stands after a contact's text; folded text has none.
pub(crate) const END: u8 = b'\n';
/// What stands between the digits of a telephone number and its words.
const WORDS: u8 = b'\r';

/// The text of a contact.
pub(crate) fn text_of_record(searched: &[Searched], record: &Record) -> Vec<u8> {
    let mut text = Vec::with_capacity(192);
    for (at, field) in searched.iter().enumerate() {
        if at > 0 {
            text.push(NEXT_FIELD);
        }
        if let Some(shown) = text_of(record.get(&field.field)) {
            put(field, &shown, &mut text);
        }
    }
    text.push(END);
    text
}

/// Whether a place in a contact's text is in a telephone number.
pub(crate) fn is_in_telephone(searched: &[Searched], text: &[u8], place: usize) -> bool {
    let before = text.get(..place).unwrap_or(text);
    let field = before.iter().filter(|byte| **byte == NEXT_FIELD).count();
    searched.get(field).is_some_and(|field| field.is_telephone)
}

fn put(field: &Searched, shown: &str, text: &mut Vec<u8>) {
    let folded = fold(shown);
    if !field.is_telephone {
        // What stands in the text already is found there: a name's parts are in the name.
        if memmem::find(text, folded.as_bytes()).is_none() {
            text.extend_from_slice(folded.as_bytes());
        }
        return;
    }
    text.extend_from_slice(digits_of(shown).as_bytes());
    // Digits alone stand for a number however it is punctuated; words beside them are kept.
    if shown.chars().any(char::is_alphabetic) {
        text.push(WORDS);
        text.extend_from_slice(folded.as_bytes());
    }
}
