//! Random fields and picklists, and values for them.

use kith_model::{FieldMetadata, PicklistMetadata, SchemaEdit};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// The data types a body can hold values of.
const TYPES: [&str; 14] = [
    "String",
    "LongString",
    "Int",
    "Double",
    "Decimal",
    "Currency",
    "Boolean",
    "Date",
    "DateTime",
    "Identifier",
    "Picklist",
    "MultiPicklist",
    "Lookup",
    "Image",
];
/// The picklists that random fields use.
const LISTS: [&str; 2] = ["First", "Second"];

pub fn list(name: &'static str) -> impl Strategy<Value = PicklistMetadata> {
    let entries = prop::collection::btree_map("[a-d]{1,3}", any::<bool>(), 0..5);
    (entries, any::<bool>()).prop_map(move |(entries, is_open)| {
        let entries: Vec<_> = entries
            .into_iter()
            .enumerate()
            .map(|(at, (value, is_deprecated))| {
                json!({"Value": value, "DisplayText": value, "Sequence": at, "IsDeprecated": is_deprecated})
            })
            .collect();
        let list =
            json!({"Name": name, "AllowNonConfiguredPicklistEntries": is_open, "PicklistEntries": entries});
        serde_json::from_value(list).expect("a picklist")
    })
}

/// Both picklists as edits.
pub fn lists() -> impl Strategy<Value = Vec<SchemaEdit>> {
    let put = |picklist| SchemaEdit::PutPicklist { picklist };
    (list(LISTS[0]), list(LISTS[1])).prop_map(move |(first, second)| vec![put(first), put(second)])
}

/// A field; not always a sound one.
pub fn field() -> impl Strategy<Value = FieldMetadata> {
    let numbers = (1_u32..9, 0_u32..5, prop::option::of(1_u32..20));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let rules = (
        select(&["email", "phone", "true-false", "date-or-date-time"][..]),
        prop::option::of(select(&["reject", "warn"][..])),
        select(&LISTS[..]),
    );
    ("[A-C][a-c]{1,2}_c", select(&TYPES[..]), numbers, flags, rules).prop_map(
        |(name, data_type, (precision, scale, length), (required, nullable, formatted, extra), rules)| {
            let (format, enforcement, list) = rules;
            let mut keys = json!({"FieldName": name, "DisplayName": name, "DataType": data_type,
                "IsRequired": required && extra, "IsNullable": nullable, "Unheard": {"Of": [precision]}});
            let mut say = |key: &str, value: Value| keys[key] = value;
            match data_type {
                "Decimal" | "Currency" => {
                    say("Precision", precision.into());
                    say("Scale", scale.into());
                }
                "Picklist" | "MultiPicklist" => say("PicklistName", list.into()),
                "String" | "LongString" | "Identifier" if formatted => say("Format", format.into()),
                "Lookup" | "Image" | "String" | "LongString" | "Identifier" => say("Length", length.into()),
                "Boolean" if extra => say("DefaultValue", formatted.into()),
                _ => {}
            }
            if let Some(enforcement) = enforcement {
                say("Enforcement", enforcement.into());
            }
            serde_json::from_str(&keys.to_string()).expect("a field")
        },
    )
}

/// A value for a field, mostly of its type, and about as often a good one as not. A decimal is whole where the field
/// takes whole numbers only: the other validator counts in doubles.
fn value_for(field: &FieldMetadata) -> BoxedStrategy<Value> {
    let texts = |pattern: &'static str| pattern.prop_map(Value::from).boxed();
    let own = match serde_json::to_value(field.data_type).expect("a type").as_str().unwrap_or_default() {
        "Int" => prop_oneof![
            any::<i32>().prop_map(Value::from),
            Just(number("12.0")),
            Just(number("1e3")),
            Just(number("1.5")),
            Just(number("1e30")),
        ]
        .boxed(),
        "Double" => any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Value::from).boxed(),
        "Decimal" | "Currency" if field.scale == Some(0) => {
            ("-?[1-9][0-9]{0,9}(\\.[05])?").prop_map(|text| number(&text)).boxed()
        }
        "Decimal" | "Currency" => ("-?[1-9][0-9]{0,9}").prop_map(|text| number(&text)).boxed(),
        "Boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "Date" => texts("20[0-2][0-9]-[01][0-9]-[0-3][0-9]"),
        "DateTime" => {
            texts("20[0-2][0-9]-0[1-9]-[0-2][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](Z|\\+0[0-9]:[0-5]0)")
        }
        "MultiPicklist" => prop::collection::vec("[a-d]{1,2}", 0..3).prop_map(Value::from).boxed(),
        "Picklist" => texts("[a-d]{1,2}"),
        "Lookup" => (prop::option::of("[a-z]{0,9}"), prop::option::of("[a-z]{0,25}"))
            .prop_map(|(id, name)| json!({"Id": id, "Name": name}))
            .boxed(),
        _ => prop_oneof![
            texts("[a-zß\u{1f600}]{0,25}"),
            texts("[a-z.]{0,3}@[a-z-]{1,3}\\.[a-z]{1,3}"),
            texts("\\+?[0-9 ()]{1,9}( ?ext? [0-9])?"),
            texts("true|false|True"),
            texts("20[0-2][0-9]-[01][0-9]-[0-3][0-9](T1[0-9]:00:00Z)?"),
        ]
        .boxed(),
    };
    prop_oneof![12 => own, 1 => Just(Value::Null), 1 => other()].boxed()
}

fn other() -> impl Strategy<Value = Value> {
    select(vec![
        json!(true),
        json!(1),
        number("0.5"),
        json!("x"),
        json!([]),
        json!(["a", 1]),
        json!({}),
        json!({"Id": 1}),
    ])
}

/// A number by its text.
fn number(text: &str) -> Value {
    serde_json::from_str(text).expect("a number")
}

/// A body that holds some of the fields.
pub fn body_for(fields: Vec<FieldMetadata>) -> impl Strategy<Value = Map<String, Value>> {
    let values: Vec<_> = fields
        .into_iter()
        .map(|field| {
            let name = field.field_name.clone();
            prop::option::weighted(0.8, value_for(&field)).prop_map(move |value| Some((name.clone(), value?)))
        })
        .collect();
    values.prop_map(|values| values.into_iter().flatten().collect())
}
