//! One change in progress: what is written before a record is changed in its place, so that a kill in between is made
//! good when sled is next opened.

use super::{
    Meta,
    keys::{self, StorageKey},
    value,
};
use crate::bytes::{Bytes, checked, crc32};

const VERSION: u8 = 1;

/// A record's new value, and what sled holds after it.
///
/// ```text
/// version u8 = 1 | the state after it, as under `m` | length of the key u32 | key | value | crc32
/// ```
///
/// sled recovers its writes in their order: where the record has its new value, this is there too, and where the state
/// has not followed yet, both are written again. One that is not of the next change set is of an earlier one and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Redo<'a> {
    pub key: &'a [u8],
    pub value: &'a [u8],
    pub meta: Meta,
}

impl<'a> Redo<'a> {
    /// Whether this write, the only one of its change set, is a record in its place and short enough.
    pub fn is_for(key: &[u8], value: &[u8]) -> bool {
        StorageKey::is_one(key) && key.len() + value.len() + Meta::SIZE + 9 <= value::MOST
    }

    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.meta.to_bytes());
        bytes.extend_from_slice(&u32::try_from(self.key.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(self.key);
        bytes.extend_from_slice(self.value);
        let crc = crc32(&[keys::REDO, &bytes]);
        bytes.extend_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// `None` when it is not what was written.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut body = Bytes(checked(bytes, keys::REDO)?);
        (body.u8()? == VERSION).then_some(())?;
        let meta = Meta::parse(body.take(Meta::SIZE)?)?;
        let length = body.u32()? as usize;
        let key = body.take(length)?;
        Some(Self { key, value: body.0, meta })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Handle, Write};

    fn meta(applied: u64) -> Meta {
        Meta { applied, records: 1, fingerprint: applied }
    }

    fn write(key: &[u8], value: &[u8]) -> Vec<Write> {
        vec![(key.to_vec(), Some(value.to_vec()))]
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let redo = Redo { key: b"ekey", value: b"value", meta: meta(7) };
        let bytes = redo.to_bytes();
        assert_eq!(Redo::parse(&bytes), Some(redo));
        for at in 0..bytes.len() {
            assert_eq!(Redo::parse(&bytes[..at]), None);
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!(Redo::parse(&flipped), None);
        }
    }

    #[test]
    fn only_a_short_record_in_its_place_is_written_so() {
        assert!(Redo::is_for(b"ekey", b"value") && Redo::is_for(b"nkey", b"value"));
        assert!(!Redo::is_for(b"ikey", b"value") && !Redo::is_for(b"ekey", &[0; value::MOST]));
    }

    #[test]
    fn a_change_that_was_cut_short_is_finished_by_the_next_open() {
        for written in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let handle = Handle::open(folder.path()).unwrap();
            handle.view().apply(write(b"ekey", b"old"), meta(1)).unwrap();
            let redo = Redo { key: b"ekey", value: b"new", meta: meta(2) };
            let steps: [Write; 3] = [
                (keys::REDO.to_vec(), Some(redo.to_bytes())),
                (b"ekey".to_vec(), Some(b"new".to_vec())),
                (keys::META.to_vec(), Some(meta(2).to_bytes())),
            ];
            for (key, value) in steps.into_iter().take(written + 1) {
                let mut batch = sled::Batch::default();
                batch.insert(key, value.unwrap());
                handle.view().meddle(batch).unwrap();
            }
            drop(handle);
            let handle = Handle::open(folder.path()).unwrap();
            let view = handle.view();
            assert_eq!(view.meta().unwrap(), Some(meta(2)), "cut after {written}");
            assert_eq!(view.raw(b"ekey").unwrap().as_deref(), Some(&b"new"[..]));
        }
    }

    #[test]
    fn one_that_is_over_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let handle = Handle::open(folder.path()).unwrap();
        handle.view().apply(write(b"ekey", b"old"), meta(1)).unwrap();
        let batch = [write(b"ekey", b"newer"), write(b"eother", b"new")].concat();
        handle.view().apply(batch, meta(2)).unwrap();
        drop(handle);
        let handle = Handle::open(folder.path()).unwrap();
        assert_eq!(handle.view().meta().unwrap(), Some(meta(2)));
        assert_eq!(handle.view().raw(b"ekey").unwrap().as_deref(), Some(&b"newer"[..]));
    }
}
