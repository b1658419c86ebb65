//! What a window starts from.

use std::path::Path;

use kith_model::{RecordKey, query::Filter};
use serde_json::{Map, json};

use super::*;
use crate::{ImportMode, ImportReport, KeyField};

fn desk(folder: &Path) -> Desk {
    Desk::on(Ok(folder.join("book")), false, |_| ())
}

fn sample(folder: &Path) -> Desk {
    let desk = desk(folder);
    desk.start_book(&StartBook { kind: StartKind::Sample }).unwrap();
    desk
}

#[test]
fn the_state_brings_the_rows_the_page_would_ask_for_first() {
    let folder = tempfile::tempdir().unwrap();
    let desk = sample(folder.path());
    let state = desk.desk_state().unwrap();
    let query = ListQuery { limit: FIRST_PAGE, ..ListQuery::from(&state.layout.views[0]) };
    assert_eq!(state.first_page, Some(desk.list_contacts(&query).unwrap()));
    assert_eq!(state.first_page.map(|page| page.rows.len()), Some(FIRST_PAGE));
}

#[test]
fn the_rows_of_the_state_follow_every_change() {
    let folder = tempfile::tempdir().unwrap();
    let desk = sample(folder.path());
    let first = |desk: &Desk| desk.desk_state().unwrap().first_page.unwrap().rows.remove(0).key;
    let key: RecordKey = first(&desk);
    assert!(desk.delete_contact(&NamedContact { key: key.clone() }).answer.success);
    assert_ne!(first(&desk), key);
}

#[test]
fn a_desk_without_a_book_has_no_rows() {
    let folder = tempfile::tempdir().unwrap();
    let state = desk(folder.path()).desk_state().unwrap();
    assert_eq!((state.book, state.first_page), (None, None));
}

#[test]
fn a_book_opened_ahead_is_the_one_the_window_gets() {
    let folder = tempfile::tempdir().unwrap();
    sample(folder.path()).close().unwrap();
    let desk = desk(folder.path());
    desk.open_ahead().unwrap();
    // Whoever comes second waits for the first; were there two openings, one of them would be refused the lock.
    let state = desk.desk_state().unwrap();
    assert_eq!((state.book.map(|book| book.record_count), state.failure), (Some(SAMPLE_SIZE as u64), None));
}

#[test]
fn opening_ahead_makes_no_book() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    desk.open_ahead().unwrap();
    assert_eq!(desk.desk_state().unwrap().book, None);
    assert!(!folder.path().join("book").exists());
}

fn titled(desk: &Desk, title: &str) {
    let body = format!(r#"{{"Title":"{title}"}}"#);
    let (include_payload, enforce_lock) = (false, false);
    let args = UpdateContact { key: key(), body, include_payload, enforce_lock };
    assert!(desk.update_contact(&args).answer.success);
}

fn key() -> RecordKey {
    RecordKey::ExternalId("x".into())
}

fn title(desk: &Desk) -> serde_json::Value {
    let read = desk.read_contact(&NamedContact { key: key() });
    read.answer.data.unwrap()["Title"].clone()
}

/// A desk on a book with one contact, and a backup of it as it was before its last change.
fn backed_up(folder: &Path) -> (Desk, NamedBackup) {
    let desk = desk(folder);
    desk.start_book(&StartBook { kind: StartKind::Empty }).unwrap();
    let body = r#"{"ExternalId":"x","Title":"before"}"#.to_owned();
    assert!(desk.create_contact(&CreateContact { body }).answer.success);
    let file = desk.create_backup().unwrap().file;
    titled(&desk, "after");
    (desk, NamedBackup { file })
}

#[test]
fn a_restore_waits_for_whoever_works_with_the_book_and_others_get_the_restored_one() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, backup) = backed_up(folder.path());
    let lent = desk.open(false).unwrap();
    thread::scope(|threads| {
        let restoring = threads.spawn(|| desk.restore_backup(&backup));
        // Whoever asks now would wait too: the restore does.
        while desk.lent.try_read().is_ok() {
            thread::yield_now();
        }
        assert!(!restoring.is_finished());
        assert_eq!(lent.count(), 1);
        drop(lent);
        restoring.join().unwrap().unwrap();
        assert_eq!(title(&desk), "before");
    });
}

#[test]
fn requests_that_come_while_a_backup_is_restored_are_answered_by_one_book_or_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, backup) = backed_up(folder.path());
    thread::scope(|threads| {
        let restoring = threads.spawn(|| desk.restore_backup(&backup).unwrap());
        while !restoring.is_finished() {
            assert!(["before", "after"].contains(&title(&desk).as_str().unwrap()));
        }
    });
    assert_eq!(title(&desk), "before");
}

#[test]
fn a_backup_made_by_hand_is_the_last_one_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = backed_up(folder.path());
    let made = desk.create_backup().unwrap();
    assert_eq!(desk.desk_state().unwrap().backup.unwrap().last, made.made_at);
}

#[test]
fn a_backup_that_was_made_before_something_else_is_the_last_one_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = backed_up(folder.path());
    let told = |desk: &Desk| desk.desk_state().unwrap().backup.unwrap().last;
    let newest = |desk: &Desk| desk.list_backups().unwrap()[0].backup.made_at.clone();
    let by_hand = told(&desk);
    let edits = r#"[{"DeprecateField": {"Name": "Fax"}}]"#.to_owned();
    assert!(desk.change_schema(&ChangeSchema { edits, keep: false }).answer.success);
    assert_ne!(told(&desk), by_hand);
    assert_eq!(told(&desk), newest(&desk));
}

#[test]
fn a_read_only_desk_lists_backups_and_restores_none() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, backup) = backed_up(folder.path());
    desk.close().unwrap();
    let looking = Desk::on(Ok(folder.path().join("book")), true, |_| ());
    assert_eq!(looking.list_backups().unwrap()[0].newer, Some(1));
    assert!(looking.restore_backup(&backup).is_err() && looking.create_backup().is_err());
    for days in [Some(1), None] {
        let refused = looking.set_retention(&KeepFor { days }).unwrap_err();
        assert!(
            refused.message.starts_with("The book is open read-only, so nothing was changed."),
            "{refused:?}"
        );
    }
    assert_eq!(title(&looking), "after");
}

#[test]
fn a_number_of_any_length_is_found_by_the_value_the_page_was_given_also_in_a_saved_view() {
    const NUMBER: &str = "12345678901234567890.1234";
    let folder = tempfile::tempdir().unwrap();
    let desk = sample(folder.path());
    let field = json!({"FieldName": "Balance", "DisplayName": "Balance", "DataType": "Decimal",
        "Precision": 24, "Scale": 4});
    let edits = json!([{"AddField": {"Field": field}}]).to_string();
    assert!(desk.change_schema(&ChangeSchema { edits, keep: false }).answer.success);
    let body = format!(r#"{{"ExternalId": "x", "Balance": {NUMBER}}}"#);
    assert!(desk.create_contact(&CreateContact { body }).answer.success);

    let filter = Filter { field: "Balance".into(), values: vec![json!({"$number": NUMBER})] };
    let query = ListQuery { filters: vec![filter], limit: 10, ..ListQuery::default() };
    assert_eq!(desk.list_contacts(&query).unwrap().matches, 1);
    assert_eq!(desk.list_keys(&query).unwrap(), [key()]);
    let view = json!({"Name": "v", "Label": "V", "Filters": [{"Field": "Balance", "Values": [{"$number": NUMBER}]}]});
    let changes = Map::from_iter([("SavedViews".to_owned(), json!([view]))]);
    assert!(desk.change_layout(&ChangeLayout { changes }).answer.success);
    let saved = desk.desk_state().unwrap().layout.saved_views.remove(0);
    assert_eq!(saved.filters[0].values[0].to_string(), NUMBER);
}

#[test]
fn a_picked_file_is_previewed_taken_in_and_undone_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let desk = sample(folder.path());
    let first = desk.desk_state().unwrap().first_page.unwrap().rows.remove(0).key;
    let file = folder.path().join("contacts.csv");
    let known = first.value();
    let text = format!(
        "External ID,Last name,E-mail\n{known},Renamed,\nnew-1,Made,made@example.com\nnew-2,Wrong,no\n"
    );
    fs::write(&file, text).unwrap();

    let inspected = desk.pick_import(&file).unwrap();
    assert_eq!(inspected.header, ["External ID", "Last name", "E-mail"]);
    let choices = ImportChoices {
        reading: inspected.reading,
        mode: ImportMode::Upsert,
        by: KeyField::ExternalId,
        mapping: inspected.mapping,
        keep_properties: false,
        leave_out: Vec::new(),
        reconcile: None,
    };
    let counts = |report: &ImportReport| (report.created, report.updated, report.rejected);
    let foreseen = desk.preview_import(&choices).unwrap();
    assert_eq!(counts(&foreseen), (1, 1, 1));
    let rows =
        desk.preview_rows(&PreviewRows { verdict: None, contested: false, offset: 0, limit: 10 }).unwrap();
    assert_eq!(rows.matches, 3);
    assert_eq!(desk.desk_state().unwrap().book.unwrap().record_count, SAMPLE_SIZE as u64);

    let done = desk.run_import(&choices).unwrap();
    assert_eq!(counts(&done), counts(&foreseen));
    let rejects = folder.path().join("rejects.csv");
    assert_eq!(desk.save_rejects(&rejects).unwrap().written, 1);
    assert!(fs::read_to_string(&rejects).unwrap().contains("new-2"));

    let undone = desk.undo_change(&UndoChange {
        change_id: done.change_id.unwrap(),
        contact: None,
        fields: Vec::new(),
    });
    assert!(undone.answer.success, "{:?}", undone.answer);
    assert_eq!(desk.desk_state().unwrap().book.unwrap().record_count, SAMPLE_SIZE as u64);
}
