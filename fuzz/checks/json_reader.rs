//! What must hold of the reader of records, whatever the bytes.

use kith_formats::json::{Reader, Record, Row, rows};

/// Reads the bytes as records; where they are a file that is read as a whole, the same are read.
pub fn check(data: &[u8]) {
    let records: Vec<Record> = Reader::new(data).map(|one| one.expect("bytes in memory")).collect();
    assert!(records.iter().zip(1..).all(|(one, number)| one.number == number));
    assert!(records.is_sorted_by(|one, next| one.line <= next.line));
    let bodies: Vec<_> = records.iter().map(Record::body).collect();
    // UTF-16 without a mark is text to one of them only.
    if let (Ok(whole), false) = (rows(data), data.contains(&0)) {
        let expected: Vec<_> = whole.iter().map(Row::body).collect();
        assert_eq!(bodies, expected);
    }
}
