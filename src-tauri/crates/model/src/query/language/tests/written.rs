//! Texts of queries, made from terms whose meaning is known.

use proptest::prelude::*;

use crate::query::{Needle, quoted};

/// A term that was made, with what it must be read as.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) text: String,
    pub(super) is_negated: bool,
    /// The field it must be about; none for free text.
    pub(super) field: Option<&'static str>,
    /// The text its needle must be of, where it has one.
    pub(super) needle: Option<String>,
}

/// A query's text, with the terms it is made of.
pub(super) fn query() -> impl Strategy<Value = (String, Vec<Made>)> {
    let space = "[ \t\n\u{a0}\u{3000}]{1,3}";
    let terms = prop::collection::vec((term(), space), 0..6);
    ("[ \u{2003}]{0,2}", terms).prop_map(|(start, terms)| {
        let text = terms.iter().fold(start, |text, (term, space)| text + &term.text + space);
        (text, terms.into_iter().map(|(term, _)| term).collect())
    })
}

/// One term of any form.
pub(super) fn term() -> impl Strategy<Value = Made> {
    let term = prop_oneof![free(), about_text(), about_others(), about_flags()];
    (any::<bool>(), term).prop_map(|(is_negated, made)| Made {
        text: if is_negated { format!("-{}", made.text) } else { made.text },
        is_negated,
        ..made
    })
}

/// A text that can be searched for.
fn text() -> impl Strategy<Value = String> {
    let text = prop_oneof![any::<String>(), "[ab \"\\\\:=<>ß0-9+-]{1,6}"];
    text.prop_filter("nothing to search for", |text| Needle::of(text).is_some())
}

/// A text that can stand without quotes, and means nothing else.
fn word() -> impl Strategy<Value = String> {
    "[a-zA-ZäßØ0-9+.(é][a-z0-9=<>\"\\\\é-]{0,6}"
        .prop_filter("it means no value", |word| !word.eq_ignore_ascii_case("none"))
}

fn free() -> BoxedStrategy<Made> {
    let words = word().prop_map(|word| (word.clone(), word));
    let phrases = text().prop_map(|text| (quoted(&text), text));
    let made = |(text, needle)| Made { text, is_negated: false, field: None, needle: Some(needle) };
    prop_oneof![words, phrases].prop_map(made).boxed()
}

fn about_text() -> BoxedStrategy<Made> {
    let fields = prop_oneof![
        Just(("title", "Title")),
        Just(("MAILINGCITY", "MailingCity")),
        Just(("city", "MailingCity")),
        Just(("first-name", "FirstName")),
        Just(("größe", "Tags")),
        Just(("phone", "Phone")),
    ];
    let words = word().prop_map(|word| (word.clone(), word));
    let phrases = text().prop_map(|text| (quoted(&text), text));
    let made = |((name, field), exact, (value, needle)): ((_, _), bool, (String, String))| Made {
        text: format!("{name}:{}{value}", if exact { "=" } else { "" }),
        is_negated: false,
        field: Some(field),
        needle: (!exact).then_some(needle),
    };
    (fields, any::<bool>(), prop_oneof![words, phrases]).prop_map(made).boxed()
}

fn about_others() -> BoxedStrategy<Made> {
    let operators = prop::sample::select(vec!["", "=", "<", "<=", ">", ">="]);
    let dates = prop_oneof![
        (1_u16..=9999).prop_map(|year| format!("{year:04}")),
        (1_u16..=9999, 1_u8..=12).prop_map(|(year, month)| format!("{year:04}-{month:02}")),
        (1_u16..=9999, 1_u8..=28).prop_map(|(year, day)| format!("\"{year:04}-02-{day:02}\"")),
        Just("2026-01-31T09:30:00.5+01:00".to_owned()),
    ];
    let fields = prop::sample::select(vec![("birthdate", "Birthdate"), ("Modified", "ModifiedDate")]);
    let dates = (fields, dates);
    let numbers = "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?".prop_map(|number| (("punkte", "Score"), number));
    let made = |(operator, ((name, field), value)): (&str, ((&str, _), String))| Made {
        text: format!("{name}:{operator}{value}"),
        is_negated: false,
        field: Some(field),
        needle: None,
    };
    (operators, prop_oneof![dates, numbers]).prop_map(made).boxed()
}

fn about_flags() -> BoxedStrategy<Made> {
    let texts = vec![
        ("is:bounced", "IsEmailBounced"),
        ("IS:Active", "IsActive"),
        ("donotcall:=No", "DoNotCall"),
        ("isactive:true", "IsActive"),
        ("fax:none", "Fax"),
        ("score:NONE", "Score"),
    ];
    let made = |(text, field): (&str, _)| Made {
        text: text.to_owned(),
        is_negated: false,
        field: Some(field),
        needle: None,
    };
    prop::sample::select(texts).prop_map(made).boxed()
}
