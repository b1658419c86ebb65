//! What holds of every query.

use proptest::prelude::*;
use serde_json::json;

use super::{
    SEARCHED, parse,
    written::{Made, query, term},
};
use crate::{
    Record,
    query::{Needle, QueryError, Term, TermKind, cases::settings, quoted},
};

/// Pieces that a text of nothing but such is likely to be a query, or nearly one.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\"",
        "\\",
        "-",
        ":",
        "=",
        "<",
        ">",
        " ",
        "\u{a0}",
        "title",
        "is",
        "bounced",
        "none",
        "score",
        "12",
        "é",
        "😀",
        "\u{301}",
        "//",
        "birthdate",
        "2026",
        "-01",
        "T09:30:00Z",
        "phone",
        "x",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat())
}

fn record() -> impl Strategy<Value = Record> {
    let text = "[abßé12 \"-]{0,4}";
    let date = prop::option::of("200[0-9]-0[1-3]-[0-2][1-8]");
    let score = prop::option::of(-3..3);
    (text, text, date, score, prop::option::of(any::<bool>())).prop_map(|(name, title, date, score, flag)| {
        let fields = json!({
            "Name": name, "Title": title, "Phone": title, "Birthdate": date, "Score": score, "IsActive": flag,
            "Tags": [name, title], "ModifiedDate": date.map(|date| date + "T12:00:00Z"),
        });
        Record::from_fields(fields.as_object().unwrap().clone())
    })
}

fn is_as_made(term: &Term, made: &Made) -> bool {
    let wanted = made.needle.as_deref().and_then(Needle::of);
    term.negated == made.is_negated
        && match &term.kind {
            TermKind::Text(needle) => made.field.is_none() && Some(needle) == wanted.as_ref(),
            TermKind::Field(test) => Some(test.field()) == made.field && test.needle() == wanted.as_ref(),
            TermKind::Standing(_) => false,
        }
}

fn is_of_the_text(error: &QueryError, text: &str) -> bool {
    let units: Vec<u16> = text.encode_utf16().collect();
    let part = units.get(error.at..error.at + error.length).and_then(|part| String::from_utf16(part).ok());
    error.length > 0 && !error.message.is_empty() && text.get(error.bytes.clone()) == part.as_deref()
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_query_is_read_as_it_was_made_and_written_as_it_was_read((text, made) in query()) {
        let query = parse(&text).unwrap();
        prop_assert_eq!(query.terms().len(), made.len());
        for (term, made) in query.terms().iter().zip(&made) {
            prop_assert!(is_as_made(term, made), "{:?} {:?}", term, made);
        }
        let written = made.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(query.to_string(), written);
    }

    #[test]
    fn what_was_written_is_read_as_what_was_written((text, _) in query(), pieces in pieces()) {
        for query in [parse(&text), parse(&pieces)].into_iter().flatten() {
            prop_assert_eq!(parse(&query.to_string()), Ok(query));
        }
    }

    #[test]
    fn any_text_is_a_query_or_has_an_error_in_it(text in any::<String>(), pieces in pieces()) {
        for text in [text, pieces] {
            match parse(&text) {
                Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
                Err(error) => prop_assert!(is_of_the_text(&error, &text), "{:?} {:?}", error, text),
            }
        }
    }

    #[test]
    fn all_terms_hold_and_one_or_its_negation_does(terms in prop::collection::vec(term(), 1..4), record in record()) {
        let holds = |text: &str| parse(text).unwrap().matches(&record, &SEARCHED);
        let texts: Vec<_> = terms.iter().map(|term| term.text.as_str()).collect();
        prop_assert_eq!(holds(&texts.join(" ")), texts.iter().all(|text| holds(text)));
        for term in terms.iter().filter(|term| term.is_negated) {
            prop_assert_ne!(holds(&term.text), holds(term.text.strip_prefix('-').unwrap()), "{}", term.text);
        }
    }

    #[test]
    fn a_value_finds_its_record_as_a_whole_and_in_parts(record in record()) {
        for (name, field) in [("name", "Name"), ("title", "Title"), ("phone", "Phone")] {
            let finds = |start: &str, rest: &str| {
                parse(&[start, rest].concat()).unwrap().matches(&record, &SEARCHED)
            };
            let value = record.get(field).as_str().unwrap_or_default();
            prop_assert_eq!(finds(name, ":none"), value.is_empty());
            for part in value.char_indices().filter_map(|(at, _)| value.get(at..)) {
                prop_assert!(finds(&[name, ":"].concat(), &quoted(part)));
                // Telephone numbers are known by their digits: signs alone are not looked for in them.
                let is_signs = field == "Phone" && Needle::of(part).is_some_and(|needle| needle.is_signs());
                prop_assert!(field == "Title" || is_signs || finds("", &quoted(part)));
            }
            prop_assert!(value.is_empty() || finds(&[name, ":="].concat(), &quoted(value)));
        }
    }

    #[test]
    fn a_date_or_number_is_before_in_or_after(record in record(), date in "200[0-9](-0[1-3](-0[1-9])?)?", number in -3_i32..3) {
        let finds = |text: String| parse(&text).unwrap().matches(&record, &SEARCHED);
        let asked = [("birthdate", &date), ("modified", &date), ("score", &number.to_string())];
        for (name, value) in asked {
            let has = |operator: &str| finds(format!("{name}:{operator}{value}"));
            let ways = [has("<"), has(""), has(">")].into_iter().filter(|way| *way).count();
            prop_assert_eq!(ways, usize::from(!finds(format!("{name}:none"))), "{} {}", name, value);
            prop_assert_eq!(has("<="), has("<") || has(""));
            prop_assert_eq!(has(">="), has(">") || has("="));
        }
    }
}
