//! The keys of contacts as bytes that are in the keys' order.

use kith_model::{Record, RecordKey};

use crate::{
    arena::Arena,
    column::{ColumnDraft, SegmentColumn, store_text},
};

const EXTERNAL_ID: u8 = 0;
const ID: u8 = 1;

/// A key as bytes. Those of contacts without an `ExternalId` come last.
pub(crate) fn bytes_of(key: &RecordKey) -> Vec<u8> {
    match key {
        RecordKey::ExternalId(value) => prefixed(EXTERNAL_ID, value),
        RecordKey::Id(value) => prefixed(ID, value),
    }
}

/// The key of a contact as bytes.
pub(crate) fn bytes_of_record(record: &Record) -> Vec<u8> {
    match record.external_id() {
        Some(value) => prefixed(EXTERNAL_ID, value),
        None => prefixed(ID, record.id()),
    }
}

/// The key that bytes stand for.
pub(crate) fn key_of(bytes: &[u8]) -> Option<RecordKey> {
    let (space, value) = bytes.split_first()?;
    let value = String::from_utf8_lossy(value).into_owned();
    Some(if *space == EXTERNAL_ID { RecordKey::ExternalId(value) } else { RecordKey::Id(value) })
}

/// The `ExternalId` in a key; none where the key is an `Id`.
pub(crate) fn external_id_in(key: &[u8]) -> Option<&[u8]> {
    key.split_first().filter(|(space, _)| **space == EXTERNAL_ID).map(|(_, value)| value)
}

/// The column of the `ExternalId`s of a segment, which are in its keys.
pub(crate) fn external_ids(keys: &Arena) -> SegmentColumn {
    let (mut draft, mut bytes) = (ColumnDraft::default(), Vec::new());
    for (local, key) in keys.iter().enumerate() {
        if let Some(external_id) = external_id_in(key) {
            store_text(external_id, &mut bytes);
            draft.push(local, &bytes);
        }
    }
    draft.finish(keys.len())
}

fn prefixed(space: u8, value: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len() + 1);
    bytes.push(space);
    bytes.extend_from_slice(value.as_bytes());
    bytes
}
