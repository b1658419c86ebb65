//! A file that is the CRM's newer state, on changes of one's own: three versions of each field, and what only one side
//! changed is taken.

use std::fs;

use kith_book::{
    ChangesExport, ChangesFormat, ChosenSide, Contested, ImportMode, ImportReport, ImportRequest, Reconcile,
    RowVerdict, Side, Since, Watch,
};
use kith_tests::book::{TestBook, external};
use serde_json::{Value, json};

/// Kith's book after the CRM has everything of it.
fn handed_over(contacts: impl IntoIterator<Item = Value>) -> TestBook {
    let book = TestBook::with(contacts);
    hand_over(&book);
    book
}

fn hand_over(book: &TestBook) {
    let file = book.folder_path().join("changes.json");
    let request = ChangesExport { since: Since::Last, format: ChangesFormat::Json };
    let upto = book.export_changes(&request, &file).expect("a report").upto;
    book.hand_over(upto).expect("it is noted");
}

fn request(book: &TestBook, rows: &Value, reconcile: Reconcile) -> ImportRequest {
    let file = book.folder_path().join("crm.json");
    fs::write(&file, rows.to_string()).expect("a file");
    ImportRequest { reconcile: Some(reconcile), ..ImportRequest::of(file) }
}

/// Takes the CRM's state, after its preview, which must tell the same.
fn take(book: &TestBook, rows: &Value, reconcile: Reconcile) -> ImportReport {
    let request = request(book, rows, reconcile);
    let foreseen = book.preview_import(&request, &Watch::NOBODY).expect("a preview");
    let done = book.import(&request, &Watch::NOBODY).expect("a report");
    let uncounted = ImportReport { change_id: None, ..done.clone() };
    assert_eq!(uncounted, foreseen.report);
    done
}

fn update(book: &TestBook, key: &str, body: &Value) {
    assert!(
        book.update(&external(key), body.to_string().as_bytes(), kith_book::UpdateOptions::default())
            .answer
            .success
    );
}

fn two_sides() -> TestBook {
    let held = json!({"ExternalId": "x", "Title": "base", "Fax": "1", "Phone": "2", "Department": "d"});
    let book = handed_over([held]);
    update(&book, "x", &json!({"Title": "mine", "Fax": "11", "Department": "alike"}));
    book
}

/// Title on both sides, Fax here, Phone there, Department alike on both.
fn theirs() -> Value {
    json!([{"ExternalId": "x", "Title": "theirs", "Fax": "1", "Phone": "22", "Department": "alike"}])
}

#[test]
fn what_one_side_changed_is_taken_and_what_both_changed_is_listed_and_stays() {
    let book = two_sides();
    let report = take(&book, &theirs(), Reconcile::default());
    let fields = ["Title", "Fax", "Phone", "Department"].map(|field| book.field("x", field));
    assert_eq!(fields, [json!("mine"), json!("11"), json!("22"), json!("alike")]);
    assert_eq!((report.updated, report.contested, report.kept_own), (1, 1, 1));
    let expected = Contested {
        field: Some("Title".into()),
        base: json!("base"),
        mine: json!("mine"),
        theirs: json!("theirs"),
        side: Side::Mine,
    };
    assert_eq!(report.conflicts[0].versions, expected);
    assert_eq!(report.conflicts[0].row, 1);
}

#[test]
fn a_side_is_chosen_for_one_field_or_for_all() {
    let chosen = vec![ChosenSide { row: 1, field: Some("Title".into()), side: Side::Theirs }];
    for (reconcile, title) in [
        (Reconcile { prefer: Side::Mine, chosen: chosen.clone() }, "theirs"),
        (Reconcile { prefer: Side::Theirs, chosen: Vec::new() }, "theirs"),
        (Reconcile { prefer: Side::Mine, chosen: vec![ChosenSide { row: 2, ..chosen[0].clone() }] }, "mine"),
    ] {
        let book = two_sides();
        assert_eq!(take(&book, &theirs(), reconcile).contested, 1);
        assert_eq!(book.field("x", "Title"), json!(title));
        assert_eq!(book.field("x", "Fax"), json!("11"), "what only one side changed is not chosen");
    }
}

#[test]
fn what_came_from_the_crm_is_no_change_of_ones_own_until_it_is_taken_back() {
    let book = two_sides();
    let first = take(&book, &theirs(), Reconcile::default());
    // The CRM goes on with what was taken from it.
    let next = json!([{"ExternalId": "x", "Phone": "33"}]);
    let report = take(&book, &next, Reconcile::default());
    assert_eq!((report.updated, report.contested, book.field("x", "Phone")), (1, 0, json!("33")));
    // And it is not told of what it said itself.
    let file = book.folder_path().join("changes.json");
    let changes = ChangesExport { since: Since::Last, format: ChangesFormat::Json };
    book.export_changes(&changes, &file).expect("a report");
    let told: Value = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("JSON");
    assert_eq!(told, json!([{"ExternalId": "x", "Department": "alike", "Fax": "11", "Title": "mine"}]));
    // Taken back and taken again it is as at first.
    assert!(book.undo(report.change_id.as_deref()).answer.success);
    assert!(book.undo(first.change_id.as_deref()).answer.success);
    assert_eq!(book.field("x", "Phone"), json!("2"));
    let again = take(&book, &theirs(), Reconcile::default());
    assert_eq!((again.updated, again.contested, again.kept_own), (1, 1, 1));
    assert_eq!(book.field("x", "Phone"), json!("22"));
}

#[test]
fn a_book_that_was_taken_from_the_crm_and_never_handed_over_has_it_as_its_base() {
    let book = TestBook::new();
    book.import_json(br#"[{"ExternalId":"x","Title":"base","Fax":"1"}]"#).expect("a report");
    update(&book, "x", &json!({"Title": "mine"}));
    let rows = json!([{"ExternalId": "x", "Title": "base", "Fax": "2"}]);
    let report = take(&book, &rows, Reconcile::default());
    assert_eq!((report.updated, report.contested, report.kept_own), (1, 0, 1));
    assert_eq!((book.field("x", "Title"), book.field("x", "Fax")), (json!("mine"), json!("2")));
}

#[test]
fn a_contact_that_was_deleted_here_stays_deleted_unless_the_crms_is_chosen() {
    let book = handed_over([json!({"ExternalId": "x", "Title": "base"}), json!({"ExternalId": "y"})]);
    assert!(book.delete(&external("x")).answer.success);
    let as_it_was = take(&book, &json!([{"ExternalId": "x", "Title": "base"}]), Reconcile::default());
    assert_eq!((as_it_was.created, as_it_was.kept_own, as_it_was.contested), (0, 1, 0));
    let changed = json!([{"ExternalId": "x", "Title": "theirs"}]);
    let listed = take(&book, &changed, Reconcile::default());
    assert_eq!((listed.created, listed.contested, listed.conflicts[0].versions.field.clone()), (0, 1, None));
    let chosen = vec![ChosenSide { row: 1, field: None, side: Side::Theirs }];
    let taken = take(&book, &changed, Reconcile { prefer: Side::Mine, chosen });
    assert_eq!((taken.created, book.field("x", "Title")), (1, json!("theirs")));
}

#[test]
fn contested_rows_are_shown_by_themselves_and_creating_all_has_no_base() {
    let book = two_sides();
    let rows = json!([{"ExternalId": "x", "Title": "theirs"}, {"ExternalId": "new", "Title": "t"}]);
    let mut asked = request(&book, &rows, Reconcile::default());
    let preview = book.preview_import(&asked, &Watch::NOBODY).expect("a preview");
    let page = preview.page(None, true, 0, 10).expect("a page");
    assert_eq!((page.matches, page.rows[0].row, page.rows[0].contested.len()), (1, 1, 1));
    assert_eq!(preview.page(Some(RowVerdict::Create), true, 0, 10).expect("a page").matches, 0);
    asked.mode = ImportMode::Create;
    assert!(book.import(&asked, &Watch::NOBODY).is_err());
}
