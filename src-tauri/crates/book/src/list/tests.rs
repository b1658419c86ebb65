//! A list that followed every change is the list that is built anew.

use std::path::Path;

use kith_model::{
    RecordKey, Source,
    query::{Filter, SortKey},
};
use serde_json::json;

use super::{Index, ListPage, ListQuery};
use crate::{Book, Host, Opening, UpdateOptions};

fn open(folder: &Path) -> Book {
    let opening =
        Opening { create: true, read_only: false, holder: "the tests".into(), source: Source::Desk };
    Book::open(folder, &opening, Host::this_machine()).unwrap().0
}

fn queries() -> Vec<ListQuery> {
    let sort = |fields: &[(&str, bool)]| {
        let key = |(field, descending): &(&str, bool)| SortKey {
            field: (*field).to_owned(),
            descending: *descending,
        };
        fields.iter().map(key).collect::<Vec<_>>()
    };
    let filters = vec![Filter { field: "MailingCountryCode".into(), value: json!("DE") }];
    let all = ListQuery { limit: 1_000, ..ListQuery::default() };
    vec![
        all.clone(),
        ListQuery { sort: sort(&[("Name", false)]), search: "a".into(), ..all.clone() },
        ListQuery { sort: sort(&[("Account", true), ("Title", false)]), ..all.clone() },
        ListQuery { sort: sort(&[("ModifiedDate", true)]), search: "49 new".into(), ..all.clone() },
        ListQuery { filters, ..all },
    ]
}

fn pages(book: &Book) -> Vec<ListPage> {
    queries().iter().map(|query| book.page(query).unwrap()).collect()
}

/// One of many different changes.
fn change(book: &Book, n: usize) {
    let key = |n: usize| RecordKey::ExternalId(format!("x{}", n % 23));
    let update = |n, body: serde_json::Value| {
        book.update(&key(n), body.to_string().as_bytes(), UpdateOptions::default())
    };
    let _reply = match n % 7 {
        0 => book.create(json!({"ExternalId": format!("x{}", n / 7 % 23), "Name": n}).to_string().as_bytes()),
        1 => book.create(
            json!({"ExternalId": format!("x{}", n / 7 % 23), "Name": format!("Anna {n}")})
                .to_string()
                .as_bytes(),
        ),
        2 => update(n, json!({"Phone": format!("+49\t30\n{n}"), "Title": "New", "MailingCountryCode": "DE"})),
        3 => update(n, json!({"Account": {"Id": n.to_string(), "Name": format!("Neu {}", n % 5)}})),
        4 => update(n, json!({"Title": null, "MailingCountryCode": "AT"})),
        5 => book.delete(&key(n * 5)),
        _ => book.undo(None),
    };
}

#[test]
fn a_list_that_followed_every_change_is_the_one_that_is_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    assert!(book.fill_with_sample(40, 3).answer.success);
    pages(&book);
    for n in 0..70 {
        change(&book, n);
        let followed = pages(&book);
        book.forget_index();
        assert_eq!(followed, pages(&book), "after change {n}");
    }
}

#[test]
fn a_list_that_is_built_once_follows_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    pages(&book);
    (0..150).for_each(|n| change(&book, n));
    let followed = pages(&book);
    book.forget_index();
    assert_eq!(followed, pages(&book));
}

/// Two requests may come to the list in another order than to the disk.
#[test]
fn change_sets_may_come_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    (0..30).for_each(|n| change(&book, n));
    let mut index = Index::build(&book.store, &book.schema(), &book.layout(), &queries()[0]).unwrap();
    let from = book.store.last_seq();
    (30..90).for_each(|n| change(&book, n));
    let mut sets: Vec<_> =
        (from + 1..=book.store.last_seq()).map(|seq| book.store.change_set(seq).unwrap().unwrap()).collect();
    sets.chunks_mut(3).for_each(<[_]>::reverse);
    for set in &sets {
        index.take_over(set, &book.store).unwrap();
    }
    let mut anew = Index::build(&book.store, &book.schema(), &book.layout(), &queries()[0]).unwrap();
    for query in queries() {
        assert_eq!(index.search(&query, &book.store).unwrap(), anew.search(&query, &book.store).unwrap());
    }
}
