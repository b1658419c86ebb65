//! Records and changes as bytes, as Kith's store writes them: JSON, compressed with its dictionary where it is long.
//! Contenders that keep values use it too, so that their sizes and times can be compared.

use anyhow::{Context, Result, ensure};
use kith_model::Record;
use serde::Serialize;
use zstd::bulk::{Compressor, Decompressor};

/// Kith's own; stored formats never change (`docs/store-format.md`).
const DICTIONARY: &[u8] = include_bytes!("../../../../src-tauri/crates/store/assets/contact-v2.dict");
const LEVEL: i32 = 3;
/// A record's JSON that is shorter stays as it is,
const SHORT_RECORD: usize = 128;
/// and that of a change.
const SHORT_CHANGE: usize = 768;
/// Longest JSON that is read.
const LIMIT: usize = 64 << 20;
/// What stands before the data: whether it is compressed, and the JSON's length.
const HEAD: usize = 5;

/// Writes and reads stored values.
pub struct Codec {
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
}

impl Codec {
    /// Makes the dictionary ready.
    ///
    /// # Errors
    /// When zstd refuses it.
    pub fn new() -> Result<Self> {
        let compressor = Compressor::with_dictionary(LEVEL, DICTIONARY)?;
        Ok(Self { compressor, decompressor: Decompressor::with_dictionary(DICTIONARY)? })
    }

    /// The stored form of a record.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn encode(&mut self, record: &Record) -> Result<Vec<u8>> {
        self.stored(record, SHORT_RECORD)
    }

    /// The stored form of what changed in a record.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn encode_changes(&mut self, changes: &impl Serialize) -> Result<Vec<u8>> {
        self.stored(changes, SHORT_CHANGE)
    }

    fn stored(&mut self, value: &impl Serialize, short: usize) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(value)?;
        let compressed = if json.len() < short { None } else { Some(self.compressor.compress(&json)?) };
        let mut stored = vec![u8::from(compressed.is_some())];
        stored.extend(u32::try_from(json.len())?.to_le_bytes());
        stored.extend(compressed.unwrap_or(json));
        Ok(stored)
    }

    /// The record that was stored.
    ///
    /// # Errors
    /// When the bytes are no stored record.
    pub fn record(&mut self, stored: &[u8]) -> Result<Record> {
        let (head, data) = stored.split_first_chunk::<HEAD>().context("a stored value is cut short")?;
        let [compressed, length @ ..] = *head;
        if compressed == 0 {
            return Ok(serde_json::from_slice(data)?);
        }
        let length = u32::from_le_bytes(length) as usize;
        ensure!(length <= LIMIT, "a stored value says it has {length} bytes");
        Ok(serde_json::from_slice(&self.decompressor.decompress(data, length)?)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_stored() {
        let mut codec = Codec::new().unwrap();
        for text in ["short".to_owned(), "Berlin, Germany; ".repeat(200)] {
            let mut record = Record::default();
            record.set("Description", json!(text));
            let stored = codec.encode(&record).unwrap();
            assert!(stored.len() < 768);
            assert_eq!(codec.record(&stored).unwrap(), record);
        }
        assert!(codec.record(b"").is_err());
    }
}
