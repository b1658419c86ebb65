//! Kept drafts: what was typed and not saved, in a file beside the store, so that it outlives the window and the process.
//!
//! A draft changes nothing and is no part of the log. It goes when its edits are saved or given up.

mod file;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use kith_model::RecordKey;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::{book::Book, error::Error};

/// The most drafts that are kept.
const MAX_DRAFTS: usize = 500;
/// The most bytes one draft has: its edits fit a body (1 MiB), and so do the values they replace.
const MAX_DRAFT_BYTES: usize = 2 << 20;
/// The most bytes all drafts have together.
const MAX_BYTES: usize = 8 << 20;
/// The most characters of a contact's name that are kept with its draft.
const MAX_TITLE: usize = 256;

/// What a person has made of a contact and not saved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptDraft {
    /// The contact's Id; none for one that is being created.
    pub id: Option<String>,
    /// The key it was last known by.
    pub key: Option<RecordKey>,
    /// The name it is shown under.
    pub title: String,
    /// The contact's version the edits were made on.
    pub etag: Option<String>,
    /// What the edited fields held in that version.
    pub base: Map<String, Value>,
    /// The edited fields.
    pub edits: Map<String, Value>,
    /// Those of them the desk proposed itself.
    pub proposed: Vec<String>,
    /// When it was last kept, RFC 3339 UTC.
    pub at: String,
}

/// The drafts of a book.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptDrafts {
    /// Newest first.
    pub drafts: Vec<KeptDraft>,
    /// What a person must know of them: that their file was damaged.
    pub notice: Option<String>,
}

/// Why a draft is not kept. Those kept before stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DraftsFull {
    /// There are too many.
    #[error("Kith keeps the unsaved edits of at most {MAX_DRAFTS} contacts. Save or discard some of them.")]
    TooMany,
    /// It is too large by itself.
    #[error("These unsaved edits are too long to be kept. Save them, or shorten them.")]
    TooLong,
    /// It is too large with the others.
    #[error("The unsaved edits of all contacts are too long to be kept. Save or discard some of them.")]
    NoRoom,
}

/// A draft's place: the contact's Id, none for the one contact that is being created.
type Place = Option<String>;

/// The drafts of an open book, and their file.
#[derive(Debug)]
pub(crate) struct Drafts {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// `None` until they are first asked for: most doors never ask.
    kept: Option<KeptDrafts>,
    /// The last turn each place was written or dropped in.
    turns: HashMap<Place, u64>,
}

impl Drafts {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), state: Mutex::default() }
    }

    fn list(&self) -> KeptDrafts {
        self.loaded(&mut self.lock()).clone()
    }

    /// Calls overtake one another on their way: of two about one contact the later turn holds, whichever comes last.
    fn put(&self, place: Place, draft: Option<KeptDraft>, turn: u64) -> Result<(), Error> {
        let mut state = self.lock();
        if state.turns.get(&place).is_some_and(|last| *last > turn) {
            return Ok(());
        }
        let kept = self.loaded(&mut state);
        let others = || kept.drafts.iter().filter(|other| other.id != place).cloned();
        let nothing_to_drop = draft.is_none() && others().count() == kept.drafts.len();
        let drafts: Vec<_> = draft.into_iter().chain(others()).collect();
        if !nothing_to_drop {
            file::write(&self.folder, &drafts)?;
            kept.drafts = drafts;
        }
        state.turns.insert(place, turn);
        Ok(())
    }

    fn loaded<'a>(&self, state: &'a mut State) -> &'a mut KeptDrafts {
        state.kept.get_or_insert_with(|| file::read(&self.folder))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// What was typed and not saved, newest first. None in a read-only book, where nothing can be saved either.
    #[must_use]
    pub fn drafts(&self) -> KeptDrafts {
        if self.is_read_only() { KeptDrafts::default() } else { self.draft_file().list() }
    }

    /// Keeps a draft in place of the one its contact had; it is on the disk when this returns. A later `turn` of the
    /// same contact holds against an earlier one that comes late. In a read-only book nothing is kept.
    ///
    /// # Errors
    /// [`Error::Drafts`] when there are too many or they are too large; [`Error::Store`] when the file cannot be
    /// written. The drafts kept before stay.
    pub fn keep_draft(&self, draft: KeptDraft, turn: u64) -> Result<(), Error> {
        if self.is_read_only() {
            return Ok(());
        }
        let title = draft.title.chars().take(MAX_TITLE).collect();
        let draft = KeptDraft { title, at: self.host().now(), ..draft };
        self.draft_file().put(draft.id.clone(), Some(draft), turn)
    }

    /// Drops a contact's draft, where it has one.
    ///
    /// # Errors
    /// [`Error::Store`] when the file cannot be written; the draft stays then.
    pub fn drop_draft(&self, id: Option<&str>, turn: u64) -> Result<(), Error> {
        if self.is_read_only() { Ok(()) } else { self.draft_file().put(id.map(str::to_owned), None, turn) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;
    use crate::{Host, Opening, Source};

    fn open(folder: &Path, read_only: bool) -> Book {
        let opening =
            Opening { create: !read_only, read_only, holder: "the tests".into(), source: Source::Desk };
        Book::open(folder, &opening, Host::this_machine()).unwrap().0
    }

    fn draft(id: &str, title: &str) -> KeptDraft {
        let object = |value: Value| value.as_object().unwrap().clone();
        KeptDraft {
            id: Some(id.into()),
            key: Some(RecordKey::ExternalId(format!("x-{id}"))),
            title: "Ada".into(),
            etag: Some("e1".into()),
            base: object(json!({"Title": null})),
            edits: object(json!({"Title": title})),
            proposed: vec!["Title".into()],
            at: String::new(),
        }
    }

    fn titles(book: &Book) -> Vec<(Option<String>, Value)> {
        book.drafts().drafts.into_iter().map(|kept| (kept.id, kept.edits["Title"].clone())).collect()
    }

    #[test]
    fn a_draft_is_there_after_the_book_is_opened_again_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path(), false);
        book.keep_draft(draft("1", "a"), 1).unwrap();
        book.keep_draft(KeptDraft { id: None, key: None, ..draft("", "b") }, 2).unwrap();
        book.keep_draft(draft("1", "c"), 3).unwrap();
        drop(book);
        let book = open(folder.path(), false);
        assert_eq!(titles(&book), [(Some("1".into()), json!("c")), (None, json!("b"))]);
        let kept = book.drafts().drafts.remove(0);
        assert!(!kept.at.is_empty());
        assert_eq!(kept, KeptDraft { at: kept.at.clone(), ..draft("1", "c") });
        book.drop_draft(Some("1"), 4).unwrap();
        book.drop_draft(None, 5).unwrap();
        assert_eq!(open_again(book, folder.path()).drafts(), KeptDrafts::default());
    }

    fn open_again(book: Book, folder: &Path) -> Book {
        book.close().unwrap();
        open(folder, false)
    }

    #[test]
    fn a_draft_is_no_change() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path(), false);
        book.keep_draft(draft("1", "a"), 1).unwrap();
        assert_eq!((book.count(), book.store.last_seq()), (0, 0));
    }

    #[test]
    fn a_call_that_was_overtaken_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path(), false);
        book.keep_draft(draft("1", "later"), 7).unwrap();
        book.keep_draft(draft("1", "earlier"), 6).unwrap();
        assert_eq!(titles(&book), [(Some("1".into()), json!("later"))]);
        book.drop_draft(Some("1"), 9).unwrap();
        book.keep_draft(draft("1", "earlier"), 8).unwrap();
        assert_eq!(titles(&book), []);
        book.keep_draft(draft("2", "another"), 1).unwrap();
        assert_eq!(titles(&book), [(Some("2".into()), json!("another"))]);
    }

    #[test]
    fn more_than_there_is_room_for_is_refused_and_nothing_kept_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path(), false);
        book.keep_draft(draft("1", "a"), 1).unwrap();
        let long = book.keep_draft(draft("2", &"x".repeat(MAX_DRAFT_BYTES)), 1);
        assert!(matches!(long, Err(Error::Drafts(DraftsFull::TooLong))), "{long:?}");
        let third = "x".repeat(MAX_DRAFT_BYTES - 1024);
        let kept: Vec<_> =
            ["3", "4", "5", "6", "7"].into_iter().map(|id| book.keep_draft(draft(id, &third), 1)).collect();
        assert!(matches!(kept.last(), Some(Err(Error::Drafts(DraftsFull::NoRoom)))), "{kept:?}");
        assert_eq!(titles(&book).last(), Some(&(Some("1".into()), json!("a"))));
    }

    #[test]
    fn one_more_than_the_most_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = vec![KeptDraft::default(); MAX_DRAFTS + 1];
        assert!(matches!(file::write(folder.path(), &drafts), Err(Error::Drafts(DraftsFull::TooMany))));
        file::write(folder.path(), &drafts[1..]).unwrap();
    }

    #[test]
    fn a_read_only_book_keeps_none_and_shows_none() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path(), false);
        book.keep_draft(draft("1", "a"), 1).unwrap();
        book.close().unwrap();
        let book = open(folder.path(), true);
        assert_eq!(book.drafts(), KeptDrafts::default());
        book.keep_draft(draft("2", "b"), 1).unwrap();
        book.drop_draft(Some("1"), 1).unwrap();
        drop(book);
        assert_eq!(titles(&open(folder.path(), false)), [(Some("1".into()), json!("a"))]);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_told_and_the_book_opens() {
        let folder = tempfile::tempdir().unwrap();
        let book = open(folder.path(), false);
        book.keep_draft(draft("1", "a"), 1).unwrap();
        book.close().unwrap();
        fs::write(file::path(folder.path()), b"{\"format\":1,").unwrap();
        let book = open(folder.path(), false);
        let listed = book.drafts();
        assert_eq!(listed.drafts, []);
        assert!(listed.notice.unwrap().contains("drafts-damaged-1.json"));
        assert_eq!(fs::read(folder.path().join("drafts-damaged-1.json")).unwrap(), b"{\"format\":1,");
        book.keep_draft(draft("2", "b"), 1).unwrap();
        assert_eq!(titles(&open_again(book, folder.path())), [(Some("2".into()), json!("b"))]);
    }
}
