//! What a preview says is what the import does, whatever the file, the book and the size of a batch; and one undo takes
//! all of it back.

use std::fs;

use kith_book::{
    ChosenSide, ImportMode, ImportReport, ImportRequest, KeyField, Reconcile, RowVerdict, SchemaEdit,
    SchemaRequest, Side, Watch,
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
        let matches = |verdict| preview.page(Some(verdict), false, 0, 0).expect("a page").matches;
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

/// A field on the three sides: what it was at the hand-over, what was made of it here (none for nothing), what the CRM has.
type Sides = (Option<u8>, Option<u8>, Option<u8>);

const FIELDS: [&str; 3] = ["Title", "Fax", "Department"];

fn value(side: Option<u8>) -> Value {
    side.map_or(Value::Null, |side| format!("{side}").into())
}

fn contact(number: usize, sides: &[Sides; 3], of: fn(&Sides) -> Option<u8>) -> Value {
    let mut fields = json!({"ExternalId": format!("x-{number}")});
    for (field, sides) in FIELDS.iter().zip(sides) {
        fields[*field] = value(of(sides));
    }
    fields
}

fn sides() -> impl Strategy<Value = [Sides; 3]> {
    let few = || prop::option::of(0_u8..3);
    prop::array::uniform3((few(), few(), few()))
}

proptest! {
    #![proptest_config(settings(48))]

    #[test]
    fn of_three_versions_what_one_side_changed_is_taken_and_nothing_else_without_being_chosen(
        contacts in prop::collection::vec(sides(), 1..5),
        theirs_chosen in prop::collection::vec((1_u64..5, 0_usize..3), 0..4),
        prefers_theirs: bool,
        batch in 1_usize..4,
        edits_first: bool,
    ) {
        let book = TestBook::new();
        for (number, sides) in contacts.iter().enumerate() {
            book.made(&contact(number, sides, |sides| sides.0));
        }
        book.hand_over(u64::try_from(contacts.len()).expect("few")).expect("it is noted");
        for (number, sides) in contacts.iter().enumerate() {
            let edited = contact(number, sides, |sides| sides.1);
            // By the way of another value, or at once.
            if edits_first {
                let gone = book.put(&format!("x-{number}"), &json!({"Title": "on the way"}));
                prop_assert!(gone.answer.success);
            }
            let put = book.put(&format!("x-{number}"), &edited);
            prop_assert!(put.answer.success);
        }
        let file = book.folder_path().join("crm.jsonl");
        let rows: Vec<_> = contacts
            .iter()
            .enumerate()
            .map(|(number, sides)| contact(number, sides, |sides| sides.2).to_string())
            .collect();
        fs::write(&file, rows.join("\n")).expect("a file");
        let chosen = theirs_chosen
            .iter()
            .map(|(row, field)| ChosenSide { row: *row, field: Some(FIELDS[*field].into()), side: Side::Theirs })
            .collect();
        let prefer = if prefers_theirs { Side::Theirs } else { Side::Mine };
        let reconcile = Some(Reconcile { prefer, chosen });
        let request = ImportRequest { reconcile, batch: Some(batch), ..ImportRequest::of(&file) };
        let preview = book.preview_import(&request, &Watch::NOBODY).expect("a preview");
        let report = book.import(&request, &Watch::NOBODY).expect("a report");
        prop_assert_eq!(counts(&report), counts(&preview.report));
        let (mut contested, mut kept) = (0, 0);
        for (number, sides) in contacts.iter().enumerate() {
            for (at, (base, mine, theirs)) in sides.iter().enumerate() {
                let is_met = mine != base && theirs != mine;
                let is_contested = is_met && theirs != base;
                contested += usize::from(is_contested);
                kept += usize::from(is_met && theirs == base);
                let is_chosen = prefers_theirs || theirs_chosen.contains(&(number as u64 + 1, at));
                let expected = if is_met && !(is_contested && is_chosen) { mine } else { theirs };
                let found = book.field(&format!("x-{number}"), FIELDS[at]);
                prop_assert_eq!(found, value(*expected), "{} of {}", FIELDS[at], number);
            }
        }
        prop_assert_eq!((report.contested, report.kept_own), (contested, kept));
        prop_assert_eq!(report.conflicts.len(), contested);
        if report.change_id.is_some() {
            prop_assert!(book.undo(report.change_id.as_deref()).answer.success);
            for (number, sides) in contacts.iter().enumerate() {
                for (field, sides) in FIELDS.iter().zip(sides) {
                    prop_assert_eq!(book.field(&format!("x-{number}"), field), value(sides.1), "one undo");
                }
            }
        }
        book.verified();
    }
}
