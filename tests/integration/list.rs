//! Lists: search, filters, order and pages, with exact counts; kept right while contacts change.

use kith_book::{Code, Filter, ListQuery, SortKey};
use kith_tests::{
    answers::{assert_bad, assert_taken},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([
        json!({"ExternalId": "a", "Name": "Ånna Müller", "Email": "anna@x.de", "Phone": "+49 (30) 123-45", "Title": "CEO",
               "Account": {"Id": "1", "Name": "Acme"}}),
        json!({"ExternalId": "b", "Name": "Bob Straße", "MailingCity": "Köln", "IsEmailBounced": true, "Title": "cto"}),
        json!({"ExternalId": "c", "Name": "carla MULLER", "Account": {"Id": "2", "Name": "Beta"}, "Title": ""}),
        json!({"ExternalId": "d", "Account": {"Id": "1", "Name": "Acme"}}),
    ])
}

fn query() -> ListQuery {
    ListQuery { limit: 100, ..ListQuery::default() }
}

fn by(field: &str, descending: bool) -> SortKey {
    SortKey { field: field.into(), descending }
}

fn keys(book: &TestBook, query: &ListQuery) -> Vec<String> {
    let page = book.page(query).expect("a page");
    let keys: Vec<_> = page.rows.iter().map(|row| row.key.value().to_owned()).collect();
    let listed = book.list(query, None).answer;
    assert_eq!(listed.record_count, Some(page.matches as u64), "both doors count alike");
    let data = listed.data.expect("Data");
    let whole: Vec<_> = data.as_array().expect("an array").iter().map(book_key).collect();
    assert_eq!(whole, keys, "both doors list alike");
    assert_eq!(page.total as u64, book.count());
    assert!(page.matches >= keys.len());
    keys
}

fn book_key(record: &Value) -> String {
    record["ExternalId"].as_str().or_else(|| record["Id"].as_str()).expect("a key").to_owned()
}

fn found(book: &TestBook, search: &str) -> Vec<String> {
    keys(book, &ListQuery { search: search.into(), ..query() })
}

fn filtered(book: &TestBook, filters: &[(&str, Value)]) -> Vec<String> {
    let filters =
        filters.iter().map(|(field, value)| Filter { field: (*field).into(), values: vec![value.clone()] });
    keys(book, &ListQuery { filters: filters.collect(), ..query() })
}

fn sorted(book: &TestBook, sort: Vec<SortKey>) -> Vec<String> {
    keys(book, &ListQuery { sort, ..query() })
}

#[test]
fn search_finds_all_words_in_any_searched_field_whatever_case_and_marks() {
    let book = book();
    for (search, expected) in [
        ("", &["a", "b", "c", "d"][..]),
        ("muller", &["a", "c"]),
        ("MÜLLER anna", &["a"]),
        ("anna nobody", &[]),
        ("strasse", &["b"]),
        ("koln", &["b"]),
        ("acme", &["a", "d"]),
        ("anna@x", &["a"]),
        ("4930123", &["a"]),
        ("(30)", &["a"]),
        ("  \t ", &["a", "b", "c", "d"]),
        ("müllerbob", &[]),
        ("%", &[]),
        (".*", &[]),
    ] {
        assert_eq!(found(&book, search), expected, "{search:?}");
    }
}

#[test]
fn a_search_that_cannot_be_understood_is_told_with_its_place_and_lists_nothing() {
    let book = book();
    for (search, at) in [("anna \"x", 5), ("anna nofield:x", 5), ("\u{301}", 0)] {
        let page = book.page(&ListQuery { search: search.into(), ..query() }).expect("a page");
        assert_eq!((page.wrong.expect("an error").at, page.rows.len(), page.total), (at, 0, 4), "{search:?}");
        let reply = book.list(&ListQuery { search: search.into(), ..query() }, None);
        assert_eq!((reply.http_status, reply.answer.errors[0].code), (400, Code::MalformedRequest));
    }
}

#[test]
fn the_box_has_fields_phrases_and_what_must_not_be() {
    let book = book();
    assert_eq!(found(&book, "title:ceo"), ["a"]);
    assert_eq!(found(&book, "muller -anna"), ["c"]);
    assert_eq!(found(&book, "title:none"), ["c", "d"]);
    assert_eq!(found(&book, "is:bounced"), ["b"]);
    assert_eq!(found(&book, "-is:bounced muller"), ["a", "c"]);
    assert_eq!(found(&book, "account:acme -title:none"), ["a"]);
}

#[test]
fn a_list_says_its_values_its_keys_and_where_a_contact_is() {
    let book = book();
    let by_name = ListQuery { sort: vec![by("Name", false)], ..query() };
    let values = book.list_values(&by_name, "Account", "", 10).expect("values");
    assert_eq!((values.values[0].count, values.distinct), (2, 3));
    let filters = vec![Filter { field: "Account".into(), values: vec![json!("Acme"), Value::Null] }];
    let some = ListQuery { filters, ..by_name.clone() };
    assert_eq!(book.list_keys(&some).expect("keys").len(), 3);
    assert_eq!(
        book.list_values(&some, "Account", "", 10).expect("values").distinct,
        3,
        "its own filter left out"
    );
    assert_eq!(book.list_place(&by_name, &external("c")).expect("a place"), Some(2));
    assert_eq!(book.list_place(&some, &external("c")).expect("a place"), None);
    assert!(book.list_jump(&by_name, "bo", 0).expect("a place").is_some());
    let table = book.table(&[external("a"), external("nobody")], &["ExternalId".into(), "Title".into()]);
    assert!(table.expect("a table").ends_with("\na\tCEO\n"));
    assert!(book.list_values(&by_name, "Nope", "", 10).is_err());
}

#[test]
fn what_is_searched_for_is_marked() {
    let book = book();
    let page = book.page(&ListQuery { search: "muller".into(), ..query() }).expect("a page");
    let row = &page.rows[0];
    let name: Vec<u16> = row.values["Name"].as_str().expect("a name").encode_utf16().collect();
    let (begin, end) = row.marks["Name"][0];
    assert_eq!(String::from_utf16_lossy(&name[begin..end]), "Müller");
    assert!(!row.marks.contains_key("Title"));
}

#[test]
fn a_column_that_is_not_searched_is_marked_only_where_it_is_asked_for() {
    let book = TestBook::with([json!({"ExternalId": "a", "Name": "Anna Meier", "Department": "Meier team"})]);
    let marked = |search: &str| {
        let query = ListQuery { search: search.into(), fields: vec!["Department".into()], ..query() };
        book.page(&query).expect("a page").rows.remove(0).marks.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(marked("meier"), ["Name"]);
    assert_eq!(marked("department:meier"), ["Department"]);
}

#[test]
fn those_whose_last_name_is_searched_for_come_first_in_the_order_of_names() {
    let book = TestBook::with([
        json!({"ExternalId": "1", "FirstName": "Meier", "LastName": "Abel", "Name": "Meier Abel"}),
        json!({"ExternalId": "2", "FirstName": "Zoe", "LastName": "Meierhans", "Name": "Zoe Meierhans"}),
        json!({"ExternalId": "3", "FirstName": "Zoe", "LastName": "Meier", "Name": "Zoe Meier"}),
    ]);
    let sorted = |field: &str| ListQuery { search: "meier".into(), sort: vec![by(field, false)], ..query() };
    assert_eq!(keys(&book, &sorted("Name")), ["3", "2", "1"]);
    assert_eq!(keys(&book, &sorted("ExternalId")), ["1", "2", "3"]);
}

#[test]
fn search_does_not_look_across_fields() {
    let book = TestBook::with([json!({"ExternalId": "a", "FirstName": "An", "LastName": "na"})]);
    assert_eq!(found(&book, "anna"), [""; 0]);
    assert_eq!(found(&book, "an na"), ["a"]);
}

#[test]
fn filters_are_exact_and_all_must_hold() {
    let book = book();
    assert_eq!(filtered(&book, &[("Title", json!("CEO"))]), ["a"]);
    assert_eq!(filtered(&book, &[("Title", json!("ceo"))]), [""; 0]);
    assert_eq!(filtered(&book, &[("Title", json!(""))]), ["c"]);
    assert_eq!(filtered(&book, &[("Title", Value::Null)]), ["c", "d"]);
    assert_eq!(filtered(&book, &[("Account", Value::Null)]), ["b"]);
    assert_eq!(filtered(&book, &[("IsEmailBounced", json!(true))]), ["b"]);
    assert_eq!(filtered(&book, &[("IsEmailBounced", json!("true"))]), [""; 0]);
    assert_eq!(filtered(&book, &[("Account", json!("Acme"))]), ["a", "d"]);
    assert_eq!(filtered(&book, &[("Account", json!("2"))]), ["c"]);
    assert_eq!(filtered(&book, &[("Account", json!({"Id": "1", "Name": "Acme"}))]), ["a", "d"]);
    assert_eq!(filtered(&book, &[("Account", json!("Acme")), ("Title", json!("CEO"))]), ["a"]);
    assert_eq!(filtered(&book, &[("ExternalId", json!("b"))]), ["b"]);
}

#[test]
fn order_ignores_case_and_marks_and_puts_the_empty_last_both_ways() {
    let book = book();
    assert_eq!(sorted(&book, vec![]), ["a", "b", "c", "d"]);
    assert_eq!(sorted(&book, vec![by("Name", false)]), ["a", "b", "c", "d"]);
    assert_eq!(sorted(&book, vec![by("Name", true)]), ["c", "b", "a", "d"]);
    assert_eq!(sorted(&book, vec![by("Title", false)]), ["a", "b", "c", "d"]);
    assert_eq!(sorted(&book, vec![by("Title", true)]), ["b", "a", "c", "d"]);
    assert_eq!(sorted(&book, vec![by("Account", true), by("Name", true)]), ["c", "a", "d", "b"]);
    assert_eq!(sorted(&book, vec![by("IsEmailBounced", true), by("ExternalId", true)]), ["b", "d", "c", "a"]);
}

#[test]
fn offset_and_limit_cut_a_page_and_the_counts_stay_exact() {
    let book = book();
    for offset in 0..6 {
        for limit in 0..6 {
            let page = book.page(&ListQuery { offset, limit, ..query() }).expect("a page");
            let expected: Vec<_> = ["a", "b", "c", "d"].iter().skip(offset).take(limit).collect();
            let keys: Vec<_> = page.rows.iter().map(|row| row.key.value()).collect();
            assert_eq!((keys, page.matches, page.total), (expected.into_iter().copied().collect(), 4, 4));
        }
    }
    let page =
        book.page(&ListQuery { search: "muller".into(), offset: 1, limit: 1, ..query() }).expect("a page");
    assert_eq!((page.rows.len(), page.matches, page.total), (1, 2, 4));
}

#[test]
fn a_list_gives_the_fields_that_are_asked_for() {
    let book = book();
    let fields = ["Title".to_owned(), "Fax".to_owned(), "ExternalId".to_owned()];
    let data = book.list(&ListQuery { limit: 1, ..query() }, Some(&fields)).answer.data;
    assert_eq!(data, Some(json!([{"Title": "CEO", "Fax": null, "ExternalId": "a"}])));
    let whole = book.list(&ListQuery { limit: 1, ..query() }, None).answer.data;
    assert_eq!(whole, Some(json!([book.whole("a")])));
}

#[test]
fn a_field_that_is_none_is_refused() {
    let book = book();
    let filters = vec![Filter { field: "title".into(), values: vec![Value::Null] }];
    assert_bad(&book.list(&ListQuery { filters, ..query() }, None), Code::UnknownField, "title");
    assert!(book.page(&ListQuery { sort: vec![by("PhotoUrl", false)], ..query() }).is_err());
}

#[test]
fn lists_that_were_asked_for_follow_every_change() {
    let mut book = book();
    let orders = [vec![], vec![by("Name", false)], vec![by("Title", true), by("Name", false)]];
    let compare = |book: &mut TestBook| {
        let kept: Vec<_> = orders.iter().map(|sort| sorted(book, sort.clone())).collect();
        let searched = (found(book, "acme"), filtered(book, &[("Title", Value::Null)]));
        book.reopen();
        let anew: Vec<_> = orders.iter().map(|sort| sorted(book, sort.clone())).collect();
        assert_eq!(kept, anew);
        assert_eq!(searched, (found(book, "acme"), filtered(book, &[("Title", Value::Null)])));
        kept
    };
    compare(&mut book);
    let made = book.created(&json!({"Name": "Bo", "Title": "aaa", "Account": {"Name": "ACME"}}));
    compare(&mut book);
    assert_taken(&book.put("b", &json!({"Name": "Zoe", "Title": null})));
    assert_taken(&book.put_by(&id(&made), &json!({"ExternalId": "0"})));
    compare(&mut book);
    assert_taken(&book.delete(&external("a")));
    book.made(&json!({"ExternalId": "e", "Name": "aaa"}));
    let after = compare(&mut book);
    assert_eq!(after[1], ["e", "0", "c", "b", "d"]);
    assert_taken(&book.undo(None));
    assert_taken(&book.undo(None));
    assert_eq!(compare(&mut book)[0], ["0", "a", "b", "c", "d"]);
}

#[test]
fn lists_follow_a_change_of_many_contacts_at_once() {
    let mut book = book();
    let by_name = || ListQuery { sort: vec![by("Name", true)], limit: 9, ..ListQuery::default() };
    assert_eq!(keys(&book, &by_name()).len(), 4);
    let rows: Vec<_> =
        (0..1_200).map(|n| json!({"ExternalId": format!("n{n}"), "Name": format!("{n:04}")})).collect();
    let created = book.bulk_of(kith_book::BulkOperation::Create, kith_book::KeyField::Id, &json!(rows));
    assert!(created.answer.success);
    let kept = keys(&book, &by_name());
    assert_eq!(kept[..5], ["c", "b", "a", "n1199", "n1198"]);
    book.reopen();
    assert_eq!(keys(&book, &by_name()), kept);
    assert_taken(&book.undo(None));
    assert_eq!(found(&book, ""), ["a", "b", "c", "d"]);
    book.verified();
}
