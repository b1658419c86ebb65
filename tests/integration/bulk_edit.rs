//! Fields set in many contacts at once: the preview, the one change, the refused ones, and what ends it early.

use std::{cell::Cell, fs};

use kith_book::{
    Act, Assignment, BulkEdit, BulkEditDone, BulkEditProgress, BulkEditReport, BulkEditRows, BulkEditVerdict,
    BulkEditWatch, Code, Desk, Error, ErrorKind, Filter, ListQuery, RecordKey, SchemaEdit, SchemaRequest,
    Selection, Source,
};
use kith_tests::{
    answers::{assert_taken, unstamped},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

/// So many contacts, `x-0` and so on; those of odd numbers are in Sales.
fn book(contacts: usize) -> TestBook {
    TestBook::with((0..contacts).map(|n| {
        let department = if n % 2 == 1 { json!("Sales") } else { Value::Null };
        json!({"Id": format!("i-{n}"), "ExternalId": format!("x-{n}"), "FirstName": "Ada", "LastName": format!("L{n}"),
            "Name": format!("Ada L{n}"), "Department": department})
    }))
}

fn set(field: &str, value: Value) -> Assignment {
    Assignment { field: field.into(), act: Act::Set(value) }
}

fn edit(selection: Selection, assignments: impl Into<Vec<Assignment>>) -> BulkEdit {
    BulkEdit { selection, assignments: assignments.into(), batch: Some(4) }
}

fn previewed(book: &TestBook, edit: &BulkEdit) -> BulkEditDone {
    book.preview_edit(edit, &BulkEditWatch::NOBODY).expect("a preview")
}

fn made(book: &TestBook, edit: &BulkEdit) -> BulkEditDone {
    book.edit(edit, &BulkEditWatch::NOBODY).expect("an edit")
}

fn refused(book: &TestBook, edit: &BulkEdit) -> Vec<(Code, String)> {
    let ended = [
        book.preview_edit(edit, &BulkEditWatch::NOBODY).map(|done| done.report),
        book.edit(edit, &BulkEditWatch::NOBODY).map(|done| done.report),
    ];
    let [first, second] = ended.map(|ended| match ended {
        Err(Error::Refused(rejected)) => {
            let errors = rejected.errors.into_iter();
            errors.map(|issue| (issue.code, issue.field.unwrap_or_default())).collect::<Vec<_>>()
        }
        other => panic!("it is not refused: {other:?}"),
    });
    assert_eq!(first, second);
    first
}

fn counts(report: &BulkEditReport) -> [usize; 4] {
    [report.contacts, report.changed, report.unchanged, report.refused]
}

fn contents(book: &TestBook) -> Vec<Value> {
    book.contents().iter().map(|(record, _)| unstamped(record)).collect()
}

fn keys(numbers: impl IntoIterator<Item = usize>) -> Selection {
    Selection::Keys(numbers.into_iter().map(|n| external(&format!("x-{n}"))).collect())
}

#[test]
fn what_is_previewed_is_set_as_one_change_and_one_undo_takes_it_back() {
    let book = book(11);
    let before = contents(&book);
    let edit = edit(Selection::All, [set("Department", json!("Sales"))]);
    let preview = previewed(&book, &edit);
    assert_eq!(counts(&preview.report), [11, 6, 5, 0]);
    assert_eq!(contents(&book), before, "a preview changes nothing");
    let page = preview.page(Some(BulkEditVerdict::Changed), 1, 2).expect("a page");
    assert_eq!((page.matches, page.rows.len(), page.rows[0].name.as_str()), (6, 2, "Ada L10"));
    let change = &page.rows[0].fields[0];
    assert_eq!(
        (change.field.as_str(), &change.old, &change.new),
        ("Department", &json!(null), &json!("Sales"))
    );

    let done = book.edit_previewed(&preview, &BulkEditWatch::NOBODY).expect("an edit");
    assert_eq!(counts(&done.report), counts(&preview.report));
    assert!((0..11).all(|n| book.field(&format!("x-{n}"), "Department") == json!("Sales")));
    for key in ["x-0", "x-10"] {
        let last = book.history(&external(key), 1).expect("a history").remove(0);
        assert_eq!((last.source, last.fields.len()), (Source::Bulk, 1), "{key}");
    }
    let after = contents(&book);
    let undone = book.undo(None);
    assert_taken(&undone);
    assert_eq!(undone.answer.data, Some(json!({"ChangeId": done.report.change_id, "Contacts": 6})));
    assert_eq!(contents(&book), before);
    assert_taken(&book.redo());
    assert_eq!(contents(&book), after);
    assert_taken(&book.undo(done.report.change_id.as_deref()));
    assert_eq!(contents(&book), before);
    book.verified();
}

#[test]
fn a_list_is_set_as_it_was_when_it_was_previewed() {
    let book = book(6);
    let filter = Filter { field: "Department".into(), values: vec![json!("Sales")] };
    let view = Selection::View(ListQuery { filters: vec![filter], ..ListQuery::default() });
    let preview = previewed(&book, &edit(view.clone(), [set("Department", json!("Field"))]));
    assert_eq!(counts(&preview.report), [3, 3, 0, 0]);
    assert_taken(&book.put("x-0", &json!({"Department": "Sales"})));
    assert_taken(&book.put("x-1", &json!({"Department": "Field"})));
    assert_taken(&book.delete(&external("x-3")));
    let done = book.edit_previewed(&preview, &BulkEditWatch::NOBODY).expect("an edit");
    assert_eq!(counts(&done.report), [3, 1, 1, 1], "each is judged anew");
    assert_eq!(done.report.reasons[0].code, Code::NotFound);
    assert_eq!(book.field("x-0", "Department"), json!("Sales"), "it was not shown");
    assert_eq!(counts(&made(&book, &edit(view, [set("Title", json!("t"))])).report), [1, 1, 0, 0]);
}

#[test]
fn every_value_is_judged_by_the_rules_of_an_update_and_refused_contacts_stay_as_they_are() {
    let book = book(5);
    assert_taken(&book.put("x-2", &json!({"Email": "a@b.c"})));
    let before = contents(&book);
    let of = |field: &str, value: Value| {
        let done = made(&book, &edit(Selection::All, [set(field, value)]));
        let reasons: Vec<_> =
            done.report.reasons.iter().map(|reason| (reason.code, reason.contacts)).collect();
        (counts(&done.report), reasons, done.report.change_id)
    };
    let all = |code: Code| ([5, 0, 0, 5], vec![(code, 5)], None);
    assert_eq!(of("Email", json!("nowhere")), all(Code::InvalidFormat));
    assert_eq!(of("Title", json!(1)), all(Code::InvalidType));
    assert_eq!(of("Title", json!("x".repeat(129))), all(Code::TooLong));
    assert_eq!(of("IsEmailBounced", json!(null)), all(Code::NotNullable));
    assert_eq!(of("CreatedDate", json!("2026-01-01T00:00:00.000Z")), all(Code::FieldNotWritable));
    assert_eq!(contents(&book), before);
    let done = made(&book, &edit(Selection::All, [set("Phone", json!("call me"))]));
    assert_eq!((counts(&done.report), done.report.doubts[0].contacts), ([5, 5, 0, 0], 5));
    assert_taken(&book.undo(None));
    assert_eq!(contents(&book), before);
}

#[test]
fn what_no_contact_could_take_is_refused_before_any_is_looked_at() {
    let book = book(3);
    let clear = |field: &str| Assignment { field: field.into(), act: Act::Clear };
    let of = |assignments: Vec<Assignment>| refused(&book, &edit(Selection::All, assignments));
    assert_eq!(of(Vec::new()), [(Code::MalformedRequest, String::new())]);
    assert_eq!(of(vec![clear("Titel")]), [(Code::UnknownField, "Titel".into())]);
    let keys = vec![clear("Id"), set("ExternalId", json!("y")), set("ID", json!("i-9"))];
    let not_writable = |field: &str| (Code::FieldNotWritable, field.to_owned());
    assert_eq!(of(keys), [not_writable("Id"), not_writable("ExternalId"), not_writable("ID")]);
    assert_eq!(of(vec![clear("Title"), clear("Title")]), [(Code::MalformedRequest, "Title".into())]);
    assert_eq!(book.contents().iter().map(|(_, changes)| changes).sum::<usize>(), 3);
}

#[test]
fn nothing_selected_is_nothing_done() {
    let book = book(2);
    let done = made(&book, &edit(Selection::Keys(Vec::new()), [set("Title", json!("t"))]));
    assert_eq!((counts(&done.report), done.report.change_id), ([0; 4], None));
}

#[test]
fn a_contact_that_is_named_twice_is_set_once() {
    let book = book(3);
    let keys = vec![external("x-1"), id("i-1"), external("x-1"), id("i-2")];
    let edit = edit(
        Selection::Keys(keys),
        [Assignment { field: "LastName".into(), act: Act::Replace { find: "L".into(), with: "LL".into() } }],
    );
    assert_eq!(counts(&previewed(&book, &edit).report), [2, 2, 0, 0]);
    assert_eq!(counts(&made(&book, &edit).report), [2, 2, 0, 0]);
    assert_eq!(book.field("x-1", "LastName"), json!("LL1"));
}

#[test]
fn a_name_follows_its_parts_as_in_the_form_unless_it_is_set_itself() {
    let book = book(2);
    assert_taken(&book.put("x-1", &json!({"Name": "The Countess"})));
    let done = made(&book, &edit(Selection::All, [set("LastName", json!("Byron"))]));
    let row = done.page(None, 0, 1).expect("a page").rows.remove(0);
    assert_eq!(row.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["Name", "LastName"]);
    assert_eq!(
        (book.field("x-0", "Name"), book.field("x-1", "Name")),
        (json!("Ada Byron"), json!("The Countess"))
    );
    made(&book, &edit(keys([0]), [set("LastName", json!("King")), set("Name", json!("A. K."))]));
    assert_eq!(book.field("x-0", "Name"), json!("A. K."));
}

fn with_fields(contacts: usize) -> TestBook {
    let book = book(contacts);
    let add = |field: Value| SchemaEdit::AddField { field: serde_json::from_value(field).expect("a field") };
    let tags = json!({"Name": "Tags", "AllowNonConfiguredPicklistEntries": true, "PicklistEntries": []});
    let edits = vec![
        SchemaEdit::PutPicklist { picklist: serde_json::from_value(tags).expect("a picklist") },
        add(
            json!({"FieldName": "Tags", "DisplayName": "Tags", "DataType": "MultiPicklist", "PicklistName": "Tags"}),
        ),
        add(json!({"FieldName": "Badge", "DisplayName": "Badge", "DataType": "String", "Length": 40,
            "IsUnique": true})),
        add(json!({"FieldName": "Balance", "DisplayName": "Balance", "DataType": "Decimal", "Precision": 24,
            "Scale": 4})),
    ];
    assert_taken(&book.change_schema(&SchemaRequest::Edits(edits), false));
    book
}

#[test]
fn custom_fields_are_set_like_any_other() {
    let book = with_fields(6);
    let number: Value = serde_json::from_str("12345678901234567890.1234").expect("a number");
    let of = |act: Act| Assignment { field: "Tags".into(), act };
    let tags = |n: usize| book.field(&format!("x-{n}"), "Tags");
    made(
        &book,
        &edit(keys(0..3), [set("Balance", number.clone()), of(Act::Add(vec!["a".into(), "b".into()]))]),
    );
    assert_eq!((book.field("x-0", "Balance"), tags(0)), (number, json!(["a", "b"])));
    let done = made(&book, &edit(Selection::All, [of(Act::Add(vec!["b".into(), "c".into()]))]));
    assert_eq!(
        (counts(&done.report), tags(0), tags(5)),
        ([6, 6, 0, 0], json!(["a", "b", "c"]), json!(["b", "c"]))
    );
    let done = made(&book, &edit(Selection::All, [of(Act::Remove(vec!["b".into(), "c".into()]))]));
    assert_eq!((counts(&done.report), tags(0), tags(5)), ([6, 6, 0, 0], json!(["a"]), Value::Null));
}

#[test]
fn a_unique_value_goes_to_the_first_and_the_preview_knows() {
    let book = with_fields(9);
    let edit = edit(Selection::All, [set("Badge", json!("7"))]);
    let preview = previewed(&book, &edit);
    assert_eq!((counts(&preview.report), preview.report.reasons[0].code), ([9, 1, 0, 8], Code::NotUnique));
    let done = made(&book, &edit);
    assert_eq!(done.report.reasons, preview.report.reasons);
    assert_eq!(counts(&done.report), counts(&preview.report));
    assert_eq!((book.field("x-0", "Badge"), book.field("x-1", "Badge")), (json!("7"), Value::Null));
}

#[test]
fn a_field_that_goes_or_changes_between_preview_and_edit_is_judged_as_it_is_then() {
    let book = with_fields(3);
    let preview = previewed(&book, &edit(Selection::All, [set("Balance", json!(1))]));
    let stricter = previewed(&book, &edit(Selection::All, [set("Title", json!("Countess"))]));
    let shorter = json!({"Length": 4}).as_object().expect("an object").clone();
    let edits = vec![
        SchemaEdit::DeleteField { name: "Balance".into() },
        SchemaEdit::UpdateField { name: "Title".into(), changes: shorter },
    ];
    assert_taken(&book.change_schema(&SchemaRequest::Edits(edits), false));
    let before = contents(&book);
    let Err(Error::Refused(rejected)) = book.edit_previewed(&preview, &BulkEditWatch::NOBODY) else {
        panic!("it is set")
    };
    assert_eq!(rejected.errors[0].code, Code::UnknownField);
    let done = book.edit_previewed(&stricter, &BulkEditWatch::NOBODY).expect("an edit");
    assert_eq!((counts(&done.report), done.report.reasons[0].code), ([3, 0, 0, 3], Code::TooLong));
    assert_eq!(contents(&book), before);
}

/// Makes an edit, and ends it after so many change sets.
fn ended_after(book: &TestBook, edit: &BulkEdit, sets: usize) -> BulkEditReport {
    let done = Cell::new(0);
    let progress = |_: &BulkEditProgress| done.set(done.get() + 1);
    let watch = BulkEditWatch { progress: &progress, go_on: &|| done.get() < sets };
    book.edit(edit, &watch).expect("a report").report
}

#[test]
fn what_is_cancelled_leaves_nothing_half_done() {
    let book = book(11);
    let before = contents(&book);
    let edit = edit(Selection::All, [set("Title", json!("t"))]);
    let report = ended_after(&book, &edit, 2);
    assert_eq!((report.cancelled, report.changed, report.change_id), (true, 8, None));
    assert_eq!(contents(&book), before);
    assert!(!book.folder_path().join("bulk-edit.json").exists());
    let ended = ended_after(&book, &edit, 0);
    assert_eq!((ended.cancelled, ended.changed), (true, 0));
    let watch = BulkEditWatch { progress: &|_| (), go_on: &|| false };
    let preview = book.preview_edit(&edit, &watch).map(|done| done.report);
    assert_eq!(preview.unwrap_err().kind(), ErrorKind::Ended);
    assert_eq!(counts(&made(&book, &edit).report), [11, 11, 0, 0], "it can be made afterwards");
    book.verified();
}

#[test]
fn what_was_edited_elsewhere_while_it_was_cancelled_stays_and_is_named() {
    let book = book(11);
    let edit = edit(Selection::All, [set("Title", json!("t"))]);
    let done = Cell::new(0);
    let progress = |_: &BulkEditProgress| {
        done.set(done.get() + 1);
        assert_taken(&book.put("x-0", &json!({"Title": "mine"})));
    };
    let watch = BulkEditWatch { progress: &progress, go_on: &|| done.get() < 1 };
    let report = book.edit(&edit, &watch).expect("a report").report;
    assert!(report.cancelled && report.warnings[0].message.contains("x-0"), "{report:?}");
    assert_eq!((book.field("x-0", "Title"), book.field("x-1", "Title")), (json!("mine"), Value::Null));
}

#[test]
fn what_a_crash_leaves_half_done_is_taken_back_when_the_book_is_opened() {
    let mut book = book(11);
    let before = contents(&book);
    let edit = edit(Selection::All, [set("Title", json!("t"))]);
    // As it is in the middle: the note stands there, and some of the change sets.
    let note = book.folder_path().join("bulk-edit.json");
    let kept = Cell::new(Vec::new());
    let watch = BulkEditWatch {
        progress: &|progress| {
            if progress.done == 8 {
                kept.set(fs::read(&note).expect("a note"));
            }
        },
        go_on: &|| true,
    };
    let report = book.edit(&edit, &watch).expect("a report").report;
    assert_eq!(report.changed, 11);
    assert!(!note.exists(), "an edit that was answered has none");
    fs::write(&note, kept.take()).expect("a note");
    book.reopen();
    assert_eq!((contents(&book), note.exists()), (before, false));
    book.verified();
}

#[test]
fn a_note_that_leads_to_nothing_or_cannot_be_read_harms_nothing() {
    let mut book = book(6);
    let note = book.folder_path().join("bulk-edit.json");
    let edit = edit(Selection::All, [set("Title", json!("t"))]);
    made(&book, &edit);
    let after = contents(&book);
    fs::write(&note, json!({"format": 1, "before": 99}).to_string()).expect("a note");
    book.reopen();
    assert_eq!((contents(&book), note.exists()), (after.clone(), false));
    fs::write(&note, "{").expect("a note");
    book.reopen();
    assert_eq!(contents(&book), after);
    let ended = book.edit(&edit, &BulkEditWatch::NOBODY).map(|done| done.report);
    assert!(ended.unwrap_err().to_string().contains("damaged"), "the next one says so");
}

#[test]
fn a_read_only_book_takes_none() {
    let mut book = book(1);
    book.reopen_read_only();
    assert_eq!(
        refused(&book, &edit(Selection::All, [set("Title", json!("t"))])),
        [(Code::ReadOnly, String::new())]
    );
}

#[test]
fn the_report_is_saved_as_a_table() {
    let book = book(3);
    assert_taken(&book.put("x-1", &json!({"Email": "a@b.c"})));
    book.made(&json!({"Id": "i-9", "Name": "=1+1"}));
    let chosen = Selection::Keys(vec![external("x-1"), external("gone"), id("i-9")]);
    let done = made(&book, &edit(chosen, [set("Email", json!("a@b.c"))]));
    let file = book.folder_path().with_extension("csv");
    assert_eq!(done.save(&file).expect("a file"), 3);
    let text = fs::read_to_string(&file).expect("a file");
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "ExternalId,Id,Contact,Outcome,Field,Old value,New value,Message");
    assert_eq!(lines[1], "x-1,,Ada L1,unchanged,,,,");
    assert!(lines[2].starts_with("gone,,,refused,ExternalId,,,"), "{}", lines[2]);
    assert_eq!(lines[3], ",i-9,'=1+1,changed,Email,,a@b.c,");
}

#[test]
fn only_so_many_contacts_are_taken_at_once() {
    let book = book(1);
    let many = Selection::Keys(vec![RecordKey::Id("i-0".into()); 1_000_001]);
    assert_eq!(
        refused(&book, &edit(many, [set("Title", json!("t"))])),
        [(Code::MalformedRequest, String::new())]
    );
}

#[test]
fn the_desk_sets_what_it_showed_and_sets_it_once() {
    let mut book = book(3);
    book.close();
    let desk = Desk::on(Ok(book.folder_path().to_owned()), false, |_| {});
    assert!(desk.run_bulk_edit().is_err(), "nothing was previewed");
    let edit = edit(Selection::All, [set("Title", json!("t"))]);
    let report = desk.preview_bulk_edit(&edit).expect("a preview");
    let rows = BulkEditRows { verdict: None, offset: 0, limit: 2 };
    let page = desk.bulk_edit_rows(&rows).expect("a page");
    assert_eq!((counts(&report), page.matches, page.rows.len()), ([3, 3, 0, 0], 3, 2));
    let made = desk.run_bulk_edit().expect("an edit");
    assert_eq!((counts(&made), desk.bulk_edit_rows(&rows).expect("a page").rows), ([3, 3, 0, 0], page.rows));
    assert!(desk.run_bulk_edit().is_err(), "it was made");
    let file = book.folder_path().with_extension("csv");
    assert_eq!(desk.save_bulk_edit(&file).expect("a file").written, 3);
    desk.close().expect("a book at rest");
}
