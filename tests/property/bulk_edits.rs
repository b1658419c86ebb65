//! What a preview of a bulk edit says is what the edit does, whatever the contacts, the fields and the size of a change set;
//! a cancelled one leaves nothing, and one undo takes all of it back.

use std::cell::Cell;

use kith_book::{
    Act, Assignment, BulkEdit, BulkEditDone, BulkEditProgress, BulkEditReport, BulkEditRow, BulkEditWatch,
    RecordKey, SchemaEdit, SchemaRequest, Selection,
};
use kith_tests::{
    answers::unstamped,
    book::{TestBook, external, id},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::settings;

/// A contact: few values, so that assignments often meet them.
#[derive(Debug, Clone)]
struct Contact {
    has_external_id: bool,
    title: Option<u8>,
    badge: Option<u8>,
    tags: Vec<u8>,
    is_named_by_parts: bool,
}

impl Contact {
    fn json(&self, n: usize) -> Value {
        let mut fields = Map::from_iter([("Id".to_owned(), json!(format!("i-{n}")))]);
        let mut set = |name: &str, value: Option<Value>| {
            fields.extend(value.map(|value| (name.to_owned(), value)));
        };
        set("ExternalId", self.has_external_id.then(|| json!(format!("x-{n}"))));
        set("Title", self.title.map(|title| json!(format!("t{title}"))));
        set("Badge", self.badge.map(|badge| json!(format!("b{badge}"))));
        set("Tags", (!self.tags.is_empty()).then(|| json!(tags(&self.tags))));
        set("LastName", Some(json!("Byron")));
        set("Name", Some(json!(if self.is_named_by_parts { "Byron" } else { "The Countess" })));
        Value::Object(fields)
    }
}

fn tags(numbers: &[u8]) -> Vec<String> {
    let mut tags: Vec<_> = numbers.iter().map(|number| format!("g{number}")).collect();
    tags.sort();
    tags.dedup();
    tags
}

fn contact() -> impl Strategy<Value = Contact> {
    let few = || prop::option::of(0_u8..3);
    (any::<bool>(), few(), few(), prop::collection::vec(0_u8..3, 0..3), any::<bool>()).prop_map(
        |(has_external_id, title, badge, tags, is_named_by_parts)| Contact {
            has_external_id,
            title,
            badge,
            tags,
            is_named_by_parts,
        },
    )
}

/// What becomes of each of the fields, of some of them nothing.
fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
    let text = |prefix: &'static str| {
        prop_oneof![
            (0_u8..3).prop_map(move |number| Act::Set(json!(format!("{prefix}{number}")))),
            Just(Act::Clear),
            Just(Act::Set(json!(7))),
            (0_u8..3, prop::option::of(0_u8..3)).prop_map(move |(find, with)| Act::Replace {
                find: find.to_string(),
                with: with.map_or_else(String::new, |with| with.to_string()),
            }),
        ]
    };
    let several = prop_oneof![
        prop::collection::vec(0_u8..3, 1..3).prop_map(|numbers| Act::Add(tags(&numbers))),
        prop::collection::vec(0_u8..3, 1..3).prop_map(|numbers| Act::Remove(tags(&numbers))),
        Just(Act::Clear),
    ];
    let of = |field: &'static str, act: BoxedStrategy<Act>| {
        prop::option::of(act.prop_map(move |act| Assignment { field: field.into(), act }))
    };
    let all = (
        of("Title", text("t").boxed()),
        of("Badge", text("b").boxed()),
        of("Tags", several.boxed()),
        of("LastName", Just(Act::Set(json!("King"))).boxed()),
        of("CreatedDate", Just(Act::Clear).boxed()),
    );
    all.prop_map(|(title, badge, tags, name, created)| {
        [title, badge, tags, name, created].into_iter().flatten().collect()
    })
    .prop_filter("something is to be set", |all: &Vec<Assignment>| !all.is_empty())
}

fn book(contacts: &[Contact]) -> TestBook {
    let book = TestBook::new();
    let picklist = json!({"Name": "Tags", "AllowNonConfiguredPicklistEntries": true, "PicklistEntries": []});
    let add = |field: Value| SchemaEdit::AddField { field: serde_json::from_value(field).expect("a field") };
    let edits = vec![
        SchemaEdit::PutPicklist { picklist: serde_json::from_value(picklist).expect("a picklist") },
        add(
            json!({"FieldName": "Tags", "DisplayName": "Tags", "DataType": "MultiPicklist", "PicklistName": "Tags"}),
        ),
        add(json!({"FieldName": "Badge", "DisplayName": "Badge", "DataType": "String", "Length": 40,
            "IsUnique": true})),
    ];
    assert!(book.change_schema(&SchemaRequest::Edits(edits), false).answer.success);
    for (n, contact) in contacts.iter().enumerate() {
        // One whose badge another has is refused, and is not there.
        let _either = book.create(contact.json(n).to_string().as_bytes());
    }
    book
}

fn contents(book: &TestBook) -> Vec<Value> {
    book.contents().iter().map(|(record, _)| unstamped(record)).collect()
}

fn counts(report: &BulkEditReport) -> BulkEditReport {
    BulkEditReport { change_id: None, ..report.clone() }
}

fn rows(done: &BulkEditDone) -> Vec<BulkEditRow> {
    done.page(None, 0, usize::MAX).expect("a page").rows
}

/// A key that may be none, may be of one that is not there, and may be another's second one.
fn key(n: u8, by_id: bool) -> RecordKey {
    if by_id { id(&format!("i-{n}")) } else { external(&format!("x-{n}")) }
}

proptest! {
    #![proptest_config(settings(48))]

    #[test]
    fn the_preview_is_the_truth_and_one_undo_takes_all_back(
        contacts in prop::collection::vec(contact(), 0..8),
        chosen in prop::option::of(prop::collection::vec((0_u8..9, any::<bool>()), 0..9)),
        assignments in assignments(),
        batch in 1_usize..4,
        ended_after in 0_usize..4,
    ) {
        let book = book(&contacts);
        let selection = match chosen {
            Some(chosen) => Selection::Keys(chosen.into_iter().map(|(n, by_id)| key(n, by_id)).collect()),
            None => Selection::All,
        };
        let edit = BulkEdit { selection, assignments, batch: Some(batch) };
        let before = contents(&book);
        let preview = book.preview_edit(&edit, &BulkEditWatch::NOBODY).expect("a preview");
        prop_assert_eq!(&contents(&book), &before, "a preview changes nothing");

        let sets = Cell::new(0);
        let progress = |_: &BulkEditProgress| sets.set(sets.get() + 1);
        let watch = BulkEditWatch { progress: &progress, go_on: &|| sets.get() < ended_after };
        let ended = book.edit_previewed(&preview, &watch).expect("a report").report;
        if ended.cancelled {
            prop_assert_eq!(&contents(&book), &before, "what is cancelled leaves nothing");
        } else {
            // Where nothing was changed, an undo would take back what was before.
            if let Some(change_id) = &ended.change_id {
                prop_assert!(book.undo(Some(change_id)).answer.success);
            }
            prop_assert_eq!(&contents(&book), &before);
        }

        let done = book.edit_previewed(&preview, &BulkEditWatch::NOBODY).expect("a report");
        prop_assert_eq!(counts(&done.report), counts(&preview.report));
        prop_assert_eq!(rows(&done), rows(&preview));
        let report = done.report;
        prop_assert_eq!(report.contacts, report.changed + report.unchanged + report.refused);
        prop_assert_eq!(report.change_id.is_some(), report.changed > 0);
        if report.change_id.is_some() {
            let after = contents(&book);
            prop_assert!(book.undo(report.change_id.as_deref()).answer.success);
            prop_assert_eq!(&contents(&book), &before, "one undo, every record as it was");
            prop_assert!(book.redo().answer.success);
            prop_assert_eq!(&contents(&book), &after, "one redo");
        }
        book.verified();
    }
}
