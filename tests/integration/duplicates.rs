//! Duplicates: found with their reasons, remembered not to be, made one and two again.

use std::cell::Cell;

use kith_book::{
    Certainty, Code, DuplicatePair, DuplicateStep, DuplicateWatch, ErrorKind, Merge, ReasonKind, Reply,
    SchemaEdit, SchemaRequest, Scope, StatusCode,
};
use kith_tests::{
    answers::{assert_bad, assert_refused, assert_taken, unstamped},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

/// Two of one person, one of another at the same number, a homonym elsewhere.
fn book() -> TestBook {
    TestBook::with([
        json!({"Id": "1", "ExternalId": "a", "Name": "Anna Müller", "Email": "anna@x.example", "Title": "Buyer",
            "HomePhone": "040 1234567", "Account": {"Id": "acc", "Name": "Acme"}}),
        json!({"Id": "2", "ExternalId": "b", "Name": "Mueller, Anna", "Email": "Anna@X.example", "Fax": "7"}),
        json!({"Id": "3", "Name": "Peter Müller", "MobilePhone": "+49 40 1234567"}),
        json!({"Id": "4", "Name": "Anna Müller", "Account": {"Name": "Globex"}}),
    ])
}

fn found(book: &TestBook) -> Vec<DuplicatePair> {
    book.duplicates(100, &DuplicateWatch::NOBODY).expect("a search").pairs
}

/// The Ids of the pairs, in their order.
fn ids(pairs: &[DuplicatePair]) -> Vec<(&str, &str)> {
    pairs.iter().map(|pair| (pair.one.id.as_str(), pair.other.id.as_str())).collect()
}

fn etag(book: &TestBook, key: &str) -> String {
    book.whole_by(&id(key))["ETag"].as_str().expect("an ETag").to_owned()
}

/// The contact `goes` made one with `stays`, as both are now.
fn merge(book: &TestBook, stays: &str, goes: &str, take: &[&str]) -> Merge {
    Merge {
        stays: stays.to_owned(),
        stays_etag: etag(book, stays),
        goes: goes.to_owned(),
        goes_etag: etag(book, goes),
        take: take.iter().map(|field| (*field).to_owned()).collect(),
    }
}

fn bare(book: &TestBook, key: &str) -> Value {
    unstamped(&book.whole_by(&id(key)))
}

#[test]
fn pairs_come_with_their_reasons_the_most_certain_first() {
    let book = book();
    let pairs = found(&book);
    assert_eq!(ids(&pairs), [("1", "2"), ("2", "4"), ("1", "4"), ("1", "3")]);
    let first = &pairs[0];
    assert_eq!((first.certainty, first.one.title.as_str()), (Certainty::VeryLikely, "Anna Müller"));
    assert_eq!((&first.one.key, first.one.subtitle.as_str()), (&external("a"), "Buyer · Acme"));
    let reasons: Vec<_> = first
        .reasons
        .iter()
        .map(|reason| (reason.kind, reason.one.as_str(), reason.other.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            (ReasonKind::SameEmail, "anna@x.example", "Anna@X.example"),
            (ReasonKind::SameName, "Anna Müller", "Mueller, Anna")
        ]
    );
    let last = &pairs[3];
    assert_eq!(last.certainty, Certainty::Possible, "a family at one number");
    assert_eq!(last.reasons[0].other, "+49 40 1234567");
}

#[test]
fn pairs_about_one_person_stand_together() {
    let person =
        |n: u32, name: &str, email: &str| json!({"ExternalId": n.to_string(), "Name": name, "Email": email});
    let book = TestBook::with([
        person(1, "Anna Weber", "a@x.example"),
        person(2, "Bernd Kohl", "b@x.example"),
        person(3, "Anna Weber", "a@x.example"),
        person(4, "Bernd Kohl", "b@x.example"),
        person(5, "Anne Weber", "a@x.example"),
    ]);
    let groups: Vec<_> = found(&book).iter().map(|pair| pair.group).collect();
    assert_eq!(groups.iter().filter(|group| **group == groups[0]).count(), 3, "{groups:?}");
    assert!(groups.is_sorted());
}

#[test]
fn fields_that_a_person_added_count_by_their_format() {
    let book = TestBook::new();
    let field = json!({"FieldName": "Private", "DisplayName": "Private", "DataType": "String", "Length": 254,
        "Format": "email"});
    let edit = SchemaEdit::AddField { field: Box::new(serde_json::from_value(field).expect("a field")) };
    assert_taken(&book.change_schema(&SchemaRequest::Edits(vec![edit]), false));
    book.made(&json!({"Id": "1", "Name": "Anna", "Private": "a@x.example"}));
    book.made(&json!({"Id": "2", "Name": "Bea", "Email": "a@x.example"}));
    assert_eq!(ids(&found(&book)), [("1", "2")]);
}

#[test]
fn a_search_tells_how_far_it_is_and_ends_when_it_is_asked_to() {
    let book = book();
    let steps = Cell::new((false, false));
    let progress = |progress: kith_book::DuplicateProgress| {
        let (read, compared) = steps.get();
        assert!(progress.done <= progress.total && progress.total == 4);
        steps.set(match progress.step {
            DuplicateStep::Read => (true, compared),
            DuplicateStep::Compare => (read, true),
        });
    };
    book.duplicates(10, &DuplicateWatch { progress: &progress, go_on: &|| true }).expect("a search");
    assert_eq!(steps.get(), (true, true));
    let ended = book.duplicates(10, &DuplicateWatch { progress: &progress, go_on: &|| false });
    assert_eq!(ended.expect_err("it ends").kind(), ErrorKind::Ended);
}

#[test]
fn the_limit_bounds_what_is_told_and_not_what_is_counted() {
    let found = book().duplicates(1, &DuplicateWatch::NOBODY).expect("a search");
    assert_eq!((found.contacts, found.found, found.more, found.pairs.len()), (4, 4, false, 1));
}

#[test]
fn a_merge_takes_the_chosen_values_and_one_undo_brings_both_back() {
    let mut book = book();
    let before = (bare(&book, "1"), bare(&book, "2"));
    let merged = book.merge(&merge(&book, "1", "2", &["Fax", "Name"]));
    assert_taken(&merged);
    let told = json!({"Stays": {"Id": "1", "ExternalId": "a"}, "Gone": {"Id": "2", "ExternalId": "b"}});
    assert_eq!(merged.answer.data, Some(told));
    let stays = book.whole("a");
    assert_eq!(
        (&stays["Fax"], &stays["Name"], &stays["Title"]),
        (&json!("7"), &json!("Mueller, Anna"), &json!("Buyer"))
    );
    assert_eq!(book.read(&external("b")).http_status, 404);
    let last = book.contact_changes(&external("a"), 1).expect("a history");
    assert_eq!(last[0].contacts, 2, "both in one change");
    book.reopen();
    assert_taken(&book.undo(None));
    assert_eq!((bare(&book, "1"), bare(&book, "2")), before);
    assert_taken(&book.redo());
    assert_eq!((book.count(), &book.field("a", "Fax")), (3, &json!("7")));
    book.verified();
}

#[test]
fn a_merge_that_takes_nothing_leaves_the_one_that_stays_as_it_is() {
    let book = book();
    let whole = book.whole("a");
    assert_taken(&book.merge(&merge(&book, "1", "2", &[])));
    assert_eq!(book.whole("a"), whole, "no new ETag");
    assert_taken(&book.undo(None));
    assert_eq!(book.count(), 4);
}

#[test]
fn a_merge_of_what_was_changed_meanwhile_is_refused_and_does_nothing() {
    let book = book();
    for (changed, key) in [("a", "1"), ("b", "2")] {
        let looked_at = merge(&book, "1", "2", &["Fax"]);
        assert_taken(&book.put(changed, &json!({"Department": key})));
        let contents = book.contents();
        assert_bad(&book.merge(&looked_at), Code::StaleRecord, "ETag");
        assert_eq!(book.contents(), contents);
    }
}

#[test]
fn a_merge_is_judged_by_the_schema_and_does_nothing_when_it_is_refused() {
    let book = book();
    let contents = book.contents();
    let refused = |stays: &str, goes: &str, take: &[&str]| book.merge(&merge(&book, stays, goes, take));
    assert_bad(&refused("1", "2", &["Nonsense"]), Code::UnknownField, "Nonsense");
    assert_bad(&refused("1", "2", &["Id"]), Code::IdMismatch, "Id");
    let keys = refused("1", "2", &["ExternalId"]);
    assert!(!keys.answer.success, "an ExternalId never changes: {keys:?}");
    assert_bad(&refused("1", "1", &[]), Code::MalformedRequest, "");
    let none = Merge { goes: "9".into(), ..merge(&book, "1", "2", &[]) };
    assert_refused(&book.merge(&none), StatusCode::NotFound, &[(Code::NotFound, "Id")]);
    let document = Merge { goes: "kith:apart".into(), ..merge(&book, "1", "2", &[]) };
    assert_bad(&book.merge(&document), Code::MalformedRequest, "Id");
    assert_eq!(book.contents(), contents);
}

#[test]
fn a_value_that_only_one_may_have_goes_over_and_comes_back() {
    let book = book();
    let field = json!({"FieldName": "Badge", "DisplayName": "Badge", "DataType": "String", "Length": 20, "IsUnique": true});
    let edit = SchemaEdit::AddField { field: Box::new(serde_json::from_value(field).expect("a field")) };
    assert_taken(&book.change_schema(&SchemaRequest::Edits(vec![edit]), false));
    assert_taken(&book.put("b", &json!({"Badge": "77"})));
    let merged = book.merge(&merge(&book, "1", "2", &["Badge"]));
    assert_taken(&merged);
    assert_eq!(book.field("a", "Badge"), "77");
    let undone = book.undo(merged.change_id.as_deref());
    assert_eq!((undone.http_status, undone.answer.warnings.len()), (200, 0), "{undone:?}");
    assert_eq!((book.field("a", "Badge"), book.field("b", "Badge")), (Value::Null, json!("77")));
}

#[test]
fn not_the_same_is_remembered_and_lifted() {
    let mut book = book();
    assert_taken(&book.set_apart(&external("b"), &id("1"), true));
    assert_eq!(ids(&found(&book)), [("2", "4"), ("1", "3"), ("1", "4")]);
    book.reopen();
    let apart = book.apart().expect("the pairs");
    assert_eq!(
        (apart.len(), apart[0].one.title.as_str(), apart[0].other.id.as_str()),
        (1, "Anna Müller", "2")
    );
    let again = book.set_apart(&external("a"), &external("b"), true);
    assert_eq!((again.http_status, again.change_id), (200, None), "known already");
    assert_taken(&book.set_apart(&external("a"), &external("b"), false));
    assert_eq!((found(&book).len(), book.apart().expect("none").len()), (4, 0));
    assert_eq!(book.count(), 4, "what is remembered is no contact");
    book.verified();
}

#[test]
fn not_the_same_is_undone_by_itself() {
    let book = book();
    let first = book.set_apart(&id("1"), &id("2"), true);
    assert_taken(&book.set_apart(&id("1"), &id("3"), true));
    assert_taken(&book.undo(first.change_id.as_deref()));
    assert_eq!(ids(&found(&book)), [("1", "2"), ("2", "4"), ("1", "4")]);
    assert_taken(&book.undo(None));
    assert_eq!(found(&book).len(), 4);
    assert_taken(&book.redo());
    assert_eq!(found(&book).len(), 3);
}

#[test]
fn not_the_same_is_in_a_backup_and_in_records_built_anew() {
    let mut book = book();
    assert_taken(&book.set_apart(&id("1"), &id("2"), true));
    let folder = tempfile::tempdir().expect("a folder");
    let backup = folder.path().join("b.kithbackup");
    book.backup_create(Some(&backup)).expect("a backup");
    assert_taken(&book.set_apart(&id("1"), &id("2"), false));
    book.close();
    std::fs::remove_dir_all(book.folder_path().join("sled")).expect("the records");
    book.reopen();
    assert_eq!(found(&book).len(), 4);
    book.close();
    kith_book::Book::backup_restore(&backup, book.folder_path()).expect("restored");
    book.reopen();
    assert_eq!(found(&book).len(), 3);
}

#[test]
fn whom_the_merged_one_was_not_the_other_is_not_either() {
    let book = book();
    assert_taken(&book.set_apart(&id("2"), &id("4"), true));
    let merged = book.merge(&merge(&book, "1", "2", &[]));
    assert_taken(&merged);
    assert_eq!(ids(&found(&book)), [("1", "3")]);
    let undone = book.undo_part(merged.change_id.as_deref(), &Scope::default());
    assert_taken(&undone);
    assert_eq!(ids(&found(&book)), [("1", "2"), ("1", "3"), ("1", "4")]);
}

#[test]
fn what_is_no_pair_of_contacts_is_not_remembered() {
    let book = book();
    assert_bad(&book.set_apart(&id("1"), &external("a"), true), Code::MalformedRequest, "");
    assert_bad(&book.set_apart(&id("kith:apart"), &id("1"), true), Code::MalformedRequest, "Id");
    let missing = book.set_apart(&id("1"), &id("9"), true);
    assert_refused(&missing, StatusCode::NotFound, &[(Code::NotFound, "Id")]);
}

#[test]
fn a_book_to_look_at_is_searched_and_not_changed() {
    let mut book = book();
    let merge = merge(&book, "1", "2", &[]);
    book.reopen_read_only();
    assert_eq!(found(&book).len(), 4);
    let forbidden = |reply: &Reply| assert_refused(reply, StatusCode::Forbidden, &[(Code::ReadOnly, "")]);
    forbidden(&book.merge(&merge));
    forbidden(&book.set_apart(&id("1"), &id("2"), true));
}
