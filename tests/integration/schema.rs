//! The schema manager: changes that cannot break a book.

use std::fs;

use kith_book::{
    BulkOperation, Code, KeyField, ListQuery, Reply, SchemaEdit, SchemaReport, SchemaRequest, StatusCode,
};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, warnings},
    book::TestBook,
};
use serde_json::{Value, json};

fn edits(edits: Value) -> SchemaRequest {
    let edits: Vec<SchemaEdit> = serde_json::from_value(edits).expect("edits");
    SchemaRequest::Edits(edits)
}

fn add(field: Value) -> Value {
    json!({"AddField": {"Field": field}})
}

fn text(name: &str, length: u32) -> Value {
    json!({"FieldName": name, "DisplayName": name, "DataType": "String", "Length": length})
}

fn update(name: &str, changes: Value) -> Value {
    json!({"UpdateField": {"Name": name, "Changes": changes}})
}

fn change(book: &TestBook, these: Value) -> Reply {
    book.change_schema(&edits(these), false)
}

fn changed(book: &TestBook, these: Value) {
    let reply = change(book, these);
    assert!(reply.answer.success, "{reply:?}");
    assert!(report(&reply).applied);
}

fn report(reply: &Reply) -> SchemaReport {
    let data = reply.answer.data.clone().expect("a report");
    serde_json::from_value(data).expect("a report")
}

fn names(book: &TestBook) -> Vec<String> {
    book.schema().fields().iter().map(|field| field.field_name.clone()).collect()
}

fn people() -> TestBook {
    TestBook::with([
        json!({"ExternalId": "a", "LastName": "Adler", "Title": "Director of Sales"}),
        json!({"ExternalId": "b", "LastName": "Berg", "Title": "CEO"}),
        json!({"ExternalId": "c", "Title": "CEO"}),
    ])
}

#[test]
fn a_custom_field_is_a_field_like_any_other() {
    let mut book = people();
    assert_bad(&book.put("a", &json!({"Nickname": "Ada"})), Code::UnknownField, "Nickname");
    changed(&book, json!([add(text("Nickname", 10))]));
    assert_taken(&book.put("a", &json!({"Nickname": "Ada"})));
    assert_bad(&book.put("a", &json!({"Nickname": "x".repeat(11)})), Code::TooLong, "Nickname");
    book.reopen();
    assert_eq!(book.field("a", "Nickname"), json!("Ada"));
    assert_eq!(book.field("b", "Nickname"), Value::Null);
    assert!(book.layout().search_fields.contains(&"Nickname".to_owned()));
    assert!(book.layout().groups.iter().any(|group| group.fields == ["Nickname"]));
    assert_eq!(book.count(), 3);
    book.verified();
}

#[test]
fn the_schema_is_rebuilt_from_the_log_and_is_in_backups() {
    let mut book = people();
    changed(&book, json!([add(text("Nickname", 10))]));
    assert_taken(&book.put("a", &json!({"Nickname": "Ada"})));
    let backup = book.folder_path().join("by-hand.kithbackup");
    book.backup_create(Some(&backup)).unwrap();
    book.close();
    fs::remove_dir_all(book.folder_path().join("sled")).unwrap();
    book.reopen();
    assert_eq!(book.field("a", "Nickname"), json!("Ada"));
    let elsewhere = tempfile::tempdir().unwrap();
    let restored = kith_book::Book::backup_restore(&backup, elsewhere.path()).unwrap();
    assert_eq!(restored.contacts, 3);
    let restored = kith_tests::book::open(elsewhere.path(), true, 9).unwrap();
    assert!(restored.schema().field("Nickname").is_some());
}

#[test]
fn a_preview_changes_nothing_and_says_what_the_change_says() {
    let book = people();
    let request = edits(json!([add(text("Nickname", 10)), update("Title", json!({"Length": 5}))]));
    let before = (names(&book), book.contents());
    let foreseen = report(&book.preview_schema(&request));
    assert_eq!((names(&book), book.contents()), before);
    let done = report(&book.change_schema(&request, true));
    assert_eq!((foreseen.applied, done.applied), (false, true));
    assert_eq!(SchemaReport { applied: true, ..foreseen }, done);
}

#[test]
fn a_tightened_rule_is_refused_or_leaves_contacts_as_they_are() {
    let book = people();
    let tighter = edits(json!([update("Title", json!({"Length": 5}))]));
    let refused = book.change_schema(&tighter, false);
    assert_bad(&refused, Code::InvalidFormat, "Title");
    let broken = report(&refused).broken;
    assert_eq!((broken.len(), broken[0].contacts, broken[0].breaches.len()), (1, 1, 1));
    assert_eq!(broken[0].breaches[0].value, json!("Director of Sales"));
    assert_eq!(book.schema().field("Title").unwrap().length, Some(128));
    assert!(report(&book.change_schema(&tighter, true)).applied);
    assert_eq!(book.field("a", "Title"), json!("Director of Sales"));
    let read = book.read(&kith_tests::book::external("a")).answer;
    assert_eq!(warnings(&read), [(Code::TooLong, "Title")]);
    assert_taken(&book.put("a", &json!({"LastName": "Arp"})));
    assert_taken(&book.put("a", &json!({"Title": "Director of Sales", "LastName": "Alt"})));
    assert_bad(&book.put("a", &json!({"Title": "Director"})), Code::TooLong, "Title");
    let attention = book.attention(10).unwrap();
    assert_eq!(attention.contacts, 1);
    assert_eq!(attention.breaches[0].issues[0].code, Code::TooLong);
    assert_taken(&book.put("a", &json!({"Title": "CSO"})));
    assert_eq!(book.attention(10).unwrap().contacts, 0);
}

#[test]
fn what_becomes_required_is_asked_for_when_it_is_touched() {
    let book = people();
    let required = edits(json!([update("LastName", json!({"IsRequired": true}))]));
    assert_eq!(report(&book.preview_schema(&required)).broken[0].contacts, 1);
    assert!(report(&book.change_schema(&required, true)).applied);
    assert_taken(&book.put("c", &json!({"Title": "CTO"})));
    assert_bad(&book.put("a", &json!({"LastName": null})), Code::RequiredField, "LastName");
    assert_eq!(book.attention(10).unwrap().contacts, 1);
}

#[test]
fn a_field_that_becomes_unique_lists_the_clashes() {
    let book = people();
    let unique = edits(json!([update("Title", json!({"IsUnique": true}))]));
    let refused = book.change_schema(&unique, false);
    assert_bad(&refused, Code::NotUnique, "Title");
    assert_eq!(report(&refused).broken[0].contacts, 2);
    assert!(report(&book.change_schema(&unique, true)).applied);
    assert_bad(&book.put("a", &json!({"Title": "CEO"})), Code::NotUnique, "Title");
    assert_bad(&book.create(br#"{"ExternalId":"d","Title":"CEO"}"#), Code::NotUnique, "Title");
    assert_taken(&book.put("b", &json!({"LastName": "Birk"})));
    assert_taken(&book.put("b", &json!({"Title": "CTO"})));
    assert_bad(&book.put("c", &json!({"Title": "CTO"})), Code::NotUnique, "Title");
    assert_taken(&book.put("c", &json!({"Title": null})));
    assert_taken(&book.put("a", &json!({"Title": "CEO"})));
}

#[test]
fn what_one_row_takes_is_taken_for_the_next() {
    let mut book = TestBook::new();
    changed(
        &book,
        json!([add(
            json!({"FieldName": "Badge", "DisplayName": "Badge", "DataType": "String", "Length": 20, "IsUnique": true})
        )]),
    );
    let rows = json!([{"ExternalId": "a", "Badge": "1"}, {"ExternalId": "b", "Badge": "1"}, {"ExternalId": "c", "Badge": "2"}]);
    let reply = book.bulk_of(BulkOperation::Create, KeyField::Id, &rows);
    let success: Vec<_> = reply
        .answer
        .data
        .as_ref()
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["Success"].clone())
        .collect();
    assert_eq!(success, [json!(true), json!(false), json!(true)]);
    book.reopen();
    assert_bad(&book.put("c", &json!({"Badge": "1"})), Code::NotUnique, "Badge");
    assert_taken(&book.delete(&kith_tests::book::external("a")));
    assert_taken(&book.put("c", &json!({"Badge": "1"})));
    let back = book.undo_part(None, &kith_book::Scope::default());
    assert_taken(&back);
    assert_eq!(book.field("c", "Badge"), json!("2"));
}

#[test]
fn an_undo_leaves_what_another_contact_has_by_now() {
    let book = TestBook::new();
    changed(
        &book,
        json!([add(
            json!({"FieldName": "Badge", "DisplayName": "Badge", "DataType": "String", "Length": 20, "IsUnique": true})
        )]),
    );
    book.made(&json!({"ExternalId": "a", "Badge": "1"}));
    book.made(&json!({"ExternalId": "b"}));
    let moved = book.put("a", &json!({"Badge": "2", "Title": "CEO"}));
    assert_taken(&book.put("b", &json!({"Badge": "1"})));
    let back = book.undo(moved.change_id.as_deref());
    assert_taken(&back);
    assert_eq!(warnings(&back.answer).len(), 1);
    assert_eq!((book.field("a", "Badge"), book.field("a", "Title")), (json!("2"), Value::Null));
}

/// Each change of the history: how its parts differ.
fn told(book: &TestBook) -> Vec<String> {
    let parts = |change: kith_book::SchemaChange| {
        let parts = change.differences.into_iter().map(|difference| {
            let keys: Vec<_> = difference.keys.into_iter().map(|key| key.key).collect();
            format!("{:?} {:?} {:?} {}", difference.kind, difference.part, difference.name, keys.join(" "))
        });
        parts.collect::<Vec<_>>().join(", ")
    };
    book.schema_history(usize::MAX).expect("a history").into_iter().map(parts).collect()
}

#[test]
fn changes_of_the_layout_are_in_the_history_among_those_of_the_schema_and_are_taken_back() {
    let mut book = people();
    let shipped = groups(&book);
    assert_taken(&arrange(&book, json!({"ListColumns": ["Title", "Name"]})));
    changed(&book, json!([add(text("Nickname", 10)), {"DeprecateField": {"Name": "Title"}}]));
    let mut arranged = groups(&book);
    arranged.swap(0, 1);
    arranged[0].label = "Work".into();
    let names = |group: &kith_model::Group| group.name == "custom";
    arranged.retain(|group| !names(group));
    arranged[1].fields.push("Nickname".into());
    assert_taken(&arrange(&book, json!({"Groups": arranged})));
    assert_taken(&change(&book, json!([{"DeprecateField": {"Name": "Nickname"}}])));
    book.reopen();

    let expected = [
        r#"Deprecated Field "Nickname" IsDeprecated"#,
        concat!(
            r#"Changed Layout "" Groups, Changed Group "Work" Label, Changed Group "Identity" Fields, "#,
            r#"Deleted Group "Custom fields" Label Fields"#
        ),
        r#"Deprecated Field "Title" IsDeprecated, Added Field "Nickname" "#,
        r#"Changed Layout "" ListColumns"#,
    ];
    let told_now = told(&book);
    for (told, start) in told_now.iter().zip(expected) {
        assert!(told.starts_with(start), "{told} is not {start}");
    }
    assert_eq!(told_now.len(), expected.len());
    assert_eq!(book.schema_history(2).unwrap().len(), 2);

    let history = book.schema_history(4).unwrap();
    assert_taken(&book.undo(Some(&history[3].change_id)));
    assert_taken(&book.undo(Some(&history[1].change_id)));
    assert_taken(&book.undo(Some(&history[0].change_id)));
    assert_taken(&book.undo(Some(&history[2].change_id)));
    assert_eq!(groups(&book), shipped);
    assert_eq!(book.layout().list_columns, kith_model::Layout::contact().unwrap().list_columns);
    assert!(told(&book)[0].starts_with(r#"Undeprecated Field "Title""#), "{:?}", told(&book)[0]);
}

#[test]
fn automatic_numbers_go_on_and_are_never_given_twice() {
    let mut book = TestBook::new();
    changed(
        &book,
        json!([add(
            json!({"FieldName": "Number", "DisplayName": "Number", "DataType": "AutoNumber", "Length": 20,
                          "AutoNumberPrefix": "C-", "AutoNumberInitialSeed": 7})
        )]),
    );
    book.made(&json!({"ExternalId": "a"}));
    let rows = json!([{"ExternalId": "b"}, {"Title": 1}, {"ExternalId": "c"}]);
    let _mixed = book.bulk_of(BulkOperation::Create, KeyField::Id, &rows);
    let numbers = |book: &TestBook| ["a", "b", "c"].map(|key| book.field(key, "Number"));
    assert_eq!(numbers(&book), [json!("C-7"), json!("C-8"), json!("C-9")]);
    assert_refused(
        &book.put("a", &json!({"Number": "C-1"})),
        StatusCode::Forbidden,
        &[(Code::FieldNotWritable, "Number")],
    );
    assert_taken(&book.put("a", &json!({"Number": "C-7", "Title": "CEO"})));
    let made = book.create(br#"{"ExternalId":"d"}"#);
    assert_taken(&book.undo(made.change_id.as_deref()));
    book.reopen();
    book.made(&json!({"ExternalId": "e"}));
    assert_eq!(book.field("e", "Number"), json!("C-11"));
    assert_eq!(book.count(), 4);
    book.verified();
}

#[test]
fn a_field_is_deleted_only_while_it_is_empty() {
    let book = people();
    changed(&book, json!([add(text("Nickname", 10))]));
    assert_taken(&book.put("a", &json!({"Nickname": "Ada"})));
    let delete = edits(json!([{"DeleteField": {"Name": "Nickname"}}]));
    let refused = book.change_schema(&delete, true);
    assert_bad(&refused, Code::MalformedRequest, "Nickname");
    assert_eq!(report(&refused).broken[0].contacts, 1);
    assert!(
        report(&book.change_schema(&edits(json!([{"DeprecateField": {"Name": "Nickname"}}])), false)).applied
    );
    assert_eq!(book.field("a", "Nickname"), json!("Ada"));
    assert!(book.layout().groups.iter().all(|group| !group.fields.contains(&"Nickname".to_owned())));
    assert_taken(&book.put("a", &json!({"Nickname": null})));
    assert!(report(&book.change_schema(&delete, false)).applied);
    assert_bad(&book.put("a", &json!({"Nickname": "Ada"})), Code::UnknownField, "Nickname");
    assert_bad(&change(&book, json!([{"DeleteField": {"Name": "Title"}}])), Code::MalformedRequest, "Title");
}

#[test]
fn changes_of_the_schema_are_in_its_history_and_are_taken_back() {
    let mut book = people();
    let shipped = book.schema().metadata().clone();
    changed(&book, json!([add(text("Nickname", 10))]));
    changed(&book, json!([update("Title", json!({"DisplayName": "Job title"}))]));
    let told = book.schema_history(10).unwrap();
    let parts: Vec<_> =
        told.iter().map(|change| (change.differences.len(), change.differences[0].name.as_str())).collect();
    assert_eq!(parts, [(1, "Title"), (1, "Nickname")]);
    assert_taken(&book.undo(Some(&told[1].change_id)));
    assert!(book.schema().field("Nickname").is_none());
    assert_eq!(book.schema().field("Title").unwrap().display_name, "Job title");
    assert_taken(&book.redo());
    assert!(book.schema().field("Nickname").is_some());
    assert_taken(&book.undo(Some(&told[1].change_id)));
    assert_taken(&book.undo(Some(&told[0].change_id)));
    book.reopen();
    assert_eq!(*book.schema().metadata(), shipped);
    assert_eq!(book.undo(Some(&told[0].change_id)).http_status, 404);
}

#[test]
fn one_part_of_a_change_is_taken_back_by_itself() {
    let book = people();
    changed(
        &book,
        json!([
            update("Title", json!({"DisplayName": "Job"})),
            update("Fax", json!({"DisplayName": "Telefax"}))
        ]),
    );
    let change = book.schema_history(1).unwrap().remove(0).change_id;
    let part = kith_book::Scope { fields: vec!["Field:Title".into()], ..kith_book::Scope::default() };
    changed(&book, json!([update("Email", json!({"DisplayName": "Mail"}))]));
    let label = |name: &str| book.schema().field(name).unwrap().display_name.clone();
    changed(
        &book,
        json!([update("Title", json!({"DisplayName": "Post"})), update("Fax", json!({"DisplayName": "F"}))]),
    );
    let last = book.schema_history(1).unwrap().remove(0).change_id;
    assert_taken(&book.undo_part(Some(&last), &part));
    assert_eq!((label("Title"), label("Fax")), ("Job".into(), "F".into()));
    assert_eq!(book.undo_part(Some("999"), &part).http_status, 404);
    assert_ne!(last, change);
}

#[test]
fn an_added_field_that_is_in_use_is_not_taken_back() {
    let book = people();
    changed(&book, json!([add(text("Nickname", 10))]));
    assert_taken(&book.put("a", &json!({"Nickname": "Ada"})));
    let added = book.schema_history(1).unwrap().remove(0).change_id;
    assert_bad(&book.undo(Some(&added)), Code::MalformedRequest, "Nickname");
    assert!(book.schema().field("Nickname").is_some());
    assert_taken(&book.undo(None));
    assert_taken(&book.undo(None));
    assert!(book.schema().field("Nickname").is_none());
}

#[test]
fn a_backup_is_made_before_the_schema_changes() {
    let book = people();
    changed(&book, json!([add(text("Nickname", 10))]));
    let shorter = edits(json!([update("Title", json!({"Length": 1}))]));
    assert_bad(&book.change_schema(&shorter, false), Code::InvalidFormat, "Title");
    let backups = kith_book::Book::backups(book.folder_path()).unwrap();
    assert_eq!(backups.len(), 1, "a change that is refused needs none");
    assert_eq!(backups[0].reason.as_deref(), Some("before schema change"));
}

#[test]
fn the_layout_is_changed_part_by_part_and_taken_back() {
    let mut book = people();
    let columns = |book: &TestBook| book.layout().list_columns.clone();
    let shipped = columns(&book);
    let reply = book.change_layout(json!({"ListColumns": ["Title", "Name"]}).as_object().unwrap());
    assert_taken(&reply);
    book.reopen();
    assert_eq!(columns(&book), ["Title", "Name"]);
    let contact = book.whole("a");
    let id = contact.get("Id").cloned();
    let over = book.change_layout(json!({"Id": id, "ListColumns": ["Name"]}).as_object().unwrap());
    assert_taken(&over);
    assert_eq!(book.whole("a"), contact, "a layout is written over nobody");
    assert_taken(&book.undo(None));
    for wrong in [
        json!({"ListColumns": ["Nobody"]}),
        json!({"ExternalId": "x"}),
        json!({"Columns": []}),
        json!({"ListColumns": 1}),
        json!({"ListColumns": ["Name", "Name"]}),
        json!({"SavedViews": [{"Name": "all", "Label": "Mine"}]}),
    ] {
        assert_eq!(arrange(&book, wrong).http_status, 400);
    }
    assert_taken(&book.undo(None));
    assert_eq!(columns(&book), shipped);
}

/// The groups of the form, as a person sees them.
fn groups(book: &TestBook) -> Vec<kith_model::Group> {
    book.layout().groups.clone()
}

fn fields_of(book: &TestBook, name: &str) -> Vec<String> {
    groups(book).into_iter().find(|group| group.name == name).map(|group| group.fields).unwrap_or_default()
}

fn arrange(book: &TestBook, parts: Value) -> Reply {
    book.change_layout(parts.as_object().expect("parts"))
}

#[test]
fn what_is_hidden_while_form_and_list_are_rearranged_stands_where_it_stood_when_it_comes_back() {
    let book = people();
    let before = groups(&book);
    let preferences = ["DoNotCall", "HasOptedOutOfEmail", "HasOptedOutOfFax"];
    let hidden = ["Department", "Fax"].into_iter().chain(preferences);
    let all = |edit: &str| hidden.clone().map(|name| json!({edit: {"Name": name}})).collect::<Value>();
    changed(&book, all("DeprecateField"));
    assert!(fields_of(&book, "preferences").is_empty());

    let mut arranged = groups(&book);
    arranged[0].fields.reverse();
    assert_taken(&arrange(&book, json!({"Groups": arranged, "ListColumns": ["Email", "Name"]})));
    changed(&book, all("UndeprecateField"));

    let mut expected = before;
    expected[0].fields.reverse();
    assert_eq!(groups(&book), expected);
}

#[test]
fn a_field_that_was_deleted_is_not_in_the_way_and_has_its_place_when_it_is_brought_back() {
    let book = people();
    changed(&book, json!([add(text("Nickname", 10)), add(text("Motto", 10))]));
    let mut arranged = groups(&book);
    arranged[0].fields.insert(1, "Nickname".into());
    arranged.iter_mut().skip(1).for_each(|group| group.fields.retain(|name| name != "Nickname"));
    assert_taken(&arrange(&book, json!({"Groups": arranged, "ListColumns": ["Name", "Nickname"]})));
    let deleted = change(&book, json!([{"DeleteField": {"Name": "Nickname"}}]));
    assert_taken(&deleted);
    let columns = arrange(&book, json!({"ListColumns": ["Email", "Name"]}));
    assert_taken(&columns);
    assert_taken(&arrange(&book, json!({"Groups": groups(&book)})));
    assert_taken(&book.undo(columns.change_id.as_deref()));
    assert_eq!(book.layout().list_columns, ["Name"]);
    assert_taken(&book.undo(deleted.change_id.as_deref()));
    assert_eq!(fields_of(&book, "identity")[1], "Nickname");
    assert_eq!(book.layout().list_columns, ["Name", "Nickname"]);
}

#[test]
fn a_field_that_nobody_may_read_is_kept_and_shown_nowhere() {
    let book = people();
    changed(&book, json!([add(text("Secret", 10))]));
    assert_taken(&book.put("a", &json!({"Secret": "s"})));
    changed(&book, json!([update("Secret", json!({"ReadAccess": "None"}))]));
    assert_eq!(book.whole("a").get("Secret"), None);
    let shorter = edits(json!([update("Secret", json!({"Length": 1}))]));
    assert_taken(&book.put("a", &json!({"Secret": "secret"})));
    assert_eq!(report(&book.change_schema(&shorter, true)).broken[0].breaches[0].value, Value::Null);
    assert!(book.read(&kith_tests::book::external("a")).answer.warnings.is_empty());
    assert_eq!(book.attention(5).unwrap().contacts, 0);
    assert_taken(&book.put("a", &json!({"Secret": "s"})));
    assert!(!book.layout().search_fields.contains(&"Secret".to_owned()));
    let query = ListQuery { search: "Adler".into(), limit: 5, ..ListQuery::default() };
    assert_eq!(book.list(&query, Some(&["Secret".to_owned()])).http_status, 400);
    let told = book.history(&kith_tests::book::external("a"), 5).unwrap();
    assert!(told.iter().flat_map(|change| &change.fields).all(|field| field.field != "Secret"));
    changed(&book, json!([update("Secret", json!({"ReadAccess": "All"}))]));
    assert_eq!(book.field("a", "Secret"), json!("s"));
}

#[test]
fn a_key_of_a_document_is_no_key_of_a_contact() {
    let book = people();
    changed(&book, json!([add(text("Nickname", 10))]));
    let document = kith_tests::book::id("kith:schema");
    for reply in [book.read(&document), book.put_by(&document, &json!({})), book.delete(&document)] {
        assert_eq!(reply.http_status, 400, "{reply:?}");
    }
    assert_eq!(book.create(br#"{"Id":"kith:mine"}"#).http_status, 400);
}
