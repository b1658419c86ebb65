//! The index is what a plain look at every contact says, whatever was built when.

use std::{collections::BTreeMap, sync::Arc};

use kith_model::{
    Layout, Record, RecordKey, Schema,
    query::{Needle, Searched, SortKey, fold, text_of},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    Asked, Builder, Collation, Condition, ConditionKind, First, Index, IndexError, Snapshot, Stamp,
    text::text_of_record,
};

type Contacts = BTreeMap<RecordKey, Record>;

fn stamp() -> Stamp {
    Stamp { book: "b".into(), seq: 1, proof: "p".into() }
}

fn searched() -> Vec<Searched> {
    Searched::of(&Layout::contact().unwrap().search_fields, &Schema::contact().unwrap())
}

fn collation() -> Arc<Collation> {
    Arc::new(Collation::of("de").unwrap())
}

fn by(field: &str, descending: bool) -> SortKey {
    SortKey { field: field.into(), descending }
}

fn snapshot_of(contacts: &Contacts) -> Vec<u8> {
    let mut builder = Builder::begin(Vec::new(), searched(), vec![vec![by("Name", false)]]).unwrap();
    contacts.values().for_each(|record| builder.push(record).unwrap());
    builder.finish(stamp(), &collation()).unwrap()
}

fn opened(stored: Vec<u8>) -> Index {
    let length = stored.len() as u64;
    Index::open(Snapshot::open(Arc::new(stored), length).unwrap(), collation()).unwrap()
}

fn record(fields: Value) -> Record {
    serde_json::from_value(fields).unwrap()
}

fn load(index: &mut Index, fields: &[String], changed: &[Option<Record>]) -> Result<(), IndexError> {
    if let Some(loaded) = index.load_job(fields.to_vec()).run(&|| true)? {
        index.keep_columns(loaded, changed);
    }
    Ok(())
}

/// The keys of what is asked, as the book's list gives them.
fn keys(index: &mut Index, contacts: &Contacts, asked: &Asked<'_>) -> Vec<RecordKey> {
    let missing = index.missing(asked);
    let changed: Vec<_> =
        index.changed_keys(0).map(|key| key.and_then(|key| contacts.get(&key).cloned())).collect();
    load(index, &missing, &changed).unwrap();
    if let Some(job) = index.sort_job(asked.sort) {
        let sorted = job.run(&|| true).unwrap();
        index.keep_order(sorted);
    }
    let rows = index.rows(asked).unwrap();
    rows.iter().filter_map(|row| index.key(*row)).collect()
}

/// One list: words, an account, an order.
#[derive(Debug, Clone)]
struct List {
    word: String,
    without: Option<String>,
    account: Option<String>,
    sort: Vec<SortKey>,
}

impl List {
    fn of(&self, index: &mut Index, contacts: &Contacts) -> Vec<RecordKey> {
        let text =
            |negated, folded| Condition { negated, kind: ConditionKind::Text { folded, digits: None } };
        let passes = |value: &Value| text_of(value) == self.account;
        let mut conditions = vec![text(false, self.word.as_str())];
        conditions.extend(self.without.as_deref().map(|word| text(true, word)));
        if self.account.is_some() {
            let kind = ConditionKind::Value { field: "Account", passes: &passes };
            conditions.push(Condition { negated: false, kind });
        }
        let first = Some(First { field: "LastName", words: vec![&self.word] });
        keys(index, contacts, &Asked { conditions: &conditions, sort: &self.sort, first })
    }

    /// The same by a look at every contact.
    fn plainly(&self, contacts: &Contacts) -> Vec<RecordKey> {
        let holds = |record: &Record, word: &str| {
            let text = text_of_record(&searched(), record);
            String::from_utf8(text).unwrap().trim_end_matches('\n').contains(word)
        };
        let mut found: Vec<&Record> = contacts
            .values()
            .filter(|record| holds(record, &self.word))
            .filter(|record| self.without.as_ref().is_none_or(|word| !holds(record, word)))
            .filter(|record| self.account.is_none() || text_of(record.get("Account")) == self.account)
            .collect();
        let class = |record: &Record| match fold(&text_of(record.get("LastName")).unwrap_or_default()) {
            _ if self.word.is_empty() => 2,
            name if name == self.word => 0,
            name if name.starts_with(&self.word) => 1,
            _ => 2,
        };
        let collation = collation();
        found.sort_by(|a, b| {
            let by_key = |key: &SortKey| {
                let text = |record: &Record| text_of(record.get(&key.field)).filter(|text| !text.is_empty());
                let order = match (text(a), text(b)) {
                    (Some(a), Some(b)) => collation.compare(a.as_bytes(), b.as_bytes()),
                    (a, b) => return b.is_some().cmp(&a.is_some()),
                };
                if key.descending { order.reverse() } else { order }
            };
            let by_keys = || self.sort.iter().map(by_key).find(|order| order.is_ne());
            class(a).cmp(&class(b)).then_with(|| by_keys().unwrap_or(a.key().cmp(&b.key())))
        });
        found.iter().map(|record| record.key()).collect()
    }
}

fn lists() -> impl Strategy<Value = List> {
    let sort = prop::sample::select(vec![
        vec![],
        vec![by("Name", false)],
        vec![by("Account", true), by("Name", false)],
        vec![by("LastName", true), by("MailingCity", true)],
    ]);
    let account =
        prop::option::weighted(0.3, prop::sample::select(vec!["Acme".to_owned(), "Öl AG".to_owned()]));
    ("[amü]{0,4}", prop::option::weighted(0.3, "[abm]{1,2}"), account, sort)
        .prop_map(|(word, without, account, sort)| List { word: fold(&word), without, account, sort })
}

fn records() -> impl Strategy<Value = Record> {
    let text = || prop::option::of("[abAmMüÜ ]{0,6}");
    let account = prop::option::of(prop::sample::select(vec!["Acme", "Öl AG", ""]));
    (0..12_u8, any::<bool>(), text(), text(), text(), account).prop_map(|(n, is_external, first, last, city, account)| {
        let (id, external_id) = (format!("id-{n}"), is_external.then(|| format!("x{n}")));
        record(json!({
            "Id": id, "ExternalId": external_id, "FirstName": first, "LastName": last, "MailingCity": city,
            "Name": format!("{} {}", first.clone().unwrap_or_default(), last.clone().unwrap_or_default()),
            "Account": account.map(|name| json!({"Id": "a", "Name": name})),
        }))
    })
}

/// A record as a book keeps it: without nulls.
fn kept(record: &Record) -> Record {
    let fields = record.fields().map(|(field, value)| (field.to_owned(), value.clone()));
    Record::from_fields(fields.collect())
}

fn put(contacts: &mut Contacts, records: Vec<Record>) -> Vec<(RecordKey, Option<Record>)> {
    let mut changed = Vec::new();
    for record in records.iter().map(kept) {
        changed.push((record.key(), Some(record.clone())));
        contacts.insert(record.key(), record);
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_list_is_what_a_look_at_every_contact_says(
        before in prop::collection::vec(records(), 0..14),
        after in prop::collection::vec(records(), 0..8),
        deleted in prop::collection::vec(0..12_u8, 0..4),
        lists in prop::collection::vec(lists(), 1..4),
    ) {
        let mut contacts = Contacts::new();
        put(&mut contacts, before);
        let mut index = opened(snapshot_of(&contacts));
        prop_assert_eq!(lists[0].of(&mut index, &contacts), lists[0].plainly(&contacts));
        // What was loaded and sorted before follows.
        let mut changed = put(&mut contacts, after);
        for key in deleted.iter().map(|n| RecordKey::ExternalId(format!("x{n}"))) {
            contacts.remove(&key);
            changed.push((key, None));
        }
        index.take_over(&changed);
        prop_assert_eq!(index.count(), contacts.len());
        for list in &lists {
            prop_assert_eq!(list.of(&mut index, &contacts), list.plainly(&contacts), "{:?}", list);
        }
    }
}

/// A contact with a key and telephone numbers such as people write them, and worse.
fn callers() -> impl Strategy<Value = Record> {
    let external_id = prop::option::weighted(0.8, "[a-cA-C0-2-]{1,6}");
    let phone = || prop::option::of("[-+ ()0-2#x]{0,8}");
    (0..30_u8, external_id, phone(), phone(), "[a-c (+]{0,4}").prop_map(|(n, external_id, phone, mobile, name)| {
        record(json!({
            "Id": format!("ab-{n}"), "ExternalId": external_id, "Phone": phone, "MobilePhone": mobile, "Name": name,
        }))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    /// The meaning of free text is `Needle`'s; keys and telephone numbers are looked for in other ways than it says.
    #[test]
    fn free_text_finds_what_its_meaning_says(
        before in prop::collection::vec(callers(), 0..12),
        after in prop::collection::vec(callers(), 0..4),
        text in "[-+()0-2#xa-cA-C ]{1,4}",
    ) {
        let Some(needle) = Needle::of(&text) else { return Ok(()) };
        let mut contacts = Contacts::new();
        put(&mut contacts, before);
        let mut index = opened(snapshot_of(&contacts));
        let changed = put(&mut contacts, after);
        index.take_over(&changed);
        let searched = searched();
        let is_in = |record: &Record, field: &Searched| {
            text_of(record.get(&field.field)).is_some_and(|text| needle.is_found_in(&text, field.is_telephone))
        };
        let expected = contacts.iter().filter(|(_, record)| searched.iter().any(|field| is_in(record, field)));
        let expected: Vec<RecordKey> = expected.map(|(key, _)| key.clone()).collect();
        let kind = ConditionKind::Text { folded: &needle.folded, digits: needle.digits.as_deref() };
        let conditions = [Condition { negated: false, kind }];
        let mut found = keys(&mut index, &contacts, &Asked { conditions: &conditions, sort: &[], first: None });
        found.sort();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn external_ids_are_sorted_and_counted_though_they_have_no_column_of_their_own() {
    let mut contacts = some();
    put(&mut contacts, vec![record(json!({"Id": "i", "Name": "Without"}))]);
    let stored = snapshot_of(&contacts);
    for descending in [false, true] {
        let mut index = opened(stored.clone());
        let sort = [by("ExternalId", descending)];
        let listed = keys(&mut index, &contacts, &Asked { conditions: &[], sort: &sort, first: None });
        assert_eq!(listed.first(), Some(&key(if descending { 29 } else { 0 })));
        assert_eq!(listed.last(), Some(&RecordKey::Id("i".into())), "those without come last");
    }
}

fn some() -> Contacts {
    let contact = |n: usize| {
        let (first, last) = (["Anna", "Ben", "Ümit"][n % 3], ["Meier", "Maier", "Adam"][n / 3 % 3]);
        record(
            json!({"Id": format!("i{n:03}"), "ExternalId": format!("x{n:03}"), "FirstName": first, "LastName": last,
            "Name": format!("{first} {last}"), "MailingCity": if n.is_multiple_of(2) { "Bonn" } else { "Köln" }}),
        )
    };
    (0..30).map(contact).map(|record| (record.key(), record)).collect()
}

fn key(n: usize) -> RecordKey {
    RecordKey::ExternalId(format!("x{n:03}"))
}

#[test]
fn values_are_counted_among_the_rows_of_a_list() {
    let contacts = some();
    let mut index = opened(snapshot_of(&contacts));
    let conditions =
        [Condition { negated: false, kind: ConditionKind::Text { folded: "anna", digits: None } }];
    let asked = Asked { conditions: &conditions, sort: &[], first: None };
    load(&mut index, &["MailingCity".into()], &[]).unwrap();
    let values = index.values(&asked, "MailingCity", "", 10).unwrap();
    assert_eq!((values.values, values.distinct), (vec![(json!("Bonn"), 5), (json!("Köln"), 5)], 2));
    assert_eq!(index.values(&asked, "MailingCity", "KOL", 10).unwrap().values, [(json!("Köln"), 5)]);
}

#[test]
fn a_contact_and_a_beginning_are_found_in_a_list() {
    let contacts = some();
    let mut index = opened(snapshot_of(&contacts));
    let sort = [by("LastName", false)];
    let asked = Asked { conditions: &[], sort: &sort, first: None };
    let listed = keys(&mut index, &contacts, &asked);
    let rows = index.rows(&asked).unwrap();
    assert_eq!(index.place(&rows, &key(4)), listed.iter().position(|each| *each == key(4)));
    assert_eq!(index.place(&rows, &key(99)), None);
    let first = index.jump(&rows, &asked, "MAI", 0).unwrap();
    assert_eq!(contacts[&listed[first]].get("LastName"), "Maier");
    assert!(contacts[&listed[first - 1]].get("LastName") != "Maier");
    assert_eq!(index.jump(&rows, &asked, "ad", first), Some(0), "from the begin again");
    assert_eq!(index.jump(&rows, &asked, "z", 0), None);
}

#[test]
fn a_sort_that_is_called_off_gives_nothing_and_what_changed_during_one_is_in_its_place() {
    let mut contacts = some();
    let mut index = opened(snapshot_of(&contacts));
    load(&mut index, &["MailingCity".into()], &[]).unwrap();
    let sort = [by("MailingCity", true)];
    assert!(index.sort_job(&sort).unwrap().run(&|| false).is_none());
    let job = index.sort_job(&sort).unwrap();
    let moved = record(json!({"Id": "i001", "ExternalId": "x001", "MailingCity": "Aachen", "Name": "A"}));
    let changed = put(&mut contacts, vec![moved]);
    index.take_over(&changed);
    index.keep_order(job.run(&|| true).unwrap());
    let listed = keys(&mut index, &contacts, &Asked { conditions: &[], sort: &sort, first: None });
    assert_eq!((listed.len(), listed.last()), (30, Some(&key(1))));
}

#[test]
fn an_order_of_an_index_that_was_replaced_is_not_kept() {
    let mut contacts = some();
    let mut old = opened(snapshot_of(&contacts));
    load(&mut old, &["MailingCity".into()], &[]).unwrap();
    let sort = [by("MailingCity", false)];
    let job = old.sort_job(&sort).unwrap();
    contacts.remove(&key(0));
    let mut index = opened(snapshot_of(&contacts));
    load(&mut index, &["MailingCity".into()], &[]).unwrap();
    index.keep_order(job.run(&|| true).unwrap());
    assert!(index.sort_job(&sort).is_some(), "it is still to be sorted");
}

#[test]
fn columns_that_are_called_off_or_of_an_index_that_was_replaced_are_not_kept() {
    let contacts = some();
    let index = opened(snapshot_of(&contacts));
    assert!(index.load_job(vec!["Title".into()]).run(&|| false).unwrap().is_none());
    let loaded = index.load_job(vec!["Title".into()]).run(&|| true).unwrap().unwrap();
    assert!(index.is_of(&loaded) && !opened(snapshot_of(&contacts)).is_of(&loaded));
}

#[test]
fn room_is_made_for_columns_but_not_of_those_that_are_needed() {
    let contacts = some();
    let mut index = opened(snapshot_of(&contacts));
    let fields: Vec<String> = (0..20).map(|n| format!("Field{n}")).collect();
    load(&mut index, &fields, &[]).unwrap();
    let sort = [by("Field3", false)];
    index.make_room(&Asked { conditions: &[], sort: &sort, first: None });
    assert!(index.has("Field3") && index.has("Name") && !index.has("Field4"));
}

#[test]
fn a_damaged_snapshot_is_an_error_never_another_list() {
    let stored = snapshot_of(&some());
    let contacts = some();
    let list = List { word: "anna".into(), without: None, account: None, sort: vec![by("Name", false)] };
    let whole = list.plainly(&contacts);
    for at in (0..stored.len()).step_by(7) {
        let mut damaged = stored.clone();
        damaged[at] ^= 0x10;
        let length = damaged.len() as u64;
        let Ok(snapshot) = Snapshot::open(Arc::new(damaged), length) else { continue };
        let Ok(mut index) = Index::open(snapshot, collation()) else { continue };
        if index.reader()().is_err() || load(&mut index, &["LastName".into()], &[]).is_err() {
            continue;
        }
        assert_eq!(list.of(&mut index, &contacts), whole, "the byte at {at}");
    }
    for length in 0..stored.len() {
        let cut = stored[..length].to_vec();
        assert!(Snapshot::open(Arc::new(cut), length as u64).is_err(), "cut at {length}");
    }
}

#[test]
fn contacts_come_to_a_snapshot_in_the_order_of_their_keys() {
    let mut builder = Builder::begin(Vec::new(), searched(), Vec::new()).unwrap();
    let contacts = some();
    builder.push(&contacts[&key(3)]).unwrap();
    assert!(builder.push(&contacts[&key(3)]).is_err());
    assert!(builder.push(&contacts[&key(2)]).is_err());
}
