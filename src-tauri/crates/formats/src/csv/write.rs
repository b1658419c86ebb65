//! Writing a table as RFC 4180 says, with what spreadsheets want besides.

use std::io::{self, Write};

use super::{dialect::ascii, formula};
use crate::table::Cell;

/// How a table is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What parts the cells: an ASCII character other than the quotation mark.
    pub delimiter: char,
    /// Begin with a byte order mark, by which spreadsheets know UTF-8.
    pub byte_order_mark: bool,
    /// Put an apostrophe before what a spreadsheet would take for a formula: texts that begin with `=`, `+`, `-`, `@`, a
    /// tab or a carriage return, or with apostrophes and then one of these. A reader whose
    /// [`Dialect`](super::Dialect) says so takes it away again.
    pub neutralise: bool,
}

impl Default for Options {
    /// As RFC 4180 says.
    fn default() -> Self {
        Self { delimiter: ',', byte_order_mark: false, neutralise: false }
    }
}

/// Writes rows in UTF-8 with CRLF after each.
pub struct Writer<W> {
    sink: W,
    options: Options,
    delimiter: u8,
    row: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// When the delimiter cannot be one; when writing fails.
    pub fn new(sink: W, header: &[impl AsRef<str>], options: Options) -> io::Result<Self> {
        let delimiter = ascii(options.delimiter)?;
        if delimiter == b'"' {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "A quotation mark cannot be the delimiter.",
            ));
        }
        let mut writer = Self { sink, options, delimiter, row: Vec::new() };
        if writer.options.byte_order_mark {
            writer.row.extend_from_slice("\u{feff}".as_bytes());
        }
        writer.end_row(header.iter().map(AsRef::as_ref))?;
        Ok(writer)
    }

    /// Writes a row. A date, a number and a truth value are written as their text.
    ///
    /// # Errors
    /// When writing fails.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.end_row(cells.iter().map(Cell::as_text))
    }

    /// Writes what is held back, and gives back what was written to.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn end_row<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) -> io::Result<()> {
        let alone = texts.len() == 1;
        for (at, text) in texts.enumerate() {
            if at > 0 {
                self.row.push(self.delimiter);
            }
            let neutralised = if self.options.neutralise { formula::neutralised(text) } else { None };
            self.cell(neutralised.as_deref().unwrap_or(text), alone);
        }
        self.row.extend_from_slice(b"\r\n");
        self.sink.write_all(&self.row)?;
        self.row.clear();
        Ok(())
    }

    /// A cell that is alone in its row is quoted where the line would be blank.
    fn cell(&mut self, text: &str, alone: bool) {
        let is_blank_line = alone && text.trim().is_empty();
        if !is_blank_line && !self.wants_quotes(text) {
            self.row.extend_from_slice(text.as_bytes());
            return;
        }
        self.row.push(b'"');
        for (at, part) in text.split('"').enumerate() {
            if at > 0 {
                self.row.extend_from_slice(b"\"\"");
            }
            self.row.extend_from_slice(part.as_bytes());
        }
        self.row.push(b'"');
    }

    fn wants_quotes(&self, text: &str) -> bool {
        let is_special = |byte: &u8| *byte == self.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        text.as_bytes().iter().any(is_special)
            || text.starts_with([' ', '\t', '\u{feff}'])
            || text.ends_with([' ', '\t'])
    }
}
