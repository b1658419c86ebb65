//! The import that is being done: `imports.json`, from before the first of several change sets of an import until its
//! end. How far it came is in the change sets themselves.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use kith_store::{StoreError, replace_file};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::shape::ImportRequest;
use crate::error::Error;

const FORMAT: u32 = 1;
/// How much of the beginning of a file is looked at to know it again.
const BEGINNING: u64 = 64 << 10;

/// An import that was begun and has not ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Running {
    /// When it was begun, RFC 3339 UTC.
    pub at: String,
    /// What was asked for.
    pub request: ImportRequest,
    /// The number of the book's last change set before it.
    pub before: u64,
    /// The file, to know it again.
    pub seen: Seen,
}

/// What a file is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Seen {
    pub bytes: u64,
    /// When it was last changed, in seconds since 1970.
    modified: u64,
    beginning: u32,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    format: u32,
    crc32: String,
    body: Box<RawValue>,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("imports.json")
}

/// The import that was begun in the book in `folder` and has not ended.
///
/// # Errors
/// [`Error::Io`] where the file cannot be read or is not whole.
pub(super) fn read(folder: &Path) -> Result<Option<Running>, Error> {
    let path = path(folder);
    let io = |source| Error::Io { action: "read", path: path.clone(), source };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    let damaged = || {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "it is damaged; undo the import by its number, then remove the file",
        )
    };
    let kept: Kept = serde_json::from_slice(&bytes).map_err(|_| io(damaged()))?;
    if kept.format != FORMAT || checksum(&kept.body) != kept.crc32 {
        return Err(io(damaged()));
    }
    serde_json::from_str(kept.body.get()).map(Some).map_err(|_| io(damaged()))
}

/// Notes that an import begins; on the disk for good when this returns.
pub(super) fn write(folder: &Path, running: &Running) -> Result<(), Error> {
    let path = path(folder);
    let unwritten =
        |source: serde_json::Error| Error::Io { action: "write", path: path.clone(), source: source.into() };
    let body = to_raw_value(running).map_err(unwritten)?;
    let kept = Kept { format: FORMAT, crc32: checksum(&body), body };
    Ok(replace_file(&path, &serde_json::to_vec(&kept).map_err(unwritten)?)?)
}

/// Notes that there is none any longer.
pub(super) fn remove(folder: &Path) -> Result<(), Error> {
    let path = path(folder);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Io { action: "remove", path, source }.into())
        }
        _ => Ok(()),
    }
}

impl Seen {
    /// What a file is known by now.
    pub fn of(file: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(file)?;
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut beginning = Vec::new();
        File::open(file)?.take(BEGINNING).read_to_end(&mut beginning)?;
        Ok(Self { bytes: metadata.len(), modified, beginning: crc32fast::hash(&beginning) })
    }
}

fn checksum(body: &RawValue) -> String {
    format!("{:08x}", crc32fast::hash(body.get().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_what_is_damaged_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        fs::write(&file, "[]").unwrap();
        let running = Running {
            at: "2026-01-02T03:04:05.678Z".to_owned(),
            request: ImportRequest::of(&file),
            before: 7,
            seen: Seen::of(&file).unwrap(),
        };
        assert_eq!(read(folder.path()).unwrap(), None);
        write(folder.path(), &running).unwrap();
        assert_eq!(read(folder.path()).unwrap(), Some(running));
        let text = fs::read_to_string(path(folder.path())).unwrap();
        fs::write(path(folder.path()), text.replace("\"Before\":7", "\"Before\":8")).unwrap();
        assert!(read(folder.path()).is_err());
        remove(folder.path()).unwrap();
        assert_eq!(read(folder.path()).unwrap(), None);
        remove(folder.path()).unwrap();
    }
}
