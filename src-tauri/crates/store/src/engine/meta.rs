//! What sled itself says of the book: written with every change set, so it always belongs to the records beside it.

use crate::{
    bytes::{Bytes, checked, crc32},
    engine::{
        keys::{self, StorageKey},
        value,
    },
};

/// 1 had the texts of keys in place of their short forms.
const VERSION: u8 = 2;
/// Bytes of the stored form besides a key and a value.
const FRAME: usize = 1 + 3 * 8 + 4 + 4;

/// How far sled is, and what it must hold.
///
/// ```text
/// version u8 = 2 | applied u64 | records u64 | fingerprint u64 | pending, or nothing | crc32
/// pending  length of the key u32 | key | value
/// ```
///
/// The fingerprint is the wrapping sum of every record's share. It changes with each change set by what that takes out
/// and puts in, so a walk over all records shows whether any single one is missing, stale or surplus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    /// The last change set that was applied.
    pub applied: u64,
    /// How many contacts there are; documents are not counted.
    pub records: u64,
    /// The sum of the records' shares.
    pub fingerprint: u64,
}

/// A record's new value, where it is all that the change set writes: it may not stand under its key yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pending<'a> {
    pub key: &'a [u8],
    pub value: &'a [u8],
}

impl<'a> Pending<'a> {
    /// The pending form of a write; `None` where it is not a record's, or too long.
    pub fn of(key: &'a [u8], value: &'a [u8]) -> Option<Self> {
        let fits = FRAME + key.len() + value.len() <= value::MOST;
        (fits && StorageKey::is_one(key)).then_some(Self { key, value })
    }
}

impl Meta {
    pub(super) fn to_bytes(self, pending: Option<Pending<'_>>) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for number in [self.applied, self.records, self.fingerprint] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        if let Some(Pending { key, value }) = pending {
            bytes.extend_from_slice(&u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend_from_slice(key);
            bytes.extend_from_slice(value);
        }
        let crc = crc32(&[keys::META, &bytes]);
        bytes.extend_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// `None` when it is not what was written.
    pub(crate) fn parse(bytes: &[u8]) -> Option<(Self, Option<Pending<'_>>)> {
        let mut body = Bytes(checked(bytes, keys::META)?);
        (body.u8()? == VERSION).then_some(())?;
        let meta = Self { applied: body.u64()?, records: body.u64()?, fingerprint: body.u64()? };
        if body.0.is_empty() {
            return Some((meta, None));
        }
        let length = body.u32()? as usize;
        let key = body.take(length)?;
        Some((meta, Some(Pending { key, value: body.0 })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: Meta = Meta { applied: 7, records: 2, fingerprint: 9 };

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        for pending in [None, Pending::of(b"ekey", b"value"), Pending::of(b"n", b"")] {
            let bytes = META.to_bytes(pending);
            assert_eq!(Meta::parse(&bytes), Some((META, pending)));
            for at in 0..bytes.len() {
                assert_eq!(Meta::parse(&bytes[..at]), None);
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << (at % 8);
                assert_eq!(Meta::parse(&flipped), None);
            }
        }
    }

    #[test]
    fn only_a_record_can_be_pending_and_only_a_short_one() {
        assert!(Pending::of(b"ekey", b"value").is_some() && Pending::of(b"nkey", b"value").is_some());
        assert!(Pending::of(b"ikey", b"value").is_none() && Pending::of(b"", b"").is_none());
        let most = vec![0; value::MOST - FRAME - 1];
        let bytes = META.to_bytes(Pending::of(b"e", &most));
        assert_eq!((bytes.len(), Pending::of(b"ek", &most)), (value::MOST, None));
    }
}
