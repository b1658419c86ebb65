//! Any changes of a book's schema, with contacts in it.

use kith_book::{RecordKey, SchemaRequest};
use kith_store::{OpenOptions, Store};
use kith_tests::book::TestBook;
use proptest::prelude::*;
use serde_json::json;

use super::edits::{edit, sets};
use crate::settings;

fn book() -> TestBook {
    TestBook::with((0..4).map(|n| {
        json!({"Id": format!("{n}"), "ExternalId": format!("x-{n}"), "Name": format!("Name {n}"), "Title": "CEO",
               "Email": format!("a{n}@b.cd"), "Description": "long".repeat(n), "IsEmailBounced": n % 2 == 0,
               "Account": {"Id": "1", "Name": null}, "LeadSource": "Fair"})
    }))
}

/// Every contact as it is on the disk, in the order of the Ids.
fn stored(book: &TestBook) -> Vec<String> {
    let options = OpenOptions { create: false, read_only: true, holder: "the tests".into() };
    let (store, _report) = Store::open(book.folder_path(), &options).expect("the store");
    let mut records: Vec<_> = store
        .records()
        .map(|record| serde_json::to_string(&record.expect("a record")).expect("JSON"))
        .collect();
    records.sort();
    records
}

proptest! {
    #![proptest_config(settings(16))]

    #[test]
    fn any_changes_of_the_schema_leave_every_contact_readable_and_as_it_was(
        sets in sets(),
        undone in prop::collection::vec(any::<bool>(), 12),
        one_more in edit(),
    ) {
        let mut book = book();
        book.close();
        let before = stored(&book);
        book.reopen();
        for (edits, undone) in sets.into_iter().chain([vec![one_more]]).zip(undone) {
            let reply = book.change_schema(&SchemaRequest::Edits(edits), true);
            prop_assert!(reply.http_status == 200 || reply.change_id.is_none());
            if undone && let Some(change) = &reply.change_id {
                prop_assert!(book.undo(Some(change)).answer.success);
            }
            for n in 0..4 {
                let key = RecordKey::ExternalId(["x-", &n.to_string()].concat());
                prop_assert!(book.read(&key).answer.success);
            }
            book.attention(5).expect("rules that compile");
        }
        let metadata = book.schema().metadata().clone();
        book.close();
        prop_assert_eq!(stored(&book), before);
        book.reopen();
        let schema = book.schema();
        prop_assert_eq!(schema.metadata(), &metadata);
        book.verified();
    }
}
