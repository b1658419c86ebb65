//! What must hold of the reader of workbooks, whatever the bytes.

use std::io::{Cursor, Write};

use kith_formats::xlsx::Workbook;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Reads the bytes as a workbook, and as the sheet of one that is otherwise whole.
pub fn check(data: &[u8]) {
    read(data);
    read(&around(data));
}

fn read(data: &[u8]) {
    let Ok(mut workbook) = Workbook::open(Cursor::new(data)) else { return };
    for sheet in workbook.sheets() {
        for has_header in [true, false] {
            let Ok(table) = workbook.table(&sheet, has_header) else { continue };
            let columns = table.header().len();
            for (row, number) in table.map_while(Result::ok).zip(1..) {
                assert!(row.cells.len() >= columns && row.number == number);
            }
        }
    }
}

fn around(sheet: &[u8]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packed = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{packed}\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\"><si><t>a</t></si><si><t>b</t></si></sst>")),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, bytes: &[u8]| {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, stored).expect("a name");
        archive.write_all(bytes).expect("memory");
    };
    for (name, text) in &parts {
        part(name, text.as_bytes());
    }
    part("xl/worksheets/sheet1.xml", sheet);
    archive.finish().expect("memory").into_inner()
}
