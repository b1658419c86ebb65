//! What must hold of a search, whatever is typed and whatever a contact holds.

use std::sync::LazyLock;

use kith_model::{
    Record, Schema,
    query::{MAX_QUERY_BYTES, MAX_TERMS, Needle, Query, QueryError, Searched, Term, TermKind, fold, quoted},
};
use serde_json::json;

/// What parts the search from a contact's text; it stands in no UTF-8.
const BETWEEN: u8 = 0xff;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::contact().expect("the shipped schema"));

/// Takes the bytes as a search and the text of a contact.
pub fn check(data: &[u8]) {
    let mut parts = data.splitn(2, |&byte| byte == BETWEEN).map(String::from_utf8_lossy);
    let (typed, held) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match Query::parse(&typed, &SCHEMA) {
        Ok(query) => {
            assert!(typed.len() <= MAX_QUERY_BYTES && query.terms().len() <= MAX_TERMS);
            assert_eq!(query.is_empty(), typed.trim().is_empty());
            assert_eq!(Query::parse(&query.to_string(), &SCHEMA).as_ref(), Ok(&query));
            meaning(&query, &held);
        }
        Err(error) => place(&error, &typed),
    }
    itself(&held);
}

/// An error is about a part of what was typed, in bytes and as the page counts.
fn place(error: &QueryError, typed: &str) {
    assert!(!error.message.is_empty() && !error.bytes.is_empty());
    let part = typed.get(error.bytes.clone()).expect("a part of the text");
    let units: Vec<u16> = typed.encode_utf16().collect();
    let same = units.get(error.at..error.at + error.length).expect("a part of the text");
    assert_eq!(String::from_utf16(same).as_deref().ok(), Some(part));
}

fn meaning(query: &Query, held: &str) {
    let searched = Searched::of(["Name", "Phone", "Account"].map(str::to_owned).iter(), &SCHEMA);
    let record = contact(held);
    let each = |term: &Term| alone(term).matches(&record, &searched);
    assert_eq!(query.matches(&record, &searched), query.terms().iter().all(each));
    for term in query.terms() {
        match &term.kind {
            TermKind::Text(needle) => marked(needle, held),
            TermKind::Field(test) => {
                assert!(SCHEMA.field(test.field()).is_some());
                assert_eq!(each(term), test.matches(record.get(test.field())) != term.negated);
            }
            TermKind::Standing(_) => assert_eq!(each(term), term.negated),
        }
    }
    let length = held.encode_utf16().count();
    for searched in &searched {
        let marks = query.marks(searched, held);
        assert!(marks.iter().all(|mark| mark.length > 0 && mark.at + mark.length <= length));
        assert!(marks.is_sorted_by(|one, next| one.at + one.length < next.at));
    }
}

/// A term by itself is read as the same term.
fn alone(term: &Term) -> Query {
    let query = Query::parse(&term.to_string(), &SCHEMA).expect("a term by itself");
    assert_eq!(query.terms(), std::slice::from_ref(term));
    query
}

fn marked(needle: &Needle, held: &str) {
    for is_telephone in [false, true] {
        assert_eq!(needle.marks(held, is_telephone).is_empty(), !needle.is_in(held, is_telephone));
    }
    for range in needle.marks(held, false) {
        assert!(fold(held.get(range).expect("a part of the text")).contains(&needle.folded));
    }
}

/// A text in quotes finds the contact that holds it.
fn itself(held: &str) {
    assert_eq!(fold(&fold(held)), fold(held));
    let phrase = quoted(held);
    if Needle::of(held).is_some() && phrase.len() <= MAX_QUERY_BYTES {
        let query = Query::parse(&phrase, &SCHEMA).expect("a phrase");
        assert!(query.matches(&contact(held), &Searched::of([&"Name".to_owned()], &SCHEMA)));
    }
}

/// A contact with one text in fields of several kinds, valid there or not.
fn contact(held: &str) -> Record {
    let fields = ["Name", "Title", "Phone", "Birthdate", "ModifiedDate", "EmailBouncedDate", "DoNotCall"];
    let mut record = Record::default();
    for field in fields {
        record.set(field, json!(held));
    }
    record.set("Account", json!({"Id": held, "Name": null}));
    record.set("IsEmailBounced", json!(held.len().is_multiple_of(2)));
    record
}
