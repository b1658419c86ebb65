//! Contract, section 3: what a body means, statement by statement.

use kith_book::{Code, UpdateOptions};
use kith_tests::{
    answers::{assert_bad, assert_taken, unstamped},
    book::{TestBook, external, id},
};
use serde_json::{Value, json};

fn book() -> TestBook {
    TestBook::with([json!({
        "Id": "id-1", "ExternalId": "x", "Title": "CEO", "Department": "Sales", "Email": "a@b.c",
        "Account": {"Id": "1", "Name": "Acme"}, "Birthdate": "2000-01-01",
    })])
}

#[test]
fn a_field_left_out_keeps_its_value() {
    let book = book();
    let before = unstamped(&book.whole("x"));
    assert_taken(&book.put("x", &json!({"Title": "CTO"})));
    let mut expected = before;
    expected["Title"] = json!("CTO");
    assert_eq!(unstamped(&book.whole("x")), expected);
}

#[test]
fn null_clears_a_field() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": null, "Account": null, "Birthdate": null, "Fax": null})));
    for field in ["Title", "Account", "Birthdate", "Fax"] {
        assert_eq!(book.field("x", field), Value::Null, "{field}");
    }
    assert_eq!(book.field("x", "Department"), json!("Sales"));
}

#[test]
fn empty_text_is_a_value_of_free_text() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Title": "", "Description": ""})));
    assert_eq!(book.field("x", "Title"), json!(""));
    assert_eq!(book.field("x", "Description"), json!(""));
}

#[test]
fn empty_text_is_an_invalid_format_where_the_field_has_a_format() {
    for field in [
        "Email",
        "Birthdate",
        "EmailBouncedDate",
        "PhotoUrl",
        "MailingCountryCode",
        "DoNotCall",
        "HasOptedOutOfFax",
    ] {
        assert_bad(&book().put("x", &json!({field: ""})), Code::InvalidFormat, field);
    }
}

#[test]
fn id_and_external_id_are_accepted_in_their_spellings_and_no_others() {
    let book = book();
    for (name, value) in
        [("Id", "id-1"), ("ID", "id-1"), ("id", "id-1"), ("ExternalId", "x"), ("externalId", "x")]
    {
        assert_taken(&book.put("x", &json!({name: value, "Title": name})));
        assert_eq!(book.field("x", "Title"), json!(name));
    }
    for (name, value) in [("iD", "id-1"), ("ExternalID", "x"), ("externalid", "x"), ("external_id", "x")] {
        assert_bad(&book.put("x", &json!({name: value})), Code::UnknownField, name);
    }
}

#[test]
fn every_other_name_is_exact() {
    for name in ["title", "TITLE", "Title ", "firstName", "First_Name", "etag", "Etag", "createdDate"] {
        assert_bad(&book().put("x", &json!({name: "a"})), Code::UnknownField, name);
    }
}

#[test]
fn a_whole_record_read_edited_and_put_back_works() {
    let book = book();
    let mut record = book.whole("x");
    record["Title"] = json!("CTO");
    assert_taken(&book.put("x", &record));
    assert_eq!(unstamped(&book.whole("x")), unstamped(&record));
    let by_id = book.created(&json!({"Name": "without ExternalId"}));
    let mut record = book.whole_by(&id(&by_id));
    record["Title"] = json!("CTO");
    assert_taken(&book.put_by(&id(&by_id), &record));
    assert_eq!(book.whole_by(&id(&by_id))["Title"], json!("CTO"));
}

#[test]
fn a_whole_record_read_and_put_back_under_the_lock_writes_nothing() {
    let book = book();
    let before = book.contents();
    assert_taken(&book.put_locked("x", &book.whole("x")));
    assert_eq!(book.contents(), before);
}

#[test]
fn a_system_field_that_is_not_the_stored_one_is_refused() {
    let book = book();
    let old = book.whole("x");
    assert_taken(&book.put("x", &json!({"Title": "CTO"})));
    let reply = book.put("x", &old);
    assert_eq!(reply.answer.errors[0].field.as_deref(), Some("ModifiedDate"));
}

#[test]
fn the_etag_is_never_written_and_is_looked_at_only_under_the_lock() {
    let book = book();
    let before = book.contents();
    for etag in [json!("another"), json!(""), Value::Null, json!(5), json!({})] {
        assert_taken(&book.put("x", &json!({"ETag": etag})));
    }
    assert_eq!(book.contents(), before);
    assert_taken(&book.put("x", &json!({"ETag": "mine", "Title": "CTO"})));
    assert_ne!(book.field("x", "ETag"), json!("mine"));
}

#[test]
fn an_object_field_takes_id_and_name_each_text_or_null_and_is_replaced_whole() {
    let book = book();
    for value in [
        json!({"Id": "2", "Name": "Beta"}),
        json!({"Name": "Only a name"}),
        json!({"Id": null, "Name": "No Id"}),
        json!({"Id": "2"}),
        json!({"Id": null, "Name": null}),
    ] {
        assert_taken(&book.put("x", &json!({"Account": value, "Owner": value})));
        assert_eq!(book.field("x", "Account"), value);
        assert_eq!(book.field("x", "Owner"), value);
    }
    for value in [json!({"id": "2"}), json!({"Id": "2", "Name": "B", "Extra": null}), json!({"Id": true})] {
        assert_bad(&book.put("x", &json!({"Account": value})), Code::InvalidType, "Account");
    }
}

#[test]
fn an_update_that_changes_nothing_succeeds_and_writes_nothing() {
    let book = book();
    let before = book.contents();
    for body in [
        json!({}),
        json!({"Title": "CEO"}),
        json!({"Fax": null}),
        json!({"Account": {"Name": "Acme", "Id": "1"}}),
        json!({"Id": "id-1", "ExternalId": "x"}),
    ] {
        let reply = book.put("x", &body);
        assert_taken(&reply);
        assert_eq!(reply.change_id, None, "{body}");
    }
    assert_eq!(book.contents(), before, "no new ETag, no ModifiedDate, no history");
}

#[test]
fn an_update_that_changes_something_stamps_it() {
    let book = book();
    let before = book.whole("x");
    assert_taken(&book.put("x", &json!({"Title": "CTO"})));
    let after = book.whole("x");
    for stamp in ["ETag", "ModifiedDate"] {
        assert_ne!(after[stamp], before[stamp], "{stamp}");
    }
    for kept in ["Id", "ExternalId", "CreatedDate", "CreatedBy"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
}

#[test]
fn values_come_out_as_they_went_in_byte_for_byte() {
    let mut book = book();
    let values = [
        " leading, trailing and  double spaces ",
        "\u{0}\u{1}\u{7f}\u{80}\u{9f}",
        "\r\n\t\n\r",
        "\u{202e}txet lanoitceridib\u{202c}\u{2066}\u{200f}",
        "e\u{301}",
        "\u{e9}",
        "ﬁ Å Ω K ſ",
        "\u{feff}BOM\u{fffe}\u{ffff}\u{10ffff}",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "</script><b>&amp;\"'\\",
        "\u{2028}\u{2029}",
        "İıẞß",
    ];
    for value in values {
        assert_taken(&book.put("x", &json!({"Title": value, "Account": {"Id": value, "Name": value}})));
        assert_eq!(book.field("x", "Title"), json!(value));
        assert_eq!(book.field("x", "Account"), json!({"Id": value, "Name": value}));
    }
    let before = book.whole("x");
    book.reopen();
    assert_eq!(book.whole("x"), before);
    let body = r#"{"Title":"\ud83d\ude00\u0000\/\u00e9"}"#;
    assert_taken(&book.update(&external("x"), body.as_bytes(), UpdateOptions::default()));
    assert_eq!(book.field("x", "Title"), json!("😀\u{0}/é"));
}

#[test]
fn a_key_of_another_form_is_another_key() {
    let book = TestBook::with([json!({"ExternalId": "\u{e9}", "Name": "one"})]);
    book.made(&json!({"ExternalId": "e\u{301}", "Name": "two"}));
    book.made(&json!({"ExternalId": " \u{e9}", "Name": "three"}));
    assert_eq!(book.field("\u{e9}", "Name"), json!("one"));
    assert_eq!(book.field("e\u{301}", "Name"), json!("two"));
    assert_eq!(book.count(), 3);
}
