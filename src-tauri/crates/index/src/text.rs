//! The text of a contact that the search box looks through: folded, one field after the other.

use kith_model::{
    Record,
    query::{Searched, digits_of, fold, is_of_number, text_of},
    system::EXTERNAL_ID,
};
use memchr::memmem;

/// What stands between two fields in a contact's text; folded text has none.
const NEXT_FIELD: u8 = b'\t';
/// What stands after a contact's text; folded text has none.
pub(crate) const END: u8 = b'\n';
/// What stands between the digits of a telephone number and its text, where that is more.
const WORDS: u8 = b'\r';

/// The text of a contact.
pub(crate) fn text_of_record(searched: &[Searched], record: &Record) -> Vec<u8> {
    text(searched, record, |_| false)
}

/// The text of a contact, without its `ExternalId` where that is looked for in the key: where it is its own folded text.
pub(crate) fn text_beside_key(searched: &[Searched], record: &Record) -> Vec<u8> {
    let is_in_key = |field: &Searched| {
        is_key(field) && record.external_id().is_some_and(|external_id| fold(external_id) == external_id)
    };
    text(searched, record, is_in_key)
}

/// Whether a field is looked for in the contacts' keys.
pub(crate) fn is_key(field: &Searched) -> bool {
    field.field == EXTERNAL_ID && !field.is_telephone
}

fn text(searched: &[Searched], record: &Record, is_left_out: impl Fn(&Searched) -> bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(192);
    for (at, field) in searched.iter().enumerate() {
        if at > 0 {
            text.push(NEXT_FIELD);
        }
        if is_left_out(field) {
            continue;
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
    // Digits alone stand for a number however it is punctuated; what else stands beside them is kept.
    if !is_of_number(&folded) {
        text.push(WORDS);
        text.extend_from_slice(folded.as_bytes());
    }
}
