//! The cells of a workbook as cells of a table.

use calamine::{DataRef, ExcelDateTime};
use jiff::civil::Date;
use kith_model::{Code, Issue};

use crate::table::Cell;

/// The cell, and what is wrong with it. `at` is its column, from 0.
pub(super) fn cell(value: &DataRef<'_>, at: usize) -> (Cell, Option<Issue>) {
    let cell = match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) if number.is_finite() => Cell::Number(number.to_string()),
        DataRef::Bool(value) => Cell::Boolean(*value),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DateTime(moment) => match date(moment) {
            Some(cell) => cell,
            None => return (Cell::Number(moment.as_f64().to_string()), Some(odd_day(moment, at))),
        },
        DataRef::Float(_) => return (Cell::Empty, Some(wrong(at, "is no number"))),
        DataRef::Error(error) => return (Cell::Empty, Some(wrong(at, &format!("holds the error {error}")))),
    };
    (cell, None)
}

fn text_cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// A day, a moment, or, before the first day, a time of day. A span of time is given as one.
fn date(moment: &ExcelDateTime) -> Option<Cell> {
    let number = moment.as_f64();
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    if moment.is_duration() {
        let seconds = (number * 86_400.0).round() as u64;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return Some(Cell::Text(format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)));
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let time = match milli {
        0 => format!("{hour:02}:{minute:02}:{second:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    };
    if number < 1.0 {
        return Some(Cell::Text(time));
    }
    // Excel has a 29 February 1900 that never was.
    let day =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(if time == "00:00:00" {
        Cell::Date(day.to_string())
    } else {
        Cell::DateTime(format!("{day}T{time}"))
    })
}

fn iso(text: &str) -> Cell {
    match text.split_once('T') {
        None if text.len() == 10 => Cell::Date(text.to_owned()),
        Some((day, "00:00:00" | "00:00:00.000")) => Cell::Date(day.to_owned()),
        Some(_) => Cell::DateTime(text.to_owned()),
        None => text_cell(text),
    }
}

fn odd_day(moment: &ExcelDateTime, at: usize) -> Issue {
    wrong(at, &format!("is shown as a date, but {} is no day. It is given as the number", moment.as_f64()))
}

fn wrong(at: usize, what: &str) -> Issue {
    Issue::new(Code::InvalidFormat, format!("The cell in column {} {what}.", letters(at)))
}

/// A column as spreadsheets call it.
pub(super) fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { last.to_string() } else { format!("{}{last}", letters(at / 26 - 1)) }
}
