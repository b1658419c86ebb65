//! What a preview says is what the import does, whatever the file, the book and the size of a batch; and one undo takes
//! all of it back.

use std::fs;

use kith_book::{
    ImportMode, ImportReport, ImportRequest, KeyField, RowVerdict, SchemaEdit, SchemaRequest, Watch,
};
use kith_tests::{answers::unstamped, book::TestBook};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::settings;

/// A row of a file: few keys and few values, so that rows often meet.
#[derive(Debug, Clone)]
struct Row {
    id: Option<u8>,
    external_id: Option<u8>,
    title: Option<u8>,
    badge: Option<u8>,
    is_wrong: bool,
}

impl Row {
    fn json(&self) -> Value {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Option<String>| {
            fields.extend(value.map(|value| (name.to_owned(), Value::from(value))));
        };
        set("Id", self.id.map(|id| format!("id-{id}")));
        set("ExternalId", self.external_id.map(|id| format!("x-{id}")));
        set("Title", self.title.map(|title| format!("title {title}")));
        set("Badge", self.badge.map(|badge| format!("badge {badge}")));
        set("Email", self.is_wrong.then(|| "nowhere".to_owned()));
        Value::Object(fields)
    }
}

fn row() -> impl Strategy<Value = Row> {
    let few = || prop::option::of(0_u8..4);
    (few(), few(), few(), few(), prop::bool::weighted(0.1))
        .prop_map(|(id, external_id, title, badge, is_wrong)| Row { id, external_id, title, badge, is_wrong })
}

fn book(rows: &[Row]) -> TestBook {
    let book = TestBook::new();
    let badge = json!({"FieldName": "Badge", "DisplayName": "Badge", "DataType": "String", "Length": 40,
        "IsUnique": true});
    let number = json!({"FieldName": "Number", "DisplayName": "Number", "DataType": "AutoNumber"});
    let add = |field: Value| SchemaEdit::AddField { field: serde_json::from_value(field).expect("a field") };
    let edits = vec![add(badge), add(number)];
    assert!(book.change_schema(&SchemaRequest::Edits(edits), false).answer.success);
    for row in rows {
        // One that meets another is refused, and is not there.
        let _either = book.create(row.json().to_string().as_bytes());
    }
    book
}

/// Everything but the number of the change and the words, in which new Ids stand.
fn counts(report: &ImportReport) -> ImportReport {
    let mut report = ImportReport { change_id: None, ..report.clone() };
    report.issues.iter_mut().for_each(|each| each.issue.message.clear());
    report
}

fn contents(book: &TestBook) -> Vec<Value> {
    book.contents().iter().map(|(record, _)| unstamped(record)).collect()
}

proptest! {
    #![proptest_config(settings(48))]

    #[test]
    fn the_preview_is_the_truth_and_one_undo_takes_all_back(
        held in prop::collection::vec(row(), 0..5),
        rows in prop::collection::vec(row(), 0..12),
        mode in prop::sample::select(vec![ImportMode::Create, ImportMode::Update, ImportMode::Upsert]),
        by in prop::sample::select(vec![KeyField::Id, KeyField::ExternalId]),
        batch in 1_usize..5,
        leave_out in prop::collection::vec(1_u64..12, 0..2),
    ) {
        let book = book(&held);
        let file = book.folder_path().join("rows.jsonl");
        let lines: Vec<_> = rows.iter().map(|row| row.json().to_string()).collect();
        fs::write(&file, lines.join("\n")).expect("a file");
        let request = ImportRequest { mode, by, leave_out, batch: Some(batch), ..ImportRequest::of(&file) };
        let before = contents(&book);
        let preview = book.preview_import(&request, &Watch::NOBODY).expect("a preview");
        prop_assert_eq!(&contents(&book), &before, "a preview changes nothing");
        let matches = |verdict| preview.page(Some(verdict), 0, 0).expect("a page").matches;
        let report = book.import(&request, &Watch::NOBODY).expect("a report");
        prop_assert_eq!(counts(&report), counts(&preview.report));
        prop_assert_eq!(matches(RowVerdict::Create), report.created);
        prop_assert_eq!(matches(RowVerdict::Update), report.updated);
        prop_assert_eq!(matches(RowVerdict::Unchanged), report.unchanged);
        prop_assert_eq!(matches(RowVerdict::Refused), report.rejected);
        prop_assert_eq!(report.change_id.is_some(), report.created + report.updated > 0);
        let after = contents(&book);
        if report.change_id.is_some() {
            prop_assert!(book.undo(None).answer.success);
            prop_assert_eq!(&contents(&book), &before, "one undo");
            prop_assert!(book.redo().answer.success);
            prop_assert_eq!(&contents(&book), &after, "one redo");
            prop_assert!(book.undo(report.change_id.as_deref()).answer.success);
            prop_assert_eq!(&contents(&book), &before, "by its number");
        }
        book.verified();
    }
}
