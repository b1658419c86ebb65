//! Contract, section 4: the formats, value by value, through real updates.

use kith_book::{Code, UpdateOptions};
use kith_tests::{
    answers::{assert_bad, assert_taken, warnings},
    book::{TestBook, external},
    contract::COUNTRY_CODES,
};
use serde_json::json;

fn book() -> TestBook {
    TestBook::with([json!({"ExternalId": "x"})])
}

/// Checks what a field that rejects takes and refuses.
#[track_caller]
fn rejects(fields: &[&str], good: &[&str], bad: &[&str]) {
    let book = book();
    let options = UpdateOptions::default();
    for field in fields {
        for value in good {
            let body = json!({*field: value}).to_string();
            assert_taken(&book.check(&external("x"), body.as_bytes(), options));
        }
        for value in bad {
            let body = json!({*field: value}).to_string();
            assert_bad(&book.check(&external("x"), body.as_bytes(), options), Code::InvalidFormat, field);
        }
    }
}

/// Checks what a field that warns takes in silence and what it takes with a warning; either is kept.
#[track_caller]
fn warns(fields: &[&str], silent: &[&str], doubtful: &[&str]) {
    let book = book();
    for field in fields {
        for (values, expected) in [(silent, vec![]), (doubtful, vec![(Code::InvalidFormat, *field)])] {
            for value in values {
                let reply = book.put("x", &json!({*field: value}));
                assert_taken(&reply);
                assert_eq!(warnings(&reply.answer), expected, "{field}: {value:?}");
                assert_eq!(book.field("x", field), json!(value), "kept");
            }
        }
    }
}

#[test]
fn true_or_false_as_text() {
    let fields = ["DoNotCall", "HasOptedOutOfEmail", "HasOptedOutOfFax"];
    rejects(
        &fields,
        &["true", "false"],
        &["", "True", "TRUE", "yes", "no", "1", "0", " true", "true ", "tru\u{435}"],
    );
}

#[test]
fn an_e_mail_address_is_what_the_html_standard_accepts() {
    let label = "x".repeat(63);
    let long_label = format!("a@{label}.{label}");
    let too_long_label = format!("a@{label}x.de");
    rejects(
        &["Email"],
        &[
            "a@b",
            "a.b@c.d",
            ".@b",
            "a..b@c",
            "!#$%&'*+/=?^_`{|}~-@b",
            "a@b-c.d-e",
            "A@B.C",
            "1@2.3",
            &long_label,
        ],
        &[
            "",
            "a",
            "@",
            "a@",
            "@b",
            "a@b@c",
            "a b@c",
            "a@b c",
            " a@b",
            "a@b ",
            "a@b\n",
            "a@.b",
            "a@b.",
            "a@b..c",
            "a@-b",
            "a@b-",
            "a@b_c",
            "a,b@c",
            "a;b@c",
            "\"a\"@b",
            "a(b)@c",
            "<a@b>",
            "Una <a@b>",
            "ü@b.de",
            "a@ü.de",
            "a@[127.0.0.1]",
            "a\\@b",
            "mailto:a@b",
            "a@b\u{0}",
            &too_long_label,
        ],
    );
}

#[test]
fn a_date_is_a_day_that_exists() {
    rejects(
        &["Birthdate", "EmailBouncedDate"],
        &["2024-02-29", "2000-02-29", "2023-02-28", "2023-12-31", "2023-04-30", "0001-01-01", "9999-12-31"],
        &[
            "",
            "2023-02-29",
            "1900-02-29",
            "2100-02-29",
            "2024-02-30",
            "2023-04-31",
            "2023-06-31",
            "2023-00-10",
            "2023-13-01",
            "2023-01-00",
            "2023-01-32",
            "2023-1-1",
            "23-01-01",
            "20230101",
            "2023/01/01",
            "01.02.2023",
            "2023-01-01 ",
            " 2023-01-01",
            "2023-W01-1",
            "2023-001",
            "-2023-01-01",
            "+2023-01-01",
            "12023-01-01",
            "２０２３-01-01",
            "2023\u{2010}01\u{2010}01",
            "today",
        ],
    );
}

#[test]
fn a_birthdate_is_no_date_time() {
    rejects(&["Birthdate"], &[], &["2023-01-01T00:00:00Z", "2023-01-01T00:00", "2023-01-01 00:00:00"]);
}

#[test]
fn a_date_time_is_of_rfc_3339() {
    rejects(
        &["EmailBouncedDate"],
        &[
            "2024-02-29T23:59:59Z",
            "2024-01-01T00:00:00z",
            "2024-01-01t00:00:00Z",
            "2024-01-01T00:00:00.1Z",
            "2024-01-01T00:00:00.123456789Z",
            "2024-01-01T00:00:00.1234567890123Z",
            "2024-01-01T00:00:00+00:00",
            "2024-01-01T00:00:00-00:00",
            "2024-01-01T00:00:00+23:59",
            "2024-01-01T00:00:00-12:30",
            "2016-12-31T23:59:60Z",
            "9999-12-31T23:59:59-01:00",
            "0001-01-01T00:00:00+01:00",
        ],
        &[
            "2023-02-29T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:61Z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00Z",
            "2024-01-01T00Z",
            "2024-01-01 00:00:00Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00,1Z",
            "2024-01-01T00:00:00+01",
            "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00+25:00",
            "2024-01-01T00:00:00+01:60",
            "2024-01-01T00:00:00+01:00:00",
            "2024-01-01T00:00:00 Z",
            "2024-01-01T00:00:00Z[UTC]",
            "2024-01-01T00:00:00 +01:00",
            "2024-01-01T00:00:00UTC",
            "T00:00:00Z",
            "20240101T000000Z",
            "2024-01-01T00:00:00\u{2212}01:00",
        ],
    );
}

#[test]
fn a_photo_url_is_an_http_or_https_url() {
    rejects(
        &["PhotoUrl"],
        &[
            "http://a",
            "https://example.com",
            "https://example.com/a%20b?c=d&e#f",
            "HTTPS://EXAMPLE.COM/",
            "https://user@example.com:8443/",
            "http://127.0.0.1/",
            "https://[::1]/",
            "https://ü.example/ü.png",
        ],
        &[
            "",
            "example.com",
            "www.example.com",
            "//example.com",
            "/a.png",
            "a.png",
            "https:",
            "https://",
            "https:///a",
            "https:example.com",
            "https:/example.com",
            "https:\\\\example.com",
            "ftp://a",
            "file:///a",
            "data:,a",
            "javascript:alert(1)",
            "mailto:a@b",
            "https://a b",
            " https://a",
            "https://a ",
            "https://a\n",
            "ht tp://a",
            "https://[::1",
            "https://a:99999/",
            "xhttps://a",
            "https//a",
        ],
    );
}

#[test]
fn a_country_code_is_an_assigned_upper_case_alpha_2_code() {
    rejects(
        &["MailingCountryCode", "OtherCountryCode"],
        &["DE", "US", "GB", "CH", "TW", "AX", "BQ", "SS", "ZW"],
        &[
            "", "de", "De", "UK", "EU", "XX", "ZZ", "AA", "XK", "SU", "YU", "DEU", "D", "276", " DE", "DE ",
            "ＤＥ", "Germany",
        ],
    );
}

#[test]
fn of_all_pairs_of_letters_the_249_assigned_ones_are_country_codes() {
    let assigned: Vec<_> = COUNTRY_CODES.split(' ').collect();
    assert_eq!(assigned.len(), 249);
    let letters = || 'A'..='Z';
    let pairs: Vec<_> = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))).collect();
    let others: Vec<_> = pairs.iter().map(String::as_str).filter(|pair| !assigned.contains(pair)).collect();
    rejects(&["MailingCountryCode"], &assigned, &others);
}

#[test]
fn a_phone_number_has_a_digit_and_only_the_contracts_characters() {
    warns(
        &["Phone"],
        &[
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            " 1",
            "+1",
            "-1",
            ".1",
            "(1",
            ")1",
            "/1",
            "#1",
            "*1",
            ",1",
            ";1",
            "1x",
            "x1",
            "1ext",
            "ext1",
            "+49 (30) 123-4.5/6 #7*8,9;0 x1 ext2",
            "1 ext. 2",
        ],
        &[
            "",
            " ",
            "+",
            "x",
            "ext",
            "-",
            "none",
            "1a",
            "1e",
            "1xt",
            "1X",
            "1EXT",
            "1ex",
            "1:2",
            "1_2",
            "1&2",
            "1=2",
            "1'2",
            "1\t2",
            "1\n2",
            "1\u{a0}2",
            "1\u{2011}2",
            "١٢٣",
            "１２３",
            "②",
            "1😀",
        ],
    );
}

#[test]
fn every_phone_field_has_the_phone_format() {
    let fields = ["AssistantPhone", "Fax", "HomePhone", "MobilePhone", "OtherPhone", "Phone"];
    warns(&fields, &["+49 30 1"], &["ask Una", ""]);
}

#[test]
fn an_open_picklist_keeps_any_value_with_a_warning() {
    warns(
        &["LeadSource"],
        &["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"],
        &["Fair", "web", "Web ", "", "Other\u{0}"],
    );
    warns(&["Salutation"], &["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."], &["Mr", "mr.", "Frau", ""]);
}

#[test]
fn a_doubtful_value_that_is_stored_already_warns_again_when_it_is_sent() {
    let book = book();
    assert_taken(&book.put("x", &json!({"Phone": "ask Una"})));
    let again = book.put("x", &json!({"Phone": "ask Una"}));
    assert_taken(&again);
    assert_eq!((warnings(&again.answer), again.change_id), (vec![(Code::InvalidFormat, "Phone")], None));
    assert_eq!(warnings(&book.put("x", &json!({"Title": "CEO"})).answer), []);
}
