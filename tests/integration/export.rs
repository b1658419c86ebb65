//! What is exported is given back by an import into an empty book; and what changed, for the CRM.

use std::fs;

use kith_book::{
    ChangesExport, ChangesFormat, ExportRequest, ExportWatch, FileFormat, ImportRequest, ListQuery,
    Selection, Since, SortKey, Watch,
};
use kith_tests::{
    answers::{assert_taken, unstamped},
    book::{TestBook, external},
};
use serde_json::{Value, json};

const FORMATS: [(FileFormat, &str); 6] = [
    (FileFormat::Csv, "csv"),
    (FileFormat::Tsv, "tsv"),
    (FileFormat::Xlsx, "xlsx"),
    (FileFormat::Vcard, "vcf"),
    (FileFormat::Json, "json"),
    (FileFormat::Jsonl, "jsonl"),
];

pub(super) fn contents(book: &TestBook) -> Vec<Value> {
    let created = |record: &Value| {
        let mut record = unstamped(record);
        record["CreatedDate"] = Value::Null;
        record
    };
    book.contents().iter().map(|(record, _)| created(record)).collect()
}

/// Contacts with texts that files break on.
pub(super) fn hostile() -> TestBook {
    let texts = [
        "=1+1",
        "+49 30 1",
        "-5",
        "@cmd",
        "'quoted",
        "007",
        "1e5",
        "TRUE",
        "a,b;c\td",
        "say \"it\"",
        "line\nbreak",
        "line\r\nbreak",
        " leading",
        "trailing ",
        "é = ß 山田 😀 \u{202e}x",
        "1999-12-31",
        "#N/A",
        "\u{feff}mark",
        "back\\slash\\n",
        "NULL",
        "12345678901234567890",
    ];
    let contact = |(at, text): (usize, &&str)| {
        json!({"ExternalId": format!("key {at}"), "Name": text, "FirstName": text, "LastName": text, "Title": text,
            "Department": text, "Description": text, "MailingStreet": text, "MailingCity": text, "MailingPostalCode": text,
            "Account": {"Id": format!("a-{at}"), "Name": text}, "Phone": text, "Birthdate": "1899-12-31", "DoNotCall": "true",
            "IsEmailBounced": at % 2 == 0})
    };
    TestBook::with(texts.iter().enumerate().map(contact))
}

#[test]
fn every_format_gives_the_same_contacts_back() {
    let book = hostile();
    for (format, ending) in FORMATS {
        let file = book.folder_path().with_extension(ending);
        let written = book.export(&ExportRequest::of(format), &file, &ExportWatch::NOBODY).expect("a file");
        assert_eq!(written.written, book.count());
        let other = TestBook::new();
        let report = other.import(&ImportRequest::of(&file), &Watch::NOBODY).expect("a report");
        assert_eq!(report.issues, [], "{ending}");
        for (back, there) in contents(&other).iter().zip(contents(&book)) {
            assert_eq!(*back, there, "{ending}");
        }
        let again = other.import(&ImportRequest::of(&file), &Watch::NOBODY).expect("a report");
        assert_eq!((again.unchanged as u64, again.change_id), (book.count(), None), "{ending}");
        fs::remove_file(&file).expect("it is there");
    }
}

#[test]
fn a_view_is_written_in_its_order_with_the_fields_that_are_chosen() {
    let book = TestBook::with([
        json!({"ExternalId": "a", "Title": "x", "Name": "B"}),
        json!({"ExternalId": "b", "Title": "y", "Name": "A"}),
        json!({"ExternalId": "c", "Title": "x", "Name": "C"}),
    ]);
    let query = ListQuery {
        search: "title:x".into(),
        sort: vec![SortKey { field: "Name".into(), descending: true }],
        ..ListQuery::default()
    };
    let fields = Some(vec!["Name".to_owned(), "ExternalId".to_owned()]);
    let request =
        ExportRequest { selection: Selection::View(query), fields, ..ExportRequest::of(FileFormat::Csv) };
    let file = book.folder_path().with_extension("csv");
    fs::write(&file, "old").expect("a file");
    book.export(&request, &file, &ExportWatch::NOBODY).expect("a file");
    assert_eq!(fs::read_to_string(&file).expect("a text"), "Name,ExternalId\r\nC,c\r\nB,a\r\n");
    let unknown = ExportRequest { fields: Some(vec!["Nme".into()]), ..request };
    assert!(book.export(&unknown, &file, &ExportWatch::NOBODY).is_err());
    assert!(fs::read_to_string(&file).expect("a text").starts_with("Name"), "the file is as it was");
}

#[test]
fn what_changed_is_written_until_it_is_handed_over_and_that_can_be_undone() {
    let book = TestBook::with([
        json!({"ExternalId": "a'b", "Title": "x", "Fax": "1"}),
        json!({"ExternalId": "b", "Title": "y"}),
    ]);
    let file = book.folder_path().with_extension("out");
    let write = |format| {
        let report =
            book.export_changes(&ChangesExport { since: Since::Last, format }, &file).expect("a report");
        (report, fs::read_to_string(&file).expect("a text"))
    };
    let (all, _) = write(ChangesFormat::Json);
    assert_eq!((all.written, all.created), (2, 2));
    book.hand_over(all.upto).expect("it is noted");
    assert_eq!(write(ChangesFormat::Json).0.written, 0);
    assert_taken(&book.put("a'b", &json!({"Title": "it's", "Fax": null})));
    assert_taken(&book.put("b", &json!({"Title": "z"})));
    assert_taken(&book.put("b", &json!({"Title": "y"})));
    let changed = ListQuery { search: "is:changed".into(), limit: 10, ..ListQuery::default() };
    assert_eq!(book.list_keys(&changed).expect("keys"), [external("a'b")]);
    let (report, table) = write(ChangesFormat::Csv);
    assert_eq!((report.written, report.created), (1, 0), "what was changed back is no change");
    assert_eq!(table, "ExternalId,Fax,Title\r\na'b,#N/A,it's\r\n");
    let (_, body) = write(ChangesFormat::Json);
    let body: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(body, json!([{"ExternalId": "a'b", "Fax": null, "Title": "it's"}]));
    let (_, script) = write(ChangesFormat::Script);
    assert!(script.contains(r#"put 'a%27b' '{"Fax":null,"Title":"it'\''s"}'"#), "{script}");
    book.hand_over(report.upto).expect("it is noted");
    assert_eq!(write(ChangesFormat::Json).0.written, 0);
    assert_taken(&book.undo(None));
    assert_eq!(write(ChangesFormat::Json).0.written, 1, "as if it had not been handed over");
}
