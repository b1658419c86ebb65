//! Reading a file of JSON record by record; no more of the file is held than a record is long.

use std::io::{self, BufRead, BufReader, Read};

use kith_model::{Body, Code, Issue};

use crate::transcode::Utf8;

/// A longer record is passed over, with an issue. A body is never longer.
pub const MAX_RECORD_BYTES: usize = 4 << 20;

/// One record of a file: its text is not looked into yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The line it begins in, from 1.
    pub line: u64,
    /// Its JSON text, or whatever stands in its place.
    pub text: Vec<u8>,
    /// What kept it from being read.
    pub issue: Option<Issue>,
}

impl Record {
    /// Reads the record as the body of a request.
    ///
    /// # Errors
    /// One issue, as for a body that comes alone, or what kept the record from being read.
    pub fn body(&self) -> Result<Body, Issue> {
        match &self.issue {
            Some(issue) => Err(issue.clone()),
            None => Body::parse(&self.text),
        }
    }
}

/// The records of a file in UTF-8 (or UTF-16 by its first bytes): the items of a JSON array where it begins with one,
/// else its lines. What is wrong with a record is that record's own; after an array that breaks off its last record says
/// so.
pub struct Reader<R: Read> {
    source: BufReader<Utf8<R>>,
    form: Form,
    number: u64,
    line: u64,
}

#[derive(Clone, Copy)]
enum Form {
    Unknown,
    Lines,
    Items,
    /// The array is closed.
    After,
    Ended,
}

/// How far a scan is within an item.
#[derive(Default)]
struct Item {
    text: Vec<u8>,
    is_too_long: bool,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

impl<R: Read> Reader<R> {
    /// Begins to read.
    pub fn new(source: R) -> Self {
        let source = BufReader::with_capacity(64 << 10, Utf8::new(source));
        Self { source, form: Form::Unknown, number: 0, line: 1 }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                held => return Ok(held?.first().copied()),
            }
        }
    }

    /// The next byte that is no white space.
    fn next_sign(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.line += u64::from(byte == b'\n');
            self.source.consume(1);
        }
        Ok(None)
    }

    fn begun(&mut self, line: u64) -> Record {
        self.number += 1;
        Record { number: self.number, line, ..Record::default() }
    }

    fn next_line(&mut self) -> io::Result<Option<Record>> {
        if self.next_sign()?.is_none() {
            self.form = Form::Ended;
            return Ok(None);
        }
        let mut record = self.begun(self.line);
        let mut is_too_long = false;
        loop {
            let held = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                held => held?,
            };
            let end = memchr::memchr(b'\n', held);
            let piece = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
            is_too_long |= record.text.len() + piece.len() > MAX_RECORD_BYTES;
            if !is_too_long {
                record.text.extend_from_slice(piece);
            }
            let (used, is_all) = (piece.len() + usize::from(end.is_some()), held.is_empty());
            self.source.consume(used);
            if end.is_some() || is_all {
                break;
            }
        }
        self.line += 1;
        Ok(Some(finished(record, is_too_long)))
    }

    fn next_item(&mut self) -> io::Result<Option<Record>> {
        match self.next_sign()? {
            None => {
                return Ok(Some(self.broken("The array of records is never closed: the file ends in it.")));
            }
            Some(b']') => {
                self.source.consume(1);
                return self.after();
            }
            Some(_) => {}
        }
        let mut record = self.begun(self.line);
        let mut item = Item::default();
        let last = loop {
            let held = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                held => held?,
            };
            if held.is_empty() {
                record.issue = Some(wrong("The file ends in this record."));
                break None;
            }
            let end = item.end(held);
            let piece = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
            let last = end.and_then(|end| held.get(end).copied());
            self.line += memchr::memchr_iter(b'\n', piece).count() as u64;
            item.add(piece);
            let used = piece.len() + usize::from(last.is_some());
            self.source.consume(used);
            if last.is_some() {
                break last;
            }
        };
        self.form = match last {
            None => Form::Ended,
            Some(b']') => Form::After,
            Some(_) => Form::Items,
        };
        record.text = item.text;
        Ok(Some(finished(record, item.is_too_long)))
    }

    /// What comes after the array is told by a record of its own.
    fn after(&mut self) -> io::Result<Option<Record>> {
        let more = self.next_sign()?.is_some();
        self.form = Form::Ended;
        Ok(more
            .then(|| self.broken("There is more in the file after the array of records. It was not read.")))
    }

    fn broken(&mut self, message: &str) -> Record {
        self.form = Form::Ended;
        Record { issue: Some(wrong(message)), ..self.begun(self.line) }
    }

    fn record(&mut self) -> io::Result<Option<Record>> {
        if matches!(self.form, Form::Unknown) {
            self.form = if self.next_sign()? == Some(b'[') { Form::Items } else { Form::Lines };
            if matches!(self.form, Form::Items) {
                self.source.consume(1);
            }
        }
        match self.form {
            Form::Lines | Form::Unknown => self.next_line(),
            Form::Items => self.next_item(),
            Form::After => self.after(),
            Form::Ended => Ok(None),
        }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.record().inspect_err(|_| self.form = Form::Ended).transpose()
    }
}

impl Item {
    /// Where the item ends: at a comma or the array's end that is in none of its own arrays, objects and texts.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| {
            if self.in_text {
                self.in_text = *byte != b'"' || self.is_escaped;
                self.is_escaped = *byte == b'\\' && !self.is_escaped;
                return false;
            }
            let ends = self.depth == 0 && matches!(byte, b',' | b']');
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            ends
        })
    }

    fn add(&mut self, piece: &[u8]) {
        self.is_too_long |= self.text.len() + piece.len() > MAX_RECORD_BYTES;
        if !self.is_too_long {
            self.text.extend_from_slice(piece);
        }
    }
}

fn finished(mut record: Record, is_too_long: bool) -> Record {
    record.text.truncate(record.text.trim_ascii_end().len());
    if is_too_long {
        record.text.clear();
        let message = format!("The record is longer than {MAX_RECORD_BYTES} bytes and was not read.");
        record.issue = Some(Issue::new(Code::TooLong, message));
    }
    record
}

fn wrong(message: &str) -> Issue {
    Issue::new(Code::MalformedRequest, message)
}
