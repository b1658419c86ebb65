//! What a query means, by examples.

mod errors;
mod properties;
mod written;

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::*;

/// The shipped schema with a number, a list of several values and a flag.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let mut metadata = Schema::contact().unwrap().metadata().clone();
    for (name, label, kind) in [
        ("Score", "Punkte", "Decimal"),
        ("Tags", "Größe", "MultiPicklist"),
        ("IsActive", "Active?", "Boolean"),
    ] {
        let mut field = json!({"FieldName": name, "DisplayName": label, "DataType": kind});
        if kind == "MultiPicklist" {
            field["PicklistName"] = json!("LeadSource");
        }
        metadata.field_metadata.push(serde_json::from_value(field).unwrap());
    }
    Schema::compile(metadata).unwrap()
});

static SEARCHED: LazyLock<Vec<Searched>> =
    LazyLock::new(|| Searched::of(["Name", "Email", "Phone", "Account"].map(str::to_owned).iter(), &SCHEMA));

fn parse(text: &str) -> Result<Query, QueryError> {
    Query::parse(text, &SCHEMA)
}

fn anna() -> Record {
    let fields = json!({
        "Id": "a1", "ExternalId": "X-17", "Name": "Anna Øre-Müller", "Email": "anna@example.com",
        "Phone": "+49 (30) 123-45", "Account": {"Id": "acc9", "Name": "Acme & Söhne"}, "Title": "Head of \"R\" none",
        "Birthdate": "1989-12-31", "ModifiedDate": "2026-03-31T23:59:59.999Z", "IsEmailBounced": true,
        "DoNotCall": "false", "Score": 0.30, "Tags": ["Web", "Phone Inquiry"], "MailingCity": "Łódź",
        "EmailBouncedDate": "2026-01-05"
    });
    serde_json::from_value(fields).unwrap()
}

fn finds(text: &str) -> bool {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).matches(&anna(), &SEARCHED)
}

fn assert_finds(found: &[&str], not_found: &[&str]) {
    found.iter().for_each(|text| assert!(finds(text), "{text}"));
    not_found.iter().for_each(|text| assert!(!finds(text), "{text}"));
}

#[test]
fn free_text_is_searched_for_in_the_searched_fields() {
    assert_finds(
        &[
            "",
            "  ",
            "ann",
            "ANNA muller",
            "ore",
            "\"øre-m\"",
            "acme example",
            "-",
            "3012345",
            "+4930",
            "\"30 123\"",
        ],
        &["head", "anna berta", "\"muller anna\"", "acc9", "30123456", "lodz"],
    );
    assert_finds(&["-berta", "-\"muller anna\" ann", "--x"], &["-ann", "-acme", "ann -example", "--"]);
}

#[test]
fn a_field_is_called_by_its_name_its_label_or_an_alias() {
    assert_finds(
        &[
            "MailingCity:lodz",
            "mailingcity:łódź",
            "city:od",
            "mailing-city:Lodz",
            "company:acme",
            "größe:web",
        ],
        &["city:berlin", "company:acc9", "external:x-18"],
    );
    assert_finds(&["external:x-17", "externalid:17", "id:=A1", "grosse:inquiry", "punkte:0.3"], &["id:=a"]);
}

#[test]
fn a_value_is_a_part_of_the_text_or_all_of_it() {
    assert_finds(
        &["title:\"head of\"", "title:head", "title:\"\\\"r\\\"\"", "name:=\"anna ore-muller\"", "tags:=web"],
        &["title:\"of head\"", "name:=anna", "tags:=we", "tags:\"web; phone\"", "account:=acme"],
    );
    assert_finds(&["phone:3012", "phone:=4930/12345", "phone:\"(30)\""], &["phone:=3012345", "name:4930"]);
}

#[test]
fn a_field_without_a_value_is_asked_for_by_none() {
    assert_finds(
        &["fax:none", "-title:none", "title:\"none\"", "-fax:\"none\"", "birthdate:1989 -score:NONE"],
        &["-fax:none", "title:none", "fax:\"none\"", "isactive:=no", "title:=none"],
    );
}

#[test]
fn a_standing_is_asked_for_by_its_word_whatever_the_schema_has() {
    for standing in Standing::ALL {
        for text in [format!("is:{}", standing.word()), format!("-IS:{}", standing.word().to_uppercase())] {
            let query = parse(&text).unwrap();
            let [Term { negated, kind: TermKind::Standing(found), .. }] = query.terms() else {
                panic!("{text}")
            };
            assert_eq!((*negated, *found), (text.starts_with('-'), standing));
        }
        assert!(
            include_str!("../../../../../../../docs/search.md")
                .contains(&format!("`is:{}`", standing.word()))
        );
    }
    assert!(parse("is:\"attention\"").is_err() && parse("is:=changed").is_err());
}

#[test]
fn dates_are_compared_as_spans_of_time() {
    assert_finds(
        &[
            "modified:2026",
            "modified:2026-03",
            "modified:=2026-03-31",
            "modified:>2026-02",
            "modified:>=2026-03",
        ],
        &[
            "modified:2026-04",
            "modified:>2026-03",
            "modified:>2026-03-31",
            "modified:<2026-03",
            "modified:<2026",
        ],
    );
    assert_finds(
        &["birthdate:<1990", "birthdate:<=1989-12-31", "birthdate:>1988", "emailbounceddate:2026-01"],
        &["birthdate:<1989-12-31", "birthdate:>1989", "created:>2000", "created:<2000"],
    );
    assert_finds(
        &["modified:2026-03-31T23:59:59Z", "modified:<2026-04-01T02:00:00+02:00", "-created:2026"],
        &["modified:2026-03-31T23:59:59.99999Z", "modified:>=2026-04-01T02:00:00+02:00"],
    );
}

#[test]
fn numbers_are_compared_as_numbers() {
    assert_finds(
        &["score:0.3", "score:=3e-1", "score:<0.31", "score:>-1", "score:>=0.30", "-score:1"],
        &["score:0", "score:3", "score:>0.3", "score:<0.3", "score:>1e400"],
    );
}

#[test]
fn a_yes_or_no_field_is_asked_for_by_is() {
    assert_finds(
        &[
            "is:bounced",
            "IS:emailbounced",
            "is:IsEmailBounced",
            "-is:donotcall",
            "bounced:yes",
            "donotcall:FALSE",
        ],
        &["-is:bounced", "is:active", "is:do-not-call", "bounced:no", "donotcall:yes", "isactive:no"],
    );
}

#[test]
fn what_only_looks_like_a_field_is_text() {
    for text in ["12:30", "http://example.com", "-https://x", ":", "::a", "a.b:c", "5'11\"", "re(x):y"] {
        let query = parse(text).unwrap();
        assert!(matches!(query.terms(), [Term { kind: TermKind::Text(_), .. }]), "{text}");
    }
    assert!(finds("PhotoUrl:none") && !finds("photourl://x"));
}

#[test]
fn a_needle_is_a_number_only_where_it_can_be_one() {
    for (text, digits) in [
        ("12", Some("12")),
        ("+49.(30)/1-2", Some("493012")),
        ("\u{ff11}\u{2013}\u{ff12}", Some("12")),
        ("1", Some("1")),
        ("(0", Some("0")),
        ("+-", None),
        ("1a2", None),
    ] {
        assert_eq!(Needle::of(text).unwrap().digits.as_deref(), digits, "{text}");
    }
    assert_eq!(Needle::of("\u{301}\u{200b}"), None);
}

#[test]
fn what_is_searched_for_is_marked() {
    let query = parse("anna -muller title:head email:=x 30 12 city:anna").unwrap();
    let needles = |field: &str| -> Vec<&str> {
        query.needles_for(field).into_iter().map(|needle| needle.folded.as_str()).collect()
    };
    assert_eq!(needles("Title"), ["anna", "head", "30", "12"]);
    assert_eq!(needles("Email"), ["anna", "30", "12"]);
    let marks = |field: usize, text: &str| -> Vec<(usize, usize)> {
        query.marks(&SEARCHED[field], text).into_iter().map(|mark| (mark.at, mark.length)).collect()
    };
    assert_eq!(marks(0, "😀 A\u{301}nnanna 3-0"), [(3, 5)]);
    assert_eq!(marks(2, "+49 (3-0) 1.2"), [(5, 3), (10, 3)]);
    assert_eq!(marks(0, "muller"), []);
}

#[test]
fn a_quoted_text_means_itself() {
    for text in ["a", "title:x", "-a", "a \"b\" \\", "none", "\\\""] {
        let query = parse(&quoted(text)).unwrap();
        let [Term { negated: false, kind: TermKind::Text(needle), .. }] = query.terms() else {
            panic!("{text}")
        };
        assert_eq!(needle.folded, text);
        let query = parse(&format!("title:={}", quoted(text))).unwrap();
        let [Term { kind: TermKind::Field(test), .. }] = query.terms() else { panic!("{text}") };
        assert!(test.matches(&Value::from(text)) && test.field() == "Title");
    }
}
