//! A small book in which everything has happened that can happen to one.

use kith_book::{
    Act, Assignment, BulkEdit, BulkEditWatch, Filter, ImportRequest, KeptDraft, ListQuery, Merge, SchemaEdit,
    SchemaRequest, Selection, Watch,
};
use kith_tests::{
    answers::assert_taken,
    book::{TestBook, external},
    released::DELETED,
};
use serde_json::{Map, Value, json};

/// The book, open.
pub fn book() -> TestBook {
    let mut book = before();
    forget(&mut book);
    fields(&book);
    views(&book);
    contacts(&book);
    import(&book);
    edit(&book);
    duplicates(&book);
    unsaved(&book);
    let _backup = book.backup_create(None).expect("a backup");
    assert_taken(&book.put("ada", &json!({"Title": "after the backup"})));
    book
}

/// Contacts of which the first changes are forgotten later.
fn before() -> TestBook {
    let book = TestBook::with([
        json!({"ExternalId": "ada", "FirstName": "Ada", "LastName": "Lovelace", "Name": "Ada Lovelace",
            "Email": "ada@example.com", "Birthdate": "1815-12-10", "MailingCountryCode": "GB"}),
        json!({"ExternalId": "zoe", "Name": "Zoë Ærø", "Description": "Zeile 1\nZeile 2\t\u{1F600}",
            "Account": {"Id": "a-1", "Name": "Acme"}, "Phone": "no number"}),
        json!({"Name": "without an ExternalId", "IsEmailBounced": true}),
        json!({"ExternalId": DELETED, "Name": "Gone"}),
    ]);
    assert_taken(&book.put("ada", &json!({"Title": "Countess"})));
    assert_taken(&book.put("ada", &json!({"Title": "Analyst", "Email": null})));
    book
}

/// Eleven days later: what is older than a week goes, and the log has a base.
fn forget(book: &mut TestBook) {
    book.reopen();
    assert_taken(&book.put("ada", &json!({"Department": "Engines"})));
    let _kept = book.set_retention(Some(7)).expect("a setting");
    assert!(book.apply_retention(&|| true).expect("forgotten").change_sets > 0);
    let _kept = book.set_retention(Some(36_500)).expect("a setting");
}

/// Custom fields of several types, a deprecated one, a picklist, a rule that is stricter.
fn fields(book: &TestBook) {
    let edits: Vec<SchemaEdit> = serde_json::from_value(json!([
        {"PutPicklist": {"Picklist": {"Name": "Tier", "AllowNonConfiguredPicklistEntries": false, "PicklistEntries": [
            {"Value": "gold", "DisplayText": "Gold", "Sequence": 1}, {"Value": "tin", "DisplayText": "Tin", "Sequence": 2}]}}},
        {"AddField": {"Field": {"FieldName": "Tier", "DisplayName": "Tier", "DataType": "Picklist", "PicklistName": "Tier"}}},
        {"AddField": {"Field": {"FieldName": "Nickname", "DisplayName": "Nickname", "DataType": "String", "Length": 10}}},
        {"AddField": {"Field": {"FieldName": "Balance", "DisplayName": "Balance", "DataType": "Decimal", "Precision": 24, "Scale": 4}}},
        {"AddField": {"Field": {"FieldName": "Old", "DisplayName": "Old", "DataType": "Boolean"}}},
        {"UpdateField": {"Name": "Department", "Changes": {"Length": 40}}}
    ]))
    .expect("edits");
    assert_taken(&book.change_schema(&SchemaRequest::Edits(edits), false));
    assert_taken(&book.put("zoe", &json!({"Old": true})));
    let edits = vec![SchemaEdit::DeprecateField { name: "Old".into() }];
    assert_taken(&book.change_schema(&SchemaRequest::Edits(edits), false));
}

fn views(book: &TestBook) {
    let view =
        json!({"Name": "sales", "Label": "Sales", "Filters": [{"Field": "Department", "Values": ["Sales"]}]});
    let changes = json!({"SavedViews": [view], "ListColumns": ["Name", "Nickname", "Balance"]});
    assert_taken(&book.change_layout(changes.as_object().unwrap_or(&Map::new())));
}

/// Made, changed, undone, redone, deleted.
fn contacts(book: &TestBook) {
    let balance: Value = serde_json::from_str("12345678901234567890.1234").expect("a number");
    book.made(&json!({"ExternalId": "max", "Name": "Max", "Tier": "gold", "Balance": balance}));
    assert_taken(&book.put("max", &json!({"Nickname": "Maxi", "DoNotCall": "true"})));
    assert_taken(&book.put("zoe", &json!({"Account": null, "Description": "long ".repeat(1_000)})));
    assert_taken(&book.undo(None));
    assert_taken(&book.redo());
    assert_taken(&book.put("max", &json!({"Fax": "+49 30 1"})));
    assert_taken(&book.undo(None));
    assert_taken(&book.delete(&external(DELETED)));
}

fn import(book: &TestBook) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("people.csv");
    let place = |n| if n % 2 == 0 { "Sales" } else { "Stock" };
    let rows = (0..9).map(|n| format!("i-{n},Person {n},{},p{n}@example.com\n", place(n)));
    let text: String = std::iter::once("ExternalId,Name,Department,Email\n".to_owned()).chain(rows).collect();
    std::fs::write(&file, text).expect("a file");
    let report = book.import(&ImportRequest::of(file), &Watch::NOBODY).expect("an import");
    assert_eq!(report.created, 9, "{report:?}");
}

/// One change of several contacts.
fn edit(book: &TestBook) {
    let filter = Filter { field: "Department".into(), values: vec![json!("Sales")] };
    let query = ListQuery { filters: vec![filter], limit: 9, ..ListQuery::default() };
    let assignments = vec![Assignment { field: "Tier".into(), act: Act::Set(json!("tin")) }];
    let edit = BulkEdit { selection: Selection::View(query), assignments, batch: None };
    let done = book.edit(&edit, &BulkEditWatch::NOBODY).expect("an edit");
    assert_eq!(done.report.changed, 5, "{:?}", done.report);
}

/// Two made one, two kept apart.
fn duplicates(book: &TestBook) {
    assert_taken(&book.set_apart(&external("i-1"), &external("i-2"), true));
    let text = |key, field| book.field(key, field).as_str().unwrap_or_default().to_owned();
    let merge = Merge {
        stays: text("i-3", "Id"),
        stays_etag: text("i-3", "ETag"),
        goes: text("i-7", "Id"),
        goes_etag: text("i-7", "ETag"),
        take: vec!["Email".into()],
    };
    assert_taken(&book.merge(&merge));
}

fn unsaved(book: &TestBook) {
    let id = book.field("max", "Id").as_str().map(str::to_owned);
    let edits = Map::from_iter([("Title".to_owned(), json!("not saved"))]);
    let draft =
        KeptDraft { id, key: Some(external("max")), title: "Max".into(), edits, ..KeptDraft::default() };
    book.keep_draft(draft, 1).expect("a draft");
}
