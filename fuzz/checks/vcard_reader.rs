//! What must hold of the reader of vCards, whatever the bytes.

use kith_formats::vcard::{Card, Options, Reader, Version, Writer};

/// Reads the bytes as cards; each is written and read again.
pub fn check(data: &[u8]) {
    let cards = read(data);
    assert!(cards.iter().zip(1..).all(|(card, number)| card.number == number));
    assert!(cards.is_sorted_by(|one, next| one.line < next.line));
    for card in cards {
        for version in [Version::V3, Version::V4] {
            let mut writer = Writer::new(Vec::new(), version, Options::default());
            writer.card(&card.fields, &card.unmapped).expect("memory");
            let bytes = writer.finish().expect("memory");
            let again = read(&bytes);
            assert_eq!(again.len(), 1, "one card is written");
            assert_eq!(again[0].fields, card.fields, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}

fn read(data: &[u8]) -> Vec<Card> {
    Reader::new(data, Options::default()).map(|card| card.expect("bytes in memory")).collect()
}
