//! The sheets of a workbook. One is read by a thread of its own, some rows ahead of whoever takes them.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use kith_formats::{table::Row, xlsx::Workbook};
use kith_model::{Code, Issue};

use super::source::{Content, Given, Reading, Source};
use crate::error::Error;

/// How many rows are read ahead.
const AHEAD: usize = 256;

/// The names of a workbook's sheets.
pub(super) fn names(file: &Path) -> Result<Vec<String>, Error> {
    let opened = File::open(file).and_then(Workbook::open);
    Ok(opened.map_err(|source| Error::Io { action: "read", path: file.to_owned(), source })?.sheets())
}

/// A sheet that is being read.
pub(super) struct Sheet {
    header: Vec<String>,
    rows: Receiver<io::Result<Row>>,
    path: PathBuf,
    bytes: u64,
    is_begun: bool,
}

impl Sheet {
    /// Begins to read the sheet that is named, else the first.
    pub fn open(file: &Path, reading: &Reading) -> Result<Self, Error> {
        let io = |source| Error::Io { action: "read", path: file.to_owned(), source };
        let mut workbook = Workbook::open(File::open(file).map_err(io)?).map_err(io)?;
        let first = || workbook.sheets().into_iter().next();
        let sheet = reading.sheet.clone().or_else(first).ok_or_else(|| {
            Error::refused(Issue::new(Code::MalformedRequest, "The workbook has no sheet."))
        })?;
        let has_header = reading.header.unwrap_or(true);
        let (tell_header, headers) = sync_channel(1);
        let (give, rows) = sync_channel(AHEAD);
        let read = move || read(&mut workbook, &sheet, has_header, &tell_header, &give);
        thread::Builder::new().name("sheet".to_owned()).spawn(read).map_err(io)?;
        let header =
            headers.recv().unwrap_or_else(|_| Err(io::Error::other("it could not be read"))).map_err(io)?;
        let bytes = std::fs::metadata(file).map_err(io)?.len();
        Ok(Self { header, rows, path: file.to_owned(), bytes, is_begun: false })
    }
}

/// Reads until nobody takes the rows any longer.
fn read(
    workbook: &mut Workbook<File>,
    sheet: &str,
    has_header: bool,
    tell_header: &SyncSender<io::Result<Vec<String>>>,
    give: &SyncSender<io::Result<Row>>,
) {
    let table = match workbook.table(sheet, has_header) {
        Ok(table) => table,
        Err(error) => return drop(tell_header.send(Err(error))),
    };
    if tell_header.send(Ok(table.header().to_vec())).is_err() {
        return;
    }
    for row in table {
        if give.send(row).is_err() {
            return;
        }
    }
}

impl Source for Sheet {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn next(&mut self) -> Result<Option<Given>, Error> {
        self.is_begun = true;
        let Ok(row) = self.rows.recv() else { return Ok(None) };
        let row = row.map_err(|source| Error::Io { action: "read", path: self.path.clone(), source })?;
        Ok(Some(Given { number: row.number, content: Content::Cells(row.cells), issues: row.issues }))
    }

    /// Where in the file a row is, the workbook does not tell.
    fn place(&self) -> u64 {
        if self.is_begun { self.bytes / 2 } else { 0 }
    }
}
