use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::table::{Cell, Row};

fn written(header: &[&str], rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut writer = Writer::new("Contacts", header).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish(Vec::new()).unwrap()
}

fn read(bytes: &[u8]) -> (Vec<String>, Vec<Row>) {
    let mut workbook = Workbook::open(Cursor::new(bytes)).unwrap();
    let sheet = workbook.sheets().remove(0);
    let table = workbook.table(&sheet, true).unwrap();
    (table.header().to_vec(), table.map(Result::unwrap).collect())
}

/// A workbook with this sheet, styles and texts.
fn workbook(properties: &str, formats: &str, texts: &str, rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{properties}<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        ),
    );
    part("xl/styles.xml", &format!("<styleSheet xmlns=\"{main}\"><cellXfs>{formats}</cellXfs></styleSheet>"));
    part("xl/sharedStrings.xml", texts);
    part(
        "xl/worksheets/sheet1.xml",
        &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
    );
    archive.finish().unwrap().into_inner()
}

#[test]
fn each_kind_of_cell_is_read_as_what_it_is() {
    let texts = "<sst uniqueCount=\"2\"><si><t>007</t></si><si><r><t>ri</t></r><r><t xml:space=\"preserve\">ch </t></r></si></sst>";
    let formats = "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"46\"/>";
    let rows = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>c</t></is></c></row>\
        <row r=\"5\"><c r=\"A5\" t=\"s\"><v>0</v></c><c r=\"B5\" t=\"s\"><v>1</v></c><c r=\"C5\"><v>0.1</v></c></row>\
        <row r=\"6\"><c r=\"A6\" s=\"1\"><v>45355</v></c><c r=\"B6\" s=\"2\"><v>45355.75</v></c><c r=\"C6\" t=\"b\"><v>1</v></c></row>\
        <row r=\"7\"><c r=\"A7\" t=\"e\"><v>#N/A</v></c><c r=\"B7\"><v>491511234567</v></c><c r=\"C7\" s=\"1\"><v>60</v></c><c r=\"D7\"><v>1</v></c></row>\
        <row r=\"8\"/><row r=\"9\"><c r=\"A9\" t=\"str\"><f>1+1</f><v>two</v></c><c r=\"B9\" s=\"3\"><v>1.5</v></c><c r=\"C9\" s=\"1\"><v>0.5</v></c></row>";
    let (header, found) = read(&workbook("", formats, texts, rows));
    assert_eq!(header, ["a", "Column 2", "c"]);
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |text: &str| Cell::Number(text.to_owned());
    assert_eq!(found[0].cells, [text("007"), text("rich "), number("0.1")]);
    let day = Cell::Date("2024-03-04".into());
    assert_eq!(found[1].cells, [day, Cell::DateTime("2024-03-04T18:00:00".into()), Cell::Boolean(true)]);
    assert_eq!(found[2].cells, [Cell::Empty, number("491511234567"), number("60"), number("1")]);
    assert_eq!(found[2].issues.len(), 3);
    assert_eq!(found[3].cells, [text("two"), text("36:00:00"), text("12:00:00")]);
    assert_eq!(
        found.iter().map(|row| (row.number, row.line)).collect::<Vec<_>>(),
        [(1, 5), (2, 6), (3, 7), (4, 9)]
    );
    let rows = "<row><c t=\"inlineStr\"><is><t>a</t></is></c></row><row><c s=\"1\"><v>43893</v></c></row>";
    let (_, found) = read(&workbook("<workbookPr date1904=\"1\"/>", formats, texts, rows));
    assert_eq!(found[0].cells, [Cell::Date("2024-03-04".into())]);
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused() {
    let formats = "<xf numFmtId=\"0\"/>";
    let long = "x".repeat(6 << 20);
    let cell = format!("<row><c t=\"inlineStr\"><is><t>{long}</t></is></c></row>");
    let many =
        format!("<row><c t=\"inlineStr\"><is>{}</is></c></row>", "<r><t>xxxxxxxx</t></r>".repeat(400_000));
    for (texts, rows) in [
        ("<sst/>", cell.as_str()),
        ("<sst/>", many.as_str()),
        ("<sst uniqueCount=\"99999999999999\"></sst>", ""),
        ("<sst uniqueCount = '18446744073709551615'></sst>", ""),
    ] {
        let error = Workbook::open(Cursor::new(workbook("", formats, texts, rows))).err().unwrap();
        assert!(error.to_string().contains("part \"xl/"), "{error}");
    }
    let wide = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    assert_eq!(read(&workbook("", formats, "<sst/>", wide)).1[0].line, 1_048_576);
}

#[test]
fn what_is_no_workbook_is_an_error() {
    let good = written(&["a"], &[vec![Cell::Text("x".into())]]);
    for bytes in
        [&b""[..], b"a,b\n1,2", b"PK\x03\x04", &good[..good.len() / 2], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
    {
        assert!(Workbook::open(Cursor::new(bytes)).is_err());
    }
    let mut workbook = Workbook::open(Cursor::new(&good)).unwrap();
    assert!(workbook.table("no such sheet", true).is_err());
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let Ok(mut workbook) = Workbook::open(Cursor::new(&bad)) else { continue };
        for sheet in workbook.sheets() {
            if let Ok(table) = workbook.table(&sheet, true) {
                let _ = table.count();
            }
        }
    }
}

#[test]
fn what_no_spreadsheet_holds_exactly_is_a_text() {
    let cells = vec![
        Cell::Number("12345678901234567890".into()),
        Cell::Number("1.10".into()),
        Cell::Date("1899-12-31".into()),
        Cell::DateTime("2024-03-04T05:06:07Z".into()),
        Cell::DateTime("2024-03-04T00:00:00".into()),
    ];
    let (_, rows) = read(&written(&["a", "b", "c", "d", "e"], std::slice::from_ref(&cells)));
    assert_eq!(rows[0].cells, cells.into_iter().map(|cell| Cell::Text(cell.into_text())).collect::<Vec<_>>());
    let mut writer = Writer::new("S", &["a"]).unwrap();
    let error = writer.row(&[Cell::Text("x".repeat(MAX_CELL_LENGTH + 1))]).unwrap_err();
    assert!(error.to_string().contains("row 2, column A"), "{error}");
    assert!(Writer::new("a/b", &["a"]).is_err());
}

fn some_cell() -> impl Strategy<Value = Cell> {
    let text =
        prop_oneof![any::<String>(), "[=+@'0-9\r\n\t _x\u{feff}\0-]{1,12}", Just("_x000D_".to_owned())];
    prop_oneof![
        Just(Cell::Empty),
        text.prop_map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(text) }),
        any::<i32>().prop_map(|number| Cell::Number(number.to_string())),
        (-1_000_000..1_000_000i64).prop_map(|number| Cell::Number((number as f64 / 100.0).to_string())),
        any::<bool>().prop_map(Cell::Boolean),
        (0..80_000i64).prop_map(|days| {
            let day = jiff::civil::date(1900, 3, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            Cell::Date(day.to_string())
        }),
        (0..80_000i64, 1..86_399_999i64).prop_map(|(days, millis)| {
            let span = jiff::Span::new().days(days).milliseconds(millis);
            let moment = jiff::civil::date(1900, 3, 1).at(0, 0, 0, 0).checked_add(span).unwrap();
            Cell::DateTime(
                moment.strftime(if millis % 1000 == 0 { "%FT%T" } else { "%FT%T.%3f" }).to_string(),
            )
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read(rows in (1..5usize).prop_flat_map(|columns|
        prop::collection::vec(prop::collection::vec(some_cell(), columns), 0..6))) {
        let columns = rows.first().map_or(1, Vec::len);
        let names: Vec<String> = (0..columns).map(|at| format!("f{at}")).collect();
        let header: Vec<&str> = names.iter().map(String::as_str).collect();
        let (found, read) = read(&written(&header, &rows));
        prop_assert_eq!(found, header);
        let is_blank = |row: &Vec<Cell>| row.iter().all(|cell| *cell == Cell::Empty);
        let expected: Vec<Vec<Cell>> = rows.into_iter().filter(|row| !is_blank(row)).collect();
        prop_assert!(read.iter().all(|row| row.issues.is_empty()));
        prop_assert_eq!(read.into_iter().map(|row| row.cells).collect::<Vec<_>>(), expected);
    }
}
