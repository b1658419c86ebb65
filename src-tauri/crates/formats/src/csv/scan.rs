//! Where a row's cells begin and end.

use memchr::{memchr, memchr3};

/// The characters of the dialect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Between quotation marks, which are not part of it.
    pub(super) quoted: bool,
    /// Quotation marks in it stand there twice.
    pub(super) doubled: bool,
    /// A quotation mark in it stands there once: it neither ends the cell nor is it written as it should.
    pub(super) stray: bool,
    /// Such a mark stands where a cell begins.
    pub(super) begins_another: bool,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A row; the next one begins there.
    Row(usize),
    /// The row does not end in what is there. Where it ends in a cell between quotation marks: where that cell's first
    /// one stands.
    More(Option<usize>),
}

/// What is known of the quotation marks of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes {
    /// From here to the end of its line they are characters as any other: one of them is never closed.
    pub(super) plain_from: usize,
    /// To here none ends a cell that began before, which an earlier row's was looked for in vain.
    pub(super) none_ends_to: usize,
}

impl Quotes {
    /// As they should be.
    pub(super) const USUAL: Self = Self { plain_from: usize::MAX, none_ends_to: 0 };
}

/// Finds the cells of the row that begins where the text does. `all` says that the file ends where the text does.
pub(super) fn row(text: &[u8], all: bool, marks: Marks, quotes: Quotes, cells: &mut Vec<Span>) -> Found {
    cells.clear();
    let mut at = 0;
    loop {
        let (cell, end) = match cell(text, at, all, marks, quotes) {
            Ok(found) => found,
            Err(open) => return Found::More(open),
        };
        cells.push(cell);
        match text.get(end) {
            Some(byte) if *byte == marks.delimiter => at = end + 1,
            Some(b'\r') => match text.get(end + 1) {
                Some(b'\n') => return Found::Row(end + 2),
                None if !all => return Found::More(None),
                _ => return Found::Row(end + 1),
            },
            Some(_) => return Found::Row(end + 1),
            None => return Found::Row(end),
        }
    }
}

/// The cell that begins there and where its delimiter, its line's end or the file's end stands.
fn cell(
    text: &[u8],
    at: usize,
    all: bool,
    marks: Marks,
    quotes: Quotes,
) -> Result<(Span, usize), Option<usize>> {
    let first = after_spaces(text, at, marks);
    if text.get(first) == Some(&marks.quote) && first < quotes.plain_from {
        return quoted(text, first, all, marks, quotes).ok_or(Some(first));
    }
    let rest = text.get(at..).unwrap_or_default();
    let end = match memchr3(marks.delimiter, b'\n', b'\r', rest) {
        Some(found) => at + found,
        None if all => text.len(),
        None => return Err(None),
    };
    Ok((Span { from: at, to: end, ..Span::default() }, end))
}

/// `None` where the cell's last quotation mark is not among what is there.
fn quoted(text: &[u8], first: usize, all: bool, marks: Marks, quotes: Quotes) -> Option<(Span, usize)> {
    let mut span = Span { from: first + 1, quoted: true, ..Span::default() };
    let mut at = first + 1;
    if first < quotes.none_ends_to {
        span.doubled = true;
        at = within_its_run(text, first, marks).unwrap_or_else(|| {
            // What was looked through before is not looked through again, so that no file takes longer than it is long.
            let passed = text.get(at..quotes.none_ends_to).unwrap_or_default();
            if let Some(mark) = memchr(marks.quote, passed) {
                span.stray = true;
                span.begins_another = begins_a_cell(text, at + mark, marks);
            }
            at.max(quotes.none_ends_to)
        });
    }
    loop {
        at += memchr(marks.quote, text.get(at..)?)?;
        match text.get(at + 1) {
            Some(next) if *next == marks.quote => {
                span.doubled = true;
                at += 2;
                continue;
            }
            None if !all => return None,
            _ => {}
        }
        let end = after_spaces(text, at + 1, marks);
        let ends = match text.get(end) {
            Some(next) => *next == marks.delimiter || matches!(next, b'\r' | b'\n'),
            None if all => true,
            None => return None,
        };
        if ends {
            span.to = at;
            return Some((span, end));
        }
        span.stray = true;
        span.begins_another |= begins_a_cell(text, at, marks);
        at += 1;
    }
}

fn begins_a_cell(text: &[u8], at: usize, marks: Marks) -> bool {
    let before = text.get(..at).unwrap_or_default().iter().rfind(|byte| **byte != b' ');
    before.is_some_and(|byte| *byte == marks.delimiter || matches!(byte, b'\r' | b'\n'))
}

/// The last of a run of quotation marks that is a cell by itself.
fn within_its_run(text: &[u8], first: usize, marks: Marks) -> Option<usize> {
    let run = text.get(first..)?.iter().take_while(|byte| **byte == marks.quote).count();
    let next = text.get(after_spaces(text, first + run, marks));
    let ends = next.is_none_or(|next| *next == marks.delimiter || matches!(next, b'\r' | b'\n'));
    (run % 2 == 0 && ends).then(|| first + run - 1)
}

fn after_spaces(text: &[u8], at: usize, marks: Marks) -> usize {
    if marks.delimiter == b' ' {
        return at;
    }
    at + text.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count()
}
