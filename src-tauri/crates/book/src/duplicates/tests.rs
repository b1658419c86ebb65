//! The blocks find what comparing every two contacts finds.

use std::collections::HashSet;

use kith_model::{Layout, Schema};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    best::Scored,
    blocks::{Row, common},
    evidence::weigh,
    search::find,
    traits::{TraitFields, Traits},
};

/// The traits of a contact of the shipped schema.
pub(super) fn traits(id: &str, contact: &Value) -> Traits {
    let fields = TraitFields::of(&Schema::contact().unwrap(), &Layout::contact().unwrap());
    Traits::read(&fields, id, &|field| contact.get(field).filter(|value| !value.is_null()).cloned())
}

fn all(contacts: &[Value]) -> Vec<Traits> {
    contacts.iter().enumerate().map(|(row, contact)| traits(&row.to_string(), contact)).collect()
}

fn found(all: &[Traits]) -> Vec<Scored> {
    find(all, &common(all), &HashSet::new(), &|_| (), &|| true).unwrap().into_pairs()
}

fn every_two(all: &[Traits]) -> HashSet<(Row, Row, u8)> {
    let common = common(all);
    let rows = || (0..).zip(all);
    let pairs =
        rows().flat_map(|one| rows().filter(move |other| other.0 > one.0).map(move |other| (one, other)));
    let weighed = pairs.filter_map(|((one, first), (other, second))| {
        weigh(first, second, &common).map(|evidence| (one, other, evidence.score))
    });
    weighed.collect()
}

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(values)
}

/// A contact of few names, addresses, numbers and companies, so that many are alike.
fn contact() -> impl Strategy<Value = Value> {
    let first =
        one_of(&["", "John", "Jon", "J.", "Jhon", "Peter", "Dr. Anna", "Anna Maria", "Annamaria", "Li"]);
    let last = one_of(&["", "Smith", "Smyth", "Müller", "Mueller", "Smith Jr.", "Wu", "O'Connor"]);
    let email = one_of(&["", "info@x.example", "INFO@X.example", "a@x.example", "b@x.example"]);
    let phone = one_of(&["", "040 1234567", "+49 40 1234567", "0177 7654321", "12"]);
    let company = one_of(&["", "Acme", "Acme Inc.", "Acme Deutschland", "Globex", "Müller & Co"]);
    let id = one_of(&["", "1", "2"]);
    (first, last, any::<bool>(), email, phone, company, id).prop_map(
        |(first, last, turned, email, phone, company, id)| {
            let name = if turned { format!("{last}, {first}") } else { format!("{first} {last}") };
            json!({"Name": name, "Email": email, "MobilePhone": phone, "Account": {"Id": id, "Name": company}})
        },
    )
}

fn settings() -> ProptestConfig {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(19);
    ProptestConfig { failure_persistence: None, rng_seed, cases: 200, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn no_pair_is_missed_that_comparing_every_two_finds(contacts in prop::collection::vec(contact(), 0..40)) {
        let all = all(&contacts);
        let found = found(&all);
        let as_set: HashSet<_> = found.iter().map(|pair| (pair.one, pair.other, pair.score)).collect();
        prop_assert_eq!(as_set.len(), found.len(), "each once");
        prop_assert_eq!(as_set, every_two(&all));
    }
}

#[test]
fn a_hundred_people_at_one_address_are_a_hundred_people() {
    let names = ["Anna", "Peter", "Chloe", "Dmitri", "Esther", "Farid", "Greta", "Hugo", "Ines", "Jakob"];
    let people = names.iter().flat_map(|first| names.iter().map(move |last| format!("{first} {last}sen")));
    let mut contacts: Vec<_> = people
        .map(|name| json!({"Name": name, "Email": "info@acme.example", "Phone": "040 123456", "Account": {"Name": "Acme"}}))
        .collect();
    contacts.push(json!({"Name": "Annasen, Peter", "Email": "INFO@acme.example"}));
    let pairs = found(&all(&contacts));
    let copies: Vec<_> = pairs.iter().filter(|pair| pair.other == 100).map(|pair| pair.one).collect();
    assert_eq!(copies, [10], "{pairs:?}");
}

#[test]
fn many_copies_of_one_contact_take_no_longer_than_they_are_many() {
    let contacts =
        vec![json!({"Name": "John Smith", "Email": "j@x.example", "Account": {"Name": "Acme"}}); 3_000];
    let pairs = found(&all(&contacts)).len();
    assert!((3_000..3_000 * 45).contains(&pairs), "{pairs}");
}

#[test]
fn a_search_ends_where_it_is_not_to_go_on() {
    let all = all(&[json!({"Name": "John Smith"}), json!({"Name": "John Smith"})]);
    let ended = find(&all, &common(&all), &HashSet::new(), &|_| (), &|| false);
    assert!(matches!(ended, Err(kith_store::StoreError::Ended)));
}
