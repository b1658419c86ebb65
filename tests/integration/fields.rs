//! Contract, section 4: the 40 standard fields, each as the contract's table has it, in the shipped schema and in
//! real updates.

use kith_book::{Code, Schema};
use kith_tests::{
    answers::{assert_bad, assert_taken, warnings},
    book::TestBook,
    contract::{
        FIELDS,
        Kind::{
            self, Boolean, CountryCode, Date, DateOrDateTime, Email, Lookup, Phone, Picklist, Text,
            TrueFalse, Url,
        },
        picklist,
    },
};
use serde_json::{Value, json};

/// A value of exactly `length` characters that the field takes without a warning, and one that is over its length.
/// A character outside the basic plane wherever the format allows one.
fn of_length(kind: Kind, length: usize) -> Value {
    match kind {
        Lookup => json!({"Id": "😀".repeat(length), "Name": "😀".repeat(length)}),
        Text | Picklist => json!("😀".repeat(length)),
        Email => json!(format!("{}@example.com", "x".repeat(length - "@example.com".len()))),
        Phone => json!("5".repeat(length)),
        Url => json!(format!("https://example.com/{}", "😀".repeat(length - "https://example.com/".len()))),
        TrueFalse | CountryCode => json!("x".repeat(length)),
        Boolean | DateOrDateTime | Date => Value::Null,
    }
}

/// A value of the format, and one that is not of it.
fn examples(field: &str, kind: Kind) -> (Value, Option<Value>) {
    match kind {
        Lookup => (json!({"Id": "1", "Name": "Acme"}), None),
        Text => (json!("any text"), None),
        TrueFalse => (json!("true"), Some(json!("yes"))),
        Email => (json!("a@b.c"), Some(json!("a b@c"))),
        Boolean => (json!(true), None),
        DateOrDateTime => (json!("2024-02-29T12:00:00+01:00"), Some(json!("2024-02-30"))),
        Date => (json!("2024-02-29"), Some(json!("2024-02-29T12:00:00Z"))),
        Picklist => (json!(picklist(field)[0]), Some(json!("none of the list"))),
        Phone => (json!("+49 (30) 123-4.5/6 x7"), Some(json!("ask Una"))),
        CountryCode => (json!("DE"), Some(json!("ZZ"))),
        Url => (json!("https://example.com/a.png"), Some(json!("example.com"))),
    }
}

/// What of a field's format is a warning and not an error.
fn warns(kind: Kind) -> bool {
    matches!(kind, Phone | Picklist)
}

fn book() -> TestBook {
    TestBook::with([json!({"ExternalId": "x"})])
}

#[test]
fn the_shipped_schema_has_the_forty_fields_in_the_contracts_order_then_the_system_fields() {
    let schema = Schema::contact().expect("the shipped schema");
    let names: Vec<_> = schema.fields().iter().map(|field| field.field_name.as_str()).collect();
    let system = ["Id", "ExternalId", "CreatedDate", "ModifiedDate", "CreatedBy", "ModifiedBy", "ETag"];
    let expected: Vec<_> = FIELDS.iter().map(|row| row.0).chain(system).collect();
    assert_eq!(names, expected);
}

#[test]
fn each_field_of_the_shipped_schema_is_as_the_table_has_it() {
    let schema = Schema::contact().expect("the shipped schema");
    for (name, kind, length, label) in FIELDS {
        let field = serde_json::to_value(schema.field(name).expect(name)).expect("JSON");
        let (data_type, format) = match kind {
            Lookup if name == "Owner" => ("Owner", Value::Null),
            Lookup => ("Lookup", Value::Null),
            Text if name == "Description" => ("LongString", Value::Null),
            Text => ("String", Value::Null),
            TrueFalse => ("String", json!("true-false")),
            Email => ("String", json!("email")),
            Boolean => ("Boolean", Value::Null),
            DateOrDateTime => ("String", json!("date-or-date-time")),
            Date => ("Date", Value::Null),
            Picklist => ("Picklist", Value::Null),
            Phone => ("String", json!("phone")),
            CountryCode => ("String", json!("country-code")),
            Url => ("LongString", json!("url")),
        };
        assert_eq!(field["DisplayName"], json!(label), "{name}");
        assert_eq!(field["DataType"], json!(data_type), "{name}");
        assert_eq!(field["Format"], format, "{name}");
        assert_eq!(field["Length"].as_u64(), length.map(|length| length as u64), "{name}");
        assert_eq!(field["IsNullable"], json!(name != "IsEmailBounced"), "{name}");
        assert_eq!(field["IsProtected"], json!(true), "{name}");
        assert_eq!((&field["ReadAccess"], &field["WriteAccess"]), (&json!("All"), &json!("All")), "{name}");
        assert_eq!((&field["IsRequired"], &field["IsUnique"]), (&json!(false), &json!(false)), "{name}");
        let default = if kind == Boolean { json!(false) } else { Value::Null };
        assert_eq!(field["DefaultValue"], default, "{name}");
        let is_free = matches!(kind, Text | Lookup | Boolean);
        let enforcement = if warns(kind) { json!("warn") } else { json!("reject") };
        assert_eq!(field["Enforcement"], if is_free { Value::Null } else { enforcement }, "{name}");
    }
}

#[test]
fn each_picklist_offers_the_contracts_values_in_order_and_is_open() {
    let schema = Schema::contact().expect("the shipped schema");
    for name in ["LeadSource", "Salutation"] {
        let field = schema.field(name).expect(name);
        let mut lists = schema.metadata().picklist_metadata.iter();
        let list = lists.find(|list| Some(&list.name) == field.picklist_name.as_ref()).expect(name);
        let values: Vec<_> = list.picklist_entries.iter().map(|entry| entry.value.as_str()).collect();
        assert_eq!(values, picklist(name));
        assert!(list.allow_non_configured_picklist_entries, "{name}");
    }
}

#[test]
fn each_field_takes_a_value_of_its_type_and_format_and_gives_it_back() {
    let book = book();
    for (name, kind, ..) in FIELDS {
        let (good, _) = examples(name, kind);
        let reply = book.put("x", &json!({name: good}));
        assert_taken(&reply);
        assert_eq!(warnings(&reply.answer), [], "{name}");
        assert_eq!(book.field("x", name), good, "{name}");
    }
}

#[test]
fn each_field_refuses_every_other_json_type() {
    let book = book();
    let all = [
        json!("text"),
        json!(1),
        json!(1.5),
        json!(true),
        json!([]),
        json!(["text"]),
        json!({}),
        json!({"a": 1}),
    ];
    for (name, kind, ..) in FIELDS {
        for value in &all {
            let fits = match kind {
                Lookup => *value == json!({}),
                Boolean => value.is_boolean(),
                _ => value.is_string(),
            };
            if !fits {
                assert_bad(&book.put("x", &json!({name: value})), Code::InvalidType, name);
            }
        }
    }
}

#[test]
fn each_field_takes_null_but_for_is_email_bounced() {
    let book = book();
    for (name, kind, ..) in FIELDS {
        assert_taken(&book.put("x", &json!({name: examples(name, kind).0})));
        let cleared = book.put("x", &json!({name: null}));
        if name == "IsEmailBounced" {
            assert_bad(&cleared, Code::NotNullable, name);
        } else {
            assert_taken(&cleared);
            assert_eq!(book.field("x", name), Value::Null, "{name}");
        }
    }
}

#[test]
fn each_field_takes_its_greatest_length_and_not_one_character_more() {
    let book = book();
    for (name, kind, length, _) in FIELDS {
        let Some(length) = length else { continue };
        let over = book.put("x", &json!({name: of_length(kind, length + 1)}));
        assert_eq!(over.answer.errors[0].code, Code::TooLong, "{name}");
        assert_bad(&over, Code::TooLong, name);
        let at = book.put("x", &json!({name: of_length(kind, length)}));
        if matches!(kind, TrueFalse | CountryCode) {
            assert_bad(&at, Code::InvalidFormat, name);
        } else {
            assert_taken(&at);
            assert_eq!(book.field("x", name), of_length(kind, length), "{name}");
        }
    }
}

#[test]
fn each_part_of_a_lookup_has_the_length_for_itself() {
    let book = book();
    for name in ["Account", "Owner"] {
        for part in ["Id", "Name"] {
            assert_taken(&book.put("x", &json!({name: {part: "😀".repeat(255)}})));
            assert_bad(&book.put("x", &json!({name: {part: "😀".repeat(256)}})), Code::TooLong, name);
        }
    }
}

#[test]
fn each_format_is_enforced_as_the_schema_says() {
    let book = book();
    for (name, kind, ..) in FIELDS {
        let Some(bad) = examples(name, kind).1 else { continue };
        let reply = book.put("x", &json!({name: bad}));
        if warns(kind) {
            assert_taken(&reply);
            assert_eq!(warnings(&reply.answer), [(Code::InvalidFormat, name)]);
            assert_eq!(book.field("x", name), bad, "kept, with a warning");
        } else {
            assert_bad(&reply, Code::InvalidFormat, name);
            assert_eq!(book.field("x", name), Value::Null, "{name}");
        }
    }
}
