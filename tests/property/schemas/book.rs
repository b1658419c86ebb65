//! Any changes of a book's schema and layout, with contacts in it.

use kith_book::{RecordKey, Reply, SchemaEdit, SchemaRequest};
use kith_store::{OpenOptions, Store};
use kith_tests::book::TestBook;
use proptest::{prelude::*, sample::Index, sample::select};
use serde_json::{Value, json};

use super::edits::{edit, name};
use crate::settings;

/// One thing a person does in the schema manager.
#[derive(Debug, Clone)]
enum Step {
    Edit(Vec<SchemaEdit>),
    Arrange(Value),
    /// Takes one of the changes so far back, an undo too.
    TakeBack(Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => prop::collection::vec(edit(), 1..3).prop_map(Step::Edit),
        2 => arrangement().prop_map(Step::Arrange),
        2 => any::<Index>().prop_map(Step::TakeBack),
    ]
}

/// Parts of a layout, of fields that may be there.
fn arrangement() -> impl Strategy<Value = Value> {
    let names = || prop::collection::vec(name(), 0..4);
    let group = (select(&["identity", "custom", "mine"][..]), names())
        .prop_map(|(name, fields)| json!({"Name": name, "Label": name, "Fields": fields}));
    let view = (select(&["mine", "yours"][..]), name(), names()).prop_map(|(name, field, columns)| {
        json!({"Name": name, "Label": name, "Columns": columns, "Filters": [{"Field": field, "Values": ["a"]}]})
    });
    prop_oneof![
        names().prop_map(|names| json!({"ListColumns": names})),
        prop::collection::vec(group, 0..4).prop_map(|groups| json!({"Groups": groups})),
        prop::collection::vec(view, 0..3).prop_map(|views| json!({"SavedViews": views})),
        Just(json!({"Groups": null, "ListColumns": null})),
    ]
}

/// Does a step; what was refused changed nothing.
fn take(book: &TestBook, step: Step, changes: &[String]) -> Option<Reply> {
    Some(match step {
        Step::Edit(edits) => book.change_schema(&SchemaRequest::Edits(edits), true),
        Step::Arrange(parts) => book.change_layout(parts.as_object()?),
        Step::TakeBack(_) if changes.is_empty() => return None,
        Step::TakeBack(index) => book.undo(Some(index.get(changes).as_str())),
    })
}

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
    fn any_changes_of_schema_and_layout_and_their_undos_leave_every_contact_readable_and_as_it_was(
        steps in prop::collection::vec(step(), 1..16),
    ) {
        let mut book = book();
        book.close();
        let before = stored(&book);
        book.reopen();
        let mut changes = Vec::new();
        for step in steps {
            let Some(reply) = take(&book, step, &changes) else { continue };
            prop_assert!(reply.answer.success || reply.change_id.is_none());
            changes.extend(reply.change_id);
            for n in 0..4 {
                let key = RecordKey::ExternalId(["x-", &n.to_string()].concat());
                prop_assert!(book.read(&key).answer.success);
            }
            book.attention(5).expect("rules that compile");
            let (schema, layout) = (book.schema(), book.layout());
            prop_assert_eq!(layout.twice(), None);
            let shown = schema.fields().iter().filter(|field| field.is_shown()).count();
            prop_assert_eq!(layout.groups.iter().map(|group| group.fields.len()).sum::<usize>(), shown);
            prop_assert_eq!(book.schema_history(usize::MAX).expect("a history").len(), changes.len());
        }
        let (metadata, layout) = (book.schema().metadata().clone(), kith_model::Layout::clone(&book.layout()));
        book.close();
        prop_assert_eq!(stored(&book), before);
        book.reopen();
        let (schema, again) = (book.schema(), book.layout());
        prop_assert_eq!(schema.metadata(), &metadata);
        prop_assert_eq!(again.as_ref(), &layout);
        book.verified();
    }
}
