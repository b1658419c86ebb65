//! Doors for the fuzzers (`fuzz/`), which are outside the crate: what must hold of stored bytes, whatever they are.
//! Built with the feature `fuzz` and in tests only.

use std::{io::Write, path::Path};

use crate::{
    archive,
    bytes::crc32,
    codec,
    engine::{keys::StorageKey, meta::Meta, value},
    log,
};

/// Reads bytes as everything that is stored: as they are, and with the right checksum that random bytes never have.
/// Nothing panics, nothing takes more room than a value may; and what is stored comes back.
pub fn stored_codec(data: &[u8]) {
    let key = StorageKey::external("x-1");
    read(&key, data);
    for seed in [&[][..], key.bytes(), b"m"] {
        let mut sealed = data.to_vec();
        sealed.extend_from_slice(&crc32(&[seed, data]).to_le_bytes());
        read(&key, &sealed);
    }
    let mut stored = Vec::new();
    if codec::encode(codec::Content::Record, data, &mut stored).is_ok() {
        assert_eq!(codec::decode(&stored).as_deref(), Ok(data), "what is stored comes back");
    }
}

/// Reads bytes as an archive: as the file, and as what is in it. They give an error or an archive; nothing panics.
pub fn archive_reader(data: &[u8]) {
    let compressed = zstd::encode_all(data, 1).unwrap_or_default();
    for bytes in [data, &compressed] {
        let Ok(mut file) = tempfile::NamedTempFile::new() else { return };
        if file.write_all(bytes).is_ok() {
            drop((archive::glance(file.path()), archive::check(file.path(), &|| true)));
        }
    }
}

fn read(key: &StorageKey, bytes: &[u8]) {
    if let Ok(json) = codec::decode(bytes) {
        assert!(json.len() <= codec::LIMIT, "a length was believed");
    }
    drop(value::decode(bytes));
    drop(value::open(key, bytes).map(|(_, data)| value::decode(data)));
    let _ = value::open_tombstone(key.bytes(), bytes);
    let _ = Meta::parse(bytes);
    drop(log::read_payload(bytes, Path::new("fuzz")));
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_input_that_was_of_interest_once_is_read_again() {
        replay("stored_codec", stored_codec);
        replay("archive_reader", archive_reader);
    }

    fn replay(name: &str, target: fn(&[u8])) {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/corpus").join(name);
        let mut count = 0;
        for entry in fs::read_dir(corpus).unwrap() {
            target(&fs::read(entry.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 0, "the corpus of {name} is empty");
    }
}
