//! The drafts' file: `drafts.json`, replaced as a whole.
//!
//! ```text
//! {"format":1,"crc32":"1a2b3c4d","drafts":[…]}
//! ```
//!
//! The checksum is that of the drafts' bytes. What cannot be relied on is set aside whole: somebody typed it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use kith_store::{StoreError, free_name, replace_file};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::{DraftsFull, KeptDraft, KeptDrafts, MAX_BYTES, MAX_DRAFT_BYTES, MAX_DRAFTS};
use crate::error::Error;

const FORMAT: u32 = 1;
/// What stands around the drafts themselves.
const FRAME: u64 = 1024;

#[derive(Serialize, Deserialize)]
struct Kept {
    format: u32,
    crc32: String,
    drafts: Box<RawValue>,
}

pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("drafts.json")
}

/// The drafts that are on the disk. A file that is not whole is none, and is kept beside.
pub(super) fn read(folder: &Path) -> KeptDrafts {
    let path = path(folder);
    let whole = match bytes(&path) {
        Ok(None) => return KeptDrafts::default(),
        Ok(Some(bytes)) => parse(&bytes).ok_or_else(|| "it is damaged".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    match whole {
        Ok(drafts) => KeptDrafts { drafts, notice: None },
        Err(why) => KeptDrafts { drafts: Vec::new(), notice: Some(set_aside(folder, &path, &why)) },
    }
}

/// Puts drafts in the place of those on the disk: at any moment either is there, and these when it returns.
pub(super) fn write(folder: &Path, drafts: &[KeptDraft]) -> Result<(), Error> {
    let path = path(folder);
    let unwritten = |source: serde_json::Error| {
        Error::Store(StoreError::Io { action: "write", path: path.clone(), source: source.into() })
    };
    let drafts = to_raw_value(&bounded(drafts).map_err(unwritten)??).map_err(unwritten)?;
    let kept = Kept { format: FORMAT, crc32: checksum(&drafts), drafts };
    Ok(replace_file(&path, &serde_json::to_vec(&kept).map_err(unwritten)?)?)
}

/// The drafts as they are written, or why they are not.
fn bounded(drafts: &[KeptDraft]) -> Result<Result<Vec<Box<RawValue>>, DraftsFull>, serde_json::Error> {
    let written = drafts.iter().map(to_raw_value).collect::<Result<Vec<_>, _>>()?;
    let sizes = || written.iter().map(|draft| draft.get().len());
    Ok(if sizes().any(|size| size > MAX_DRAFT_BYTES) {
        Err(DraftsFull::TooLong)
    } else if written.len() > MAX_DRAFTS {
        Err(DraftsFull::TooMany)
    } else if sizes().sum::<usize>() > MAX_BYTES {
        Err(DraftsFull::NoRoom)
    } else {
        Ok(written)
    })
}

/// The file's bytes; one that is longer than any that is written is not read.
fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let length = match fs::metadata(path) {
        Ok(found) => found.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if length > MAX_BYTES as u64 + MAX_DRAFTS as u64 + FRAME {
        return Err(io::Error::other(format!("it has {length} bytes")));
    }
    fs::read(path).map(Some)
}

fn parse(bytes: &[u8]) -> Option<Vec<KeptDraft>> {
    let kept: Kept = serde_json::from_slice(bytes).ok()?;
    if kept.format != FORMAT || checksum(&kept.drafts) != kept.crc32 {
        return None;
    }
    serde_json::from_str(kept.drafts.get()).ok()
}

/// Renames the file out of the way, so that the next draft does not overwrite it, and says so.
fn set_aside(folder: &Path, path: &Path, why: &str) -> String {
    let aside = free_name(folder, "drafts-damaged", ".json");
    match fs::rename(path, &aside) {
        Ok(()) => format!(
            "The file of unsaved edits could not be read ({why}). It was kept as {}; the contacts themselves are not \
             concerned.",
            aside.display()
        ),
        Err(error) => format!(
            "The file of unsaved edits, {}, could not be read ({why}) and not be set aside ({error}). The contacts \
             themselves are not concerned.",
            path.display()
        ),
    }
}

fn checksum(drafts: &RawValue) -> String {
    format!("{:08x}", crc32fast::hash(drafts.get().as_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sample() -> Vec<KeptDraft> {
        let edits = json!({"Title": "Archivist", "Fax": null}).as_object().unwrap().clone();
        vec![KeptDraft {
            id: Some("1".into()),
            edits,
            at: "2026-01-02T03:04:05.678Z".into(),
            ..KeptDraft::default()
        }]
    }

    #[test]
    fn what_is_written_is_read_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &sample()).unwrap();
        assert_eq!(read(folder.path()), KeptDrafts { drafts: sample(), notice: None });
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path(folder.path())).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn no_flipped_or_missing_byte_gives_other_drafts_or_loses_the_file() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &sample()).unwrap();
        let bytes = fs::read(path(folder.path())).unwrap();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x01;
            for content in [&flipped[..], &bytes[..at]] {
                fs::write(path(folder.path()), content).unwrap();
                let found = read(folder.path());
                if found.notice.is_none() {
                    assert_eq!(found.drafts, sample(), "byte {at}");
                    continue;
                }
                assert_eq!(found.drafts, []);
                let aside = folder.path().join("drafts-damaged-1.json");
                assert_eq!(fs::read(&aside).unwrap(), content, "byte {at}");
                fs::remove_file(aside).unwrap();
            }
        }
    }

    #[test]
    fn a_kill_between_writing_and_renaming_leaves_the_drafts_before() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &sample()).unwrap();
        fs::write(folder.path().join("drafts.tmp"), b"{\"format\":1,\"crc").unwrap();
        assert_eq!(read(folder.path()), KeptDrafts { drafts: sample(), notice: None });
        write(folder.path(), &[]).unwrap();
        assert_eq!(read(folder.path()), KeptDrafts::default());
        assert!(!folder.path().join("drafts.tmp").exists());
    }

    #[test]
    fn what_cannot_be_written_leaves_the_drafts_before() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &sample()).unwrap();
        // A folder in the place of the temporary file.
        fs::create_dir(folder.path().join("drafts.tmp")).unwrap();
        assert!(write(folder.path(), &[]).is_err());
        assert_eq!(read(folder.path()).drafts, sample());
    }

    #[test]
    fn a_file_of_a_later_kith_is_set_aside_whole() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(path(folder.path()), br#"{"format":2,"soul":"other"}"#).unwrap();
        assert!(read(folder.path()).notice.is_some());
        assert!(folder.path().join("drafts-damaged-1.json").exists());
    }
}
