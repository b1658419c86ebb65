//! E-mail and web addresses, country codes.

use kith_tests::contract::COUNTRY_CODES;

use super::rejects;

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
