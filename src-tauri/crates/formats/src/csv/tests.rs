use proptest::prelude::*;

use super::*;
use crate::table::{Cell, Row};

fn dialect(delimiter: char) -> Dialect {
    Dialect { delimiter, ..Dialect::default() }
}

fn table(bytes: &[u8], dialect: &Dialect) -> (Vec<String>, Vec<Row>) {
    // A reader that gives little at a time, so that every row crosses what is held.
    struct Slow<'a>(&'a [u8]);
    impl std::io::Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let length = into.len().min(7);
            std::io::Read::read(&mut self.0, &mut into[..length])
        }
    }
    let whole = Table::open(bytes, dialect).unwrap();
    let found = (whole.header().to_vec(), whole.map(Result::unwrap).collect());
    let slow = Table::open(Slow(bytes), dialect).unwrap();
    assert_eq!(found, (slow.header().to_vec(), slow.map(Result::unwrap).collect()));
    found
}

fn texts(rows: &[Row]) -> Vec<Vec<&str>> {
    rows.iter().map(|row| row.cells.iter().map(Cell::as_text).collect()).collect()
}

#[test]
fn lines_and_numbers_are_the_files_own() {
    let (header, rows) = table(b"a,b\r\n1,\"x\r\ny\"\n\n3,\"say \"\"so\"\"\"\r4,\n", &dialect(','));
    assert_eq!(header, ["a", "b"]);
    assert_eq!(texts(&rows), [["1", "x\r\ny"], ["3", "say \"so\""], ["4", ""]]);
    assert_eq!(rows.iter().map(|row| (row.number, row.line)).collect::<Vec<_>>(), [(1, 2), (2, 5), (3, 6)]);
    assert!(rows.iter().all(|row| row.issues.is_empty()));
}

#[test]
fn a_row_of_another_length_keeps_its_cells_and_says_so() {
    let (_, rows) = table(b"a,b,c,\n1,2\n1,2,3,4\n1,2,3,,,\n", &dialect(','));
    assert_eq!(texts(&rows[..1]), [["1", "2", ""]]);
    assert_eq!(texts(&rows[1..2]), [["1", "2", "3", "4"]]);
    assert_eq!(texts(&rows[2..]), [["1", "2", "3"]]);
    assert_eq!(rows.iter().map(|row| row.issues.len()).collect::<Vec<_>>(), [1, 1, 0]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_only_its_line() {
    let (_, rows) = table(b"a,b\n1,\"open\n2,x\n3,y\n", &dialect(','));
    assert_eq!(texts(&rows), [["1", "\"open"], ["2", "x"], ["3", "y"]]);
    assert!(rows[0].issues[0].message.contains("cell 2 is never closed"));
    assert!(rows[1].issues.is_empty());
    let (_, rows) = table(b"a,b,c\n1,\"open,x\n2,\"y\",\"z\"\n", &dialect(','));
    assert_eq!(texts(&rows), [["1", "\"open", "x"], ["2", "y", "z"]]);
    let (_, rows) = table(b"a,b\n\"a,b\n\"d,e\nf\",g\n", &dialect(','));
    assert_eq!(texts(&rows), [["\"a", "b"], ["d,e\nf", "g"]]);
    let closed_late = format!("a,b\n{}\"\n", "\"a,b\n".repeat(20_000));
    let rows: Vec<Row> =
        Table::open(closed_late.as_bytes(), &dialect(',')).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 20_000);
    let many: String = (0..20_000).map(|at| format!("\"{at},x\n")).collect();
    let (_, rows) = table(format!("a,b\n{many}").as_bytes(), &dialect(','));
    assert!(rows.len() > 9_000 && rows.iter().all(|row| !row.issues.is_empty()));
}

#[test]
fn quotation_marks_in_a_cell_stay_and_are_told() {
    let (_, rows) = table(b"a,b\n\"12\" screen\",5\" pipe\n \"x, y\" ,z\n", &dialect(','));
    assert_eq!(texts(&rows), [["12\" screen", "5\" pipe"], ["x, y", "z"]]);
    assert_eq!(rows.iter().map(|row| row.issues.len()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn every_column_gets_a_name_of_its_own() {
    let open = Table::open(&b"Phone,,Phone,Phone (2),\n"[..], &dialect(',')).unwrap();
    assert_eq!(open.header(), ["Phone", "Column 2", "Phone (3)", "Phone (2)"]);
    assert_eq!(open.issues().len(), 2);
    let bare = Dialect { header: false, ..Dialect::default() };
    let (header, rows) = table(b"x,y\n1,2\n", &bare);
    assert_eq!((header, rows.len()), (vec!["Column 1".to_owned(), "Column 2".to_owned()], 2));
    assert!(table(b"", &bare).1.is_empty() && table(b"\n\n", &bare).1.is_empty());
}

#[test]
fn what_spreadsheets_put_before_a_table_is_passed_over() {
    let found = sniff("\u{feff}sep=;\r\nName;Ort\r\nMüller;Köln\r\n".as_bytes());
    assert_eq!(found, dialect(';'));
    let (header, rows) = table("\u{feff}sep=;\r\nName;Ort\r\nMüller;Köln\r\n".as_bytes(), &found);
    assert_eq!((header, rows[0].line), (vec!["Name".to_owned(), "Ort".to_owned()], 3));
}

#[test]
fn encodings_are_found_out() {
    let text = "Name;Straße\r\nJürgen Weiß;Königsallee 3\r\nFrançois;Rue de l'Été\r\n";
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> =
        [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let (japanese, ..) =
        encoding_rs::SHIFT_JIS.encode("氏名,住所\n山田太郎,東京都千代田区丸の内\nやまだはなこ,おおさか\n");
    for (bytes, encoding, delimiter) in [
        (text.as_bytes(), "UTF-8", ';'),
        (&windows, "windows-1252", ';'),
        (&utf16, "UTF-16LE", ';'),
        (&marked, "UTF-16BE", ';'),
        (&japanese, "Shift_JIS", ','),
    ] {
        let found = sniff(bytes);
        assert_eq!((found.encoding.as_str(), found.delimiter, found.header), (encoding, delimiter, true));
        let (_, rows) = table(bytes, &found);
        assert!(rows.iter().all(|row| row.issues.is_empty() && row.cells.len() == 2), "{encoding}");
    }
    let late: Vec<u8> = [b"a;b\n".repeat(100_000), b"M\xfcller;K\xf6ln\n".to_vec()].concat();
    assert_eq!(sniff(&late[..SAMPLE_BYTES]).encoding, "UTF-8");
    assert_eq!(sniff_all(&late[..]).unwrap().encoding, "windows-1252");
    let (_, rows) = table(b"a\nM\xfcller\nx\n", &dialect(','));
    assert_eq!(rows.iter().map(|row| row.issues.len()).collect::<Vec<_>>(), [1, 0]);
    for label in ENCODINGS {
        assert_eq!(encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().name(), label);
    }
}

#[test]
fn delimiters_and_quotation_marks_are_found_out() {
    for (text, delimiter, quote, header) in [
        ("a\tb\n1,5\t2,5\n", '\t', '"', true),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ';', '"', true),
        ("Name|Address\nA|Street 1, City; Land\n", '|', '"', true),
        ("'a','b'\n'x, y','it''s'\n", ',', '\'', true),
        ("\"a\";\"b\"\n\"x, y\";\"z, w\"\n", ';', '"', true),
        ("Ada,ada@example.org\nBob,bob@example.org\n", ',', '"', false),
        ("Name\nO'Neil\n", ',', '"', true),
        ("", ',', '"', true),
    ] {
        let found = sniff(text.as_bytes());
        assert_eq!((found.delimiter, found.quote, found.header), (delimiter, quote, header), "{text}");
    }
}

#[test]
fn what_is_too_long_is_told_and_the_next_row_read() {
    let long = "x".repeat(MAX_ROW_BYTES + (1 << 20));
    let text = format!("a,b\n{long},1\n{},2\n\"{long}\n3,3\n", "y".repeat(MAX_CELL_BYTES + 1));
    let rows: Vec<Row> = Table::open(text.as_bytes(), &dialect(',')).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert!(
        rows[0].issues[0].message.contains("not read") && rows[1].issues[0].message.starts_with("Cell 1")
    );
    assert!(!rows[2].issues.is_empty());
    assert_eq!(texts(&rows[3..]), [["3", "3"]]);
}

#[test]
fn nothing_is_read_by_a_dialect_that_cannot_be() {
    for (delimiter, encoding) in [('"', "UTF-8"), ('é', "UTF-8"), ('\n', "UTF-8"), (',', "nonsense")] {
        let odd = Dialect { delimiter, encoding: encoding.into(), ..Dialect::default() };
        assert!(Table::open(&b"a"[..], &odd).is_err());
    }
    assert!(Writer::new(Vec::new(), &["a"], Options { delimiter: '\r', ..Options::default() }).is_err());
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c\"',;|\\t\\r\\n =+@\u{feff}\0'-]{0,12}",
        any::<String>(),
        Just("sep=;".to_owned()),
        Just("\"\"".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        rows in (1..5usize).prop_flat_map(|columns|
            prop::collection::vec(prop::collection::vec(hostile(), columns), 0..8)),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        byte_order_mark: bool,
        neutralise: bool,
    ) {
        let columns = rows.first().map_or(1, Vec::len);
        let header: Vec<String> = (0..columns).map(|at| format!("f{at}")).collect();
        let options = Options { delimiter, byte_order_mark, neutralise };
        let mut writer = Writer::new(Vec::new(), &header, options).unwrap();
        let cell = |text: &String| if text.is_empty() { Cell::Empty } else { Cell::Text(text.clone()) };
        let cells: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        for row in &cells {
            writer.row(row).unwrap();
        }
        let bytes = writer.finish().unwrap();
        let dialect = Dialect { delimiter, neutralised: neutralise, ..Dialect::default() };
        let (found, read) = table(&bytes, &dialect);
        prop_assert_eq!(found, header);
        prop_assert_eq!(read.into_iter().map(|row| row.cells).collect::<Vec<_>>(), cells);
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(
        prop_oneof![any::<u8>(), prop::sample::select(b"\"\",;\r\n'= ".to_vec())], 0..300)) {
        let found = sniff(&bytes);
        let (header, rows) = table(&bytes, &found);
        prop_assert!(rows.iter().all(|row| row.cells.len() >= header.len() || header.is_empty()));
        table(&bytes, &Dialect::default());
    }
}

#[test]
fn what_stands_before_a_header_is_passed_over_and_told() {
    let text = b"Notes:\n\"a, long note\"\n\nFirst Name,Last Name,URL\nA,B,C\nD,E,F\n";
    let (header, rows) = table(text, &dialect(','));
    assert_eq!(header, ["First Name", "Last Name", "URL"]);
    assert_eq!(texts(&rows), [["A", "B", "C"], ["D", "E", "F"]]);
    assert_eq!(rows.iter().map(|row| (row.number, row.line)).collect::<Vec<_>>(), [(1, 5), (2, 6)]);
    let told = Table::open(&text[..], &dialect(',')).unwrap().issues().to_vec();
    assert!(told[0].message.contains("after 2 rows"), "{told:?}");
    // A table of one column is one, and a long row in it is that row's fault.
    let (header, rows) = table(b"Email\na@b.example\nc,d,e\nf\n", &dialect(','));
    assert_eq!((header.as_slice(), rows.len()), (&["Email".to_owned()][..], 3));
}

#[test]
fn a_column_at_the_end_without_a_name_is_one_where_something_stands_in_it() {
    let (header, rows) = table(b",Email,,\nA,a@b.example,C,\n", &dialect(','));
    assert_eq!(header, ["Column 1", "Email", "Column 3"]);
    assert_eq!(texts(&rows), [["A", "a@b.example", "C"]]);
    assert!(rows[0].issues.is_empty());
    let (header, _) = table(b"Name,Email,,\nA,a@b.example,,\n", &dialect(','));
    assert_eq!(header, ["Name", "Email"]);
}
