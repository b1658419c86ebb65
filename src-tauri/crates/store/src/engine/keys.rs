//! The key spaces of the one sled tree, told apart by their first byte.

use kith_model::{Record, RecordKey, system};

/// Key of the applied number, the record count, the fingerprint and what is pending.
pub(crate) const META: &[u8] = b"m";
/// The spaces that hold contacts, in the order of the contacts' keys, which is the one they are walked in.
pub(crate) const CONTACT_SPACES: [u8; 2] = [BY_EXTERNAL_ID, BY_ID];
/// The spaces that hold records, documents too, in the order of their keys' bytes.
pub(crate) const RECORD_SPACES: [u8; 3] = [BY_EXTERNAL_ID, BY_ID, DOCUMENTS];
/// The space of the Id index.
pub(crate) const INDEX: u8 = b'i';
/// The space of tombstones.
pub(crate) const TOMBSTONES: u8 = b'd';
/// The space of the chunks of long records.
pub(crate) const CHUNKS: u8 = b'c';

/// Every space besides [`META`].
pub(crate) const SPACES: [u8; 6] = [CHUNKS, TOMBSTONES, BY_EXTERNAL_ID, INDEX, BY_ID, DOCUMENTS];

const BY_EXTERNAL_ID: u8 = b'e';
const BY_ID: u8 = b'n';
/// Kith's own records, which are no contacts and are not counted.
const DOCUMENTS: u8 = b'o';

/// The key a record is stored under: `e` and its `ExternalId`, or `n` and its `Id` where it has none; `o` and its `Id`
/// for a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct StorageKey(Vec<u8>);

impl StorageKey {
    /// Where a record with this `ExternalId` is.
    pub fn external(external_id: &str) -> Self {
        Self(prefixed(BY_EXTERNAL_ID, external_id.as_bytes()))
    }

    /// Where this record is.
    pub fn of(record: &Record) -> Self {
        Self::named(record.id(), record.external_id())
    }

    /// Where the record with these keys is.
    pub fn named(id: &str, external_id: Option<&str>) -> Self {
        let space = if system::is_document(id) { DOCUMENTS } else { BY_ID };
        external_id.map_or_else(|| Self(prefixed(space, id.as_bytes())), Self::external)
    }

    /// A key read from the tree or the index.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Whether a key of the tree is a record's.
    pub fn is_one(key: &[u8]) -> bool {
        key.first().is_some_and(|space| RECORD_SPACES.contains(space))
    }

    /// How many contacts the record under this key is: one, or none where it is a document.
    pub fn contacts(&self) -> u64 {
        u64::from(self.0.first() != Some(&DOCUMENTS))
    }

    /// The key as it is in the tree.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Where chunk `n` of the record is: all chunk keys of all records differ, as the last three bytes are fixed.
    pub fn chunk(&self, n: u16) -> Vec<u8> {
        let mut key = prefixed(CHUNKS, &self.0);
        key.push(0);
        key.extend_from_slice(&n.to_be_bytes());
        key
    }

    /// Where the position of the record's delete is kept, beside [`id_tombstone`]; `None` for a record that has but
    /// its `Id`.
    pub fn tombstone(&self) -> Option<Vec<u8>> {
        (self.0.first() == Some(&BY_EXTERNAL_ID)).then(|| prefixed(TOMBSTONES, &self.0))
    }

    /// The key in words, for messages.
    pub fn describe(&self) -> String {
        let text = String::from_utf8_lossy(self.0.get(1..).unwrap_or_default());
        let key = match self.0.first() {
            Some(&BY_EXTERNAL_ID) => RecordKey::ExternalId(text.into_owned()),
            _ => RecordKey::Id(text.into_owned()),
        };
        format!("the record with {key}")
    }
}

/// The key of a record's entry in the Id index.
pub(crate) fn index(id: &str) -> Vec<u8> {
    prefixed(INDEX, id.as_bytes())
}

/// Where the position of the delete of the record with this `Id` is kept.
pub(crate) fn id_tombstone(id: &str) -> Vec<u8> {
    prefixed(TOMBSTONES, &index(id))
}

/// The tombstone that a key leads to.
pub(crate) fn tombstone_of(key: &RecordKey) -> Vec<u8> {
    match key {
        RecordKey::ExternalId(value) => prefixed(TOMBSTONES, StorageKey::external(value).bytes()),
        RecordKey::Id(value) => id_tombstone(value),
    }
}

fn prefixed(prefix: u8, rest: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(1 + rest.len() + 3);
    key.push(prefix);
    key.extend_from_slice(rest);
    key
}
