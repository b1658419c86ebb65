//! What sled itself says of the book: written in every batch, so it always belongs to the records beside it.

use crate::{
    bytes::{Bytes, checked, crc32},
    engine::keys,
};

const VERSION: u8 = 1;

/// How far sled is, and what it must hold.
///
/// ```text
/// version u8 = 1 | applied u64 | records u64 | fingerprint u64 | crc32
/// ```
///
/// The fingerprint is the wrapping sum of every record's share. It changes with each batch by what the batch takes out
/// and puts in, so a walk over all records shows whether any single one is missing, stale or surplus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    /// The last change set that was applied.
    pub applied: u64,
    /// How many records there are.
    pub records: u64,
    /// The sum of the records' shares.
    pub fingerprint: u64,
}

impl Meta {
    /// Bytes of its stored form.
    pub const SIZE: usize = 1 + 3 * 8 + 4;

    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for number in [self.applied, self.records, self.fingerprint] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let crc = crc32(&[keys::META, &bytes]);
        bytes.extend_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// `None` when it is not what was written.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut body = Bytes(checked(bytes, keys::META)?);
        (body.u8()? == VERSION).then_some(())?;
        let meta = Self { applied: body.u64()?, records: body.u64()?, fingerprint: body.u64()? };
        body.0.is_empty().then_some(meta)
    }
}
