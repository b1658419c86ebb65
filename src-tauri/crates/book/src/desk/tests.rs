//! What a window starts from.

use std::path::Path;

use kith_model::RecordKey;

use super::*;

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
