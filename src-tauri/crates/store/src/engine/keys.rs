//! The key spaces of the one sled tree, told apart by their first byte.
//!
//! What stands after it is the record's key, in a form that is never longer than [`LONGEST`]:
//!
//! ```text
//! a UUID        0x00 | its 16 bytes
//! a long key    0x01 | its first 48 bytes | their and all others' SHA-256
//! another       as it is; no key has a control character
//! ```
//!
//! sled writes a page that takes over a quarter of a segment into a blob file, which it never syncs; as keys are short
//! none of its inner pages does. And a UUID's text is twice as long as the UUID, at each of three places.

use kith_model::{Record, RecordKey, system};
use sha2::{Digest, Sha256};
use uuid::Uuid;

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

/// A key of a record takes at most so many bytes after the byte of its space.
pub(crate) const LONGEST: usize = 1 + START + 32;
/// So much of a long key stands in it as it is, for whoever looks at a damaged book.
const START: usize = 48;
const UUID: u8 = 0;
const LONG: u8 = 1;

/// The forms of a record's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A UUID, in the order of its text.
    Uuid,
    /// A long key, in the order of its beginning.
    Long,
    /// Another, which is its text.
    Text,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Uuid, Self::Long, Self::Text];

    /// Where its keys in a space begin, and before what they end.
    pub fn bounds(self, space: u8) -> (Vec<u8>, Vec<u8>) {
        match self {
            Self::Uuid => (vec![space, UUID], vec![space, LONG]),
            Self::Long => (vec![space, LONG], vec![space, LONG + 1]),
            Self::Text => (vec![space, LONG + 1], vec![space.saturating_add(1)]),
        }
    }
}

/// The text of a key of the tree, whose form is not long.
pub(crate) fn text_of(key: &[u8]) -> Vec<u8> {
    match key {
        [_, UUID, uuid @ ..] => unpacked_uuid(uuid).into_bytes(),
        [_, text @ ..] => text.to_vec(),
        [] => Vec::new(),
    }
}

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
        Self(packed(BY_EXTERNAL_ID, external_id))
    }

    /// Where this record is.
    pub fn of(record: &Record) -> Self {
        Self::named(record.id(), record.external_id())
    }

    /// Where the record with these keys is.
    pub fn named(id: &str, external_id: Option<&str>) -> Self {
        let space = if system::is_document(id) { DOCUMENTS } else { BY_ID };
        external_id.map_or_else(|| Self(packed(space, id)), Self::external)
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
        let text = unpacked(self.0.get(1..).unwrap_or_default());
        let key = match self.0.first() {
            Some(&BY_EXTERNAL_ID) => RecordKey::ExternalId(text),
            _ => RecordKey::Id(text),
        };
        format!("the record with {key}")
    }
}

/// The key of a record's entry in the Id index.
pub(crate) fn index(id: &str) -> Vec<u8> {
    packed(INDEX, id)
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

/// A space and a record's key, in its short form.
fn packed(space: u8, key: &str) -> Vec<u8> {
    let bytes = key.as_bytes();
    if let Some(uuid) = uuid(key) {
        return [&[space, UUID], &uuid.into_bytes()[..]].concat();
    }
    match bytes.split_at_checked(START) {
        Some((start, _)) if bytes.len() > LONGEST => {
            [&[space, LONG], start, &Sha256::digest(bytes)[..]].concat()
        }
        _ => prefixed(space, bytes),
    }
}

/// The UUID that a key is, where it is written as one is: another spelling of it is another key.
fn uuid(key: &str) -> Option<Uuid> {
    let Ok(uuid) = Uuid::try_parse(key) else { return None };
    (uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == key).then_some(uuid)
}

fn unpacked_uuid(bytes: &[u8]) -> String {
    Uuid::from_slice(bytes).map(|uuid| uuid.to_string()).unwrap_or_default()
}

/// A record's key as far as its short form tells it.
fn unpacked(packed: &[u8]) -> String {
    match packed {
        [UUID, uuid @ ..] => unpacked_uuid(uuid),
        [LONG, long @ ..] => {
            let start = long.get(..START).unwrap_or(long);
            format!("{}…", String::from_utf8_lossy(start).trim_end_matches('\u{fffd}'))
        }
        text => String::from_utf8_lossy(text).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-c]{1,3}",
            "[a-c]{47,50}",
            "[a-cä😀]{75,90}",
            "x{200}[a-c]{1,2}",
            any::<u128>().prop_map(|bits| Uuid::from_u128(bits).to_string()),
            any::<u128>().prop_map(|bits| Uuid::from_u128(bits).simple().to_string()),
            any::<u128>().prop_map(|bits| Uuid::from_u128(bits).to_string().to_uppercase()),
        ]
    }

    proptest! {
        #[test]
        fn keys_that_differ_are_stored_under_keys_that_differ(a in key(), b in key()) {
            let [stored_a, stored_b] = [&a, &b].map(|key| StorageKey::external(key));
            prop_assert_eq!(a == b, stored_a == stored_b);
            prop_assert_eq!(a == b, index(&a) == index(&b));
            prop_assert_ne!(stored_a.bytes(), index(&a));
        }

        #[test]
        fn no_key_is_longer_than_the_longest_and_all_are_told(key in key()) {
            let stored = StorageKey::external(&key);
            prop_assert!(stored.bytes().len() <= 1 + LONGEST);
            let told = stored.describe();
            let start: String = key.chars().take(12).collect();
            prop_assert!(told.contains(&start), "{}", told);
            prop_assert!(key.len() > LONGEST || told.contains(&key), "{}", told);
        }
    }
}
