//! Reading a sheet row by row.

use std::io::{self, Read, Seek};

use calamine::{Reader as _, SheetType, Xlsx, XlsxCellReader};
use kith_model::{Code, Issue};

use super::{
    guard::{self, guarded},
    value::{self, letters},
};
use crate::table::{Cell, MAX_COLUMNS, Row, unique_names};

/// A workbook that is open.
pub struct Workbook<R: Read + Seek> {
    workbook: Xlsx<R>,
}

/// A cell: its row as the program numbers it, its column from 0, what stands there, and what is wrong with it.
type Found = (u64, usize, Cell, Option<Issue>);

/// A sheet as a header and rows. What the header does not name, and has no cell, is no column.
pub struct Table<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
    header: Vec<String>,
    issues: Vec<Issue>,
    /// The first cell of the row that is read next.
    ahead: Option<Found>,
    first: Option<Row>,
    number: u64,
    ended: bool,
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens a workbook, after looking at what it unpacks to.
    ///
    /// # Errors
    /// When reading fails, it is no workbook, it is protected by a password, or it unpacks to more than is held.
    pub fn open(mut source: R) -> io::Result<Self> {
        guard::check(&mut source)?;
        source.rewind()?;
        Ok(Self { workbook: guarded(|| Xlsx::new(source))? })
    }

    /// The names of its sheets, in order.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        let sheets = self.workbook.sheets_metadata().iter();
        sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
    }

    /// Begins to read a sheet; with `has_header` its first row that is not empty names the columns.
    ///
    /// # Errors
    /// When there is no such sheet, or it cannot be read.
    pub fn table(&mut self, sheet: &str, has_header: bool) -> io::Result<Table<'_, R>> {
        let cells = guarded(|| self.workbook.worksheet_cells_reader(sheet))?;
        let mut table = Table {
            cells,
            header: Vec::new(),
            issues: Vec::new(),
            ahead: None,
            first: None,
            number: 0,
            ended: false,
        };
        if let Some(first) = table.raw().transpose()? {
            table.name_columns(first, has_header);
        }
        Ok(table)
    }
}

impl<R: Read + Seek> Table<'_, R> {
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

    fn name_columns(&mut self, first: Row, has_header: bool) {
        if has_header {
            let names = first.cells.into_iter().map(Cell::into_text).collect();
            (self.header, self.issues) = unique_names(names, first.issues);
        } else {
            self.header = (1..=first.cells.len()).map(|at| format!("Column {at}")).collect();
            self.first = Some(first);
        }
    }

    /// The next row that has a cell with something in it.
    fn raw(&mut self) -> Option<io::Result<Row>> {
        loop {
            let (line, mut at, mut cell, mut issue) = match self.ahead.take() {
                Some(ahead) => ahead,
                None => match self.cell()? {
                    Ok(next) => next,
                    Err(error) => return Some(Err(error)),
                },
            };
            let mut row = Row { line, ..Row::default() };
            loop {
                put(&mut row, at, cell, issue);
                match self.cell() {
                    Some(Ok(next)) if next.0 == line => (at, cell, issue) = (next.1, next.2, next.3),
                    Some(Ok(next)) => break self.ahead = Some(next),
                    Some(Err(error)) => return Some(Err(error)),
                    None => break,
                }
            }
            while row.cells.last() == Some(&Cell::Empty) {
                row.cells.pop();
            }
            if !row.cells.is_empty() || !row.issues.is_empty() {
                return Some(Ok(row));
            }
        }
    }

    /// The next cell.
    fn cell(&mut self) -> Option<io::Result<Found>> {
        if self.ended {
            return None;
        }
        let found = guarded(|| self.cells.next_cell());
        self.ended = !matches!(found, Ok(Some(_)));
        let found = match found {
            Ok(found) => found?,
            Err(error) => return Some(Err(error)),
        };
        let (row, column) = found.get_position();
        let at = column as usize;
        let (cell, issue) = value::cell(found.get_value(), at);
        Some(Ok((u64::from(row) + 1, at, cell, issue)))
    }

    fn fitted(&mut self, mut row: Row) -> Row {
        self.number += 1;
        row.number = self.number;
        let columns = self.header.len();
        if row.cells.len() > columns {
            let message = format!(
                "The row has cells to column {}; the table's columns end at {}.",
                letters(row.cells.len() - 1),
                columns.checked_sub(1).map_or_else(String::new, letters)
            );
            row.issues.push(Issue::new(Code::MalformedRequest, message));
        }
        row.cells.resize(row.cells.len().max(columns), Cell::Empty);
        row
    }
}

impl<R: Read + Seek> Iterator for Table<'_, R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.first.take() {
            Some(first) => first,
            None => match self.raw()? {
                Ok(row) => row,
                Err(error) => return Some(Err(error)),
            },
        };
        Some(Ok(self.fitted(row)))
    }
}

fn put(row: &mut Row, at: usize, cell: Cell, issue: Option<Issue>) {
    row.issues.extend(issue);
    if cell == Cell::Empty {
        return;
    }
    if at >= MAX_COLUMNS {
        let message = format!("The cell in column {} is beyond the last that is read.", letters(at));
        row.issues.push(Issue::new(Code::MalformedRequest, message));
        return;
    }
    if row.cells.len() <= at {
        row.cells.resize(at + 1, Cell::Empty);
    }
    if let Some(place) = row.cells.get_mut(at) {
        *place = cell;
    }
}
