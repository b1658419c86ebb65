//! What stands under a storage key, a chunk key and a tombstone.
//!
//! ```text
//! record     version u8 = 1 | chunks u16 | number of the change set u64 | position of the last change 16 | data | crc32
//! chunk      data | crc32
//! tombstone  version u8 = 1 | position of the delete 16 | crc32
//! ```
//!
//! Every checksum covers the key too, so that a value under another's key is found. Where a record has chunks its own
//! data is empty. No value is over [`MOST`]: sled puts a page that takes over a quarter of a segment into a blob file, which
//! it never syncs and leaks (sled#1077, #786).

use kith_model::Record;
use serde::Serializer;
use serde_json::Value;

use crate::{
    bytes::{Bytes, checked, crc32},
    codec,
    engine::{
        handle::SEGMENT,
        keys::{self, StorageKey},
    },
    error::StoreError,
    log::Position,
};

/// Most bytes of any value. A leaf of sled has at most 19 pairs: it is split at 17, and one of 16 may get three from a
/// neighbour first (`tree.rs`, `node.rs`).
pub(crate) const MOST: usize = 1536;
const _: () = assert!(LEAF * (MOST + keys::LONGEST + PAIR) < SEGMENT / 4);
const LEAF: usize = 19;
/// What sled writes of a pair besides key and value, and what we put before a key.
const PAIR: usize = 16;
/// Most bytes of a record's data.
const MOST_DATA: usize = (u16::MAX as usize - 1) * CHUNK;
const VERSION: u8 = 1;
/// Bytes of a record's value besides its data.
const FRAME: usize = 1 + 2 + 8 + Position::SIZE + 4;
/// Bytes of data in a chunk.
const CHUNK: usize = MOST - 4;

/// A record's value without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many chunks hold the data; 0 when it stands in the value itself.
    pub chunks: u16,
    /// The change set that wrote it.
    pub seq: u64,
    /// Where the record's last change is.
    pub position: Position,
    /// The record's share of the fingerprint.
    pub print: u64,
}

/// A record ready for the tree.
#[derive(Debug)]
pub(crate) struct Stored {
    /// The value under the storage key.
    pub value: Vec<u8>,
    /// The values of the chunks.
    pub chunks: Vec<Vec<u8>>,
    /// The record's share of the fingerprint.
    pub print: u64,
}

impl Stored {
    /// Puts encoded data under a key.
    pub fn new(key: &StorageKey, seq: u64, position: Position, data: &[u8]) -> Result<Self, StoreError> {
        if data.len() > MOST_DATA {
            let what = format!("one record takes {} bytes; {MOST_DATA} are the most", data.len());
            return Err(StoreError::Refused { what });
        }
        let inline = FRAME + data.len() <= MOST;
        let mut chunks = Vec::new();
        if !inline {
            let numbered = (0..=u16::MAX).zip(data.chunks(CHUNK));
            chunks.extend(numbered.map(|(n, data)| sealed(data.to_vec(), &key.chunk(n))));
        }
        let count = u16::try_from(chunks.len()).unwrap_or(u16::MAX);
        let mut value = Vec::with_capacity(FRAME + if inline { data.len() } else { 0 });
        value.push(VERSION);
        value.extend_from_slice(&count.to_le_bytes());
        value.extend_from_slice(&seq.to_le_bytes());
        value.extend_from_slice(&position.to_bytes());
        value.extend_from_slice(if inline { data } else { &[] });
        let value = sealed(value, key.bytes());
        let print = print(&value, seq);
        Ok(Self { value, chunks, print })
    }
}

/// Reads a record's value: its head and the data in it. `None` when it is not what was written.
pub(crate) fn open<'a>(key: &StorageKey, value: &'a [u8]) -> Option<(Head, &'a [u8])> {
    let mut body = Bytes(checked(value, key.bytes())?);
    if body.u8()? != VERSION {
        return None;
    }
    let chunks = body.u16()?;
    let seq = body.u64()?;
    let position = Position::read(&mut body)?;
    Some((Head { chunks, seq, position, print: print(value, seq) }, body.0))
}

/// Reads a chunk. `None` when it is not what was written.
pub(crate) fn open_chunk<'a>(key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    checked(value, key)
}

/// The value of a tombstone.
pub(crate) fn tombstone(key: &[u8], position: Position) -> Vec<u8> {
    let mut value = vec![VERSION];
    value.extend_from_slice(&position.to_bytes());
    sealed(value, key)
}

/// Reads a tombstone. `None` when it is not what was written.
pub(crate) fn open_tombstone(key: &[u8], value: &[u8]) -> Option<Position> {
    let mut body = Bytes(checked(value, key)?);
    (body.u8()? == VERSION).then_some(())?;
    Position::read(&mut body).filter(|_| body.0.is_empty())
}

/// The record with these fields in its stored form, before it is put under a key.
pub(crate) fn encode<'a>(
    fields: impl Iterator<Item = (&'a str, &'a Value)>,
    json: &mut Vec<u8>,
    out: &mut Vec<u8>,
) -> Result<(), StoreError> {
    json.clear();
    out.clear();
    let written = serde_json::Serializer::new(&mut *json).collect_map(fields);
    written.map_err(|error| StoreError::Refused {
        what: format!("the record cannot be written down: {error}"),
    })?;
    codec::encode(codec::Content::Record, json, out)
}

/// The record that data stands for, or why there is none.
pub(crate) fn decode(data: &[u8]) -> Result<Record, String> {
    let json = codec::decode(data).map_err(|error| error.to_string())?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

fn sealed(mut value: Vec<u8>, key: &[u8]) -> Vec<u8> {
    let crc = crc32(&[key, &value]);
    value.extend_from_slice(&crc.to_le_bytes());
    value
}

/// A record's share of the fingerprint: its checksum and number, mixed (splitmix64) so that sums do not cancel.
fn print(value: &[u8], seq: u64) -> u64 {
    let crc = value.last_chunk::<4>().map_or(0, |crc| u32::from_le_bytes(*crc));
    let mut mixed = seq.rotate_left(32) ^ u64::from(crc) ^ 0x9e37_79b9_7f4a_7c15;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Position = Position { segment: 3, offset: 400, index: 1 };

    fn assert_guarded<T>(whole: &[u8], read: impl Fn(&[u8]) -> Option<T>) {
        assert!(read(whole).is_some());
        for at in 0..whole.len() {
            assert!(read(&whole[..at]).is_none(), "cut at {at}");
            for bit in 0..8 {
                let mut flipped = whole.to_vec();
                flipped[at] ^= 1 << bit;
                assert!(read(&flipped).is_none(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written_or_not_at_all() {
        let (key, other) = (StorageKey::external("x-1"), StorageKey::external("x-2"));
        let stored = Stored::new(&key, 7, AT, b"some data").unwrap();
        let (head, data) = open(&key, &stored.value).unwrap();
        assert_eq!((head.chunks, head.seq, head.position, data), (0, 7, AT, &b"some data"[..]));
        assert_eq!(head.print, stored.print);
        assert!(open(&other, &stored.value).is_none());
        assert_guarded(&stored.value, |bytes| open(&key, bytes).map(drop));
    }

    #[test]
    fn long_data_is_cut_into_chunks_that_know_their_place() {
        let key = StorageKey::external("x-1");
        let most = MOST - FRAME;
        assert_eq!(Stored::new(&key, 7, AT, &vec![1; most]).unwrap().chunks.len(), 0);
        for length in [most + 1, CHUNK, CHUNK + 1, 40_000] {
            let data: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            let stored = Stored::new(&key, 7, AT, &data).unwrap();
            assert!(stored.chunks.iter().all(|chunk| chunk.len() <= MOST));
            let mut joined = Vec::new();
            for (n, chunk) in (0..).zip(&stored.chunks) {
                joined.extend_from_slice(open_chunk(&key.chunk(n), chunk).unwrap());
                assert!(open_chunk(&key.chunk(n + 1), chunk).is_none());
            }
            assert_eq!(joined, data);
            assert_eq!(usize::from(open(&key, &stored.value).unwrap().0.chunks), stored.chunks.len());
        }
        let stored = Stored::new(&key, 7, AT, &vec![1; most + 1]).unwrap();
        assert_guarded(&stored.chunks[0][..], |bytes| open_chunk(&key.chunk(0), bytes).map(drop));
    }

    #[test]
    fn a_tombstone_is_read_as_it_was_written_or_not_at_all() {
        let whole = tombstone(b"key", AT);
        assert_eq!(open_tombstone(b"key", &whole), Some(AT));
        assert!(open_tombstone(b"other", &whole).is_none());
        assert_guarded(&whole, |bytes| open_tombstone(b"key", bytes));
    }
}
