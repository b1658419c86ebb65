//! Reading a table row by row; no more of the file is held than a row is long.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

use kith_model::{Code, Issue};
use memchr::{memchr, memchr_iter, memchr2};

use super::{
    decode::Text,
    dialect::Dialect,
    formula,
    scan::{self, Found, Marks, Quotes, Span},
};
use crate::table::{Cell, Row, unique_names};

/// A longer cell is left empty, with an issue.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// A longer row is passed over, with an issue.
pub const MAX_ROW_BYTES: usize = 8 << 20;
/// As many lines before a header are looked at.
const MOST_NOTES: usize = 12;
/// As many columns a table has that begins after notes.
const LEAST_COLUMNS: usize = 3;
/// `"sep=;"` and its line end.
const LONGEST_HINT: usize = 9;

/// A file as a header and rows.
pub struct Table<R> {
    text: Text<R>,
    marks: Marks,
    neutralised: bool,
    header: Vec<String>,
    issues: Vec<Issue>,
    /// Rows that were read already.
    ahead: VecDeque<Raw>,
    /// Where it is known that no cell between quotation marks ends before, counted as the text's places are.
    none_ends_to: u64,
    cells: Vec<Span>,
    number: u64,
    line: u64,
}

/// A row before its cells are held against the header.
#[derive(Default)]
struct Raw {
    line: u64,
    cells: Vec<Cell>,
    issues: Vec<Issue>,
}

impl<R: Read> Table<R> {
    /// Opens a table and reads its header. A first line `sep=`, which tells spreadsheets the delimiter, is passed over.
    ///
    /// # Errors
    /// When the dialect has an encoding, a delimiter or a quotation mark that cannot be; when reading fails.
    pub fn open(reader: R, dialect: &Dialect) -> io::Result<Self> {
        let mut table = Self {
            text: Text::new(reader, dialect.charset()?),
            marks: dialect.marks()?,
            neutralised: dialect.neutralised,
            header: Vec::new(),
            issues: Vec::new(),
            ahead: VecDeque::new(),
            none_ends_to: 0,
            cells: Vec::new(),
            number: 0,
            line: 1,
        };
        table.pass_over_hint()?;
        if let Some(first) = table.raw()? {
            let first = if dialect.header { table.pass_over_preamble(first)? } else { first };
            table.name_columns(first, dialect.header)?;
        }
        Ok(table)
    }

    /// The names of the columns, each once: a name that stands there again gets its number (`Phone (2)`), a column
    /// without one is called `Column 3`.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// What is wrong with the header.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// How many bytes of text were used so far, counted in UTF-8.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.text.place()
    }

    fn pass_over_hint(&mut self) -> io::Result<()> {
        while self.text.rest().len() < LONGEST_HINT && !self.text.is_all() {
            self.text.fill()?;
        }
        let rest = self.text.rest();
        let length = memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default().trim_matches('"');
        let is_hint = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
            && line.chars().count() == 5;
        if is_hint {
            let end = rest.get(length..).unwrap_or_default();
            let end = if end.starts_with("\r\n") { 2 } else { end.len().min(1) };
            self.text.take(length + end);
            self.line += 1;
        }
        Ok(())
    }

    /// Programs put a title or notes before the table: some lines of one cell each, then the header, with several, and a
    /// row of as many. Gives the header; where there is none such the first row is it.
    fn pass_over_preamble(&mut self, first: Raw) -> io::Result<Raw> {
        let is_note =
            |raw: &Raw| raw.cells.iter().filter(|cell| !cell.as_text().trim().is_empty()).count() < 2;
        if !is_note(&first) {
            return Ok(first);
        }
        let mut read = VecDeque::from([first]);
        let mut header = None;
        while read.len() < MOST_NOTES
            && let Some(raw) = self.raw()?
        {
            let is_one = is_note(&raw);
            let cells = raw.cells.len();
            read.push_back(raw);
            match header {
                None if is_one => {}
                None if cells < LEAST_COLUMNS => break,
                None => header = Some((read.len() - 1, cells)),
                Some((at, columns)) => {
                    if cells == columns {
                        self.issues.push(preamble(at));
                        read.drain(..at);
                    }
                    break;
                }
            }
        }
        let first = read.pop_front().unwrap_or_default();
        self.ahead = read;
        Ok(first)
    }

    fn name_columns(&mut self, first: Raw, is_header: bool) -> io::Result<()> {
        if !is_header {
            self.header = (1..=first.cells.len()).map(|at| format!("Column {at}")).collect();
            self.ahead.push_front(first);
            return Ok(());
        }
        let mut names: Vec<String> = first.cells.into_iter().map(Cell::into_text).collect();
        let count = names.len();
        let (header, issues) = unique_names(names.clone(), first.issues);
        self.header = header;
        // Columns at the end without a name are none, unless something stands in them. The next row is read only now: how
        // many columns there are says where a row ends whose quotation marks are wrong.
        if count > self.header.len() {
            if self.ahead.is_empty() {
                let next = self.raw()?;
                self.ahead.extend(next);
            }
            let next = self.ahead.front().map_or(&[][..], |next| &next.cells);
            let used = next.iter().rposition(|cell| !cell.as_text().trim().is_empty()).map_or(0, |at| at + 1);
            for (at, name) in names.iter_mut().enumerate().take(used).skip(self.header.len()) {
                *name = format!("Column {}", at + 1);
            }
            if used > self.header.len() {
                self.header = unique_names(names, Vec::new()).0;
            }
        }
        self.issues.extend(issues);
        Ok(())
    }

    /// The next row that is no blank line.
    fn raw(&mut self) -> io::Result<Option<Raw>> {
        loop {
            if self.text.rest().is_empty() {
                self.text.fill()?;
                if self.text.rest().is_empty() && self.text.is_all() {
                    return Ok(None);
                }
            }
            let raw = self.scan()?;
            if !raw.cells.is_empty() || !raw.issues.is_empty() {
                return Ok(Some(raw));
            }
        }
    }

    fn scan(&mut self) -> io::Result<Raw> {
        let mut raw = Raw { line: self.line, ..Raw::default() };
        let mut quotes = Quotes::USUAL;
        loop {
            let known = self.none_ends_to.saturating_sub(self.text.place());
            quotes.none_ends_to = usize::try_from(known).unwrap_or(usize::MAX);
            let text = self.text.rest().as_bytes();
            let length = text.len();
            let found = scan::row(text, self.text.is_all(), self.marks, quotes, &mut self.cells);
            match found {
                Found::Row(end) => {
                    self.finish(end, &mut quotes, &mut raw);
                    return Ok(raw);
                }
                Found::More(Some(open)) if self.text.is_all() || length > MAX_ROW_BYTES => {
                    self.none_ends_to = self.text.place() + length as u64;
                    quotes.plain_from = open;
                    raw.issues.push(never_closed(self.cells.len()));
                }
                Found::More(None) if length > MAX_ROW_BYTES => {
                    self.skip_line()?;
                    raw.issues.push(too_long());
                    return Ok(raw);
                }
                Found::More(_) => self.text.fill()?,
            }
        }
    }

    /// Takes the row out of the text.
    fn finish(&mut self, end: usize, quotes: &mut Quotes, raw: &mut Raw) {
        let end = self.or_only_its_line(end, quotes, raw);
        let text = self.text.rest();
        let row = text.get(..end).unwrap_or_default();
        if memchr(0, row.as_bytes()).is_some() {
            raw.issues.push(Issue::new(Code::MalformedRequest, "The row has a NUL character in it."));
        }
        for (at, span) in self.cells.iter().enumerate() {
            if span.stray {
                raw.issues.push(stray(at, raw.line, self.line + lines(text, span)));
            }
            raw.cells.push(value(text, span, self.marks.quote, self.neutralised, (at, &mut raw.issues)));
        }
        if is_blank_line(&raw.cells, row) {
            raw.cells.clear();
        }
        self.line += self.cells.iter().map(|span| lines(text, span)).sum::<u64>() + 1;
        if self.text.take(end) {
            raw.issues.push(Issue::new(
                Code::MalformedRequest,
                "The row has bytes that are no text in this encoding; each stands as \u{fffd}. Choose the file's \
                 encoding.",
            ));
        }
    }

    /// A row over several lines with a quotation mark that stands wrongly in it is more likely one line with a mark that
    /// is never closed, where that line has as many cells as the header and the row has not, or where the wrong mark
    /// stands at the beginning of a cell.
    fn or_only_its_line(&mut self, end: usize, quotes: &mut Quotes, raw: &mut Raw) -> usize {
        let text = self.text.rest();
        let doubtful = self.cells.iter().position(|span| span.stray && has_line_end(text, span));
        let columns = self.header.len();
        let Some((at, span)) = doubtful.and_then(|at| Some((at, *self.cells.get(at)?))) else { return end };
        if columns < 2 || (self.cells.len() == columns && !span.begins_another) {
            return end;
        }
        let opens = span.from.saturating_sub(1);
        let (plain, mut cells) = (Quotes { plain_from: opens, ..*quotes }, Vec::new());
        let found = scan::row(text.as_bytes(), self.text.is_all(), self.marks, plain, &mut cells);
        match found {
            Found::Row(line_end) if cells.len() == columns => {
                self.none_ends_to = self.text.place() + span.to as u64;
                self.cells = cells;
                raw.issues.push(never_closed(at));
                line_end
            }
            _ => end,
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let text = self.text.rest();
            if let Some(end) = memchr2(b'\n', b'\r', text.as_bytes()) {
                let is_pair = text.get(end..).is_some_and(|rest| rest.starts_with("\r\n"));
                self.text.take(end + if is_pair { 2 } else { 1 });
                break;
            }
            self.text.take(text.len());
            if self.text.is_all() {
                break;
            }
            self.text.fill()?;
        }
        self.line += 1;
        Ok(())
    }

    fn fitted(&mut self, raw: Raw) -> Row {
        self.number += 1;
        let Raw { line, mut cells, mut issues } = raw;
        let columns = self.header.len();
        while cells.len() > columns && cells.last() == Some(&Cell::Empty) {
            cells.pop();
        }
        let found = cells.len();
        if found != columns && found > 0 {
            issues.push(Issue::new(
                Code::MalformedRequest,
                format!("Cells in the row: {found}; columns of the table: {columns}."),
            ));
        }
        cells.resize(found.max(columns), Cell::Empty);
        Row { number: self.number, line, cells, issues }
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let raw = match self.ahead.pop_front() {
            Some(raw) => raw,
            None => match self.raw() {
                Ok(raw) => raw?,
                Err(error) => return Some(Err(error)),
            },
        };
        Some(Ok(self.fitted(raw)))
    }
}

fn value(text: &str, span: &Span, quote: u8, neutralised: bool, told: (usize, &mut Vec<Issue>)) -> Cell {
    let text = text.get(span.from..span.to).unwrap_or_default();
    if text.is_empty() {
        return Cell::Empty;
    }
    if text.len() > MAX_CELL_BYTES {
        let message = format!("Cell {} is longer than {MAX_CELL_BYTES} bytes and is left out.", told.0 + 1);
        told.1.push(Issue::new(Code::TooLong, message));
        return Cell::Empty;
    }
    let mark = char::from(quote);
    let text = if span.doubled {
        text.replace(&format!("{mark}{mark}"), &mark.to_string())
    } else {
        text.to_owned()
    };
    Cell::Text(if neutralised { formula::undone(&text).to_owned() } else { text })
}

/// How many line ends a cell has in it.
fn lines(text: &str, span: &Span) -> u64 {
    if !span.quoted {
        return 0;
    }
    let cell = text.get(span.from..span.to).unwrap_or_default().as_bytes();
    let pairs = memchr::memmem::find_iter(cell, b"\r\n").count();
    (memchr_iter(b'\n', cell).count() + memchr_iter(b'\r', cell).count() - pairs) as u64
}

fn has_line_end(text: &str, span: &Span) -> bool {
    memchr2(b'\n', b'\r', text.get(span.from..span.to).unwrap_or_default().as_bytes()).is_some()
}

fn is_blank_line(cells: &[Cell], row: &str) -> bool {
    cells.len() < 2 && row.trim().is_empty()
}

/// That lines stand before the header.
fn preamble(rows: usize) -> Issue {
    let message = format!("The table begins after {rows} rows of one cell each. They were passed over.");
    Issue::new(Code::MalformedRequest, message)
}

fn never_closed(at: usize) -> Issue {
    let message = format!(
        "The quotation mark before cell {} is never closed. It was read as part of the cell, and the row as one line.",
        at + 1
    );
    Issue::new(Code::MalformedRequest, message)
}

fn stray(at: usize, from: u64, to: u64) -> Issue {
    let place = if to > from { format!("lines {from} to {to}") } else { format!("line {from}") };
    let message = format!(
        "Cell {} has a quotation mark in it that is not doubled, or one is missing ({place}).",
        at + 1
    );
    Issue::new(Code::MalformedRequest, message)
}

fn too_long() -> Issue {
    Issue::new(Code::TooLong, format!("The row is longer than {MAX_ROW_BYTES} bytes and was not read."))
}
