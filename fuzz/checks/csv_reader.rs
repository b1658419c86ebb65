//! What must hold of the reader of tables, whatever the bytes.

use kith_formats::{
    csv::{Dialect, Options, Table, Writer, sniff},
    table::{Cell, Row},
};

/// Reads the bytes as their dialect is found out and as RFC 4180 says; what was read is written and read again.
pub fn check(data: &[u8]) {
    for dialect in [sniff(data), Dialect::default(), Dialect { header: false, ..Dialect::default() }] {
        let (header, rows) = read(data, &dialect);
        assert!(rows.iter().all(|row| row.cells.len() >= header.len()));
        assert!(rows.iter().zip(1..).all(|(row, number)| row.number == number));
        assert!(rows.is_sorted_by(|one, next| one.line < next.line));
        again(&header, &rows);
    }
}

fn read(data: &[u8], dialect: &Dialect) -> (Vec<String>, Vec<Row>) {
    let table = Table::open(data, dialect).expect("a dialect that can be");
    (table.header().to_vec(), table.map(|row| row.expect("bytes in memory")).collect())
}

fn again(header: &[String], rows: &[Row]) {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default().max(header.len());
    let names: Vec<String> = (0..columns).map(|at| format!("f{at}")).collect();
    let options = Options { neutralise: true, ..Options::default() };
    let mut writer = Writer::new(Vec::new(), &names, options).expect("a delimiter");
    let mut expected = Vec::new();
    for row in rows {
        let mut cells = row.cells.clone();
        cells.resize(columns, Cell::Empty);
        writer.row(&cells).expect("memory");
        expected.push(cells);
    }
    let bytes = writer.finish().expect("memory");
    if columns > 0 {
        let dialect = Dialect { neutralised: true, ..Dialect::default() };
        let found: Vec<Vec<Cell>> = read(&bytes, &dialect).1.into_iter().map(|row| row.cells).collect();
        assert_eq!(found, expected);
    }
}
