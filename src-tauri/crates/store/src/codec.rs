//! The one place where JSON becomes stored bytes and back.
//!
//! ```text
//! version u8 = 1 | dictionary u8 | length of the JSON u32 | data | crc32 u32 of all before
//! ```
//!
//! Dictionary 0 means that the data is the JSON itself, n that it is a zstd frame made with dictionary n.

use std::{cell::RefCell, sync::OnceLock};

use serde_json::Value;
use zstd::{
    bulk::{Compressor, Decompressor},
    dict::{DecoderDictionary, EncoderDictionary},
};

use crate::{
    bytes::{Bytes, checked, crc32},
    error::StoreError,
};

/// Most bytes of JSON in one value; more is refused when writing and when reading.
pub(crate) const LIMIT: usize = 64 << 20;
/// Deepest nesting of a field's value; the JSON parser takes 128 levels, of which a change set needs a few.
const DEPTH: usize = 64;
const VERSION: u8 = 1;
const RAW: u8 = 0;
/// The dictionaries, and the levels that are compressed at with them; the first has number 1. What was written with any
/// of them stays readable. With the second, level 3 takes no longer than 1 did with the first, and an eighth less room.
const DICTIONARIES: [(&[u8], i32); 2] =
    [(include_bytes!("../assets/contact-v1.dict"), 1), (include_bytes!("../assets/contact-v2.dict"), 3)];

/// What JSON is of. It is told apart only in writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A change set of the log.
    ChangeSet,
    /// A record. Its dictionary was trained with records only, in the order of their fields.
    Record,
}

impl Content {
    /// JSON that is shorter is stored as it is. A short change set takes one page of the disk either way, and compressing
    /// it would take longer than anything else that is done to it; of a record each byte counts as often as there are
    /// records.
    fn short(self) -> usize {
        match self {
            Self::ChangeSet => 768,
            Self::Record => 128,
        }
    }

    /// The number of its dictionary.
    fn dictionary(self) -> u8 {
        match self {
            Self::ChangeSet => 1,
            Self::Record => 2,
        }
    }
}

/// Why stored bytes could not be read or written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum CodecError {
    #[error("its checksum does not match")]
    Checksum,
    #[error("its codec version {0} is not known")]
    Version(u8),
    #[error("it was compressed with dictionary {0}, which is not known")]
    Dictionary(u8),
    #[error("its length is wrong")]
    Length,
    #[error("it cannot be decompressed")]
    Compression,
}

/// One slot for each dictionary.
type Slots<T> = RefCell<[Option<T>; DICTIONARIES.len()]>;

thread_local! {
    static COMPRESSORS: Slots<Compressor<'static>> = const { RefCell::new([const { None }; DICTIONARIES.len()]) };
    static DECOMPRESSORS: Slots<Decompressor<'static>> = const { RefCell::new([const { None }; DICTIONARIES.len()]) };
}

/// Appends the stored form of `json` to `out`.
pub(crate) fn encode(content: Content, json: &[u8], out: &mut Vec<u8>) -> Result<(), StoreError> {
    let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
    if json.len() > LIMIT {
        return Err(too_large(json.len()));
    }
    let start = out.len();
    let number = content.dictionary();
    let compressed = if json.len() < content.short() { Ok(Vec::new()) } else { compress(json, number) };
    let (dictionary, data) = match &compressed {
        Ok(data) if (1..json.len()).contains(&data.len()) => (number, data.as_slice()),
        // Short, or zstd refuses, or gains nothing.
        _ => (RAW, json),
    };
    out.reserve(data.len() + 10);
    out.extend_from_slice(&[VERSION, dictionary]);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(data);
    let crc = crc32(&[out.get(start..).unwrap_or_default()]);
    out.extend_from_slice(&crc.to_le_bytes());
    Ok(())
}

/// The JSON that was stored.
pub(crate) fn decode(stored: &[u8]) -> Result<Vec<u8>, CodecError> {
    let mut json = Vec::new();
    decode_onto(stored, &mut json)?;
    Ok(json)
}

/// Appends the JSON that was stored to `out`; nothing after an error.
pub(crate) fn decode_onto(stored: &[u8], out: &mut Vec<u8>) -> Result<(), CodecError> {
    let mut body = Bytes(checked(stored, &[]).ok_or(CodecError::Checksum)?);
    let version = body.u8().ok_or(CodecError::Length)?;
    if version != VERSION {
        return Err(CodecError::Version(version));
    }
    let dictionary = body.u8().ok_or(CodecError::Length)?;
    let length = body.u32().ok_or(CodecError::Length)? as usize;
    if length > LIMIT {
        return Err(CodecError::Length);
    }
    match dictionary {
        RAW if body.0.len() == length => out.extend_from_slice(body.0),
        RAW => return Err(CodecError::Length),
        number => decompress_onto(body.0, number, length, out)?,
    }
    Ok(())
}

/// Refuses a value that is nested too deep to be read back.
pub(crate) fn check_depth(value: &Value) -> Result<(), StoreError> {
    if shallow(value, DEPTH) {
        return Ok(());
    }
    Err(StoreError::Refused { what: format!("a value is nested over {DEPTH} deep") })
}

fn shallow(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(items) => left > 0 && items.iter().all(|item| shallow(item, left - 1)),
        Value::Object(fields) => left > 0 && fields.values().all(|item| shallow(item, left - 1)),
        _ => true,
    }
}

fn too_large(length: usize) -> StoreError {
    StoreError::Refused {
        what: format!("one change set of {length} bytes is over the limit of {LIMIT}; make it smaller"),
    }
}

/// The place of a dictionary among all, its bytes and its level.
fn dictionary(number: u8) -> Result<(usize, &'static [u8], i32), CodecError> {
    let found = usize::from(number).checked_sub(1).and_then(|place| {
        let (bytes, level) = DICTIONARIES.get(place)?;
        Some((place, *bytes, *level))
    });
    found.ok_or(CodecError::Dictionary(number))
}

fn compress(json: &[u8], number: u8) -> Result<Vec<u8>, CodecError> {
    static PREPARED: [OnceLock<EncoderDictionary<'static>>; DICTIONARIES.len()] =
        [const { OnceLock::new() }; DICTIONARIES.len()];
    let (place, bytes, level) = dictionary(number)?;
    COMPRESSORS.with_borrow_mut(|slots| {
        let (Some(slot), Some(prepared)) = (slots.get_mut(place), PREPARED.get(place)) else {
            return Err(CodecError::Dictionary(number));
        };
        let compressor = match slot {
            Some(compressor) => compressor,
            None => {
                let prepared = prepared.get_or_init(|| EncoderDictionary::copy(bytes, level));
                slot.insert(Compressor::with_prepared_dictionary(prepared)?)
            }
        };
        Ok(compressor.compress(json)?)
    })
}

/// Exactly `length` bytes come out, whatever the frame says.
fn decompress_onto(data: &[u8], number: u8, length: usize, out: &mut Vec<u8>) -> Result<(), CodecError> {
    static PREPARED: [OnceLock<DecoderDictionary<'static>>; DICTIONARIES.len()] =
        [const { OnceLock::new() }; DICTIONARIES.len()];
    let (place, bytes, _) = dictionary(number)?;
    DECOMPRESSORS.with_borrow_mut(|slots| {
        let (Some(slot), Some(prepared)) = (slots.get_mut(place), PREPARED.get(place)) else {
            return Err(CodecError::Dictionary(number));
        };
        let decompressor = match slot {
            Some(decompressor) => decompressor,
            None => {
                let prepared = prepared.get_or_init(|| DecoderDictionary::copy(bytes));
                slot.insert(Decompressor::with_prepared_dictionary(prepared)?)
            }
        };
        let start = out.len();
        out.resize(start + length, 0);
        let room = out.get_mut(start..).unwrap_or_default();
        let count = decompressor.decompress_to_buffer(data, room);
        if count.as_ref().is_ok_and(|&count| count == length) {
            return Ok(());
        }
        out.truncate(start);
        Err(count.map_or(CodecError::Compression, |_| CodecError::Length))
    })
}

/// zstd's own error text says nothing a person could use.
impl From<std::io::Error> for CodecError {
    fn from(_: std::io::Error) -> Self {
        Self::Compression
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const CONTENTS: [Content; 2] = [Content::ChangeSet, Content::Record];

    fn stored(content: Content, json: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encode(content, json, &mut out).unwrap();
        out
    }

    fn sample() -> Vec<u8> {
        br#"{"Id":"1","Email":"a@example.com","MailingCity":"Berlin","MailingCountry":"Germany"}"#.repeat(10)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_stored_is_read(json in vec(any::<u8>(), 0..4000), text in "[a-f:\"{}]{0,3000}") {
            for (content, bytes) in CONTENTS.into_iter().flat_map(|c| [(c, json.as_slice()), (c, text.as_bytes())]) {
                prop_assert_eq!(decode(&stored(content, bytes)).unwrap(), bytes);
            }
        }

        #[test]
        fn other_bytes_are_an_error(bytes in vec(any::<u8>(), 0..200)) {
            prop_assert!(decode(&bytes).is_err());
        }

        /// Also with a right checksum nothing panics, and no length is believed.
        #[test]
        fn other_bytes_with_a_right_checksum_do_no_harm(
            mut bytes in vec(any::<u8>(), 0..200),
            dictionary in 0..4_u8,
        ) {
            if dictionary > 0 && bytes.len() > 1 {
                bytes[..2].copy_from_slice(&[VERSION, dictionary]);
            }
            let crc = crc32(&[&bytes]);
            bytes.extend_from_slice(&crc.to_le_bytes());
            if let Ok(json) = decode(&bytes) {
                prop_assert!(json.len() <= LIMIT);
            }
        }
    }

    #[test]
    fn every_flipped_bit_and_every_missing_byte_is_an_error() {
        for (content, json) in [
            (Content::ChangeSet, sample()),
            (Content::Record, sample()),
            (Content::Record, b"x".to_vec()),
            (Content::ChangeSet, Vec::new()),
        ] {
            let whole = stored(content, &json);
            for at in 0..whole.len() {
                assert!(decode(&whole[..at]).is_err(), "cut at {at}");
                for bit in 0..8 {
                    let mut flipped = whole.clone();
                    flipped[at] ^= 1 << bit;
                    assert!(decode(&flipped).is_err(), "bit {bit} of byte {at}");
                }
            }
        }
    }

    #[test]
    fn what_a_later_version_wrote_is_told_as_that() {
        let sealed = |mut bytes: Vec<u8>| {
            let crc = crc32(&[&bytes]);
            bytes.extend_from_slice(&crc.to_le_bytes());
            bytes
        };
        assert_eq!(decode(&sealed(vec![2, 0, 0, 0, 0, 0])), Err(CodecError::Version(2)));
        assert_eq!(decode(&sealed(vec![1, 9, 0, 0, 0, 0])), Err(CodecError::Dictionary(9)));
        assert_eq!(decode(&sealed(vec![1, 0, 1, 0, 0, 0])), Err(CodecError::Length));
        assert_eq!(decode(&sealed(vec![1, 0, 255, 255, 255, 255])), Err(CodecError::Length));
    }

    #[test]
    fn what_is_long_enough_is_a_fraction_of_its_json() {
        for (content, repeats) in [(Content::ChangeSet, 10), (Content::Record, 3)] {
            let json = sample().repeat(repeats);
            assert!(stored(content, &json).len() * 3 < json.len());
        }
        assert!(
            stored(Content::ChangeSet, &sample()[..300]).len() > 300,
            "short change sets stay as they are"
        );
    }

    #[test]
    fn what_was_written_with_an_earlier_dictionary_is_read() {
        let json = sample();
        let compressed = compress(&json, 1).unwrap();
        let mut bytes = vec![VERSION, 1];
        bytes.extend_from_slice(&u32::try_from(json.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(&compressed);
        let crc = crc32(&[&bytes]);
        bytes.extend_from_slice(&crc.to_le_bytes());
        assert_eq!(decode(&bytes).unwrap(), json);
    }
}
