//! Writing a workbook of one sheet.

use std::io::{self, Write};

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::table::Cell;

/// As many rows has a sheet, the header among them.
pub const MAX_ROWS: u32 = 1_048_576;
/// As long may a text in a cell be, in UTF-16 units.
pub const MAX_CELL_LENGTH: usize = 32_767;
/// The first day that all programs count alike.
const FIRST_DAY: Date = jiff::civil::date(1900, 3, 1);

/// Writes rows; what was written is on the disk, not in memory, until the workbook is finished.
///
/// - A text is a text, in a column that stays text when a person edits it; `=1+1` is no formula and `007` no number.
/// - A number is one where a spreadsheet holds it exactly, else its text.
/// - A day and a moment without a zone are true dates where a spreadsheet has them (from 1 March 1900), else their text.
///   They are read back as what they were.
pub struct Writer {
    workbook: Workbook,
    row: u32,
    formats: Formats,
}

struct Formats {
    header: Format,
    text: Format,
    day: Format,
    moment: Format,
}

impl Writer {
    /// Begins a workbook with one sheet and its header.
    ///
    /// # Errors
    /// When the name cannot be a sheet's (empty, over 31 characters, one of `[]:*?/\`), there is no room for temporary
    /// files, or a name of a column is too long.
    pub fn new(sheet: &str, header: &[impl AsRef<str>]) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let worksheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        worksheet.set_name(sheet).map_err(failed)?;
        worksheet.set_freeze_panes(1, 0).map_err(failed)?;
        let formats = Formats {
            header: Format::new().set_bold().set_num_format("@"),
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000"),
        };
        let mut writer = Self { workbook, row: 0, formats };
        for (at, name) in header.iter().enumerate() {
            let format = &writer.formats.header;
            write_text(
                writer.workbook.worksheet_from_index(0).map_err(failed)?,
                0,
                column(at)?,
                name.as_ref(),
                format,
            )?;
        }
        writer.row = 1;
        Ok(writer)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the sheet is full, a text is longer than a cell holds, or writing fails.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.row >= MAX_ROWS {
            return Err(invalid(format!("A sheet has {MAX_ROWS} rows at most. Write CSV instead.")));
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        for (at, cell) in cells.iter().enumerate() {
            self.formats.cell(sheet, self.row, column(at)?, cell)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish<W: Write + Send>(mut self, mut sink: W) -> io::Result<W> {
        self.workbook.save_to_writer(&mut sink).map_err(failed)?;
        sink.flush()?;
        Ok(sink)
    }
}

impl Formats {
    fn cell(&self, sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell) -> io::Result<()> {
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Boolean(value) => sheet.write_boolean(row, at, *value).map_err(failed)?,
            Cell::Number(text) => match exact(text) {
                Some(number) => sheet.write_number(row, at, number).map_err(failed)?,
                None => return write_text(sheet, row, at, text, &self.text),
            },
            Cell::Date(text) => match text.parse().ok().and_then(day) {
                Some(day) => sheet.write_datetime_with_format(row, at, day, &self.day).map_err(failed)?,
                None => return write_text(sheet, row, at, text, &self.text),
            },
            Cell::DateTime(text) => match moment(text) {
                Some(moment) => {
                    sheet.write_datetime_with_format(row, at, moment, &self.moment).map_err(failed)?
                }
                None => return write_text(sheet, row, at, text, &self.text),
            },
            Cell::Text(text) => return write_text(sheet, row, at, text, &self.text),
        };
        Ok(())
    }
}

fn write_text(sheet: &mut Worksheet, row: u32, at: u16, text: &str, format: &Format) -> io::Result<()> {
    let length = text.encode_utf16().count();
    if length > MAX_CELL_LENGTH {
        return Err(invalid(format!(
            "The text in row {}, column {} has {length} characters; a cell holds {MAX_CELL_LENGTH}. Write CSV or JSON \
             instead.",
            row + 1,
            super::value::letters(at.into())
        )));
    }
    if !text.is_empty() {
        sheet.write_string_with_format(row, at, text, format).map_err(failed)?;
    }
    Ok(())
}

/// The number, where a spreadsheet shows all its digits and gives back the same text.
fn exact(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits <= 15 && number.is_finite() && number.to_string() == text && text != "-0").then_some(number)
}

fn day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|_| day >= FIRST_DAY)?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// A moment with a zone, with more than milliseconds, or at midnight, which would come back as a day, stays a text.
fn moment(text: &str) -> Option<ExcelDateTime> {
    let moment: DateTime = text.parse().ok()?;
    let milli = moment.subsec_nanosecond() / 1_000_000;
    let same = if milli == 0 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S.%3f" };
    if moment.strftime(same).to_string() != text || moment.time() == jiff::civil::Time::midnight() {
        return None;
    }
    let seconds = f64::from(moment.second()) + f64::from(milli) / 1000.0;
    day(moment.date())?
        .and_hms(u16::try_from(moment.hour()).ok()?, u8::try_from(moment.minute()).ok()?, seconds)
        .ok()
}

fn column(at: usize) -> io::Result<u16> {
    let column = u16::try_from(at).ok().filter(|at| *at < 16_384);
    column.ok_or_else(|| invalid("A sheet has 16,384 columns at most.".to_owned()))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => invalid(format!("The workbook could not be written: {error}")),
    }
}
