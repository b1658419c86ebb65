//! A list that followed every change is the list that is built anew.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use kith_model::{
    Change, ChangeNote, ChangeSet, Operation, RecordKey, Source, User,
    query::{Filter, SortKey},
};
use serde_json::json;

use super::{ListPage, ListQuery, live::MOST_NOTED};
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
    let filters = vec![Filter { field: "MailingCountryCode".into(), values: vec![json!("DE")] }];
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
        book.lists().forget();
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
    book.lists().forget();
    assert_eq!(followed, pages(&book));
}

#[test]
fn nothing_is_noted_for_a_list_that_nobody_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    assert!(book.fill_with_sample(40, 3).answer.success);
    assert_eq!(book.lists().noted(), None);
    pages(&book);
    change(&book, 1);
    assert_eq!(book.lists().noted(), Some(1));
}

#[test]
fn more_changes_than_are_noted_leave_the_list_right() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    pages(&book);
    (0..150).for_each(|n| change(&book, n));
    let followed = pages(&book);
    let many = (0..=MOST_NOTED).map(|n| Change {
        operation: Operation::Create,
        id: n.to_string(),
        external_id: None,
        fields: Vec::new(),
    });
    let user = User { id: String::new(), name: String::new() };
    let note = ChangeNote {
        at: String::new(),
        by: user,
        source: Source::Desk,
        takes_back: None,
        from_crm: false,
        part_of: None,
    };
    book.lists().note(&ChangeSet { seq: 1, note, changes: many.collect() });
    assert_eq!(book.lists().noted(), Some(0));
    assert_eq!(followed, pages(&book));
}

/// The snapshot of a book of so many contacts, and what the list says then.
fn filled(folder: &Path, contacts: usize) -> Book {
    let book = open(folder);
    assert!(book.fill_with_sample(contacts, 3).answer.success);
    pages(&book);
    book
}

#[test]
fn a_list_that_is_read_from_its_snapshot_has_what_changed_since() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.index");
    let book = filled(folder.path(), 2_100);
    assert!(file.exists());
    (0..70).for_each(|n| change(&book, n));
    let before = pages(&book);
    book.close().unwrap();
    let book = open(folder.path());
    assert_eq!(pages(&book), before, "read from the snapshot");
    book.close().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(pages(&open(folder.path())), before, "built anew");
}

#[test]
fn a_snapshot_that_is_damaged_or_of_another_book_is_made_anew() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let before = pages(&filled(folder.path(), 2_100));
    filled(other.path(), 2_200).close().unwrap();
    let file = folder.path().join("list.index");
    std::fs::copy(other.path().join("list.index"), &file).unwrap();
    assert_eq!(pages(&open(folder.path())), before);
    let whole = std::fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 5) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        std::fs::write(&file, &damaged).unwrap();
        let book = open(folder.path());
        // What is damaged is found when it is read: that one question fails, and the next is answered.
        let _ = queries().iter().map(|query| book.page(query)).collect::<Vec<_>>();
        assert_eq!(pages(&book), before, "the byte at {at}");
        book.close().unwrap();
    }
}

#[test]
fn a_long_list_of_changes_has_the_snapshot_made_anew_while_the_list_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(folder.path(), 2_100);
    (0..30).for_each(|n| change(&book, n));
    let before = pages(&book);
    book.lists().renew_at(&book.making(), 0, &|| true).unwrap();
    assert_eq!(pages(&book), before);
    (30..60).for_each(|n| change(&book, n));
    let before = pages(&book);
    book.lists().forget();
    assert_eq!(pages(&book), before);
}

#[test]
fn a_list_that_is_being_prepared_shows_contacts_in_the_order_of_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(folder.path(), 40);
    let by_key = book.page(&queries()[0]).unwrap();
    book.lists().forget();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    book.lists().build_beside(
        39,
        Box::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
        }),
    );
    let page = book.page(&ListQuery { limit: 10, offset: 5, ..ListQuery::default() }).unwrap();
    assert_eq!((page.rows.len(), page.total, page.preparing.unwrap().total), (10, 40, 40));
    assert_eq!(page.rows, by_key.rows[5..15]);
    let searched = book.page(&ListQuery { search: "a".into(), ..queries()[0].clone() }).unwrap();
    assert!(searched.rows.is_empty() && searched.preparing.is_some());
    assert!(!book.list(&queries()[0], None).answer.success);
    assert_eq!(calls.load(Ordering::Relaxed), 1, "asked for once");
    book.lists().complete(&book.making(), &|| false).unwrap();
    assert!(book.page(&queries()[0]).is_err(), "what failed beside is told once");
    assert!(book.page(&queries()[0]).unwrap().preparing.is_some(), "and begun again");
    assert!(!book.list_in_time(&queries()[0], None, &|| false).answer.success, "who waits may give up");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| book.list_in_time(&queries()[0], None, &|| true).answer);
        book.lists().complete(&book.making(), &|| true).unwrap();
        let answer = waiting.join().unwrap();
        assert_eq!((answer.success, answer.record_count), (true, Some(40)), "{:?}", answer.errors);
    });
    assert_eq!(book.page(&queries()[0]).unwrap(), by_key);
}

#[test]
fn who_asks_while_another_makes_the_list_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    assert!(book.fill_with_sample(400, 3).answer.success);
    let ask = || book.list(&queries()[1], None).answer.success;
    let answers: Vec<bool> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(answers, [true; 4]);
}

#[test]
fn a_list_whose_snapshot_cannot_be_written_is_there_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("list.index.new")).unwrap();
    let book = filled(folder.path(), 2_100);
    assert!(!folder.path().join("list.index").exists());
    assert_eq!(pages(&book)[0].total, 2_100);
}

#[test]
fn other_searched_fields_make_another_list() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(folder.path(), 40);
    let of_title = |book: &Book| {
        let title =
            book.page(&queries()[0]).unwrap().rows.iter().find_map(|row| {
                row.values["Title"].as_str().filter(|title| title.len() > 8).map(str::to_owned)
            });
        let search = kith_model::query::quoted(&title.unwrap());
        book.page(&ListQuery { search, ..queries()[0].clone() }).unwrap().matches
    };
    assert!(of_title(&book) > 0);
    let fields = json!({"SearchFields": ["ExternalId"]});
    assert!(book.change_layout(fields.as_object().unwrap()).answer.success);
    assert_eq!(of_title(&book), 0);
}

/// The keys that a standing finds, and those that it finds where nothing was known of it.
fn standing(book: &Book, word: &str) -> [Vec<RecordKey>; 2] {
    let query = ListQuery { search: format!("is:{word}"), limit: 1_000, ..ListQuery::default() };
    let keys = || book.list_keys(&query).unwrap();
    let followed = keys();
    book.standings.forget();
    [followed, keys()]
}

#[test]
fn standings_that_followed_every_change_are_those_that_are_found_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    assert!(book.fill_with_sample(40, 3).answer.success);
    assert_eq!(standing(&book, "changed").map(|keys| keys.len()), [40, 40], "nothing was ever handed over");
    assert_eq!(
        book.page(&ListQuery { search: "-is:changed".into(), ..ListQuery::default() }).unwrap().matches,
        0
    );
    book.hand_over(book.store.last_seq()).unwrap();
    assert_eq!(standing(&book, "changed"), [const { Vec::new() }; 2]);
    require_title(&book);
    let mut most = (0, 0);
    for n in 0..70 {
        change(&book, n);
        let followed = book.standing_counts(&|| true).unwrap();
        let (attention, changed) = (standing(&book, "attention"), standing(&book, "changed"));
        assert_eq!(attention[0], attention[1], "after change {n}");
        assert_eq!(changed[0], changed[1], "after change {n}");
        assert_eq!(attention[0].len() as u64, book.attention(0).unwrap().contacts, "after change {n}");
        assert_eq!((followed.attention, followed.changed), (attention[0].len(), changed[0].len()));
        most = (most.0.max(attention[0].len()), most.1.max(changed[0].len()));
        book.standing_counts(&|| true).unwrap();
    }
    assert!(most.0 > 0 && most.1 > 0, "{most:?}");
}

/// Has contacts without a title need attention, and those whose account is that of another.
fn require_title(book: &Book) {
    let edits = json!([
        {"UpdateField": {"Name": "Title", "Changes": {"IsRequired": true}}},
        {"UpdateField": {"Name": "MailingCountryCode", "Changes": {"IsUnique": true}}},
    ]);
    let edits: Vec<kith_model::SchemaEdit> = serde_json::from_value(edits).unwrap();
    let reply = book.change_schema(&crate::SchemaRequest::Edits(edits), true);
    assert!(reply.answer.success, "{reply:?}");
}

#[test]
fn a_standing_narrows_what_is_searched_and_is_not_asked_for_in_a_hurry_twice() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    for (key, title) in [("a", "CEO"), ("b", "CTO"), ("c", "CEO")] {
        let body = json!({"ExternalId": key, "Title": title}).to_string();
        assert!(book.create(body.as_bytes()).answer.success);
    }
    book.hand_over(book.store.last_seq()).unwrap();
    let _reply = change_title(&book, "b", "CFO");
    let found = |search: &str| {
        let query = ListQuery { search: search.into(), limit: 9, ..ListQuery::default() };
        let keys = book.page(&query).unwrap().rows.into_iter().map(|row| row.key.value().to_owned());
        keys.collect::<Vec<_>>().concat()
    };
    assert_eq!((found("is:changed").as_str(), found("-is:changed title:ceo").as_str()), ("b", "ac"));
    // The same value again is no change.
    let _reply = (change_title(&book, "b", "CTO"), change_title(&book, "c", "COO"));
    assert_eq!((found("is:changed").as_str(), found("is:changed title:cto").as_str()), ("c", ""));
    // Where somebody does what takes long, a page says how far that is.
    book.lists().build_beside(0, Box::new(|| ()));
    book.lists().complete(&book.making(), &|| true).unwrap();
    book.standings.forget();
    let query = ListQuery { search: "is:changed".into(), ..ListQuery::default() };
    assert!(book.page(&query).unwrap().preparing.is_some());
    book.complete_standings(&|| true).unwrap();
    assert_eq!(book.page(&query).unwrap().preparing, None);
}

fn change_title(book: &Book, key: &str, title: &str) -> crate::Reply {
    let body = json!({"Title": title}).to_string();
    book.update(&RecordKey::ExternalId(key.into()), body.as_bytes(), UpdateOptions::default())
}
