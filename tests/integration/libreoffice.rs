//! Another program opens what is exported and gives the same cells back. Tried where LibreOffice is installed (Debian's
//! `libreoffice-calc`); without it these tests say so and pass.

use std::{fs, path::Path, process::Command};

use kith_book::{ExportRequest, ExportWatch, FileFormat, ImportRequest, Watch};
use kith_tests::book::TestBook;
use serde_json::Value;

use super::export::{contents, hostile};

/// Comma, quotation mark, UTF-8, from the first line; texts as they are, never as what they look like.
const CSV_OUT: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false";

/// Has LibreOffice open a file and write it in another format into a folder; `false` where it is not installed.
fn convert(file: &Path, reading: &[&str], to: &str, into: &Path) -> bool {
    // A profile of its own: a running LibreOffice of the person would take the file over.
    let profile = format!("-env:UserInstallation=file://{}", into.join("profile").display());
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless", "--norestore"]).args(reading);
    command.args(["--convert-to", to, "--outdir"]).arg(into).arg(file);
    let Ok(output) = command.output() else {
        eprintln!("LibreOffice is not installed: nothing was tried.");
        return false;
    };
    assert!(output.status.success(), "{output:?}");
    true
}

/// Line ends within a cell are one to LibreOffice.
fn with_its_lines(contacts: Vec<Value>) -> Vec<Value> {
    let text = Value::from(contacts).to_string().replace("\\r\\n", "\\n");
    serde_json::from_str::<Vec<Value>>(&text).expect("JSON")
}

fn assert_same(book: &TestBook, file: &Path) {
    let other = TestBook::new();
    let report = other.import(&ImportRequest::of(file), &Watch::NOBODY).expect("a report");
    assert_eq!(report.issues, []);
    for (back, there) in with_its_lines(contents(&other)).iter().zip(with_its_lines(contents(book))) {
        assert_eq!(*back, there);
    }
    assert_eq!(other.count(), book.count());
}

#[test]
fn libreoffice_gives_the_cells_of_a_workbook_back() {
    let (book, folder) = (hostile(), tempfile::tempdir().expect("a folder"));
    let file = folder.path().join("contacts.xlsx");
    book.export(&ExportRequest::of(FileFormat::Xlsx), &file, &ExportWatch::NOBODY).expect("a file");
    if convert(&file, &[], CSV_OUT, folder.path()) {
        assert_same(&book, &folder.path().join("contacts.csv"));
    }
}

#[test]
fn libreoffice_gives_the_cells_of_a_table_of_text_back() {
    let (book, folder) = (hostile(), tempfile::tempdir().expect("a folder"));
    let file = folder.path().join("contacts.csv");
    book.export(&ExportRequest::of(FileFormat::Csv), &file, &ExportWatch::NOBODY).expect("a file");
    // Every column as text, as a careful person chooses in its dialog: it would make 7 of 007 otherwise.
    let header = fs::read_to_string(&file).expect("a text");
    let columns = header.lines().next().map_or(0, |line| line.split(',').count());
    let texts: Vec<_> = (1..=columns).map(|column| format!("{column}/2")).collect();
    let reading = format!("--infilter=Text - txt - csv (StarCalc):44,34,76,1,{}", texts.join("/"));
    if convert(&file, &[&reading], "xlsx", folder.path()) {
        assert_same(&book, &folder.path().join("contacts.xlsx"));
    }
}
