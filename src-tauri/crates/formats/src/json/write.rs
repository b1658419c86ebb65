//! Writing whole records as JSON.

use std::io::{self, Write};

use serde::Serialize;

/// How records stand in a file of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One array, a record a line.
    Array,
    /// JSON Lines: each record a value of its own on its line.
    Lines,
}

/// Writes records; numbers keep all their digits.
pub struct Writer<W> {
    sink: W,
    form: Form,
    is_begun: bool,
}

impl<W: Write> Writer<W> {
    /// Begins to write.
    pub fn new(sink: W, form: Form) -> Self {
        Self { sink, form, is_begun: false }
    }

    /// Writes a record.
    ///
    /// # Errors
    /// When writing fails.
    pub fn record(&mut self, record: &impl Serialize) -> io::Result<()> {
        let before: &[u8] = match (self.form, self.is_begun) {
            (Form::Array, false) => b"[\n",
            (Form::Array, true) => b",\n",
            (Form::Lines, false) => b"",
            (Form::Lines, true) => b"\n",
        };
        self.is_begun = true;
        self.sink.write_all(before)?;
        serde_json::to_writer(&mut self.sink, record).map_err(io::Error::from)
    }

    /// Ends the file, and gives back what was written to.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        let end: &[u8] = match (self.form, self.is_begun) {
            (Form::Array, false) => b"[]\n",
            (Form::Array, true) => b"\n]\n",
            (Form::Lines, false) => b"",
            (Form::Lines, true) => b"\n",
        };
        self.sink.write_all(end)?;
        self.sink.flush()?;
        Ok(self.sink)
    }
}
