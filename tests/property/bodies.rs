//! Random bodies: fields with good and bad values, keys, names that are no fields, things twice.

use kith_tests::contract::{FIELDS, Kind, picklist};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

use crate::model::{Body, SYSTEM};

/// Any JSON value, rarely the right one.
pub fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        select(vec![0.5, -0.0, 1e308, -2.5e-300]).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[A-Za-z]{0,3}|Id|Name", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Text of any characters, or of those that trouble.
pub fn any_text() -> impl Strategy<Value = String> {
    let troubling = "[ \\t\u{0}\u{7f}\u{200b}\u{202e}\u{301}e\u{feff}\"\\\\/<&=@:x0-9\u{1F600}-]{0,12}";
    prop_oneof![4 => troubling, 2 => any::<String>(), 1 => "[a-zA-Z ]{30,60}"]
}

/// A value for a field: mostly of its kind.
pub fn value_for(name: &'static str, kind: Kind, length: Option<usize>) -> BoxedStrategy<Value> {
    let good = match kind {
        Kind::Lookup => {
            let part = || prop_oneof![Just(Value::Null), any_text().prop_map(Value::from)];
            prop_oneof![
                (part(), part()).prop_map(|(id, name)| json!({"Id": id, "Name": name})),
                part().prop_map(|name| json!({"Name": name})),
                Just(json!({})),
            ]
            .boxed()
        }
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Picklist => select(picklist(name)).prop_map(Value::from).boxed(),
        Kind::Text => any_text().prop_map(Value::from).boxed(),
        Kind::TrueFalse => texts("true|false|True|yes|"),
        Kind::Email => texts("[a-z.!+-]{1,4}@[a-z0-9-]{1,3}(\\.[a-z-]{1,3}){0,2}|[ü@ a.]{0,5}"),
        Kind::Date => texts("[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]|[0-9-]{8,11}"),
        Kind::DateOrDateTime => texts(
            "20[0-9]{2}-0[1-9]-[0-3][0-9]([Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,12})?(Z|z|[+-][0-2][0-9]:[0-6][0-9]|))?",
        ),
        Kind::Phone => texts("[+]?[0-9 ()./#*,;-]{1,12}( ?e?xt? ?[0-9]{1,3})?|[a-z]{0,4}"),
        Kind::CountryCode => texts("[A-Z]{2}|[a-z]{2}|[A-Z]{0,3}"),
        Kind::Url => texts("(https?|HTTP|ftp)://[a-z]{1,5}(\\.[a-z]{1,3})?(/[a-z%20?&=#]{0,5})?|[a-z/]{0,6}"),
    };
    let sure = match kind {
        Kind::Lookup => {
            select(vec![json!({"Id": "1", "Name": "A"}), json!({"Id": "2", "Name": "B"})]).boxed()
        }
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Date | Kind::DateOrDateTime => texts("20[0-9]{2}-0[1-9]-[12][0-9]"),
        Kind::TrueFalse => texts("true|false"),
        Kind::Email => texts("[a-c]@[a-c]"),
        Kind::CountryCode => texts("DE|FR|US"),
        Kind::Url => texts("https?://[a-c]{1,2}"),
        Kind::Text | Kind::Picklist | Kind::Phone => texts("[1-3]"),
    };
    let at_length = length.unwrap_or(9);
    let long =
        (0..3_usize).prop_map(move |more| Value::from("😀".repeat((at_length + more).saturating_sub(1))));
    prop_oneof![40 => sure, 8 => good, 2 => Just(Value::Null), 1 => any_json(), 1 => long].boxed()
}

fn texts(pattern: &'static str) -> BoxedStrategy<Value> {
    proptest::string::string_regex(pattern).expect("a pattern").prop_map(Value::from).boxed()
}

/// A key out of a few, so that contacts meet.
pub fn key_text() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => select(vec!["k0", "k1", "k2", "k3", "k4"]).prop_map(str::to_owned),
        1 => select(vec!["", " ", "k0 ", "K0", "a\nb", "\u{85}", "e\u{301}"]).prop_map(str::to_owned),
        1 => select(vec![255_usize, 256]).prop_map(|length| "😀".repeat(length)),
    ]
}

/// One property of a body.
fn property() -> impl Strategy<Value = (String, Value)> {
    let field = select(FIELDS.to_vec()).prop_flat_map(|(name, kind, length, _)| {
        value_for(name, kind, length).prop_map(move |value| (name.to_owned(), value))
    });
    let key_value =
        || prop_oneof![20 => key_text().prop_map(Value::from), 2 => Just(Value::Null), 1 => any_json()];
    let key = |names: &[&'static str]| {
        (select(names.to_vec()), key_value()).prop_map(|(name, value)| (name.to_owned(), value))
    };
    let unknown = prop_oneof![
        "[a-z]{0,5}",
        any_text(),
        select(vec!["email", "iD", "ExternalID"]).prop_map(str::to_owned)
    ];
    let is_free = |name: &String| {
        let is_key = ["Id", "ID", "id", "ExternalId", "externalId"].contains(&name.as_str());
        !is_key && name != "ETag" && !SYSTEM.contains(&name.as_str())
    };
    let wrong =
        prop_oneof![Just(Value::Null), Just(json!("2001-01-01T00:00:00.000Z")), Just(json!({"Id": "u-0"}))];
    prop_oneof![
        30 => field,
        2 => key(&["Id", "ID", "id"]),
        3 => key(&["ExternalId", "externalId"]),
        1 => (unknown.prop_filter("no name of a key", is_free), any_json()),
        1 => (select(SYSTEM.to_vec()).prop_map(str::to_owned), wrong),
        1 => any_json().prop_map(|value| ("ETag".to_owned(), value)),
    ]
}

/// A body: a few properties, now and then one of them twice.
pub fn body() -> impl Strategy<Value = Body> {
    let properties = prop::collection::vec(property(), 0..6);
    (properties, 0..40_usize).prop_map(|(mut properties, twice)| {
        if let Some(again) = properties.get(twice).cloned() {
            properties.push(again);
        } else if twice >= 6 {
            let mut seen = Vec::new();
            properties.retain(|(name, _)| {
                !seen.contains(name) && {
                    seen.push(name.clone());
                    true
                }
            });
        }
        properties
    })
}

/// The body as JSON text.
pub fn written(body: &Body) -> String {
    let properties: Vec<_> = body.iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
    format!("{{{}}}", properties.join(","))
}
