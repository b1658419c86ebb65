//! `manifest.json`: what the book must hold, said outside sled and replaced atomically.
//!
//! ```text
//! {"format":1,"crc32":"1a2b3c4d","body":{…}}
//! ```
//!
//! The checksum is that of the body's bytes. The format is read first and by itself, so that a later version's
//! manifest is recognised whatever its body looks like.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{bytes::crc32, disk, error::StoreError};

/// The newest format of a book that this version reads, and the one it writes.
pub(crate) const FORMAT: u32 = 1;

/// What a checkpoint says of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Which book this is; every log segment names it too.
    pub book: Uuid,
    /// The last change set that is in sled for good.
    pub checkpoint: u64,
    /// The segment its frame is in, by the number of the segment's first change set.
    pub segment: u64,
    /// Where in that segment the frame is, in bytes.
    pub offset: u64,
    /// How many contacts there are at the checkpoint.
    pub records: u64,
    /// The fingerprint of the records at the checkpoint, see `engine::meta`.
    pub fingerprint: u64,
    /// The length of `sled/db` after a clean close; `None` while the book is in use.
    pub closed_length: Option<u64>,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    crc32: String,
    body: Box<RawValue>,
}

/// What was found where the manifest should be.
#[derive(Debug)]
pub(crate) enum Found {
    /// The manifest.
    Whole(Manifest),
    /// No file.
    Nothing,
    /// A file that cannot be relied on, and why.
    Damaged(&'static str),
}

impl Manifest {
    /// The manifest's file in a book's folder.
    pub fn path(dir: &Path) -> PathBuf {
        dir.join("manifest.json")
    }

    /// Reads the manifest.
    ///
    /// # Errors
    /// `Newer` for a book of a later version; `Io`. Damage is not an error here: the log says the same and more.
    pub fn read(dir: &Path) -> Result<Found, StoreError> {
        let path = Self::path(dir);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(StoreError::io("read", path)(error)),
        };
        match serde_json::from_slice::<Head>(&bytes) {
            Ok(head) if head.format > FORMAT && !is_of_this_format(&bytes) => {
                Err(StoreError::Newer { found: head.format, known: FORMAT })
            }
            Ok(head) if head.format > FORMAT => Ok(Found::Damaged("the manifest's format is damaged")),
            Ok(_) => Ok(Self::parse(&bytes)),
            Err(_) => Ok(Found::Damaged("the manifest is not JSON")),
        }
    }

    /// Replaces the manifest; the new one is on the disk when this returns.
    pub fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let path = Self::path(dir);
        let unwritten = |error: serde_json::Error| StoreError::io("write", &path)(error.into());
        let body = serde_json::value::to_raw_value(self).map_err(unwritten)?;
        let file = File { format: FORMAT, crc32: checksum(FORMAT, &body), body };
        disk::replace_file(&path, &serde_json::to_vec(&file).map_err(unwritten)?)
    }

    fn parse(bytes: &[u8]) -> Found {
        let Ok(file) = serde_json::from_slice::<File>(bytes) else {
            return Found::Damaged("the manifest is not whole");
        };
        if checksum(FORMAT, &file.body) != file.crc32 {
            return Found::Damaged("the manifest's checksum does not match");
        }
        match serde_json::from_str(file.body.get()) {
            Ok(manifest) => Found::Whole(manifest),
            Err(_) => Found::Damaged("the manifest misses a part"),
        }
    }
}

/// Whether all but the number of the format is as this version writes it.
fn is_of_this_format(bytes: &[u8]) -> bool {
    serde_json::from_slice::<File>(bytes).is_ok_and(|file| checksum(FORMAT, &file.body) == file.crc32)
}

/// A later format's covers its number, so that one whose number is damaged is told from it.
fn checksum(format: u32, body: &RawValue) -> String {
    let number = format.to_le_bytes();
    let number = if format == 1 { [].as_slice() } else { &number };
    format!("{:08x}", crc32(&[number, body.get().as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        Manifest {
            book: Uuid::from_u128(7),
            checkpoint: 3,
            segment: 1,
            offset: 400,
            records: 2,
            fingerprint: u64::MAX,
            closed_length: Some(524_288),
        }
    }

    fn written() -> (tempfile::TempDir, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        sample().write(dir.path()).unwrap();
        let bytes = fs::read(Manifest::path(dir.path())).unwrap();
        (dir, bytes)
    }

    #[test]
    fn what_is_written_is_read() {
        let (dir, _) = written();
        assert!(matches!(Manifest::read(dir.path()).unwrap(), Found::Whole(found) if found == sample()));
    }

    #[test]
    fn a_later_format_is_refused_whatever_its_body() {
        let (dir, _) = written();
        fs::write(Manifest::path(dir.path()), br#"{"format":2,"soul":"other"}"#).unwrap();
        assert!(matches!(Manifest::read(dir.path()), Err(StoreError::Newer { found: 2, known: 1 })));
    }

    #[test]
    fn a_damaged_format_is_not_taken_for_a_later_one() {
        let (dir, bytes) = written();
        let text = String::from_utf8(bytes).unwrap();
        fs::write(Manifest::path(dir.path()), text.replace(r#""format":1"#, r#""format":9"#)).unwrap();
        assert!(matches!(Manifest::read(dir.path()), Ok(Found::Damaged(_))));
    }

    #[test]
    fn a_later_format_with_the_same_body_is_refused() {
        let (dir, bytes) = written();
        let mut file: File = serde_json::from_slice(&bytes).unwrap();
        (file.format, file.crc32) = (2, checksum(2, &file.body));
        fs::write(Manifest::path(dir.path()), serde_json::to_vec(&file).unwrap()).unwrap();
        assert!(matches!(Manifest::read(dir.path()), Err(StoreError::Newer { found: 2, known: 1 })));
    }

    #[test]
    fn no_flipped_or_missing_byte_gives_another_manifest() {
        let (dir, bytes) = written();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x01;
            let mut other = bytes.clone();
            other[at] ^= 0x02 << (at % 7);
            for content in [&flipped[..], &other[..], &bytes[..at]] {
                fs::write(Manifest::path(dir.path()), content).unwrap();
                match Manifest::read(dir.path()) {
                    Ok(Found::Whole(found)) => assert_eq!(found, sample(), "byte {at}"),
                    Ok(Found::Damaged(_)) => {}
                    other => panic!("byte {at}: {other:?}"),
                }
            }
        }
    }
}
