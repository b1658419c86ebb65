//! A merge of any two contacts, undone, leaves both as they were.

use kith_book::Merge;
use kith_tests::{
    answers::unstamped,
    book::{TestBook, id},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::settings;

const FIELDS: [&str; 6] = ["Name", "Title", "Fax", "Account", "IsEmailBounced", "DoNotCall"];

fn value(field: &'static str) -> BoxedStrategy<Value> {
    match field {
        "Account" => prop_oneof![
            Just(Value::Null),
            Just(json!({"Id": "1", "Name": "Acme"})),
            Just(json!({"Id": null, "Name": "é"})),
        ]
        .boxed(),
        "IsEmailBounced" => any::<bool>().prop_map(Value::from).boxed(),
        "DoNotCall" => prop::sample::select(vec![Value::Null, json!("true"), json!("false")]).boxed(),
        _ => prop_oneof![Just(Value::Null), "[ a-c\u{e9}]{0,6}".prop_map(Value::from)].boxed(),
    }
}

fn contact() -> impl Strategy<Value = Map<String, Value>> {
    FIELDS.map(value).prop_map(|values| FIELDS.map(str::to_owned).into_iter().zip(values).collect())
}

fn made(book: &TestBook, number: &str, has_key: bool, fields: &Map<String, Value>) {
    let mut contact = fields.clone();
    contact.insert("Id".into(), number.into());
    if has_key {
        contact.insert("ExternalId".into(), format!("x-{number}").into());
    }
    book.made(&Value::Object(contact));
}

fn whole(book: &TestBook, number: &str) -> Value {
    book.whole_by(&id(number))
}

fn etag(record: &Value) -> String {
    record["ETag"].as_str().unwrap_or_default().to_owned()
}

proptest! {
    #![proptest_config(settings(48))]

    #[test]
    fn what_is_merged_and_undone_is_as_it_was(
        (stays, goes) in (contact(), contact()),
        (stays_key, goes_key) in any::<(bool, bool)>(),
        take in prop::sample::subsequence(FIELDS.to_vec(), 0..=FIELDS.len()),
    ) {
        let book = TestBook::new();
        made(&book, "1", stays_key, &stays);
        made(&book, "2", goes_key, &goes);
        let before = [whole(&book, "1"), whole(&book, "2")];
        let merge = Merge {
            stays: "1".into(),
            stays_etag: etag(&before[0]),
            goes: "2".into(),
            goes_etag: etag(&before[1]),
            take: take.iter().map(|field| (*field).to_owned()).collect(),
        };
        let merged = book.merge(&merge);
        prop_assert!(merged.answer.success, "{:?}", merged.answer);
        prop_assert_eq!(book.count(), 1);
        let after = whole(&book, "1");
        for field in FIELDS {
            let from = usize::from(take.contains(&field));
            prop_assert_eq!(&after[field], &before[from][field], "{}", field);
        }
        prop_assert_eq!((&after["Id"], &after["ExternalId"]), (&before[0]["Id"], &before[0]["ExternalId"]));

        let undone = book.undo(None);
        prop_assert!(undone.answer.success && undone.answer.warnings.is_empty(), "{:?}", undone.answer);
        for (number, before) in ["1", "2"].into_iter().zip(&before) {
            prop_assert_eq!(unstamped(&whole(&book, number)), unstamped(before));
        }
    }
}
