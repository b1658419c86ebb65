use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

fn cards(bytes: &[u8]) -> Vec<Card> {
    Reader::new(bytes, Options::default()).map(Result::unwrap).collect()
}

fn card(lines: &str) -> Card {
    let mut all = cards(format!("BEGIN:VCARD\nVERSION:3.0\n{lines}\nEND:VCARD\n").as_bytes());
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn fields(card: &Card) -> Value {
    Value::Object(card.fields.clone())
}

fn unmapped(card: &Card) -> Vec<String> {
    card.unmapped.iter().map(ToString::to_string).collect()
}

fn written(card: &Card, version: Version) -> String {
    let mut writer = Writer::new(Vec::new(), version, Options::default());
    writer.card(&card.fields, &card.unmapped).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The properties of a written card, unfolded, in an order of their own.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.replace("\r\n ", "").lines().map(str::to_owned).collect();
    lines.retain(|line| !line.contains("X-KITH-MADE"));
    lines.sort();
    lines
}

#[test]
fn each_kind_of_property_has_its_field() {
    let found = card(
        "N:Müller;Jörg;;Dr.;\nFN:Dr. Jörg Müller\nORG:Nord GmbH;Einkauf\nTITLE:Leiter\n\
         TEL;TYPE=WORK,VOICE:+49 1\nTEL;TYPE=cell:+49 2\nTEL;TYPE=HOME:+49 3\nTEL;TYPE=WORK,FAX:+49 4\n\
         EMAIL;TYPE=INTERNET:j@example.org\nADR;TYPE=WORK:;;Weg 1\\, Hof;Köln;NRW;50667;Deutschland\n\
         ADR;TYPE=HOME:;;Gasse 2;Bonn;;53111;\nBDAY:19800415\nNOTE:eins\\nzwei\nPHOTO;VALUE=uri:https://example.org/p.png",
    );
    let expected = json!({
        "LastName": "Müller", "FirstName": "Jörg", "Salutation": "Dr.", "Name": "Dr. Jörg Müller",
        "Account": {"Id": null, "Name": "Nord GmbH"}, "Department": "Einkauf", "Title": "Leiter",
        "Phone": "+49 1", "MobilePhone": "+49 2", "HomePhone": "+49 3", "Fax": "+49 4", "Email": "j@example.org",
        "MailingStreet": "Weg 1, Hof", "MailingCity": "Köln", "MailingState": "NRW",
        "MailingPostalCode": "50667", "MailingCountry": "Deutschland", "OtherStreet": "Gasse 2",
        "OtherCity": "Bonn", "OtherPostalCode": "53111", "Birthdate": "1980-04-15", "Description": "eins\nzwei",
        "PhotoUrl": "https://example.org/p.png",
    });
    assert_eq!(fields(&found), expected);
    assert!(found.issues.is_empty(), "{:?}", found.issues);
    assert!(found.unmapped.iter().all(|kept| !kept.taken.is_empty()));
}

#[test]
fn the_preferred_value_and_what_says_its_kind_come_first() {
    let found = card(
        "TEL:1\nTEL;TYPE=WORK:2\nTEL;TYPE=WORK,PREF:3\nEMAIL:a@b.c\nEMAIL;PREF=1:d@e.f\nTEL;TYPE=pager:4",
    );
    assert_eq!(fields(&found), json!({"Phone": "3", "OtherPhone": "1", "Email": "d@e.f"}));
    let second: Vec<String> =
        found.unmapped.iter().filter(|one| one.taken.is_empty()).map(ToString::to_string).collect();
    assert_eq!(second, ["TEL;TYPE=WORK:2", "EMAIL:a@b.c", "TEL;TYPE=pager:4"]);
    let apple = card("item1.TEL;type=pref:1\nitem1.X-ABLabel:_$!<Assistant>!$_\nTEL;type=IPHONE;type=CELL:2");
    assert_eq!(fields(&apple), json!({"AssistantPhone": "1", "MobilePhone": "2"}));
    assert_eq!(unmapped(&apple).len(), 3);
}

#[test]
fn a_day_without_a_year_is_kept_and_none_is_made() {
    for (line, day) in [
        ("BDAY:1980-04-15", Some("1980-04-15")),
        ("BDAY;VALUE=date:1980-4-5", Some("1980-04-05")),
        ("BDAY:1980-04-15T00:00:00Z", Some("1980-04-15")),
        ("BDAY:19800415T000000", Some("1980-04-15")),
        ("BDAY:15.04.1980", Some("1980-04-15")),
        ("BDAY:--0415", None),
        ("BDAY:--04-15", None),
        ("BDAY:1980", None),
        ("BDAY;VALUE=text:circa 1800", None),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15", None),
    ] {
        let found = card(line);
        assert_eq!(found.fields.get("Birthdate").and_then(Value::as_str), day, "{line}");
        assert!(found.issues.is_empty(), "{line}");
        assert_eq!(lines(&written(&found, Version::V3))[0], line);
    }
    assert_eq!(card("BDAY:1980-02-30").issues.len(), 1);
}

#[test]
fn version_2_1_is_read_in_its_charsets_and_encodings() {
    let text = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\r\n\
                FN;LANGUAGE=de;CHARSET=UTF-8;QUOTED-PRINTABLE:J=C3=B6rg =\r\nM=C3=BCller=3B=0D=0Ax\r\n\
                TEL;CELL;PREF:123\r\nTEL;WORK;VOICE:456\r\nORG:A, B\r\nNOTE:one\r\n two\r\n\
                PHOTO;ENCODING=BASE64;JPEG:\r\n AAAA\r\nBBBB==\r\n\r\nTITLE;CHARSET=Shift_JIS:";
    let (title, ..) = encoding_rs::SHIFT_JIS.encode("部長");
    let bytes = [text.as_bytes(), &title, b"\r\nEND:VCARD\r\n"].concat();
    let found = &cards(&bytes)[0];
    let expected = json!({
        "LastName": "Müller", "FirstName": "Jörg", "Name": "Jörg Müller;\nx", "MobilePhone": "123",
        "Phone": "456", "Account": {"Id": null, "Name": "A, B"}, "Description": "one two", "Title": "部長",
    });
    assert_eq!(fields(found), expected);
    assert!(found.issues.is_empty(), "{:?}", found.issues);
    let photo = unmapped(found).into_iter().find(|line| line.starts_with("PHOTO"));
    assert_eq!(photo.as_deref(), Some("PHOTO;ENCODING=BASE64;TYPE=JPEG:AAAABBBB=="));
    assert!(written(found, Version::V4).contains("PHOTO:data:image/jpeg;base64,AAAABBBB=="));
}

#[test]
fn what_exporters_do_wrong_is_told_and_read() {
    let text = "junk\nBEGIN:VCARD\nVERSION:9\nFN:One\nNOTE:a: b\nnot a property\nBEGIN:VCARD\nVERSION:3.0\nFN:Two\n\
                END:VCARD\n\u{feff}begin:vcard\nVERSION:2.1\nFN:Three\nAGENT:\nBEGIN:VCARD\nFN:Inner\nEND:VCARD\n\
                TITLE:Boss\nEND:VCARD\nBEGIN:VCARD\nFN:Four";
    let all = cards(text.as_bytes());
    let names: Vec<&str> = all.iter().map(|one| one.fields["Name"].as_str().unwrap()).collect();
    assert_eq!(names, ["One", "Two", "Three", "Four"]);
    assert_eq!(all.iter().map(|one| one.issues.len()).collect::<Vec<_>>(), [4, 0, 0, 2]);
    assert_eq!(all.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 7, 11, 20]);
    assert_eq!(all[0].fields["Description"], "a: b\nnot a property");
    assert_eq!(unmapped(&all[2]), ["AGENT:BEGIN:VCARD\\nFN:Inner\\nEND:VCARD\\n"]);
    assert_eq!(all[2].fields["Title"], "Boss");
    assert!(cards(b"").is_empty() && cards(b"\n \n").is_empty());
    assert_eq!(cards(b"no card").len(), 1);
    let latin = cards(b"BEGIN:VCARD\nVERSION:3.0\nFN:J\xf6rg M\xfcller aus K\xf6ln\nEND:VCARD\n");
    assert_eq!(latin[0].fields["Name"], "Jörg Müller aus Köln");
    assert_eq!(latin[0].issues.len(), 1);
    let quoted = card("NOTE;ENCODING=QUOTED-PRINTABLE:Reid=92s");
    assert_eq!((quoted.fields["Description"].as_str(), quoted.issues.len()), (Some("Reid’s"), 1));
    let utf16: Vec<u8> = "\u{feff}BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg\r\nEND:VCARD\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(cards(&utf16)[0].fields["Name"], "Jörg");
    let folded = "BEGIN:VCARD\rVERSION:3.0\rFN:Jörg\rEND:VCARD\r";
    assert_eq!(cards(folded.as_bytes())[0].fields["Name"], "Jörg");
}

#[test]
fn a_card_that_is_too_long_costs_only_its_own() {
    let long = "x".repeat(MAX_CARD_BYTES + 10);
    let text = format!(
        "BEGIN:VCARD\nVERSION:3.0\nFN:A\nNOTE:{long}\nTITLE:t\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:B\nEND:VCARD\n"
    );
    let all = cards(text.as_bytes());
    assert_eq!(all.iter().map(|one| fields(one)["Name"].clone()).collect::<Vec<_>>(), ["A", "B"]);
    assert!(all[0].issues[0].message.contains("longer than"));
}

#[test]
fn a_card_of_many_lines_takes_no_longer_than_it_is_long() {
    for line in [
        "a.TEL;TYPE=HOME:1\n",
        "a.X-ABLabel:b\n",
        " x\n",
        "x\n",
        "NOTE;x\n =\n",
        "N;ENCODING=QUOTED-PRINTABLE:=\n",
    ] {
        let found = cards(format!("BEGIN:VCARD\nVERSION:3.0\n{}END:VCARD\n", line.repeat(20_000)).as_bytes());
        assert_eq!(found.len(), 1);
    }
}

#[test]
fn a_field_that_was_changed_keeps_the_form_of_its_property() {
    let mut found = card(
        "N:Berg;Una;Maria;;Jr.\nFN:Una Berg\nitem1.TEL;type=CELL;type=pref:1\nitem1.X-ABLabel:x\n\
         ADR;TYPE=WORK:PO 1;;Weg 1;Köln;;;\nORG:A;B;C\nBDAY:--0415",
    );
    found.fields.insert("LastName".into(), json!("Tal"));
    found.fields.insert("MobilePhone".into(), json!("2"));
    found.fields.insert("MailingCity".into(), json!("Bonn"));
    found.fields.remove("Department");
    let text = written(&found, Version::V3);
    for line in [
        "N:Tal;Una;Maria;;Jr.",
        "item1.TEL;type=CELL;type=pref:2",
        "ADR;TYPE=WORK:PO 1;;Weg 1;Bonn;;;",
        "ORG:A;;C",
    ] {
        assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
    }
    found.fields.remove("MobilePhone");
    assert!(!written(&found, Version::V3).contains("TEL"));
}

#[test]
fn lines_are_folded_between_characters() {
    let mut fields = Map::new();
    fields.insert("Description".into(), json!("ü😀".repeat(100)));
    let found = Card { fields, ..Card::default() };
    let text = written(&found, Version::V4);
    assert!(text.lines().all(|line| line.len() <= 75));
    assert_eq!(cards(text.as_bytes())[0].fields, found.fields);
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z;,:\\\\\"^\r\n =ü\u{feff}\0-]{0,20}", any::<String>(), Just("END:VCARD".to_owned())]
}

fn some_fields() -> impl Strategy<Value = Map<String, Value>> {
    let names = [
        "Name",
        "FirstName",
        "LastName",
        "Salutation",
        "Department",
        "Title",
        "Phone",
        "MobilePhone",
        "Email",
        "Fax",
        "OtherPhone",
        "HomePhone",
        "AssistantPhone",
        "AssistantName",
        "MailingStreet",
        "MailingCity",
        "MailingCountryCode",
        "MailingAddress",
        "OtherAddress",
        "OtherCountry",
        "Birthdate",
        "Description",
        "PhotoUrl",
        "LeadSource",
        "ExternalId",
        "Custom_1",
    ];
    let texts = prop::collection::hash_map(prop::sample::select(names.to_vec()), hostile(), 0..12);
    (texts, hostile(), any::<bool>()).prop_map(|(texts, account, has_id)| {
        let mut fields: Map<String, Value> =
            texts.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect();
        fields.insert("Account".into(), json!({"Id": has_id.then_some("a-1"), "Name": account}));
        fields.insert("IsEmailBounced".into(), json!(has_id));
        fields
    })
}

fn some_property() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "N",
        "FN",
        "TEL",
        "EMAIL",
        "ADR",
        "ORG",
        "BDAY",
        "NOTE",
        "PHOTO",
        "UID",
        "X-FOO",
        "LABEL",
        "URL",
        "item1.TEL",
        "item1.X-ABLabel",
        "GEO",
        "CATEGORIES",
        "REV",
    ]);
    let parameters = prop::sample::select(vec![
        "",
        ";TYPE=WORK",
        ";TYPE=HOME,VOICE",
        ";TYPE=CELL",
        ";TYPE=FAX",
        ";X-A=\"q;:,\"",
        ";VALUE=uri",
        ";LANGUAGE=de",
        ";CC=DE",
    ]);
    let value = prop_oneof![
        "[a-zü0-9;,.\\\\ :-]{0,30}",
        Just("1980-04-15".to_owned()),
        Just("a;b;c;d;e;f;g".to_owned())
    ];
    (name, parameters, value).prop_map(|(name, parameters, value)| format!("{name}{parameters}:{value}"))
}

#[test]
fn a_card_that_is_indented_as_a_whole_is_one() {
    let all = cards(b"  BEGIN:VCARD\r\n  VERSION:3.0\r\n  FN:A B\r\n  NOTE:one\r\n    two\r\n  END:VCARD\r\nBEGIN:VCARD\nVERSION:3.0\nFN:C\nEND:VCARD\n");
    assert_eq!(all.len(), 2);
    assert_eq!(fields(&all[0]), json!({"Name": "A B", "Description": "one two"}));
    assert!(all.iter().all(|card| card.issues.is_empty()));
}

#[test]
fn a_card_within_a_card_may_begin_on_the_line_of_its_agent() {
    let all = cards(b"BEGIN:VCARD\nVERSION:2.1\nN:Boss;Big\nAGENT:BEGIN:VCARD\nVERSION:2.1\nN:Agent;Secret\nEND:VCARD\nTEL;WORK:2\nEND:VCARD\n");
    assert_eq!(all.len(), 1);
    assert_eq!(fields(&all[0]), json!({"FirstName": "Big", "LastName": "Boss", "Phone": "2"}));
    assert!(unmapped(&all[0]).iter().any(|kept| kept.starts_with("AGENT:") && kept.contains("Secret")));
}

#[test]
fn a_line_that_is_no_property_goes_to_a_value_of_several_lines_alone() {
    let found = card("FN:A\nno property\nNOTE:one\ntwo");
    assert_eq!(fields(&found), json!({"Name": "A", "Description": "one\ntwo"}));
    assert_eq!(found.issues.len(), 2);
    assert!(found.issues[0].message.contains("left out"), "{:?}", found.issues);
}

#[test]
fn what_stands_around_an_address_is_none_of_it_and_a_link_has_no_spaces() {
    for value in ["a@b.example", "<a@b.example>", "A <a@b.example>", "mailto:a@b.example"] {
        assert_eq!(fields(&card(&format!("EMAIL:{value}"))), json!({"Email": "a@b.example"}), "{value}");
    }
    let found = card("FN:A\nPHOTO;VALUE=uri:http://example.com/a b.jpg");
    assert_eq!(fields(&found), json!({"Name": "A"}));
    assert_eq!(unmapped(&found).len(), 1);
}

proptest! {
    #[test]
    fn every_field_comes_back(fields in some_fields(), is_new: bool) {
        let version = if is_new { Version::V4 } else { Version::V3 };
        for options in [Options::default(), Options { uid_is_external_id: true }] {
            let mut writer = Writer::new(Vec::new(), version, options);
            writer.card(&fields, &[]).unwrap();
            let bytes = writer.finish().unwrap();
            let read: Vec<Card> = Reader::new(&bytes[..], options).map(Result::unwrap).collect();
            prop_assert_eq!(read.len(), 1);
            prop_assert!(read[0].issues.is_empty(), "{:?}", read[0].issues);
            prop_assert_eq!(Value::Object(read[0].fields.clone()), Value::Object(fields.clone()));
        }
    }

    #[test]
    fn every_property_comes_back(properties in prop::collection::vec(some_property(), 0..12), is_new: bool) {
        let (number, version) = if is_new { ("4.0", Version::V4) } else { ("3.0", Version::V3) };
        let text = format!("BEGIN:VCARD\r\nVERSION:{number}\r\n{}\r\nEND:VCARD\r\n", properties.join("\r\n"));
        let read = cards(text.as_bytes());
        prop_assert_eq!(read.len(), 1);
        let text_again = written(&read[0], version);
        let given: Vec<String> = lines(&text).into_iter().filter(|line| !line.is_empty()).collect();
        prop_assert_eq!(lines(&text_again), given);
        let again = cards(text_again.as_bytes());
        prop_assert_eq!(&again[0].fields, &read[0].fields);
    }

    #[test]
    fn no_bytes_are_too_odd(pieces in prop::collection::vec(prop_oneof![
        "[ -~]{0,20}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..10),
        prop::sample::select(vec!["BEGIN:VCARD\n", "END:VCARD\n", "VERSION:2.1\n", "AGENT:\n", "NOTE;ENCODING=QUOTED-PRINTABLE:a=\n",
            "PHOTO;BASE64:\n", "\n", " ", "=", "N;CHARSET=UTF-16:", "\u{feff}"]).prop_map(|text| text.as_bytes().to_vec()),
    ], 0..30)) {
        for card in cards(&pieces.concat()) {
            for version in [Version::V3, Version::V4] {
                let again = cards(written(&card, version).as_bytes());
                prop_assert_eq!(again.len(), 1);
                prop_assert_eq!(&again[0].fields, &card.fields);
            }
        }
    }
}
