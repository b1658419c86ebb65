//! What holds of every update, whatever its body.

use std::cell::OnceCell;

use kith_book::{Code, ListQuery, UpdateOptions};
use kith_model::query::{fold, quoted};
use kith_tests::{
    answers::{refusal, unstamped, warnings},
    book::{TestBook, external},
    contract::FIELDS,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    bodies::{any_json, body, value_for, written},
    model::{Body, is_malformed},
    settings, values,
};

thread_local! {
    /// One book for all cases of a law: what a law says holds from wherever it starts.
    static BOOK: OnceCell<TestBook> = const { OnceCell::new() };
}

fn with_book(work: impl FnOnce(&TestBook)) {
    BOOK.with(|book| work(book.get_or_init(|| TestBook::with([json!({"Id": "id-1", "ExternalId": "k0"})]))));
}

fn key() -> kith_book::RecordKey {
    external("k0")
}

/// Fields with a value each, nearly all of them good.
fn edits() -> impl Strategy<Value = Body> {
    let field = prop::sample::select(FIELDS.to_vec()).prop_flat_map(|(name, kind, length, _)| {
        value_for(name, kind, length).prop_map(move |value| (name.to_owned(), value))
    });
    let good = field.prop_filter("a good value", |(name, value)| {
        FIELDS.iter().any(|row| row.0 == name && values::error(row.1, row.2, value).is_none())
    });
    prop::collection::vec(good, 0..8).prop_filter("each once", |body| !is_malformed(body))
}

proptest! {
    #![proptest_config(settings(128))]

    #[test]
    fn the_second_time_an_update_writes_nothing(body in edits()) {
        with_book(|book| {
            let body = written(&body);
            let first = book.update(&key(), body.as_bytes(), UpdateOptions::default());
            assert!(first.answer.success, "{:?}", first.answer);
            let before = book.whole("k0");
            let second = book.update(&key(), body.as_bytes(), UpdateOptions::default());
            assert!(second.answer.success && second.change_id.is_none());
            assert_eq!(book.whole("k0"), before);
        });
    }

    #[test]
    fn every_good_field_reads_back_as_it_was_sent(body in edits()) {
        with_book(|book| {
            let reply = book.update(&key(), written(&body).as_bytes(), UpdateOptions::default());
            let record = book.whole("k0");
            for (name, value) in &body {
                assert_eq!(record[name], *value, "{name}");
            }
            let doubtful: Vec<_> = FIELDS.iter().filter_map(|(name, kind, ..)| {
                let sent = body.iter().find(|(each, _)| each == name)?;
                values::is_doubtful(name, *kind, &sent.1).then_some((Code::InvalidFormat, *name))
            }).collect();
            assert_eq!(warnings(&reply.answer), doubtful);
        });
    }

    #[test]
    fn a_whole_record_put_back_is_no_change(body in edits()) {
        with_book(|book| {
            let _reply = book.update(&key(), written(&body).as_bytes(), UpdateOptions::default());
            let whole = book.whole("k0");
            let options = UpdateOptions { enforce_lock: true, include_payload: true };
            let reply = book.update(&key(), whole.to_string().as_bytes(), options);
            assert_eq!((reply.answer.data, reply.change_id), (Some(whole.clone()), None));
            assert_eq!(book.whole("k0"), whole);
        });
    }

    #[test]
    fn undo_restores_all_but_the_stamps(body in edits()) {
        with_book(|book| {
            let before = unstamped(&book.whole("k0"));
            let reply = book.update(&key(), written(&body).as_bytes(), UpdateOptions::default());
            let after = unstamped(&book.whole("k0"));
            let Some(change) = reply.change_id else { return assert_eq!(after, before) };
            let undone = book.undo(Some(&change));
            assert!(undone.answer.success && undone.answer.warnings.is_empty(), "{:?}", undone.answer);
            assert_eq!(unstamped(&book.whole("k0")), before);
            assert!(book.redo().answer.success);
            assert_eq!(unstamped(&book.whole("k0")), after);
        });
    }

    #[test]
    fn a_check_answers_as_the_update_and_changes_nothing(body in body(), lock in any::<bool>()) {
        with_book(|book| {
            let (body, before) = (written(&body), book.whole("k0"));
            let options = UpdateOptions { enforce_lock: lock, include_payload: false };
            let checked = book.check(&key(), body.as_bytes(), options);
            assert_eq!((book.whole("k0"), checked.change_id), (before, None));
            let updated = book.update(&key(), body.as_bytes(), options);
            assert_eq!(refusal(&checked.answer), refusal(&updated.answer));
            assert_eq!(checked.answer.warnings, updated.answer.warnings);
        });
    }

    #[test]
    fn a_refused_update_leaves_record_and_history_as_they_were(body in body(), wrong in any_json()) {
        with_book(|book| {
            let before = (book.whole("k0"), book.history(&key(), 3).expect("a history"));
            let mut body = body;
            body.push(("zebra".into(), wrong));
            let reply = book.update(&key(), written(&body).as_bytes(), UpdateOptions::default());
            assert!(!reply.answer.success);
            assert_eq!((book.whole("k0"), book.history(&key(), 3).expect("a history")), before);
        });
    }

    #[test]
    fn a_search_for_a_name_finds_the_contact(name in "\\PC{1,12}") {
        with_book(|book| found_by(book, &name, &[&quoted(&name)]));
    }

    #[test]
    fn a_search_finds_a_name_in_upper_and_lower_case(name in "[a-zA-ZäöüßÅéñçøа-яςΑ-Ω 0-9'-]{1,12}") {
        with_book(|book| found_by(book, &name, &[&quoted(&name.to_lowercase()), &quoted(&name.to_uppercase())]));
    }
}

/// Gives the contact that name; each search must find it.
fn found_by(book: &TestBook, name: &str, searches: &[&str]) {
    let body = json!({"Name": name}).to_string();
    assert!(book.update(&key(), body.as_bytes(), UpdateOptions::default()).answer.success);
    // Marks alone are nothing that could be searched for.
    for search in searches.iter().filter(|_| !fold(name).is_empty()) {
        let query = ListQuery { search: (*search).into(), limit: 1, ..ListQuery::default() };
        assert_eq!(book.page(&query).expect("a page").matches, 1, "{search:?} in {name:?}");
    }
}

proptest! {
    #![proptest_config(settings(512))]

    #[test]
    fn random_bytes_are_answered_and_change_nothing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        with_book(|book| answered(book, &bytes));
    }

    #[test]
    fn random_text_of_json_characters_is_answered(text in "[{}\\[\\]:,\"\\\\u0-9a-fTitleEmail .eE+-]{0,60}") {
        with_book(|book| answered(book, text.as_bytes()));
    }

    #[test]
    fn a_body_with_one_byte_changed_is_answered(body in body(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        with_book(|book| {
            let mut bytes = written(&body).into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            answered(book, &bytes);
        });
    }
}

/// Every door answers, and what is refused is refused with errors. Nothing is changed by looking.
fn answered(book: &TestBook, bytes: &[u8]) {
    let before = book.whole("k0");
    for reply in [book.check(&key(), bytes, UpdateOptions::default()), book.check_new(bytes)] {
        let (_status, errors) = refusal(&reply.answer);
        assert!(errors.len() <= bytes.len() + 1);
        let is_object = serde_json::from_slice::<Value>(bytes).is_ok_and(|value| value.is_object());
        assert!(is_object || errors == [(Code::MalformedRequest, "")], "{:?}", reply.answer);
    }
    assert_eq!(book.whole("k0"), before);
}
