//! A disk that fills up: a clear error, reading goes on, and after space was freed so does writing.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use kith_book::{Book, ListQuery, Opening, Source};

use super::{
    dice::Dice,
    figures::{Figures, Outcome, Size},
    image::Image,
    process,
    request::Request,
    scratch::{PATIENCE, Scratch},
    step::Step,
    writer::{Work, Writer},
};

const MEBIBYTES: u64 = 20;
/// What is freed.
const BALLAST: usize = 5 << 20;
/// A disk of 20 MiB is full long before.
const MOST: usize = 20_000;

/// Fills a small disk under a book, again and again.
///
/// # Errors
/// The first finding, with what repeats it.
pub fn sweep(size: Size) -> Result<Outcome> {
    if let Some(why) = Image::hindrance() {
        return Ok(Outcome::NotRun(why));
    }
    let mut figures = Figures::default();
    for run in 0..size.runs {
        let image = Image::new(MEBIBYTES)?;
        let scratch = Scratch::new()?.with_book(image.place.join("book"));
        File::create(image.place.join("ballast"))?.write_all(&vec![1; BALLAST])?;
        let seed = size.seed.wrapping_add(run as u64);
        let mut command = scratch.command("fill")?;
        let ended = process::run(command.args(["--seed", &seed.to_string()]), PATIENCE)?;
        ensure!(ended.code == Some(0), "a full disk with seed {seed}: {}", ended.told());
        let checked = scratch.check(false).with_context(|| format!("a full disk with seed {seed}"))?;
        figures.add("full disks", 1);
        figures.add("answered changes held to", checked.answered);
    }
    Ok(Outcome::Ran(figures))
}

/// What the writer does on the small disk.
///
/// # Errors
/// Whatever is not as promised.
pub fn fill(work: &Work) -> Result<()> {
    let mut writer = Writer::new(work)?;
    let mut dice = Dice::new(work.seed);
    let book = writer.open()?.context("a new book does not open")?;
    let mut asked = 0;
    while ask(&mut writer, &book, Step::draw(&mut dice), asked, &mut dice)?.is_none() {
        asked += 1;
        ensure!(asked < MOST, "the disk does not fill up");
    }
    reads(&book).context("after a write was refused")?;
    let brim = beside(work, "brim");
    to_the_brim(&brim)?;
    let refused = ask(&mut writer, &book, Step::Save, asked + 1, &mut dice)?;
    ensure!(refused.is_some(), "a write was answered on a disk without room");
    reads(&book).context("on a disk without room")?;
    writer.close(book)?;
    opens_to_be_read(work).context("opened on a disk without room")?;
    fs::remove_file(&brim)?;
    fs::remove_file(beside(work, "ballast"))?;
    let book = writer.open()?.context("the book does not open after space was freed")?;
    for n in 0..10 {
        let refused = ask(&mut writer, &book, Step::Save, asked + 2 + n, &mut dice)?;
        ensure!(refused.is_none(), "{refused:?} after space was freed");
    }
    reads(&book)?;
    writer.close(book)
}

/// Sends a request; why it was refused, which must be told clearly.
fn ask(
    writer: &mut Writer<'_>,
    book: &Book,
    step: Step,
    n: usize,
    dice: &mut Dice,
) -> Result<Option<String>> {
    // Only what adds: a delete of what is not there is refused for another reason.
    let step = if matches!(step, Step::Save | Step::SaveLong | Step::Bulk | Step::Import) {
        step
    } else {
        Step::Save
    };
    let mark = format!("{:x}-{n}", writer.work.seed);
    let Some(request) = Request::new(step, book, &mark, 1, dice) else { bail!("{step:?} is no request") };
    let refused = writer.ask(book, step, &request)?;
    if let Some(why) = &refused {
        ensure!(why.contains("Free some space"), "the error does not say what to do: {why}");
    }
    Ok(refused)
}

fn reads(book: &Book) -> Result<()> {
    let all = ListQuery { limit: usize::MAX, ..ListQuery::default() };
    let list = book.list(&all, None).answer;
    ensure!(list.success, "the list: {:?}", list.errors);
    ensure!(list.record_count == Some(book.count()), "{:?} of {} contacts", list.record_count, book.count());
    Ok(())
}

/// A book that is opened on a full disk can be read at least.
fn opens_to_be_read(work: &Work) -> Result<()> {
    let opening =
        |read_only| Opening { create: false, read_only, holder: "full".into(), source: Source::Desk };
    let open = |read_only| Book::open(&work.book, &opening(read_only), kith_book::Host::this_machine());
    let (book, _) = open(false)?;
    reads(&book)?;
    drop(book);
    let (book, _) = open(true)?;
    reads(&book)
}

fn beside(work: &Work, name: &str) -> PathBuf {
    work.book.parent().unwrap_or(Path::new(".")).join(name)
}

/// Takes every byte that is left.
fn to_the_brim(path: &Path) -> Result<()> {
    let mut file = File::create(path)?;
    for size in [1 << 20, 4096, 512, 1] {
        let block = vec![1; size];
        while file.write_all(&block).is_ok() {}
    }
    drop(file.sync_all());
    Ok(())
}
