//! What the writer does to the whole book, or to its folder. What fails here changes nothing that was answered, which is
//! all that is looked at.

use std::{fs, io, os::unix::fs::FileExt as _, path::Path, sync::atomic::Ordering};

use anyhow::{Context as _, Result};
use kith_book::Book;
use kith_model::ChangeSet;
use kith_store::{OpenOptions, Store};

use super::{
    diary,
    dice::Dice,
    facts::Facts,
    step::Step,
    writer::{LATER, Writer},
};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Where the frames of a segment begin.
const HEADER: usize = 52;

/// Does a step that is no request. Gives the book, which may have been closed and opened again.
pub(super) fn perform(
    writer: &mut Writer<'_>,
    book: Book,
    step: Step,
    dice: &mut Dice,
) -> Result<Option<Book>> {
    if step == Step::Forget {
        return forget(writer, book, dice);
    }
    let backup = match step {
        Step::Compact => {
            writer.begin(step, Vec::new())?;
            writer.end(step, book.compact(&|| true))?;
            return Ok(Some(book));
        }
        Step::Backup | Step::Restore | Step::Repair => book.backup_create(None).ok(),
        _ => None,
    };
    if step == Step::Backup {
        return Ok(Some(book));
    }
    writer.close(book)?;
    let folder = &writer.work.book;
    match (step, backup) {
        (Step::Rebuild, _) => {
            writer.begin(step, Vec::new())?;
            // What is left of the folder where this fails is as good as a damaged one.
            let removed = fs::remove_dir_all(folder.join("sled"));
            drop(removed);
        }
        (Step::Restore, Some(backup)) => {
            writer.begin(step, Vec::new())?;
            writer.end(step, Book::backup_restore(Path::new(&backup.file), folder))?;
        }
        (Step::Repair, Some(_)) => {
            writer.begin(step, Vec::new())?;
            drop(harm_the_log(folder, dice));
            writer.repair()?;
        }
        _ => {}
    }
    writer.open()
}

/// Forgets what is older than a moment among those of this writer's changes.
fn forget(writer: &mut Writer<'_>, book: Book, dice: &mut Dice) -> Result<Option<Book>> {
    writer.close(book)?;
    let Ok(found) = unanswered(writer) else { return writer.open() };
    let Some(book) = writer.open()? else { return Ok(None) };
    writer.begin(Step::Forget, found)?;
    let back = i64::try_from(dice.below(60))?;
    LATER.store(DAY - 1_000 * back, Ordering::Relaxed);
    let forgotten = book.set_retention(Some(1)).and_then(|_| book.apply_retention(&|| true));
    LATER.store(0, Ordering::Relaxed);
    writer.end(Step::Forget, forgotten)?;
    Ok(Some(book))
}

/// The change sets of the book that the diary does not have.
fn unanswered(writer: &Writer<'_>) -> Result<Vec<ChangeSet>> {
    let facts = Facts::of(diary::read(&writer.work.diary)?)?;
    let options = OpenOptions { create: false, read_only: true, holder: "the writer".into() };
    let (store, _) = Store::open(&writer.work.book, &options)?;
    let sets = store.change_sets_back().collect::<Result<Vec<_>, _>>()?;
    Ok(sets.into_iter().filter(|set| facts.known(set.seq).is_none()).collect())
}

/// Flips a bit of a change set in the log.
fn harm_the_log(book: &Path, dice: &mut Dice) -> Result<()> {
    let mut segments = Vec::new();
    for entry in fs::read_dir(book.join("log"))? {
        let path = entry?.path();
        segments.extend(path.extension().is_some_and(|end| end == "klog").then_some(path));
    }
    segments.sort();
    let path = dice.pick(&segments).context("a log without segments")?;
    let bytes = fs::read(path)?;
    let written: Vec<usize> =
        (HEADER..bytes.len()).filter(|&at| bytes.get(at).is_some_and(|byte| *byte != 0)).collect();
    let at = *dice.pick(&written).context("a segment without change sets")?;
    let byte = bytes.get(at).copied().unwrap_or_default() ^ 4;
    let file = fs::OpenOptions::new().write(true).open(path)?;
    Ok::<_, io::Error>(file.write_all_at(&[byte], at as u64)?)?;
    Ok(())
}
