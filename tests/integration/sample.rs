//! The sample book.

use std::collections::HashSet;

use kith_book::{SAMPLE_SIZE, StatusCode, sample_contacts};
use kith_tests::{
    answers::{assert_taken, warnings},
    book::TestBook,
};
use serde_json::{Value, json};

#[test]
fn the_same_seed_gives_the_same_contacts_and_another_seed_others() {
    let contacts = |count, seed| sample_contacts(count, seed).expect("the recipe").collect::<Vec<_>>();
    assert_eq!(contacts(100, 7), contacts(100, 7));
    assert_eq!(contacts(100, 7)[..40], contacts(40, 7)[..]);
    assert_ne!(contacts(100, 7), contacts(100, 8));
}

#[test]
fn two_books_filled_alike_are_alike() {
    let records = || {
        let book = TestBook::new();
        assert_taken(&book.fill_with_sample(60, 3));
        book.contents()
    };
    assert_eq!(records(), records());
}

#[test]
fn it_fills_an_empty_book_only() {
    let book = TestBook::new();
    let reply = book.fill_with_sample(SAMPLE_SIZE, 0);
    assert_taken(&reply);
    assert_eq!(
        (reply.answer.data, book.count()),
        (Some(json!({"Created": SAMPLE_SIZE})), SAMPLE_SIZE as u64)
    );
    assert_eq!(book.fill_with_sample(1, 0).answer.status_code, StatusCode::BadRequest);
    assert_eq!(book.count(), SAMPLE_SIZE as u64);
    book.verified();
}

#[test]
fn its_contacts_are_ones_anybody_could_create() {
    let book = TestBook::new();
    let mut keys = HashSet::new();
    let mut set = HashSet::new();
    for contact in sample_contacts(300, 1).expect("the recipe") {
        keys.insert(contact["ExternalId"].as_str().expect("a key").to_owned());
        set.extend(contact.iter().filter(|(_, value)| !value.is_null()).map(|(field, _)| field.clone()));
        let reply = book.create(Value::Object(contact.clone()).to_string().as_bytes());
        assert_eq!(reply.http_status, 201, "{contact:?}: {:?}", reply.answer);
        assert_eq!(warnings(&reply.answer), [], "{contact:?}");
    }
    assert_eq!(keys.len(), 300);
    assert!(set.len() > 30, "most fields are shown: {}", set.len());
}
